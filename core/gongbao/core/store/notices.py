"""更正 that stand with an article: read with it, counted into its stamp."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from gongbao.core.dates import IssueDate
from gongbao.core.errors import StoreError
from gongbao.core.records import Notice
from gongbao.core.store import schema
from gongbao.core.store.naming import checked_text
from gongbao.core.store.rows import present_time

_notice = schema.notice


def notices_of(connection: sa.Connection, article_ids: Sequence[str]) -> dict[str, tuple[Notice, ...]]:
    """{id: its notices, oldest first} of the articles of a batch that have some."""
    wanted = sa.select(_notice).where(_notice.c.article_id.in_(article_ids)).order_by(_notice.c.date, _notice.c.id)
    found: dict[str, tuple[Notice, ...]] = {}
    for row in connection.execute(wanted):
        one = Notice(IssueDate.parse(row.date), row.text, row.author, row.id)
        found[row.article_id] = (*found.get(row.article_id, ()), one)
    return found


def insert_notice(connection: sa.Connection, article_id: str, notice: Notice) -> int:
    """Keep a notice; its id. Raises StoreError for one without text or day."""
    text = checked_text(notice.text, "更正").strip()
    if not text or not notice.date.day:
        raise StoreError("更正要有正文和日期（年月日）：请补上再存。")
    row = {"article_id": article_id, "date": str(notice.date), "text": text, "author": notice.author}
    added = sa.insert(_notice).values(**row, recorded_at=present_time()).returning(_notice.c.id)
    return int(connection.scalars(added).one())


def delete_notice(connection: sa.Connection, article_id: str, notice_id: int) -> str:
    """Drop a notice; what it said. Raises StoreError when the article has no such notice."""
    own = (_notice.c.article_id == article_id, _notice.c.id == notice_id)
    text: str | None = connection.scalar(sa.select(_notice.c.text).where(*own))
    if text is None:
        raise StoreError(f"{article_id} 没有这一条更正，可能别人刚删掉：请刷新再看。")
    connection.execute(sa.delete(_notice).where(*own))
    return text
