"""The embedded engine's fields, and an entry as one of its documents."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from gongbao.search.backend.base import Record
from gongbao.search.entries import FACET_NAMES, LABEL_FIELDS, PARTLY_SEARCHED, TEXT_FIELDS
from gongbao.search.prepared import Prepared, characters, pairs, words

# An article's score is multiplied by 2 ** (years since 1900 / HALF_LIFE). Only the ratio between two
# articles matters, so that this is a decay counted from the newest date, though nothing stored
# depends on which date that is: ten years of age cost a quarter of the score.
_HALF_LIFE_YEARS = 25.0
_FIRST_YEAR = 1900
_GREATEST_FACTOR = 1000.0  # the engine keeps 2 ** factor as a double


@cache
def schema() -> Any:
    """The schema; a change to it must raise entries.FORMAT."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    for key in ("date_rank", "page_rank"):
        builder.add_unsigned_field(key, fast=True)
    builder.add_float_field("weight", fast=True)
    for day in ("first_day", "last_day"):
        builder.add_unsigned_field(day, fast=True, indexed=True)
    builder.add_text_field("keys", tokenizer_name="raw", index_option="basic")
    for name in (*TEXT_FIELDS, *PARTLY_SEARCHED):
        builder.add_text_field(pairs(name), tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(characters(name), tokenizer_name="whitespace", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(words(name), tokenizer_name="whitespace", index_option="freq")
    for name in LABEL_FIELDS:
        counted = name in FACET_NAMES
        builder.add_text_field(name, fast=counted, tokenizer_name="raw", index_option="basic")
    return builder.build()


def document(prepared: Prepared) -> Any:
    """An entry as tantivy takes it."""
    import tantivy

    entry = prepared.entry
    values: dict[str, Any] = {
        "id": entry.id,
        "version": f"{entry.id}\t{entry.version}",
        "record": entry.record.encode(),
        "date_rank": entry.date_rank,
        "page_rank": entry.page_rank,
        "weight": _weight(entry.first_day),
        "keys": list(prepared.keys),
    }
    if entry.first_day:
        values |= {"first_day": entry.first_day, "last_day": entry.last_day}
    values |= {name: list(labels) for name, labels in entry.labels.items() if labels}
    values |= prepared.token_texts()
    return tantivy.Document.from_dict(values, schema())


def record(searcher: Any, address: Any) -> Record:
    """The stored record of a hit."""
    stored: Record = json.loads(bytes(searcher.doc(address).get_first("record")))
    return stored


def article_id(searcher: Any, address: Any) -> str:
    """The article id of a hit."""
    return str(searcher.doc(address).get_first("id"))


def _weight(first_day: int) -> float:
    """What tantivy's weight_by_field, which multiplies by log2(2 + value), makes the date's factor.

    An unknown date counts as 1900.
    """
    year, month = divmod(first_day // 100, 100)
    age = max(0.0, year + month / 12 - _FIRST_YEAR)
    factor = min(2.0 ** (age / _HALF_LIFE_YEARS), _GREATEST_FACTOR)
    return float(2.0**factor - 2.0)
