"""What of an archive a person should look at: articles without a label, pairs that tell the same, what is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from gongbao.core.annotations import SHOWN
from gongbao.core.records import Discard, State
from gongbao.core.store import schema
from gongbao.core.store.counting import count
from gongbao.core.store.database import Connect
from gongbao.core.store.judging import BY_PERSON, WITH_TEXT
from gongbao.core.store.likeness import Link
from gongbao.core.store.seen import Kind, discard_key, is_seen

_article, _tag, _link = schema.article, schema.tag, schema.article_link
_PUBLISHED = _article.c.state == str(State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article in a list of what is to be looked at."""

    article_id: str
    headline: str
    date: str  # ISO 8601, as far as it is known


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the tags people have decided on."""

    decided: int
    open: int

    @property
    def total(self) -> int:
        """All tags of articles that were not withdrawn."""
        return self.decided + self.open


class Reviewing:
    """What to look at in one store, reached as ``store.reviewing``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading

    def progress(self) -> Progress:
        """How many tags are decided, and how many are not."""
        alive = sa.select(sa.func.count()).select_from(_tag.join(_article, _article.c.id == _tag.c.article_id))
        with self._reading() as connection:
            decided = connection.scalar(alive.where(schema.ALIVE, BY_PERSON)) or 0
            return Progress(decided, (connection.scalar(alive.where(schema.ALIVE)) or 0) - decided)

    def without(self, facet: str, limit: int) -> tuple[int, list[Waiting]]:
        """How many published articles show no label of a facet, and the newest.

        Those without a district of which somebody said that they need none are left out.
        """
        labelled = sa.exists().where(_tag.c.article_id == _article.c.id, _tag.c.facet == facet)
        labelled = labelled.where(_tag.c.status.in_([str(status) for status in SHOWN]))
        waiting = [_PUBLISHED, ~labelled]
        waiting += [~is_seen(Kind.NO_DISTRICT, _article.c.id)] if facet == "district" else []
        wanted = WITH_TEXT.where(*waiting).order_by(_article.c.sort_key.desc(), _article.c.id)
        with self._reading() as connection:
            total = count(connection, _article, *waiting)
            rows = connection.execute(wanted.limit(limit)).mappings().all()
        return total, [Waiting(row["id"], row["content"].get("headline", ""), row["date"]) for row in rows]

    def links(self, kinds: Sequence[str], limit: int) -> tuple[int, list[Link]]:
        """How many pairs of published articles are linked so, and those of the newest articles."""
        one, other = _article.alias("one"), _article.alias("other")
        both = _link.join(one, one.c.id == _link.c.article_id).join(other, other.c.id == _link.c.other_id)
        key = _link.c.kind + " " + _link.c.article_id + " " + _link.c.other_id  # as pair_key
        chosen = (
            _link.c.kind.in_(kinds),
            ~is_seen(Kind.PAIR, key),
            *(each.c.state == str(State.PUBLISHED) for each in (one, other)),
        )
        wanted = sa.select(_link).select_from(both).where(*chosen)
        with self._reading() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(both).where(*chosen)) or 0
            rows = connection.execute(wanted.order_by(one.c.sort_key.desc(), _link.c.other_id).limit(limit))
            return total, [Link(*row) for row in rows]

    def long_discards(self, least: int, limit: int) -> list[tuple[str, Discard]]:
        """(source name, discard) of what was left out and has at least so many characters, the longest first.

        What was looked at is left out: of that many more are read, since only their words tell them.
        """
        table, source = schema.discard.c, schema.source.c
        columns = (source.name, table.start, table.end, table.text, table.reason, table.evidence)
        wanted = sa.select(*columns).join(schema.source, source.id == table.source_id)
        wanted = wanted.where(source.superseded_by.is_(None), table.end - table.start >= least)
        with self._reading() as connection:
            known = set(connection.scalars(sa.select(schema.seen.c.key).where(schema.seen.c.kind == Kind.DISCARD)))
            in_order = wanted.order_by((table.end - table.start).desc(), table.source_id).limit(limit + len(known))
            found = ((name, Discard(*fields)) for name, *fields in connection.execute(in_order))
            return [(name, one) for name, one in found if discard_key(name, one) not in known][:limit]

    def days(self, newspaper: str) -> list[str]:
        """The days, ISO 8601 and in order, of which the store has published articles of a newspaper."""
        wanted = sa.select(_article.c.date).distinct().where(_article.c.newspaper == newspaper, _PUBLISHED)
        whole = sa.func.length(_article.c.date) == len("2021-07-16")
        with self._reading() as connection:
            return list(connection.scalars(wanted.where(whole).order_by(_article.c.date)))
