"""Clauses as tantivy's query objects; nothing typed by a person ever reaches a query parser of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongbao.search import prepared
from gongbao.search.analysis import character_token, pair_phrase
from gongbao.search.backend import embedded_schema as fields
from gongbao.search.entries import PARTLY_SEARCHED
from gongbao.search.plan import All, Clause, HasWord, Holds, Neither, OneOf, Within
from gongbao.search.plan import Any as AnyOf

# How much a word or string counts by where it stands.
_BOOSTS = {"headline": 4.0, "kicker": 2.0, "body": 1.0}


def build_query(clause: Clause) -> Any:
    """The query that a clause is."""
    import tantivy

    match clause:
        case Holds(field, text, whole):
            return _holds(field, text, whole)
        case HasWord(field, word):
            return tantivy.Query.term_query(fields.schema(), prepared.words(field), word, "freq")
        case OneOf(ids):
            return tantivy.Query.term_set_query(fields.schema(), "id", list(ids))
        case Within(first, last):
            return _within(int(f"{first:%Y%m%d}") if first else 0, int(f"{last:%Y%m%d}") if last else 99991231)
        case All(parts):
            return _all(parts)
        case AnyOf(parts):
            if not parts:
                return tantivy.Query.empty_query()
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, build_query(part)) for part in parts])
        case Neither():
            return _all((clause,))


def build_scoring(clause: Clause, words: Sequence[HasWord]) -> Any:
    """The clause with the words that rank what it matches."""
    import tantivy

    if not words:
        return build_query(clause)
    should = [(tantivy.Occur.Should, _boosted(word.field, build_query(word))) for word in words]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, build_query(clause)), *should])


def unscored(query: Any) -> Any:
    """The query with every hit worth the same, which spares the engine the arithmetic."""
    import tantivy

    return tantivy.Query.const_score_query(query, 0.0)


def _holds(field: str, text: str, whole: bool) -> Any:
    import tantivy

    schema = fields.schema()
    if field not in _BOOSTS and field not in PARTLY_SEARCHED:
        query = tantivy.Query.term_query(schema, field, text, "basic")
    elif len(text) == 1 and not whole:
        query = tantivy.Query.term_query(schema, prepared.characters(field), character_token(text), "basic")
    elif len(tokens := pair_phrase(text, whole=whole)) == 1:
        query = tantivy.Query.term_query(schema, prepared.pairs(field), tokens[0][1], "freq")
    else:
        query = tantivy.Query.phrase_query(schema, prepared.pairs(field), [*tokens])
    # A filter selects; only what was looked for in the text counts for the rank.
    return _boosted(field, query) if field in _BOOSTS else unscored(query)


def _boosted(field: str, query: Any) -> Any:
    import tantivy

    return tantivy.Query.boost_query(query, _BOOSTS[field])


def _within(first: int, last: int) -> Any:
    """The days that a date may mean overlap the period; a document without a date has neither field."""
    import tantivy

    kind = tantivy.FieldType.Unsigned
    begins = tantivy.Query.range_query(fields.schema(), "first_day", kind, upper_bound=last)
    ends = tantivy.Query.range_query(fields.schema(), "last_day", kind, lower_bound=first)
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, begins), (tantivy.Occur.Must, ends)])
    return unscored(both)


def _all(parts: Sequence[Clause]) -> Any:
    import tantivy

    clauses = []
    for part in parts:
        if isinstance(part, Neither):
            clauses.append((tantivy.Occur.MustNot, build_query(part.part)))
        else:
            clauses.append((tantivy.Occur.Must, build_query(part)))
    if all(occur is tantivy.Occur.MustNot for occur, _ in clauses):
        # What excludes needs something to exclude from.
        clauses.append((tantivy.Occur.Must, unscored(tantivy.Query.all_query())))
    return tantivy.Query.boolean_query(clauses)
