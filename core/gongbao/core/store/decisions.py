"""What people decided about tags: confirmed and rejected ones, and those that a person gave.

The table ``tag`` holds how each tag stands, ``tag_decision`` who decided what and when, in order. A decided tag keeps
what the machine said of it (score, origin, evidence); one that only a person gave has the origin ``person``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gongbao.core.annotations import FACETS, Tag
from gongbao.core.errors import StoreError
from gongbao.core.records import State
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.judging import BY_PERSON, DECIDED, WITH_TEXT, Judgment, Key, Verdict, apply, chunks
from gongbao.core.store.naming import checked_name
from gongbao.core.store.rows import naive_utc, present_time, tag_from, utc
from gongbao.core.store.writing import insert_rows

LONGEST_TEXT = 100  # characters of a label or of a person's name: one line in a table
HALF_SURE = 0.6  # from this score on the taggers set a label that they only suggest below it (gongbao.nlp)

_tag, _article, _log = schema.tag, schema.article, schema.tag_decision


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision that changed how a tag stands."""

    article_id: str
    facet: str
    label: str
    verdict: Verdict
    author: str
    recorded_at: datetime.datetime  # UTC


@dataclass(frozen=True, slots=True)
class OpenTag:
    """A machine's tag that nobody has decided on."""

    article_id: str
    headline: str
    tag: Tag


