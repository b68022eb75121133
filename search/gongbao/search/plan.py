"""The tree as clauses that every engine can answer alike, once for each rank class.

The rank class of an article is the best for which all that the query looks for is there: every term
as a string in the headline; in headline or kicker; in any field; and last, at least as words. Each
class asks for more than the one after it, so that an engine walks them from the best downwards.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from gongbao.core.normal import TextRule
from gongbao.core.words import Segmenter
from gongbao.search.analysis import scoring_words, words_of
from gongbao.search.entries import TEXT_FIELDS
from gongbao.search.query.syntax import And, Everything, Label, Node, Not, Or, Period, String, Term
from gongbao.search.results import RankClass


@dataclass(frozen=True, slots=True)
class Holds:
    """A value of the field contains the normalised text; with ``whole`` it is the text."""

    field: str  # one of TEXT_FIELDS or LABEL_FIELDS
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class HasWord:
    """The field of text has the word."""

    field: str
    word: str


@dataclass(frozen=True, slots=True)
class Within:
    """The date, as far as it is known, may lie from ``first`` to ``last``; an unknown date lies nowhere."""

    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """The article has one of these ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part; without parts, all articles."""

    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part; without parts, no article."""

    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Neither:
    """Not the part."""

    part: Clause


Clause: TypeAlias = Holds | HasWord | Within | OneOf | All | Any | Neither
NOTHING = Any()
EVERYTHING = All()
MOST_SCORING = 192  # words times fields that rank: of a pasted paragraph the first sixty words are enough
_CLASS_FIELDS = (
    (RankClass.HEADLINE, TEXT_FIELDS[:1]),
    (RankClass.KICKER, TEXT_FIELDS[:2]),
    (RankClass.BODY, TEXT_FIELDS),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine is asked."""

    # From the best class down; each clause holds wherever the one before it holds. The last is the
    # whole query; a class that cannot differ from its neighbour is left out.
    classes: tuple[tuple[RankClass, Clause], ...]
    scoring: tuple[HasWord, ...]  # what ranks the articles of one class

    @property
    def match(self) -> Clause:
        """The whole query."""
        return self.classes[-1][1]


def make_plan(node: Node, segmenter: Segmenter, rule: TextRule) -> Plan:
    """Work out the clauses of every rank class and the words that rank."""
    wanted = wanted_terms(node)
    planner = _Planner(segmenter, rule)
    match = planner.clause(node, TEXT_FIELDS, by_words=True)
    if not wanted:
        return Plan(((RankClass.FILTER, match),), ())
    steps = [(name, planner.clause(node, fields, by_words=False)) for name, fields in _CLASS_FIELDS]
    classes: list[tuple[RankClass, Clause]] = []
    for name, clause in [*steps, (RankClass.WORDS, match)]:
        if clause != NOTHING and all(clause != known for _, known in classes):
            classes.append((name, clause))
    words = (
        HasWord(field, word)
        for term in wanted
        for word in scoring_words(rule.normalise(term.text), segmenter)
        for field in _within_scope(term.scope, TEXT_FIELDS)
    )
    return Plan(tuple(classes), tuple(islice(dict.fromkeys(words), MOST_SCORING)))


def match_of(node: Node, segmenter: Segmenter, rule: TextRule) -> Clause:
    """The clause of all that the tree finds, whatever its rank."""
    return _Planner(segmenter, rule).clause(node, TEXT_FIELDS, by_words=True)


def wanted_terms(node: Node) -> Sequence[Term | String]:
    """The terms and strings that are looked for, not those that are excluded."""
    match node:
        case Term() | String():
            return [node]
        case And(parts) | Or(parts):
            return [term for part in parts for term in wanted_terms(part)]
        case _:
            return []


class _Planner:
    def __init__(self, segmenter: Segmenter, rule: TextRule) -> None:
        self._segmenter = segmenter
        self._rule = rule

    def clause(self, node: Node, fields: Sequence[str], *, by_words: bool) -> Clause:
        """The tree with its terms looked for in these fields, as strings or also by their words."""
        match node:
            case Term(text, scope):
                return self._text(text, _within_scope(scope, fields), by_words)
            case String(text, scope):
                return self._text(text, _within_scope(scope, fields), by_words=False)
            case And(parts):
                clauses = tuple(self.clause(part, fields, by_words=by_words) for part in parts)
                return NOTHING if NOTHING in clauses else All(clauses)
            case Or(parts):
                found = (self.clause(part, fields, by_words=by_words) for part in parts)
                return Any(tuple(clause for clause in found if clause != NOTHING))
            case Not(part):
                # What a part excludes is what it would find, in every rank class.
                return Neither(self.clause(part, TEXT_FIELDS, by_words=True))
            case Label(field, text, whole):
                return self._label(field, text, whole)
            case Period(first, last):
                return Within(first, last)
            case Everything():
                return EVERYTHING

    def _label(self, field: str, text: str, whole: bool) -> Clause:
        return Holds(field, self._rule.normalise(text), whole)

    def _text(self, text: str, fields: Sequence[str], by_words: bool) -> Clause:
        string = self._rule.normalise(text)
        found: tuple[Clause, ...] = tuple(Holds(field, string) for field in fields)
        words = words_of(string, self._segmenter) if by_words else ()
        if len(words) > 1:
            found += (All(tuple(Any(tuple(HasWord(field, word) for field in fields)) for word in words)),)
        return Any(found)


def _within_scope(scope: str, fields: Sequence[str]) -> Sequence[str]:
    return [field for field in fields if scope in ("", field)]
