"""What people do to articles: drafts, edits, revisions restored, publishing, withdrawing, 更正.

Each change is a revision or an event of the log with who, when and why. Who changes an article says which revision
they saw: when someone else was quicker nothing is written, and they are told. What a person wrote stands when the
source is corrected afterwards (revising.py); ``waiting`` lists what came in beside it.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace

import sqlalchemy as sa

from gongbao.core.errors import StoreError
from gongbao.core.records import Article, Notice, State
from gongbao.core.store import drafting, schema
from gongbao.core.store.database import Connect, take_turns
from gongbao.core.store.departed import Redirect, redirects, tombstones
from gongbao.core.store.judging import lock, restamp
from gongbao.core.store.logbook import ArticleEvent, EventKind, event_from, record, waiting_events
from gongbao.core.store.naming import checked_name, checked_text
from gongbao.core.store.notices import delete_notice, insert_notice
from gongbao.core.store.revising import newest_read_number, put
from gongbao.core.store.rows import Row, article_from, utc
from gongbao.core.store.withdrawing import Tombstone, set_state

LONGEST_AUTHOR = 100  # characters: one line in a table
LONGEST_REASON = 500  # characters: a sentence or two

_article, _revision = schema.article, schema.revision
_TOLD = {  # reasons that Gongbao itself gives, for those who read the list of revisions
    "first reading": "首次读入",
    "corrected source": "来源更正",
    "another source of the same print": "同一版面的另一份来源",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of an article; its text is read with ``revision``."""

    number: int
    author: str  # "reader" for what came with a source
    reason: str  # in Chinese; empty when none was given
    recorded_at: datetime.datetime  # UTC


class ConflictError(StoreError):
    """The article was changed since the revision that the author saw; nothing was written."""

    def __init__(self, present: Article, author: str, recorded_at: datetime.datetime) -> None:
        who = "来源更正" if author == "reader" else author
        super().__init__(
            f"{who} 刚把这一篇改成了第 {present.revision} 版，你改的还没有存：请对照两份，改好后再存一次。"
        )
        self.present = present
        self.author = author
        self.recorded_at = recorded_at  # UTC


