"""Saved searches of a person: what each finds that they have not looked at yet."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.store import SavedSearch
from gongbao.core.store.naming import checked_text
from gongbao.desk.refusals import Misunderstood, NotThere
from gongbao.desk.smtp import is_address
from gongbao.project import Project
from gongbao.search import Hit

SHOWN = 5  # new articles of a search that are named; the rest is a link away
IN_FEED = 50  # entries: a feed reader asks at least daily
_LOOKED_UP = 200  # new articles of which the newest are chosen


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved search and what is new of it."""

    search: SavedSearch
    fresh: int  # articles that its owner has not been shown
    newest: tuple[Article, ...]
    problem: str = ""  # why it could not be asked, one sentence


def alerts_of(project: Project, owner: str, today: datetime.date) -> list[Alert]:
    """The searches of one person, each asked by itself."""
    return [_alert(project, search, today) for search in searches_of(project, owner)]


def searches_of(project: Project, owner: str) -> list[SavedSearch]:
    """The searches that one person has saved, in that order."""
    return [search for search in project.store.saved_searches.all() if search.owner == owner]


def own_search(project: Project, owner: str, name: str) -> SavedSearch:
    """A person's search of this name. Raises NotThere for one that they do not have."""
    found = next((search for search in searches_of(project, owner) if search.name == name), None)
    if found is None:
        raise NotThere(f"您没有订阅叫“{name}”的检索：请在“订阅的检索”里看都有哪些。")
    return found


def save_search(project: Project, owner: str, name: str, query: str, today: datetime.date) -> None:
    """Keep a query; what it finds now is known. Raises GongbaoError for one that is wrong, or a name that is taken."""
    if not query.strip():
        raise Misunderstood("没有检索式，没有什么可以订阅：请先写一条检索式。")
    checked_text(query, "检索式")
    called = " ".join(name.split())
    if any(search.name == called for search in project.store.saved_searches.all()):
        raise Misunderstood(f"已经有叫“{called}”的检索（可能是同事订阅的）：请换一个名字。")
    known = list(project.backend.ids(query, today=today))
    project.store.saved_searches.save(called, query.strip(), known, owner=owner)


def set_mail(project: Project, owner: str, name: str, address: str) -> None:
    """Have a person's search told of by mail; no address, no mail. Raises Misunderstood for what is no address."""
    search, wanted = own_search(project, owner, name), address.strip()
    if wanted and not is_address(wanted):
        raise Misunderstood("邮箱写得不对，没有存：请写一个地址，例如 zhang@example.org，不能有汉字和空格。")
    project.store.saved_searches.set_mail(search.name, wanted)


def fresh_ids(project: Project, search: SavedSearch, today: datetime.date) -> set[str]:
    """What the search finds and its owner was not shown. Raises GongbaoError when it could not look."""
    return project.store.saved_searches.unreported(search.name, project.backend.ids(search.query, today=today))


def newest_hits(project: Project, owner: str, today: datetime.date) -> Iterator[tuple[SavedSearch, Hit]]:
    """The newest articles of all searches of a person; one that cannot be asked is left out."""
    found: list[tuple[SavedSearch, Hit]] = []
    for search in searches_of(project, owner):
        try:
            hits = project.backend.search(search.query, limit=IN_FEED, sort="date", today=today).hits
        except GongbaoError:
            continue
        found += [(search, hit) for hit in hits]
    return islice(sorted(found, key=lambda one: str(one[1].date), reverse=True), IN_FEED)


def _alert(project: Project, search: SavedSearch, today: datetime.date) -> Alert:
    try:
        fresh = fresh_ids(project, search, today)
    except GongbaoError as error:
        return Alert(search, 0, (), f"这次没有查成：{error}")
    return Alert(search, len(fresh), tuple(_newest(project, sorted(fresh))))


def _newest(project: Project, ids: Sequence[str]) -> list[Article]:
    """Ids begin with newspaper and date, so that the last are mostly the newest."""
    articles = (one.article for one in project.store.chosen(ids[-_LOOKED_UP:]))
    shown = (one for one in articles if one.is_visible)
    return heapq.nlargest(SHOWN, shown, key=lambda article: (str(article.date), article.id))
