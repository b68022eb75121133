"""One address at a time: a response that can be read, or a fault that says why not."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response

from gongbao.core.dates import IssueDate
from gongbao.ingest.epaper.cache import ISSUE_DATE
from gongbao.ingest.epaper.guards import ElsewhereError
from gongbao.ingest.epaper.items import CrawledFile, Fault, FaultKind
from gongbao.ingest.epaper.verification import is_verification

GONE_STATUSES = (404, 410)
_SIGNATURES = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n", ".png"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
    (b"%PDF-", ".pdf"),
)
_ROBOTS, _TOO_LARGE, _REDIRECTS = "robots.txt", "MAXSIZE", "redirections"  # in the sentences of Scrapy's own refusals


class Fetcher:
    """Asks through Scrapy's engine, and so through all of its downloader middlewares."""

    def __init__(self, crawler: Crawler, forget: Callable[[str], None]) -> None:
        self._crawler = crawler
        self._forget = forget  # drop what the cache has of an address, so that the next crawl asks again

    async def html(self, url: str, date: datetime.date, page: str = "") -> Response | Fault:
        """A page of markup."""
        found = await self._response(url, date, page)
        if isinstance(found, Fault):
            return found
        if is_verification(found.body):
            return self.refuse(FaultKind.VERIFICATION, url, date, page)
        if b"\0" in found.body[:1024] or any(found.body.startswith(one) for one, _ in _SIGNATURES):
            return self.refuse(FaultKind.WRONG_TYPE, url, date, page)
        return found

    async def file(self, url: str, date: datetime.date, page: str, suffixes: tuple[str, ...]) -> CrawledFile | Fault:
        """A picture or PDF of a page, recognised by its first bytes."""
        found = await self._response(url, date, page)
        if isinstance(found, Fault):
            return found
        suffix = next((suffix for start, suffix in _SIGNATURES if found.body.startswith(start)), "")
        if suffix not in suffixes:
            is_asked = is_verification(found.body[:65_536])
            return self.refuse(FaultKind.VERIFICATION if is_asked else FaultKind.WRONG_TYPE, url, date, page)
        return CrawledFile(found.body, suffix, url)

    def refuse(self, kind: FaultKind, url: str, date: datetime.date, page: str, detail: str = "") -> Fault:
        """A fault of what an address held, which is asked again next time."""
        self._forget(url)
        return Fault(kind, url, IssueDate.of_day(date), page, detail)

    async def _response(self, url: str, date: datetime.date, page: str) -> Response | Fault:
        engine = self._crawler.engine
        assert engine is not None
        where = (url, IssueDate.of_day(date), page)
        try:
            response = await engine.download_async(Request(url, meta={ISSUE_DATE: date}, dont_filter=True))
        except ElsewhereError as error:
            return Fault(FaultKind.ELSEWHERE, *where, str(error))
        except IgnoreRequest as error:
            kind, detail = _refusal(str(error))
            return Fault(kind, *where, detail)
        except DownloadCancelledError:
            return Fault(FaultKind.TOO_LARGE, *where)
        except Exception as error:  # whatever the network did: the site could not be asked
            return Fault(FaultKind.UNREACHABLE, *where, type(error).__name__)
        if response.status in GONE_STATUSES:
            return Fault(FaultKind.GONE, *where)
        if response.status != 200:
            return Fault(FaultKind.UNREACHABLE, *where, f"HTTP {response.status}")
        return response


def _refusal(sentence: str) -> tuple[FaultKind, str]:
    """Scrapy says only in words why it ignores a request; what words are not known is shown as it stands."""
    if _ROBOTS in sentence:
        return FaultKind.ROBOTS, ""
    if _TOO_LARGE in sentence:
        return FaultKind.TOO_LARGE, ""
    return (FaultKind.UNREACHABLE, "转来转去没有到头") if _REDIRECTS in sentence else (FaultKind.REFUSED, sentence)
