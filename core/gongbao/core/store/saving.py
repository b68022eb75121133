"""Writes readings: a new source, the same one again, or a corrected one (correcting.py).

One call is one transaction: after a crash either all of its readings are there or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from gongbao.core.records import Reading, Source
from gongbao.core.store import schema
from gongbao.core.store.correcting import save_correction, save_pictures
from gongbao.core.store.writing import Outcome, save_new

SourceKey = tuple[str, str, str, str, str]


def source_key(source: Source) -> SourceKey:
    """What makes two inputs the same input."""
    return (source.newspaper, source.name, source.sha256, str(source.date), source.page.number)


def known_sources(connection: sa.Connection, names: Iterable[str]) -> dict[SourceKey, Any]:
    """The rows of all sources with these names, by their key."""
    table = schema.source.c
    columns = (table.id, table.newspaper, table.name, table.sha256, table.date, table.page_number, table.superseded_by)
    rows = connection.execute(sa.select(*columns).where(table.name.in_(sorted(set(names)))))
    return {(r.newspaper, r.name, r.sha256, r.date, r.page_number): r for r in rows}


def save_readings(connection: sa.Connection, readings: Sequence[Reading]) -> list[Outcome]:
    """Save in the given order; an outcome for each reading."""
    outcomes: dict[int, Outcome] = {}
    fresh: list[int] = []
    names_waiting: set[tuple[str, str]] = set()

    def flush() -> None:
        for index, outcome in zip(fresh, save_new(connection, [readings[i] for i in fresh]), strict=True):
            outcomes[index] = outcome
        fresh.clear()
        names_waiting.clear()

    known = known_sources(connection, (reading.source.name for reading in readings))
    for index, reading in enumerate(readings):
        source = reading.source
        if (source.newspaper, source.name) in names_waiting:
            flush()
            known = known_sources(connection, (r.source.name for r in readings))
        row = known.get(source_key(source))
        if row is not None and not row.superseded_by and source.pictures:
            outcomes[index] = save_pictures(connection, row.id, reading)
        elif row is not None:
            outcomes[index] = Outcome(source.name, "superseded" if row.superseded_by else "unchanged")
        elif any((r.newspaper, r.name) == (source.newspaper, source.name) for r in known.values()):
            flush()
            outcomes[index] = save_correction(connection, reading, known.values())
            known = known_sources(connection, (r.source.name for r in readings))
        else:
            fresh.append(index)
            names_waiting.add((source.newspaper, source.name))
    flush()
    return [outcomes[index] for index in range(len(readings))]
