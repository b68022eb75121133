"""Queries that people want to be told about, what each was told of, and the state of the archive at the last run."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa

from gongbao.core.errors import StoreError
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.rows import present_time, utc

LONGEST_NAME = 100  # characters
ASKED_AT_ONCE = 500  # ids in one IN list
LOOKED_UP = 10_000  # ids; more are compared with all that there are
WRITTEN_AT_ONCE = 10_000  # rows
A_TURN = datetime.timedelta(hours=1)  # to send one message; the turn of a run that was killed ends then

_search, _hit, _known, _article = schema.saved_search, schema.saved_search_hit, schema.alert_article, schema.article

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with the name that it was saved under."""

    name: str
    query: str  # as typed
    owner: str
    created_at: datetime.datetime  # UTC
    last_run_at: datetime.datetime | None  # UTC; None before the first run
    known: int  # articles that it found when it was saved or that were reported since
    mail: str = ""  # address that its owner wants to be told at; empty for none


class SavedSearches:
    """The saved queries of one store, reached as ``store.saved_searches``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def save(
        self, name: str, query: str, already_found: Iterable[str], *, owner: str = "", replace: bool = False
    ) -> None:
        """Keep a query and the articles that it need not report; StoreError when the name is taken, unless replaced.

        The caller has made sure that the query can be understood.
        """
        called, now = checked_name(name), present_time()
        with self._writing() as connection:
            there = connection.execute(sa.select(_search).where(_search.c.name == called)).first()
            if there is not None and not replace:
                raise StoreError(f"已经有叫“{called}”的检索式（{there.query}）：请换一个名字，或加 --replace 换掉它。")
            if there is not None:
                _remove(connection, there.id)
            values = {"name": called, "query": query, "owner": owner, "created_at": now}
            added = connection.scalar(sa.insert(_search).values(**values).returning(_search.c.id))
            _insert(connection, _hit, _hit_rows(added, dict.fromkeys(already_found), now))

    def all(self) -> list[SavedSearch]:
        """All of them, in the order in which they were saved."""
        known = sa.select(sa.func.count()).where(_hit.c.search_id == _search.c.id).scalar_subquery()
        with self._reading() as connection:
            rows = connection.execute(sa.select(_search, known.label("known")).order_by(_search.c.id)).all()
        return [
            SavedSearch(
                r.name, r.query, r.owner, utc(r.created_at), r.last_run_at and utc(r.last_run_at), r.known, r.mail
            )
            for r in rows
        ]

    def forget(self, name: str) -> None:
        """Drop a query and what it has reported; StoreError when there is none of this name."""
        called = checked_name(name)
        with self._writing() as connection:
            ids = {row.name: row.id for row in connection.execute(sa.select(_search.c.name, _search.c.id))}
            if called not in ids:
                raise StoreError(_unknown(called, list(ids)))
            _remove(connection, ids[called])

    def set_mail(self, name: str, address: str) -> None:
        """Tell of a query's news at this address, which the caller has checked; empty for no longer.

        StoreError when there is no query of this name.
        """
        called = checked_name(name)
        with self._writing() as connection:
            changed = connection.execute(sa.update(_search).where(_search.c.name == called).values(mail=address))
            if not changed.rowcount:
                raise StoreError(_unknown(called, list(connection.scalars(sa.select(_search.c.name)))))

    @contextmanager
    def turn_to_mail(self, name: str) -> Iterator[bool]:
        """Whether it is this run's turn to send the news of a query: of two at once one is told no.

        No transaction is open meanwhile: a mail server may take its time. Whoever takes longer than
        ``A_TURN``, or is killed, loses the turn then.
        """
        began = present_time()
        free = sa.or_(_search.c.mailing_since.is_(None), _search.c.mailing_since <= began - A_TURN)
        taking = sa.update(_search).where(_search.c.name == name, free).values(mailing_since=began)
        with self._writing() as connection:
            taken = bool(connection.execute(taking).rowcount)
        try:
            yield taken
        finally:
            if taken:
                mine = sa.and_(_search.c.name == name, _search.c.mailing_since == began)
                with self._writing() as connection:
                    connection.execute(sa.update(_search).where(mine).values(mailing_since=None))

    def changed_since_last_run(self) -> dict[str, str]:
        """{id: stamp} of the articles that readers may see and that are new or other than at the last run."""
        both = sa.select(_article.c.id, _article.c.stamp).outerjoin(_known, _known.c.article_id == _article.c.id)
        other = sa.or_(_known.c.article_id.is_(None), _known.c.stamp != _article.c.stamp)
        with self._reading() as connection:
            return {row.id: row.stamp for row in connection.execute(both.where(schema.VISIBLE, other))}

    def unreported(self, name: str, article_ids: Iterable[str]) -> set[str]:
        """Which of the articles a saved query has not reported yet and did not find when it was saved."""
        with self._reading() as connection:
            search_id = connection.scalar(sa.select(_search.c.id).where(_search.c.name == name))
            return _without_hits(connection, search_id, article_ids)

    def record(self, found: Mapping[str, Iterable[str]], stamps: Mapping[str, str]) -> None:
        """Keep what each query that was run has reported, and the articles in the state in which it was asked.

        What is not in ``stamps`` keeps the state of an earlier run, so that it is asked about again; what
        readers may no longer see is forgotten, so that it is new when it comes back. All in one transaction.
        """
        now = present_time()
        with self._writing() as connection:
            # Locked, where the database can: two runs at once take turns here.
            every = sa.select(_search.c.id, _search.c.name).order_by(_search.c.id).with_for_update()
            ids = {row.name: row.id for row in connection.execute(every)}
            run = {ids[name]: articles for name, articles in found.items() if name in ids}
            for search_id, articles in run.items():
                fresh = _without_hits(connection, search_id, articles)
                _insert(connection, _hit, _hit_rows(search_id, sorted(fresh), now))
            for some in _chunks(run, ASKED_AT_ONCE):
                connection.execute(sa.update(_search).where(_search.c.id.in_(some)).values(last_run_at=now))
            _replace_stamps(connection, stamps)


def checked_name(name: str) -> str:
    """The name with single spaces; StoreError when it cannot be one."""
    called = " ".join(name.split())
    if not called:
        raise StoreError("存下的检索式要有名字：请写一个，例如 --save 送清凉。")
    if len(called) > LONGEST_NAME or not called.isprintable():
        raise StoreError(f"这个名字不能用：请写 {LONGEST_NAME} 个字以内、看得见的字。")
    return called


def _unknown(name: str, names: Sequence[str]) -> str:
    if not names:
        return f"没有叫“{name}”的检索式，一条也还没有存下：用 gongbao search 检索式 --save 名字 存一条。"
    near = difflib.get_close_matches(name, names, cutoff=0.5)
    meant = f"，相近的是 {'、'.join(near)}" if near else ""
    return f"没有叫“{name}”的检索式{meant}：用 gongbao alerts --list 看全部名字。"


def _remove(connection: sa.Connection, search_id: int) -> None:
    connection.execute(sa.delete(_hit).where(_hit.c.search_id == search_id))
    connection.execute(sa.delete(_search).where(_search.c.id == search_id))


def _without_hits(connection: sa.Connection, search_id: int | None, article_ids: Iterable[str]) -> set[str]:
    return _not_among(connection, _hit.c.article_id, article_ids, _hit.c.search_id == search_id)


def _replace_stamps(connection: sa.Connection, stamps: Mapping[str, str]) -> None:
    present = sa.exists().where(
        _article.c.id == _known.c.article_id, _article.c.stamp == _known.c.stamp, schema.VISIBLE
    )
    connection.execute(sa.delete(_known).where(~present))
    fresh = sorted(_not_among(connection, _known.c.article_id, stamps))
    _insert(connection, _known, ({"article_id": key, "stamp": stamps[key]} for key in fresh))


def _not_among(
    connection: sa.Connection, column: sa.Column[str], ids: Iterable[str], *conditions: sa.ColumnElement[bool]
) -> set[str]:
    """Which of the ids a column does not hold: few are looked up, for many the column is read once."""
    left, held = set(ids), sa.select(column).where(*conditions)
    if len(left) > LOOKED_UP:
        left.difference_update(connection.scalars(held))
        return left
    for some in list(_chunks(left, ASKED_AT_ONCE)):
        left.difference_update(connection.scalars(held.where(column.in_(some))))
    return left


def _hit_rows(search_id: int | None, article_ids: Iterable[str], now: datetime.datetime) -> Iterator[dict[str, object]]:
    return ({"search_id": search_id, "article_id": each, "reported_at": now} for each in article_ids)


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, object]]) -> None:
    for some in _chunks(rows, WRITTEN_AT_ONCE):
        connection.execute(sa.insert(table), some)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
