"""What a person looked at and found right: a discard, a pair that tells the same, an article without a district.

A key tells what was looked at; what changed has another key, and is there to be looked at again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from enum import StrEnum

import sqlalchemy as sa

from gongbao.core.records import Discard
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.likeness import Link
from gongbao.core.store.naming import checked_text
from gongbao.core.store.rows import present_time

_seen = schema.seen
AT_ONCE = 500  # keys in one statement


class Kind(StrEnum):
    """What can be looked at."""

    DISCARD = "discard"
    PAIR = "pair"
    NO_DISTRICT = "no district"
    MISSING_DAY = "missing day"


class Seen:
    """What was looked at in one store, reached as ``store.seen``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def mark(self, kind: Kind, keys: Iterable[str], author: str) -> int:
        """Say that these were looked at; how many had not been. Raises StoreError for a key that is no text."""
        wanted = sorted({checked_text(key, "看过的一条") for key in keys})
        with self._writing() as connection:
            known = self._known(connection, kind, wanted)
            now = present_time()
            rows = [{"kind": kind, "key": key, "author": author, "recorded_at": now} for key in wanted]
            fresh = [row for row in rows if row["key"] not in known]
            if fresh:
                connection.execute(sa.insert(_seen), fresh)
            return len(fresh)

    def unmark(self, kind: Kind, keys: Collection[str] | None = None) -> int:
        """Have these (None: all of the kind) looked at again; how many were marked."""
        chosen = _seen.c.kind == kind
        with self._writing() as connection:
            if keys is None:
                return connection.execute(sa.delete(_seen).where(chosen)).rowcount
            some = sorted(keys)
            parts = (some[start : start + AT_ONCE] for start in range(0, len(some), AT_ONCE))
            return sum(
                connection.execute(sa.delete(_seen).where(chosen, _seen.c.key.in_(part))).rowcount for part in parts
            )

    def of(self, kind: Kind, keys: Iterable[str]) -> frozenset[str]:
        """Which of these were looked at."""
        with self._reading() as connection:
            return self._known(connection, kind, sorted(set(keys)))

    def counts(self) -> dict[Kind, int]:
        """How many of each kind were looked at."""
        wanted = sa.select(_seen.c.kind, sa.func.count()).group_by(_seen.c.kind)
        with self._reading() as connection:
            found = {Kind(kind): count for kind, count in connection.execute(wanted)}
        return {kind: found.get(kind, 0) for kind in Kind}

    def _known(self, connection: sa.Connection, kind: Kind, keys: list[str]) -> frozenset[str]:
        found: set[str] = set()
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            found.update(connection.scalars(sa.select(_seen.c.key).where(_seen.c.kind == kind, _seen.c.key.in_(some))))
        return frozenset(found)


def discard_key(source: str, discard: Discard) -> str:
    """A discard of a source, by its words: read again as it was, wherever it stands, it is the same."""
    return hashlib.sha256(f"{source}\0{discard.text}".encode("utf-8", "surrogatepass")).hexdigest()


def pair_key(link: Link) -> str:
    """Two articles; the kind of their link is part of it."""
    return f"{link.kind} {link.article_id} {link.other_id}"


def is_seen(kind: Kind, key: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """For queries of others: whether what this column tells was looked at."""
    return sa.exists().where(_seen.c.kind == kind, _seen.c.key == key)
