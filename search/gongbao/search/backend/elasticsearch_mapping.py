"""What Elasticsearch keeps of an entry: mapping, settings, and the entry as one of its documents.

Every text is prepared by us and only split on white space there, by an analyzer that every server has;
so no plugin is needed, and no server can cut a text otherwise than the embedded engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gongbao.search.backend import Server
from gongbao.search.entries import FORMAT, PARTLY_SEARCHED, SEARCHED_LABELS, TEXT_FIELDS, WHOLE_LABELS
from gongbao.search.prepared import Prepared, characters, pairs, words

ANALYZER = "whitespace"
# The newest of two equal articles wins by 2 ** (years / 25), as in the embedded engine; counted from here and bounded,
# so that no score grows beyond what separates the rank classes (elasticsearch_ranking.py).
_HALF_LIFE_YEARS = 25.0
_REFERENCE_YEAR = 2025
GREATEST_WEIGHT = 2.0
_SIGN = 1 << 63  # ranks are unsigned 64 bits; a long is signed


def _text(options: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": ANALYZER, "index_options": options}


def mapping(fingerprint: str) -> dict[str, Any]:
    """The mapping of an index made by this version of Gongbao; a change to it must raise entries.FORMAT."""
    keyword = {"type": "keyword"}
    kept_only = {"type": "keyword", "index": False}
    day = {"type": "date", "format": "basic_date"}
    properties: dict[str, Any] = {
        "id": keyword,
        "version": kept_only,
        "record": {"type": "object", "enabled": False},
        "first_day": day,
        "last_day": day,
        "date_rank": {"type": "long", "index": False},
        "page_rank": {"type": "long", "index": False},
        "weight": {"type": "float", "index": False},
        "keys": keyword,
    }
    for name in (*TEXT_FIELDS, *PARTLY_SEARCHED):
        properties |= {pairs(name): _text("positions"), characters(name): _text("docs")}
    properties |= {words(name): _text("freqs") for name in TEXT_FIELDS}
    properties |= dict.fromkeys((*SEARCHED_LABELS, *WHOLE_LABELS), keyword)
    # Which label has which status, and who was credited as what: for questions that lists of labels cannot answer.
    tag = {**dict.fromkeys(("facet", "label", "status", "origin"), keyword), "score": {"type": "float"}}
    properties["tags"] = {"type": "nested", "properties": tag}
    properties["people"] = {"type": "nested", "properties": dict.fromkeys(("name", "role", "unit", "credit"), keyword)}
    return {
        "dynamic": "strict",
        "_meta": {"gongbao": {"format": FORMAT, "fingerprint": fingerprint}},
        # Of a document only what a hit is made of is kept: the token texts would triple it, and a rebuild is made
        # from the store.
        "_source": {"includes": ["id", "record"]},
        "properties": properties,
    }


def settings(server: Server) -> dict[str, Any]:
    """The settings of an index while it is being filled: no copies, nothing visible before it is whole."""
    return {"number_of_shards": server.shards, "number_of_replicas": 0, "refresh_interval": "-1"}


def settings_in_use(server: Server) -> dict[str, Any]:
    """What is changed once it is filled."""
    return {"number_of_replicas": server.replicas, "refresh_interval": None}


def document(prepared: Prepared) -> dict[str, Any]:
    """An entry as Elasticsearch takes it."""
    entry = prepared.entry
    values: dict[str, Any] = {
        "id": entry.id,
        "version": entry.version,
        "record": json.loads(entry.record),
        "date_rank": entry.date_rank - _SIGN,
        "page_rank": entry.page_rank - _SIGN,
        "weight": _weight(entry.first_day),
        "keys": prepared.keys,
    }
    if entry.first_day:
        values |= {"first_day": f"{entry.first_day}", "last_day": f"{entry.last_day}"}
    values |= {name: entry.labels[name] for name in (*SEARCHED_LABELS, *WHOLE_LABELS) if entry.labels[name]}
    values |= prepared.token_texts()
    values["tags"] = [asdict(tag) for tag in entry.tags]
    values["people"] = [asdict(person) for person in entry.people]
    return values


def meta_of(indices: Mapping[str, Any]) -> tuple[int, str]:
    """(format, fingerprint) of what ``GET alias/_mapping`` answers; (0, "") for an index that is not ours."""
    for index in indices.values():
        meta = index["mappings"].get("_meta", {}).get("gongbao", {})
        return int(meta.get("format", 0)), str(meta.get("fingerprint", ""))
    return 0, ""


def _weight(first_day: int) -> float:
    """What the date makes of a score; an unknown one counts as 1900."""
    year, month = divmod(first_day // 100, 100)
    age = max(1900.0, year + month / 12) - _REFERENCE_YEAR
    return float(min(2.0 ** (age / _HALF_LIFE_YEARS), GREATEST_WEIGHT))