class Editing:
    """The changes to one store's articles, reached as ``store.editing``. Every method is one transaction.

    Raises StoreError for an unknown id, an author without a name, and what cannot be done with the article's state.
    """

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    # ---- text

    def save_draft(self, article: Article, raw: bytes, author: str) -> str:
        """Keep a story that was not printed yet, and what it was made of; its id.

        Readers never see it before it is published. The same story saved twice by one person is one draft.
        """
        by = _author(author)
        _check_text(article)
        with self._writing() as connection:
            take_turns(connection)
            return drafting.save(connection, article, raw, hashlib.sha256(raw).hexdigest(), by)

    def edit(self, article_id: str, seen_revision: int, article: Article, author: str, reason: str = "") -> int:
        """Give an article another text; the number of its revision, the same as before when nothing changed.

        Taken are the fields that are printed, with newspaper, date and page; where it was cut from, its state and
        whether it is public stay. It is tagged again. Raises ConflictError when its present revision is not the
        one that was seen.
        """
        by, why = _author(author), _reason(reason)
        _check_text(article)
        with self._writing() as connection:
            row = _seen(connection, article_id, seen_revision)
            return _put(connection, row, article, by, why, EventKind.EDITED)

    def restore_revision(self, article_id: str, number: int, seen_revision: int, author: str) -> int:
        """Make an earlier revision's text, or one that a corrected source brought, the present one, as a new revision.

        Raises as ``edit``.
        """
        by = _author(author)
        with self._writing() as connection:
            row = _seen(connection, article_id, seen_revision)
            chosen = _content(row["id"], number)
            there = connection.execute(chosen).mappings().first()
            if there is None:
                raise StoreError(f"{article_id} 没有第 {number} 版：请从它的版本列表里选一版。")
            made = _put(connection, row, article_from(there), by, f"恢复第 {number} 版", EventKind.REVISION_RESTORED)
            if number == newest_read_number(connection, article_id):  # the source's word was taken
                record(connection, article_id, EventKind.SOURCE_ANSWERED, by, revision=number)
            return made

    def revisions(self, article_id: str) -> list[Revision]:
        """An article's revisions, oldest first; none for an unknown id."""
        columns = (_revision.c.number, _revision.c.author, _revision.c.reason, _revision.c.recorded_at)
        wanted = sa.select(*columns).where(_revision.c.article_id == article_id).order_by(_revision.c.number)
        with self._reading() as connection:
            rows = connection.execute(wanted).all()
        return [
            Revision(row.number, row.author, _TOLD.get(row.reason, row.reason), utc(row.recorded_at)) for row in rows
        ]

    def revision(self, article_id: str, number: int) -> Article | None:
        """An article as it was in a revision; None when there is none of this number."""
        with self._reading() as connection:
            row = connection.execute(_content(article_id, number)).mappings().first()
            return None if row is None else replace(article_from(row), revision=number)

    def drafts(self) -> list[drafting.Draft]:
        """The drafts, those that were written or changed last first."""
        with self._reading() as connection:
            return drafting.drafts(connection)

    # ---- who may see it

    def publish(self, article_id: str, author: str) -> None:
        """Let readers see a draft."""
        by = _author(author)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            if row["state"] != str(State.DRAFT):
                raise StoreError(f"{article_id} 不是草稿，不能再发布一次：撤回的请用“恢复”。")
            set_state(connection, article_id, State.PUBLISHED)
            record(connection, article_id, EventKind.PUBLISHED, by, revision=row["revision"])

    def withdraw(self, article_id: str, reason: str, author: str) -> None:
        """Take an article out of what readers see; a corrected source does not bring it back. The reason is shown."""
        by, why = _author(author), _reason(reason)
        if not why:
            raise StoreError("撤回要留下理由，读者会看到：请写一句。")
        with self._writing() as connection:
            row = _locked(connection, article_id)
            set_state(connection, article_id, State.WITHDRAWN, why, by)
            record(connection, article_id, EventKind.WITHDRAWN, by, why, row["revision"])

    def restore(self, article_id: str, author: str) -> None:
        """Undo a withdrawal: published again, a draft that never was published is a draft again. It is tagged anew."""
        by = _author(author)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            if row["state"] != str(State.WITHDRAWN):
                raise StoreError(f"{article_id} 没有被撤回，没有改动。")
            before = State.DRAFT if drafting.never_published(connection, article_id) else State.PUBLISHED
            set_state(connection, article_id, before)
            record(connection, article_id, EventKind.RESTORED, by, revision=row["revision"])

    def set_public(self, article_id: str, public: bool, author: str, reason: str = "") -> None:
        """Mark an article as one that readers may see, or may not because its rights do not allow it."""
        by, why = _author(author), _reason(reason)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            if bool(row["public"]) != public:
                changed = sa.update(_article).where(_article.c.id == article_id).values(public=public)
                connection.execute(changed)
                restamp(connection, article_id)
                kind = EventKind.SHOWN if public else EventKind.HIDDEN
                record(connection, article_id, kind, by, why, row["revision"])

    def tombstones(self) -> list[Tombstone]:
        """What is said at the addresses of articles that readers could see and may see no longer, by id."""
        with self._reading() as connection:
            return tombstones(connection)

    def redirects(self) -> list[Redirect]:
        """Which articles that readers could see are now part of another one that they may see, by id."""
        with self._reading() as connection:
            return redirects(connection)

    # ---- 更正

    def add_notice(self, article_id: str, notice: Notice, author: str) -> int:
        """Let a 更正 stand with an article; its id. StoreError for one without text or without a day."""
        by = _author(author)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            made = insert_notice(connection, article_id, replace(notice, author=by))
            restamp(connection, article_id)
            record(connection, article_id, EventKind.NOTICE_ADDED, by, notice.text.strip(), row["revision"])
            return made

    def remove_notice(self, article_id: str, notice_id: int, author: str) -> None:
        """Take a 更正 away again; the log keeps what it said. StoreError when the article does not have it."""
        by = _author(author)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            said = delete_notice(connection, article_id, notice_id)
            restamp(connection, article_id)
            record(connection, article_id, EventKind.NOTICE_REMOVED, by, said, row["revision"])

    # ---- the log

    def events(self, article_id: str) -> list[ArticleEvent]:
        """What was done to an article, oldest first; none for an unknown id."""
        table = schema.article_event
        with self._reading() as connection:
            rows = connection.execute(sa.select(table).where(table.c.article_id == article_id).order_by(table.c.id))
            return [event_from(row) for row in rows]

    def waiting(self) -> list[ArticleEvent]:
        """The newest unanswered word of a source on each article that a person had changed before, oldest first."""
        with self._reading() as connection:
            return waiting_events(connection)

    def keep(self, article_id: str, author: str) -> None:
        """Answer a source's word: the text stays as the person made it. To take the source's, restore its revision."""
        by = _author(author)
        with self._writing() as connection:
            row = _locked(connection, article_id)
            record(connection, article_id, EventKind.SOURCE_ANSWERED, by, revision=row["revision"])


