"""The spider: days, issues, pages, articles, in that order; one flow, whatever the site's generation.

Pages of an issue are looked at first, because only all of them together tell on which page an article stands.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import PictureFile, Source
from gongbao.core.settings import load_settings
from gongbao.ingest.epaper.article_view import article_source
from gongbao.ingest.epaper.cache import StatefulSpider
from gongbao.ingest.epaper.fetching import Fetcher
from gongbao.ingest.epaper.items import CrawledFile, CrawledIssue, CrawledPage, CrawlItem, Fault, FaultKind
from gongbao.ingest.epaper.page_view import (
    PageView,
    entry_redirect,
    read_front_pages,
    read_month_index,
    read_page_view,
)
from gongbao.ingest.epaper.paper_files import Paper, Version, refuse_without_contact
from gongbao.ingest.epaper.scrapy_settings import for_options, options_from

MOST_PAGES = 200  # of an issue; more links than that are a fault of the template
MOST_PICTURES = 100  # of an article
FACSIMILE_SUFFIXES = (".jpg", ".png", ".gif")
PICTURE_SUFFIXES = (*FACSIMILE_SUFFIXES, ".webp")
MOST_VERIFICATIONS = 3  # one after another: then the site is left alone
CHECK = "GONGBAO_CHECK"  # names of Scrapy settings
PICTURES = "GONGBAO_PICTURES"
PDFS = "GONGBAO_PDFS"

Article = (
    tuple[Source, tuple[str, ...], tuple[Fault, ...]] | Fault
)  # with what its page lacks, and its pictures' faults
Viewed = tuple[PageView, str]  # with its address


class PaperSpider(StatefulSpider):
    """One newspaper's spider; those that ``scrapy list`` shows are made of the paper files."""

    paper: ClassVar[Paper]

    def __init__(self, since: str = "", until: str = "", **kwargs: Any) -> None:
        """``since`` and ``until`` are the first and the last day, as 2021-07-16."""
        super().__init__(self.paper.code, **kwargs)
        self.since = datetime.date.fromisoformat(since)
        self.until = datetime.date.fromisoformat(until or since)
        self.days_done = 0
        self.label = ""
        self.failure: Exception | None = None
        self._verifications = 0
        self._check = False
        self._wanted = (True, True)  # pictures, PDFs
        self._fetcher: Fetcher

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PaperSpider:
        """With the settings of the crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._fetcher = Fetcher(crawler, spider._forget)
        settings = crawler.settings
        spider._check, spider._wanted = settings.getbool(CHECK), (settings.getbool(PICTURES), settings.getbool(PDFS))
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What the project in this folder and the paper's file say; ``gongbao crawl`` has said it already."""
        super().update_settings(settings)
        project = load_settings(Path.cwd())
        refuse_without_contact(cls.paper, project.text("crawl.contact"))
        settings.setdict(
            for_options(cls.paper, options_from(project, cls.paper)) | {"LOG_ENABLED": True}, priority="spider"
        )

    @property
    def _is_stopping(self) -> bool:
        return not self.crawler.crawling

    async def start(self) -> AsyncIterator[CrawlItem]:
        """All items of the crawl. What goes wrong here Scrapy would only log: ``failure`` is for who runs the crawl."""
        try:
            async for item in self._items():
                yield item
        except Exception as error:
            self.failure = error
            raise

    async def _items(self) -> AsyncIterator[CrawlItem]:
        for day, address in await self._days():
            if self._is_stopping:
                return
            self.label = day.isoformat()
            async for item in self._issue(day, address):
                yield item
            self.days_done += 1

    async def _days(self) -> list[tuple[datetime.date, str]]:
        """(day, first page view) in order; an empty address: the site's own index has no issue of that day."""
        days = [self.since + datetime.timedelta(n) for n in range((self.until - self.since).days + 1)]
        indexes: dict[str, dict[datetime.date, str] | None] = {}
        found = []
        for day in days:
            version = self.paper.version_on(day)
            if version is None:
                continue
            month = version.month_address(day.year, day.month)
            if month not in indexes:
                indexes[month] = await self._month(month, day) if month else None
            index = indexes[month]
            address = version.issue_address(day)
            found.append((day, address if index is None else (index.get(day) or address) if day in index else ""))
        return found

    async def _month(self, address: str, day: datetime.date) -> dict[datetime.date, str] | None:
        """{day: first page view or empty} of a month's index; None where there is no index that can be read."""
        last = (day.replace(day=28) + datetime.timedelta(4)).replace(day=1) - datetime.timedelta(1)
        response = await self._fetcher.html(address, last)
        if isinstance(response, Fault):
            return None
        fronts = read_front_pages(response.body, response.url)
        issues = ((one.first_day, fronts.get(one, "")) for one in read_month_index(response.body))
        return {issued: front for issued, front in issues if issued} or None

    async def _issue(self, day: datetime.date, address: str) -> AsyncIterator[CrawlItem]:
        code, date = self.paper.code, IssueDate.of_day(day)
        version = self.paper.version_on(day)
        if version is None or not address:
            yield CrawledIssue(code, date, address)
            return
        if self._verifications >= MOST_VERIFICATIONS:
            yield CrawledIssue(code, date, address, faults=(Fault(FaultKind.VERIFICATION, address, date),))
            return
        views, faults = await self._views(day, address, version)
        numbers = tuple(dict.fromkeys(number for number in _numbers(views) if number))
        yield CrawledIssue(code, date, address, numbers, tuple(faults))
        self._verifications = 0 if views else self._verifications
        fetched: dict[str, asyncio.Task[Article]] = {}
        for view, url in _claimed(views):
            if self._is_stopping:
                return
            yield await self._page(day, view, url, version, fetched)

    async def _views(self, day: datetime.date, address: str, version: Version) -> tuple[list[Viewed], list[Fault]]:
        """The page views of an issue, in the order in which it names them, and what could not be had."""
        first = await self._view(day, address, version, is_entry=True)
        if isinstance(first, Fault):
            self._verifications += first.kind is FaultKind.VERIFICATION
            return [], [first]
        views, faults, asked = [first], list[Fault](), {address, first[1]}
        while waiting := [one for view, _ in views for one in view.pages if one.url not in asked][:MOST_PAGES]:
            asked |= {one.url for one in waiting}
            if len(asked) > MOST_PAGES:
                faults.append(Fault(FaultKind.TEMPLATE, address, IssueDate.of_day(day), detail="pages"))
                break
            numbers = {one.url: one.number for one in waiting}
            found = await asyncio.gather(*(self._view(day, url, version) for url in numbers))
            views += [one for one in found if not isinstance(one, Fault)]
            faults += [replace(one, page=numbers.get(one.url, "")) for one in found if isinstance(one, Fault)]
        order = {link.url: place for place, link in enumerate(first[0].pages)}
        return sorted(views, key=lambda view: order.get(view[1], len(order) if view is not first else -1)), faults

    async def _view(
        self, day: datetime.date, address: str, version: Version, *, is_entry: bool = False
    ) -> Viewed | Fault:
        response = await self._fetcher.html(address, day)
        if is_entry and isinstance(response, Response) and (inner := entry_redirect(response.body, response.url)):
            response = await self._fetcher.html(inner, day)
        if isinstance(response, Fault):
            return response
        try:
            view = read_page_view(response.body, response.url, version, self.paper.encoding)
        except InputError as error:
            return self._fetcher.refuse(FaultKind.REFUSED, address, day, "", str(error))
        if view.date and view.date != IssueDate.of_day(day):  # a site that shows its newest issue for a day it has not
            return Fault(FaultKind.GONE, address, IssueDate.of_day(day))
        return view, response.url

    async def _page(
        self, day: datetime.date, view: PageView, url: str, version: Version, fetched: dict[str, asyncio.Task[Article]]
    ) -> CrawledPage:
        """One page with everything it names; an article on two pages is fetched once and stands in both."""
        page = CrawledPage(self.paper.code, IssueDate.of_day(day), url, view, faults=_faults_of(view, url, day))
        if page.faults:
            self._forget(url)
        if self._check:
            return page
        for address in view.articles:
            if address not in fetched:
                fetched[address] = asyncio.ensure_future(self._article(day, address, view, version))
        articles = await asyncio.gather(*(fetched[address] for address in view.articles))
        picture, pdf = await asyncio.gather(
            self._file(day, view, view.picture if self._wanted[0] else "", FACSIMILE_SUFFIXES),
            self._file(day, view, view.pdf if self._wanted[1] else "", (".pdf",)),
        )
        faults = [one for one in (*articles, picture, pdf) if isinstance(one, Fault)]
        whole = [one for one in articles if not isinstance(one, Fault)]
        faults += [fault for _, _, of_pictures in whole for fault in of_pictures]
        if whole and all("headline" in missing for _, missing, _ in whole):
            faults.append(Fault(FaultKind.TEMPLATE, whole[0][0].url, IssueDate.of_day(day), view.number, "headline"))
        return replace(
            page,
            sources=tuple(source for source, _, _ in whole),
            picture=picture if isinstance(picture, CrawledFile) else None,
            pdf=pdf if isinstance(pdf, CrawledFile) else None,
            faults=(*page.faults, *faults),
        )

    async def _article(self, day: datetime.date, address: str, view: PageView, version: Version) -> Article:
        response = await self._fetcher.html(address, day, view.number)
        if isinstance(response, Fault):
            return response
        try:
            source, missing = article_source(response.body, address, view, self.paper, version)
        except InputError as error:
            return self._fetcher.refuse(FaultKind.REFUSED, address, day, view.number, str(error))
        if "body" in missing:
            return self._fetcher.refuse(FaultKind.NO_BODY, address, day, view.number)
        pictures, faults = await self._pictures(day, view, source.pictures if self._wanted[0] else ())
        return replace(source, pictures=pictures), missing, faults

    async def _pictures(
        self, day: datetime.date, view: PageView, named: tuple[PictureFile, ...]
    ) -> tuple[tuple[PictureFile, ...], tuple[Fault, ...]]:
        """An article's pictures with what they hold, and what could not be had of them."""
        came = await asyncio.gather(
            *(self._file(day, view, one.name, PICTURE_SUFFIXES) for one in named[:MOST_PICTURES])
        )
        pairs = list(zip(named, came, strict=False))
        whole = tuple(replace(one, raw=file.raw) for one, file in pairs if isinstance(file, CrawledFile))
        return whole, tuple(file for _, file in pairs if isinstance(file, Fault))

    async def _file(
        self, day: datetime.date, view: PageView, address: str, suffixes: tuple[str, ...]
    ) -> CrawledFile | Fault | None:
        return await self._fetcher.file(address, day, view.number, suffixes) if address else None

    def _forget(self, url: str) -> None:
        if self.crawl_state is not None:
            self.crawl_state.forget(url)


def _numbers(views: list[Viewed]) -> list[str]:
    return [number for view, _ in views for number in (view.number, *(link.number for link in view.pages))]


def _claimed(views: list[Viewed]) -> list[Viewed]:
    """The views, with articles that no page has an area for added to the first page that lists them."""
    claimed = {address for view, _ in views for address in view.articles}
    found = []
    for view, url in views:
        strays = tuple(address for address in dict.fromkeys(view.elsewhere) if address not in claimed)
        claimed |= set(strays)
        found.append((replace(view, articles=(*view.articles, *strays)), url))
    return found


def _faults_of(view: PageView, url: str, day: datetime.date) -> tuple[Fault, ...]:
    if not view.missing:
        return ()
    return (Fault(FaultKind.TEMPLATE, url, IssueDate.of_day(day), view.number, "、".join(view.missing)),)
