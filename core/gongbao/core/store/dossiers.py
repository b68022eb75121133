"""Dossiers (专题夹): articles that someone collects, in an order of their own, with notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gongbao.core.errors import StoreError
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.judging import chunks
from gongbao.core.store.naming import checked_name, checked_text, plain_name
from gongbao.core.store.rows import naive_utc, present_time, utc
from gongbao.core.store.writing import insert_rows

LONGEST_NAME = 100  # characters: one line in a list
LONGEST_NOTE = 5000  # characters: some pages
MOST_ITEMS = 5000  # articles; a page of the desk shows them all

_dossier, _item, _article = schema.dossier, schema.dossier_item, schema.article


@dataclass(frozen=True, slots=True)
class DossierItem:
    """An article in a dossier."""

    article_id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier with what is in it."""

    id: int
    name: str
    owner: str
    created_at: datetime.datetime  # UTC
    items: tuple[DossierItem, ...] = ()  # in their order


class Dossiers:
    """The dossiers of one store, reached as ``store.dossiers``. Every method is one transaction.

    Methods that change a dossier raise StoreError when there is none of this id.
    """

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def create(self, name: str, owner: str) -> Dossier:
        """An empty dossier. StoreError when its owner has one of this name, or it cannot be a name."""
        called, by = _checked(name), plain_name(owner)
        now = utc(present_time())
        with self._writing() as connection:
            row = {"name": called, "owner": by, "created_at": naive_utc(now)}
            try:
                made = connection.scalars(sa.insert(_dossier).values(row).returning(_dossier.c.id)).one()
            except sa.exc.IntegrityError as error:
                raise _taken(called) from error
        return Dossier(made, called, by, now)

    def all(self, owner: str = "") -> list[Dossier]:
        """Everyone's dossiers or one person's, the newest first."""
        wanted = sa.select(_dossier).order_by(_dossier.c.id.desc())
        wanted = wanted.where(_dossier.c.owner == plain_name(owner)) if owner else wanted
        with self._reading() as connection:
            return _with_items(connection, connection.execute(wanted).all())

    def find(self, dossier_id: int) -> Dossier | None:
        """One dossier; None when there is none of this id."""
        with self._reading() as connection:
            found = connection.execute(sa.select(_dossier).where(_dossier.c.id == dossier_id)).all()
            return next(iter(_with_items(connection, found)), None)

    def rename(self, dossier_id: int, name: str) -> None:
        """Give a dossier another name. StoreError when its owner has one of this name, or it cannot be a name."""
        called = _checked(name)
        with self._writing() as connection:
            _locked(connection, dossier_id)
            try:
                connection.execute(sa.update(_dossier).where(_dossier.c.id == dossier_id).values(name=called))
            except sa.exc.IntegrityError as error:
                raise _taken(called) from error

    def delete(self, dossier_id: int) -> None:
        """Drop a dossier with its notes; the articles stay."""
        with self._writing() as connection:
            _locked(connection, dossier_id)
            connection.execute(sa.delete(_item).where(_item.c.dossier_id == dossier_id))
            connection.execute(sa.delete(_dossier).where(_dossier.c.id == dossier_id))

    def add(self, dossier_id: int, article_ids: Iterable[str]) -> int:
        """Put articles at the end, in this order; how many were not there yet. StoreError for one that is unknown."""
        wanted = list(dict.fromkeys(article_ids))
        with self._writing() as connection:
            items = _locked(connection, dossier_id)
            there = {item.article_id for item in items}
            fresh = [DossierItem(name) for name in wanted if name not in there]
            _refuse_unknown(connection, [item.article_id for item in fresh])
            if len(items) + len(fresh) > MOST_ITEMS:
                raise StoreError(f"一个专题夹最多放 {MOST_ITEMS} 篇：请另建一个，或缩小检索的范围。")
            _write(connection, dossier_id, [*items, *fresh])
            return len(fresh)

    def remove(self, dossier_id: int, article_ids: Iterable[str]) -> int:
        """Take articles out, and drop the notes on them; how many were there."""
        gone = set(article_ids)
        with self._writing() as connection:
            items = _locked(connection, dossier_id)
            kept = [item for item in items if item.article_id not in gone]
            _write(connection, dossier_id, kept)
            return len(items) - len(kept)

    def move(self, dossier_id: int, article_id: str, position: int) -> None:
        """Put an article in another place, from 0; beyond either end is that end. StoreError when it is not there."""
        with self._writing() as connection:
            items = _locked(connection, dossier_id)
            moved = _there(items, article_id)
            items.remove(moved)
            items.insert(max(position, 0), moved)
            _write(connection, dossier_id, items)

    def note(self, dossier_id: int, article_id: str, text: str) -> None:
        """Keep a note on an article in place of the one before. StoreError when it is not there, or too long."""
        said = checked_text(text, "备注").strip()
        if len(said) > LONGEST_NOTE:
            raise StoreError(f"备注太长：请写在 {LONGEST_NOTE} 个字以内。")
        with self._writing() as connection:
            _there(_locked(connection, dossier_id), article_id)
            own = (_item.c.dossier_id == dossier_id, _item.c.article_id == article_id)
            connection.execute(sa.update(_item).where(*own).values(note=said))