def _author(name: str) -> str:
    return checked_name(name, "改稿的人", LONGEST_AUTHOR)


def _reason(reason: str) -> str:
    why = checked_text(reason, "理由").strip()
    if len(why) > LONGEST_REASON:
        raise StoreError(f"理由太长：请写在 {LONGEST_REASON} 个字以内。")
    return why


def _check_text(article: Article) -> None:
    """Raises StoreError for an article without words, or with characters that cannot be kept."""
    pictured = (word for picture in article.pictures for word in (picture.caption, picture.file))
    credited = (word for one in article.byline for word in (one.name, one.role, one.unit))
    lines = (article.kicker, article.headline, article.subhead, article.column, article.dateline, *article.paragraphs)
    for line in (*lines, *pictured, *credited, article.newspaper, article.page.number, article.page.name):
        checked_text(line, "文章")
    if not article.headline.strip() and not article.text.strip():
        raise StoreError("文章没有标题也没有正文：请至少写一样再存。")


def _locked(connection: sa.Connection, article_id: str) -> Row:
    """The article's row with its present revision, locked where the database can."""
    lock(connection, [article_id])
    present = sa.select(_article, _revision.c.content, _revision.c.digest, _revision.c.author, _revision.c.recorded_at)
    row = connection.execute(present.join(_revision, schema.PRESENT).where(_article.c.id == article_id)).mappings()
    found = row.first()
    if found is None:
        raise StoreError(f"存档里没有编号为 {article_id} 的文章：编号可以用 gongbao search 查到。")
    return found


def _seen(connection: sa.Connection, article_id: str, seen_revision: int) -> Row:
    """The article's row. Raises ConflictError when its text is no longer the one that was seen."""
    row = _locked(connection, article_id)
    if row["state"] == str(State.WITHDRAWN):
        led = row["redirect_to"]
        advice = f"请改 {led}。" if led else "请先恢复它再改。"
        raise StoreError(f"{article_id} 已撤回（{row['state_reason']}），文字没有改：{advice}")
    if row["revision"] != seen_revision:
        raise ConflictError(article_from(row), row["author"], utc(row["recorded_at"]))
    return row


def _put(connection: sa.Connection, row: Row, article: Article, by: str, reason: str, kind: EventKind) -> int:
    made = put(connection, row, article, by, reason)
    if made != row["revision"]:
        record(connection, row["id"], kind, by, reason, made)
    return made


def _content(article_id: str, number: int) -> sa.Select[tuple[object, ...]]:
    own = sa.and_(_revision.c.article_id == _article.c.id, _revision.c.number == number)
    return sa.select(_article, _revision.c.content).join(_revision, own).where(_article.c.id == article_id)
