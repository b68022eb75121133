"""Brings tags to how people judged them, within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.records import Notice, State
from gongbao.core.store import schema
from gongbao.core.store.notices import notices_of
from gongbao.core.store.rows import merge_tags, stamp, tag_from, tag_row, tagged_from
from gongbao.core.store.writing import insert_rows

AT_ONCE = 500  # articles in one IN list

Key = tuple[str, str]  # facet, label
Judgment = tuple[str, str, str]  # facet, label, verdict

_tag, _article, _revision, _log = schema.tag, schema.article, schema.revision, schema.tag_decision
DECIDED = (str(Status.CONFIRMED), str(Status.REJECTED))
BY_PERSON = sa.or_(_tag.c.status.in_(DECIDED), _tag.c.origin == str(Origin.PERSON))
WITH_TEXT = sa.select(_article, _revision.c.content, _revision.c.digest).join(_revision, schema.PRESENT)


class Verdict(StrEnum):
    """What a person says of a tag; UNDONE gives the tag back to the machine."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNDONE = "undone"


def lock(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Have others who want to change one of these articles wait; the databases that lock as a whole do so anyway."""
    connection.execute(sa.select(_article.c.id).where(_article.c.id.in_(ids)).order_by(_article.c.id).with_for_update())


def decided_tags(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Tag]]:
    """{article: its decided tags} for a batch of articles, for a transaction that will write their tags.

    Where the database can, the articles are locked first: what someone else decides waits until that is done.
    """
    lock(connection, ids)
    decided: dict[str, list[Tag]] = {}
    for row in connection.execute(sa.select(_tag).where(_tag.c.article_id.in_(ids), BY_PERSON)).mappings():
        decided.setdefault(row["article_id"], []).append(tag_from(row))
    return decided


def carry_over(connection: sa.Connection, kept: str, dropped: str) -> None:
    """What people decided on an article that became part of another stands there too, with who decided it when.

    A label that was decided at ``kept`` stays as it is there. ``dropped`` keeps its own for the day it is restored.
    """
    decided = decided_tags(connection, sorted((kept, dropped)))
    own = {(tag.facet, tag.label) for tag in decided.get(kept, ())}
    carried: list[Judgment] = []
    for tag in decided.get(dropped, ()):
        if (tag.facet, tag.label) not in own:
            rejected = tag.status is Status.REJECTED
            carried.append((tag.facet, tag.label, Verdict.REJECTED if rejected else Verdict.CONFIRMED))
    apply(connection, [kept], carried)
    keys = {(facet, label) for facet, label, _ in carried}
    said = connection.execute(sa.select(_log).where(_log.c.article_id == dropped).order_by(_log.c.id)).mappings().all()
    told = [dict(row) | {"article_id": kept} for row in said if (row["facet"], row["label"]) in keys]
    insert_rows(connection, _log, [{name: row[name] for name in row if name != "id"} for row in told])


def apply(
    connection: sa.Connection, ids: Sequence[str], judgments: Sequence[Judgment], *, dry_run: bool = False
) -> list[tuple[str, Judgment]]:
    """Bring the tags of articles to how they were judged, and their stamps with them; (article, what was changed)."""
    made: list[tuple[str, Judgment]] = []
    for some in chunks(ids) if judgments else ():
        gone: list[dict[str, Any]] = []
        fresh: list[dict[str, Any]] = []
        marks: list[dict[str, Any]] = []
        notices = notices_of(connection, some)
        for row, found in _standing(connection, some):
            tags = {(tag.facet, tag.label): tag for tag in found.tags}
            changed = [one for one in judgments if _judge(tags, one)]
            if changed:
                name = row["id"]
                made += [(name, one) for one in changed]
                gone += [{"key": name, "of_facet": facet, "of_label": label} for facet, label, _ in changed]
                fresh += [tag_row(name, tags[facet, label]) for facet, label, _ in changed if (facet, label) in tags]
                after = replace(found, tags=merge_tags((), tags.values()))
                marks.append(_mark(row, after, notices.get(name, ()), changed))
        if marks and not dry_run:
            connection.execute(_GONE, gone)
            insert_rows(connection, _tag, fresh)
            connection.execute(_MARK, marks)
    return made


def restamp(connection: sa.Connection, article_id: str) -> None:
    """Give an article the stamp of how it stands now; a withdrawn one shows nothing and has none."""
    [(row, found)] = _standing(connection, [article_id])
    notices = notices_of(connection, [article_id]).get(article_id, ())
    shown = row["state"] != str(State.WITHDRAWN)
    new = stamp(row["digest"], row["state"], bool(row["public"]), found, notices) if shown else ""
    connection.execute(sa.update(_article).where(_article.c.id == article_id).values(stamp=new))


def _mark(
    row: sa.RowMapping, after: Annotations, notices: Sequence[Notice], changed: Sequence[Judgment]
) -> dict[str, Any]:
    """The article's new stamp; the machine looks again at one in which a judgment was undone."""
    undone = any(verdict == Verdict.UNDONE for *_, verdict in changed)
    new_stamp = stamp(row["digest"], row["state"], bool(row["public"]), after, notices)
    return {"key": row["id"], "new_stamp": new_stamp, "new_tagger": "" if undone else row["tagger"]}


_GONE = sa.delete(_tag).where(
    _tag.c.article_id == sa.bindparam("key"),
    _tag.c.facet == sa.bindparam("of_facet"),
    _tag.c.label == sa.bindparam("of_label"),
)
_MARK = (
    sa.update(_article)
    .where(_article.c.id == sa.bindparam("key"))
    .values(stamp=sa.bindparam("new_stamp"), tagger=sa.bindparam("new_tagger"))
)


def _judge(tags: dict[Key, Tag], judgment: Judgment) -> bool:
    """Change the tags as judged; whether that changed one."""
    facet, label, verdict = judgment
    before = tags.get((facet, label))
    if verdict == Verdict.UNDONE:
        if before is None or not before.is_decided:
            return False
        del tags[facet, label]
        return True
    status = Status(verdict)
    tag = before or Tag(facet, label, 0.0, status, Origin.PERSON)
    score = float(status is Status.CONFIRMED) if tag.origin is Origin.PERSON else tag.score
    tags[facet, label] = replace(tag, status=status, score=score)
    return tags[facet, label] != before


def _standing(connection: sa.Connection, ids: Sequence[str]) -> list[tuple[sa.RowMapping, Annotations]]:
    """(row, all that is known of it) of each article, in order of their ids."""
    noted = schema.annotation
    tags: dict[str, list[sa.RowMapping]] = {}
    for tag in connection.execute(sa.select(_tag).where(_tag.c.article_id.in_(ids))).mappings():
        tags.setdefault(tag["article_id"], []).append(tag)
    notes = {
        row["article_id"]: row
        for row in connection.execute(sa.select(noted).where(noted.c.article_id.in_(ids))).mappings()
    }
    rows = connection.execute(WITH_TEXT.where(_article.c.id.in_(ids)).order_by(_article.c.id)).mappings().all()
    return [(row, tagged_from(row, tags.get(row["id"], ()), notes.get(row["id"])).annotations) for row in rows]


def chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    """The ids, AT_ONCE at a time."""
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
