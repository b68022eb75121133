"""Clauses as Elasticsearch's JSON queries; what a person typed is only ever a value in them, never syntax.

Only strings in a text field and the words that rank have a score; every filter has boost 0. No clause
costs more than one level of nesting, of which a server allows thirty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from gongbao.search import prepared
from gongbao.search.analysis import character_token, pair_run
from gongbao.search.entries import PARTLY_SEARCHED, TEXT_FIELDS
from gongbao.search.plan import All, Clause, HasWord, Holds, Neither, OneOf, Within
from gongbao.search.plan import Any as AnyOf

Query: TypeAlias = dict[str, Any]
BOOSTS = {"headline": 4.0, "kicker": 2.0, "body": 1.0}  # how much a word or string counts by where it stands
EVERYTHING: Query = {"match_all": {"boost": 0.0}}


def build_query(clause: Clause) -> Query:
    """The query that a clause is."""
    match clause:
        case Holds(field, text, whole):
            return _holds(field, text, whole)
        case HasWord(field, word):
            return _term(prepared.words(field), word, 0.0)
        case OneOf(ids):
            return {"terms": {"id": ids, "boost": 0.0}}
        case Within():
            return _within(clause)
        case All(parts):
            return _all(parts)
        case AnyOf(parts):
            return _any(parts)
        case Neither(part):
            return {"bool": {"must_not": [build_query(part)]}}


def build_scoring(words: Sequence[HasWord]) -> list[Query]:
    """What adds to the score of an article that matches."""
    return [_term(prepared.words(each.field), each.word, BOOSTS[each.field]) for each in words]


def greatest_score(clause: Clause, words: Sequence[HasWord]) -> float:
    """Of one occurrence's worth in boosts: no article's score is more than this times the greatest idf."""
    return _boosts(clause) + sum(BOOSTS[each.field] for each in words)


def _boosts(clause: Clause) -> float:
    match clause:
        case Holds(field, text, _):
            return BOOSTS.get(field, 0.0) * max(1, len(text))
        case All(parts) | AnyOf(parts):
            return sum(map(_boosts, parts))
        case _:
            return 0.0


def _all(parts: Sequence[Clause]) -> Query:
    if not parts:
        return EVERYTHING
    query: Query = {}
    for part in parts:
        if isinstance(part, Neither):
            query.setdefault("must_not", []).append(build_query(part.part))
        else:
            query.setdefault("must", []).append(build_query(part))
    return {"bool": query}


def _any(parts: Sequence[Clause]) -> Query:
    if not parts:
        return {"match_none": {}}
    return {"bool": {"should": [build_query(part) for part in parts], "minimum_should_match": 1}}


def _holds(field: str, text: str, whole: bool) -> Query:
    if field in TEXT_FIELDS or field in PARTLY_SEARCHED:
        return _string(field, text, whole)
    return _term(field, text, 0.0)


def _string(field: str, text: str, whole: bool) -> Query:
    boost = BOOSTS.get(field, 0.0)
    if len(text) == 1 and not whole:
        return _term(prepared.characters(field), character_token(text), boost)
    run = pair_run(text, whole=whole)
    if len(run) == 1:
        return _term(prepared.pairs(field), run[0], boost)
    return {"match_phrase": {prepared.pairs(field): {"query": " ".join(run), "boost": boost}}}


def _term(field: str, value: str, boost: float) -> Query:
    return {"term": {field: {"value": value, "boost": boost}}}


def _within(period: Within) -> Query:
    """The days that a date may mean overlap the period; a document without a date has neither field."""
    first, last = period.first, period.last
    # A document without a date has no first day, and so is in no period, however open.
    begins: Query = {"lte": f"{last:%Y%m%d}" if last else "99991231", "boost": 0.0}
    ends: Query = {"gte": f"{first:%Y%m%d}" if first else "00010101", "boost": 0.0}
    return {"bool": {"filter": [{"range": {"first_day": begins}}, {"range": {"last_day": ends}}]}}
