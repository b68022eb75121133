"""States of articles, within a transaction of the caller's, and what readers are told of those that people withdrew."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from gongbao.core.dates import CHINA
from gongbao.core.records import State
from gongbao.core.store import schema
from gongbao.core.store.drafting import NEVER_PUBLISHED
from gongbao.core.store.judging import restamp
from gongbao.core.store.logbook import EventKind
from gongbao.core.store.rows import utc
from gongbao.core.store.writing import READER

_article, _event = schema.article, schema.article_event


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An article that readers could see and may see no longer, and what is said at its address."""

    article_id: str
    reason: str
    withdrawn_on: datetime.date | None  # in China; None when no person did it, or before such events were kept


def set_state(connection: sa.Connection, article_id: str, state: State, reason: str = "", author: str = "") -> None:
    """Give an article that is there another state, and the stamp that goes with it."""
    values: dict[str, str | None] = {"state": str(state), "state_reason": reason, "state_author": author}
    if state is not State.WITHDRAWN:
        values |= {"redirect_to": None, "tagger": ""}
    connection.execute(sa.update(_article).where(_article.c.id == article_id).values(**values))
    restamp(connection, article_id)


def withdrawn_by_people(connection: sa.Connection) -> list[Tombstone]:
    """The articles that a person withdrew after readers could see them, merged ones among them, by id."""
    last = sa.select(sa.func.max(_event.c.recorded_at)).where(
        _event.c.article_id == _article.c.id, _event.c.kind == str(EventKind.WITHDRAWN)
    )
    wanted = sa.select(_article.c.id, _article.c.state_reason, last.correlate(_article).scalar_subquery().label("at"))
    gone = [_article.c.state == str(State.WITHDRAWN), _article.c.state_author != READER, _article.c.public]
    rows = connection.execute(wanted.where(*gone, ~NEVER_PUBLISHED).order_by(_article.c.id))
    return [Tombstone(row.id, row.state_reason, row.at and utc(row.at).astimezone(CHINA).date()) for row in rows]