def _checked(name: str) -> str:
    return checked_name(name, "专题夹", LONGEST_NAME)


def _taken(name: str) -> StoreError:
    return StoreError(f"已经有叫“{name}”的专题夹：请换一个名字，或用已有的那一个。")


def _locked(connection: sa.Connection, dossier_id: int) -> list[DossierItem]:
    """What is in the dossier, in order; locked where the database can."""
    there = sa.select(_dossier.c.id).where(_dossier.c.id == dossier_id).with_for_update()
    if connection.scalar(there) is None:
        raise StoreError("没有这个专题夹，可能刚被删掉：请回到专题夹的列表再看。")
    return _items(connection, [dossier_id]).get(dossier_id, [])


def _items(connection: sa.Connection, dossier_ids: Sequence[int]) -> dict[int, list[DossierItem]]:
    found: dict[int, list[DossierItem]] = {}
    for start in range(0, len(dossier_ids), MOST_ITEMS):
        wanted = sa.select(_item).where(_item.c.dossier_id.in_(dossier_ids[start : start + MOST_ITEMS]))
        for row in connection.execute(wanted.order_by(_item.c.dossier_id, _item.c.position)):
            found.setdefault(row.dossier_id, []).append(DossierItem(row.article_id, row.note))
    return found


def _with_items(connection: sa.Connection, rows: Sequence[Any]) -> list[Dossier]:
    items = _items(connection, [row.id for row in rows])
    return [Dossier(row.id, row.name, row.owner, utc(row.created_at), tuple(items.get(row.id, ()))) for row in rows]


def _there(items: Sequence[DossierItem], article_id: str) -> DossierItem:
    found = next((item for item in items if item.article_id == article_id), None)
    if found is None:
        raise StoreError(f"专题夹里没有 {article_id}，可能别人刚拿走：请刷新再看。")
    return found


def _refuse_unknown(connection: sa.Connection, article_ids: Sequence[str]) -> None:
    known: set[str] = set()
    for some in chunks(article_ids):
        known.update(connection.scalars(sa.select(_article.c.id).where(_article.c.id.in_(some))))
    unknown = [name for name in article_ids if name not in known]
    if unknown:
        raise StoreError(f"存档里没有编号为 {unknown[0]} 的文章，一篇也没有放进去：请重新检索一次。")


def _write(connection: sa.Connection, dossier_id: int, items: Sequence[DossierItem]) -> None:
    """Everything anew, so that places have no gaps."""
    connection.execute(sa.delete(_item).where(_item.c.dossier_id == dossier_id))
    own = {"dossier_id": dossier_id}
    rows = [
        own | {"article_id": item.article_id, "position": place, "note": item.note} for place, item in enumerate(items)
    ]
    insert_rows(connection, _item, rows)
