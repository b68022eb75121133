"""News of saved searches by mail: one plain message a search, each article told of once.

A search is told only when the server took its message; what is not sent stays news. Of two runs at once,
one sends (``SavedSearches.turn_to_mail``).
"""

from __future__ import annotations

import datetime
import hashlib
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote, urlencode

from gongbao.core.errors import GongbaoError, StoreError
from gongbao.core.records import Article
from gongbao.core.settings import Settings
from gongbao.core.store import SavedSearch
from gongbao.desk.editor.alerts import fresh_ids
from gongbao.desk.editor.article_view import NO_HEADLINE
from gongbao.desk.reporter.earlier import when_and_where
from gongbao.desk.smtp import MailServer, NoServerError, deliver, is_address, server_of
from gongbao.project import Project
from gongbao.site.addresses import id_address

LISTED = 200  # articles in one message, the newest: more than anyone reads in a mail
_DIGEST_DIGITS = 32  # of a Message-ID: 128 bits, never twice
Refuse = Callable[[GongbaoError], None]


@dataclass(frozen=True, slots=True)
class News:
    """What a message tells of."""

    search: SavedSearch
    ids: tuple[str, ...]  # all that is new, sorted
    newest: tuple[Article, ...]  # at most LISTED, the newest first


@dataclass(frozen=True, slots=True)
class Places:
    """Where a reader of the message can go; without a slash at the end, empty for nowhere."""

    newspaper: str
    desk: str
    site: str

    @classmethod
    def of(cls, settings: Settings) -> Places:
        """From the settings."""
        desk, site = (settings.text(name).strip().rstrip("/") for name in ("desk.url", "site.url"))
        return cls(settings.text("newspaper.name"), desk, site)

    def article(self, article_id: str) -> str:
        """The address of an article, at the desk if it has one; empty where there is none."""
        if self.desk:
            return f"{self.desk}/articles/{quote(article_id)}"
        return f"{self.site}/{id_address(article_id)}" if self.site else ""


def mail_news(project: Project, now: datetime.datetime, refuse: Refuse) -> int:
    """Send what is new; how many messages were taken. ``now`` is aware, and its day is what 今天 means.

    What could not be asked or sent is told to ``refuse`` and tried again the next time. Raises
    GongbaoError when nothing can be sent at all, or where there is no index to look in.
    """
    server, sent = server_of(project.settings), 0
    wanted = list(_wanted(project))
    if wanted:
        project.backend.count()  # raises where there is no index: nothing to look in is not nothing new
    for search in wanted:
        try:
            sent += _mail(project, search, server, now)
        except NoServerError as error:
            refuse(error)
            break  # the others would wait as long for the same
        except GongbaoError as error:
            refuse(GongbaoError(f"订阅的检索“{search.name}”（{search.owner}）：{error}"))
    return sent


def news_of(project: Project, search: SavedSearch, today: datetime.date) -> News:
    """What readers may see and the search's owner was not told of. Raises GongbaoError when it could not look."""
    ids: list[str] = []
    newest = heapq.nlargest(LISTED, _visible(project, search, today, ids), key=lambda article: str(article.date))
    return News(search, tuple(sorted(ids)), tuple(newest))


def message_of(news: News, places: Places, sender: str, now: datetime.datetime) -> EmailMessage:
    """The message; the same news has the same Message-ID whenever it is sent."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(places.newspaper), addr_spec=sender)
    message["To"] = Address(addr_spec=news.search.mail)
    message["Subject"] = f"{_one_line(news.search.name)}：新找到 {len(news.ids)} 篇"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{_digest(news)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no 正在休假 comes back
    # In seven bits: what a server that takes no more would otherwise make of it is its own affair.
    message.set_content(_text(news, places), charset="utf-8", cte="base64")
    return message


def _wanted(project: Project) -> Iterator[SavedSearch]:
    """The searches with an address, of those who may still use the desk."""
    active = {account.name for account in project.store.accounts.all() if not account.disabled}
    return (one for one in project.store.saved_searches.all() if one.mail and one.owner in active)


def _mail(project: Project, search: SavedSearch, server: MailServer, now: datetime.datetime) -> bool:
    """Send one search's message, if there is news and no other run is at it."""
    if not is_address(search.mail):
        raise GongbaoError("邮箱写得不对，没有寄，请在“订阅的检索”里改正。")
    searches = project.store.saved_searches
    with searches.turn_to_mail(search.name) as ours:
        if not ours:
            return False
        news = news_of(project, search, now.date())
        if not news.ids:
            return False
        deliver(server, message_of(news, Places.of(project.settings), server.sender, now), search.mail)
        try:
            searches.record({search.name: news.ids}, {})
        except StoreError as error:
            raise StoreError(f"寄出了，可是没有记下，下次还会再寄（{error}）") from error
        return True


def _visible(project: Project, search: SavedSearch, today: datetime.date, ids: list[str]) -> Iterator[Article]:
    """The new articles that readers may see, their ids put into ``ids``: the index can be behind the store."""
    for tagged in project.store.chosen(fresh_ids(project, search, today)):
        article = tagged.article
        if article.is_visible:
            ids.append(article.id)
            yield article


def _text(news: News, places: Places) -> str:
    search, rest = news.search, len(news.ids) - len(news.newest)
    lines = [f"您订阅的检索“{_one_line(search.name)}”新找到 {len(news.ids)} 篇。", ""]
    for article in news.newest:
        lines += [*filter(None, (_one_line(when_and_where(article)), _one_line(article.headline) or NO_HEADLINE))]
        lines += [*filter(None, [places.article(article.id)]), ""]
    if rest:
        lines += [f"还有 {rest} 篇较早的没有列在这里。", ""]
    lines.append(f"检索式：{_one_line(search.query)}")
    if places.desk:
        lines.append(f"全部结果：{places.desk}/search?{urlencode({'q': search.query, 'sort': 'date'})}")
    where = f"：{places.desk}/alerts" if places.desk else ""
    lines.append(f"不想再收，请在编辑台“订阅的检索”里把邮箱删去{where}")
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    """Without anything that could end a line or a header."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _digest(news: News) -> str:
    parts = (news.search.owner, news.search.name, news.search.created_at.isoformat(), *news.ids)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST_DIGITS]