class Decisions:
    """The decisions of one store, reached as ``store.decisions``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def decide(self, article_id: str, judgments: Iterable[Judgment], author: str) -> list[Decision]:
        """As ``decide_all``, for one article."""
        return self.decide_all([article_id], judgments, author)

    def decide_all(
        self, article_ids: Iterable[str], judgments: Iterable[Judgment], author: str, *, dry_run: bool = False
    ) -> list[Decision]:
        """Judge tags of these articles, all or none; the decisions that changed something, by article.

        An id that leads to another article acts on that one. What stands as judged already is no decision. A label
        whose judgment is undone is tagged by the machine again, at the next ``gongbao tag``. Raises StoreError, and
        nothing is changed, for an unknown or withdrawn article and for a judgment or an author that cannot be one.
        A dry run only tells what would change.
        """
        wanted, by, now = _checked(judgments), checked_name(author, "评标签的人", LONGEST_TEXT), utc(present_time())
        with self._reading() if dry_run else self._writing() as connection:
            made = apply(connection, _targets(connection, article_ids), wanted, dry_run=dry_run)
            decisions = [Decision(name, facet, label, Verdict(v), by, now) for name, (facet, label, v) in made]
            if not dry_run:
                insert_rows(connection, _log, [_log_row(one) for one in decisions])
        return decisions

    def history(self, article_id: str) -> list[Decision]:
        """What was decided on an article, or on the one that its id leads to, oldest first. StoreError if unknown."""
        with self._reading() as connection:
            target = _target(connection, article_id)
            said = sa.select(_log).where(_log.c.article_id == target).order_by(_log.c.id)
            return [
                Decision(row.article_id, row.facet, row.label, Verdict(row.verdict), row.author, utc(row.recorded_at))
                for row in connection.execute(said)
            ]

    def inverse(self, author: str, recorded_at: datetime.datetime) -> dict[Judgment, list[str]]:
        """{judgment: ids of articles} that brings back what stood before the decisions of one moment.

        A label that was decided on again since is left out: somebody saw it as it stood and wanted it otherwise.
        """
        made = sa.select(_log.c.article_id).where(_log.c.author == author, _log.c.recorded_at == naive_utc(recorded_at))
        found: dict[Judgment, list[str]] = {}
        with self._reading() as connection:
            for some in chunks(sorted(set(connection.scalars(made)))):
                told: dict[tuple[str, Key], list[sa.Row[Any]]] = {}
                for row in connection.execute(sa.select(_log).where(_log.c.article_id.in_(some)).order_by(_log.c.id)):
                    told.setdefault((row.article_id, (row.facet, row.label)), []).append(row)
                for (article_id, key), rows in told.items():
                    if (rows[-1].author, rows[-1].recorded_at) == (author, naive_utc(recorded_at)):
                        before = rows[-2].verdict if len(rows) > 1 else str(Verdict.UNDONE)
                        found.setdefault((*key, before), []).append(article_id)
        return found

    def uncertain(self, limit: int, facets: Sequence[str] = FACETS, *, half_sure: float = HALF_SURE) -> list[OpenTag]:
        """The open tags of which the machine is least sure, those nearest to ``half_sure`` first, then the newest."""
        doubt = sa.func.abs(_tag.c.score - half_sure)
        wanted = sa.select(_tag).join(_article, _article.c.id == _tag.c.article_id)
        wanted = wanted.where(schema.ALIVE, ~BY_PERSON, _tag.c.facet.in_(facets))
        ordered = wanted.order_by(doubt, _article.c.sort_key.desc(), _article.c.id, _tag.c.facet, _tag.c.label)
        with self._reading() as connection:
            tags = connection.execute(ordered.limit(limit)).mappings().all()
            ids = sorted({row["article_id"] for row in tags})
            headlines: dict[str, str] = {}
            for some in chunks(ids):
                found = connection.execute(WITH_TEXT.where(_article.c.id.in_(some))).mappings()
                headlines |= {row["id"]: row["content"]["headline"] for row in found}
        return [OpenTag(row["article_id"], headlines[row["article_id"]], tag_from(row)) for row in tags]

    def article_ids(self) -> list[str]:
        """The articles with a decided tag, oldest first; withdrawn ones are left out."""
        decided = sa.select(_tag.c.article_id).where(BY_PERSON)
        wanted = sa.select(_article.c.id).where(_article.c.id.in_(decided), schema.ALIVE)
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(_article.c.sort_key, _article.c.id)))

    def counts(self) -> dict[str, int]:
        """{confirmed, rejected: how many tags stand so}; those of withdrawn articles are left out."""
        standing = sa.select(_tag.c.status, sa.func.count()).join(_article, _article.c.id == _tag.c.article_id)
        with self._reading() as connection:
            rows = connection.execute(standing.where(schema.ALIVE, _tag.c.status.in_(DECIDED)).group_by(_tag.c.status))
            return dict.fromkeys(DECIDED, 0) | {row[0]: row[1] for row in rows}

    def ids_from(self, start: str, limit: int) -> list[str]:
        """At most ``limit`` ids of articles that begin with ``start``, in order."""
        begins = sa.func.substr(_article.c.id, 1, len(start)) == start
        wanted = sa.select(_article.c.id).where(_article.c.id >= start, begins).order_by(_article.c.id)
        with self._reading() as connection:
            return list(connection.scalars(wanted.limit(limit)))


def _targets(connection: sa.Connection, article_ids: Iterable[str]) -> list[str]:
    """The articles that the ids lead to, each once, in order of their ids, locked where the database can."""
    targets = sorted({_target(connection, name) for name in dict.fromkeys(article_ids)})
    for some in chunks(targets):
        rows = sa.select(_article.c.id, _article.c.state, _article.c.state_reason).where(_article.c.id.in_(some))
        for row in connection.execute(rows.order_by(_article.c.id).with_for_update()):
            if row.state == str(State.WITHDRAWN):
                raise StoreError(
                    f"{row.id} 已撤回（{row.state_reason}），标签没有改：先用 gongbao withdraw {row.id} --undo 恢复。"
                )
    return targets


def _target(connection: sa.Connection, article_id: str) -> str:
    """The article that an id leads to, mostly its own. Raises StoreError for an unknown id."""
    led = sa.select(_article.c.id, _article.c.redirect_to)
    row = connection.execute(led.where(_article.c.id == article_id)).first()
    if row is None:
        raise StoreError(f"存档里没有编号为 {article_id} 的文章：编号可以用 gongbao search 查到。")
    passed = {article_id}  # a damaged database may lead in a circle: then to one that is withdrawn, which is refused
    while row is not None and row.redirect_to is not None and row.redirect_to not in passed:
        passed.add(row.redirect_to)
        row = connection.execute(led.where(_article.c.id == row.redirect_to)).first()
    return row.id if row is not None else article_id


def _checked(judgments: Iterable[Judgment]) -> list[Judgment]:
    """The judgments, each label once. Raises StoreError for what cannot be one."""
    checked: dict[Key, Judgment] = {}
    for facet, label, verdict in judgments:
        if facet not in FACETS:
            raise StoreError(f"没有“{facet}”这一类标签：可以用 {'、'.join(FACETS)}。")
        if verdict not in tuple(Verdict):
            raise StoreError(f"对标签不能作“{verdict}”这样的决定：可以用 {'、'.join(Verdict)}。")
        name = checked_name(label, "标签", LONGEST_TEXT)
        if checked.setdefault((facet, name), (facet, name, verdict))[2] != verdict:
            raise StoreError(f"对标签“{name}”同时有两个相反的决定：请只留一个。")
    return list(checked.values())


def _log_row(one: Decision) -> dict[str, object]:
    row = {"article_id": one.article_id, "facet": one.facet, "label": one.label, "verdict": str(one.verdict)}
    return row | {"author": one.author, "recorded_at": one.recorded_at.replace(tzinfo=None)}
