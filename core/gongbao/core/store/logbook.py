"""What was done to articles, in order: who, when, what. Written in the transaction that does it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gongbao.core.store import schema
from gongbao.core.store.rows import present_time, utc

_event = schema.article_event


class EventKind(StrEnum):
    """What was done to an article."""

    DRAFTED = "drafted"
    EDITED = "edited"
    REVISION_RESTORED = "revision restored"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    HIDDEN = "hidden"  # marked not public
    SHOWN = "shown"  # marked public again
    NOTICE_ADDED = "notice added"
    NOTICE_REMOVED = "notice removed"
    SOURCE_CORRECTED = "source corrected"  # a person had changed the article: the source's text is kept beside theirs
    SOURCE_DROPPED = "source dropped"  # the same, where the corrected source no longer has the article
    SOURCE_ANSWERED = "source answered"  # a person has seen to one of the last two


@dataclass(frozen=True, slots=True)
class ArticleEvent:
    """Something that was done to an article."""

    article_id: str
    kind: EventKind
    author: str  # a person's name; "reader" when it came with a source
    detail: str  # the reason that was given, a notice's text; may be empty
    revision: int  # number of the revision that it made or is about; 0: of none
    recorded_at: datetime.datetime  # UTC


def record(
    connection: sa.Connection, article_id: str, kind: EventKind, author: str, detail: str = "", revision: int = 0
) -> None:
    """Write an event into the log."""
    row = {"article_id": article_id, "kind": str(kind), "author": author, "detail": detail, "revision": revision}
    connection.execute(sa.insert(_event), row | {"recorded_at": present_time()})


def event_from(row: Any) -> ArticleEvent:
    """An event from its row."""
    kind = EventKind(row.kind)
    return ArticleEvent(row.article_id, kind, row.author, row.detail, row.revision, utc(row.recorded_at))


def has_happened(article_id: sa.ColumnElement[str], kind: EventKind) -> sa.Exists:
    """Whether something of this kind was ever done to the article."""
    return sa.exists().where(_event.c.article_id == article_id, _event.c.kind == str(kind))


_FROM_SOURCE = (str(EventKind.SOURCE_CORRECTED), str(EventKind.SOURCE_DROPPED))


def waiting_events(connection: sa.Connection) -> list[ArticleEvent]:
    """The newest word of a source on each article that nobody has answered, oldest first; withdrawn ones left out."""
    later, article = _event.alias("later"), schema.article
    answers = (*_FROM_SOURCE, str(EventKind.SOURCE_ANSWERED))
    answered = sa.exists().where(
        later.c.article_id == _event.c.article_id, later.c.id > _event.c.id, later.c.kind.in_(answers)
    )
    wanted = sa.select(_event).join(article, article.c.id == _event.c.article_id).where(schema.ALIVE)
    wanted = wanted.where(_event.c.kind.in_(_FROM_SOURCE), ~answered).order_by(_event.c.id)
    return [event_from(row) for row in connection.execute(wanted)]
