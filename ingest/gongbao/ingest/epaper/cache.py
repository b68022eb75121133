"""The crawl's HTTP cache: one SQLite file, a transaction a response, so that a crawl killed at any moment goes on.

A crawl that did not end is the same *job* when it is run again for the same days: what it has fetched is not asked
for again. A later job asks again, conditionally, about issues that are still young; about older ones not at all.
"""

from __future__ import annotations

import datetime
import sqlite3
import time
import zlib
from pathlib import Path
from typing import Any

import scrapy
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from w3lib.http import headers_dict_to_raw, headers_raw_to_dict

FOLDER = "GONGBAO_CRAWL_FOLDER"  # names of Scrapy settings
JOB_BEGAN = "GONGBAO_JOB_BEGAN"  # seconds since 1970
FRESH_DAYS = "GONGBAO_FRESH_DAYS"
ISSUE_DATE = "issue_date"  # key in a request's meta: datetime.date
CACHED_STATUSES = (200, 301, 302, 303, 307, 308, 404, 410)
_FETCHED = b"X-Gongbao-Fetched"  # when a cached response came, for the policy
_FILE = "responses.sqlite"
_TABLES = """
create table if not exists response(url text primary key, status integer, headers blob, body blob, fetched real);
create table if not exists job(since text, until text, began real, ended integer, primary key(since, until));
"""


class CrawlState:
    """The file behind cache and jobs. Every method is one transaction; the file is private to one crawl at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / _FILE, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute(
            "pragma synchronous = normal"
        )  # survives a killed process, not a power cut: enough here
        self._connection.executescript(_TABLES)

    def begin_job(self, since: datetime.date, until: datetime.date) -> float:
        """When the job for these days began: the one that did not end, or a new one."""
        days = (since.isoformat(), until.isoformat())
        found = self._connection.execute("select began, ended from job where since = ? and until = ?", days).fetchone()
        if found and not found[1]:
            return float(found[0])
        began = time.time()
        self._connection.execute("insert or replace into job values (?, ?, ?, 0)", (*days, began))
        return began

    def end_job(self, since: datetime.date, until: datetime.date) -> None:
        """The next crawl of these days is another job."""
        days = (since.isoformat(), until.isoformat())
        self._connection.execute("update job set ended = 1 where since = ? and until = ?", days)

    def response(self, url: str) -> tuple[int, bytes, bytes, float] | None:
        """(status, headers as sent, body, time fetched) of an address."""
        found = self._connection.execute("select status, headers, body, fetched from response where url = ?", (url,))
        row = found.fetchone()
        return (row[0], row[1], zlib.decompress(row[2]), row[3]) if row else None

    def keep(self, url: str, status: int, headers: bytes, body: bytes) -> None:
        """Keep one response; it is with the operating system when this returns."""
        values = (url, status, headers, zlib.compress(body, 1), time.time())
        self._connection.execute("insert or replace into response values (?, ?, ?, ?, ?)", values)

    def forget(self, url: str) -> None:
        """Ask for an address again in the next crawl, whatever its age."""
        self._connection.execute("delete from response where url = ?", (url,))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class StatefulSpider(scrapy.Spider):
    """A spider that can ask for something again."""

    crawl_state: CrawlState | None = None  # while it is open


class StateStorage:
    """Scrapy's cache storage over ``CrawlState``."""

    def __init__(self, settings: BaseSettings) -> None:
        self._folder = Path(str(settings[FOLDER]))
        self._state: CrawlState | None = None

    def open_spider(self, spider: scrapy.Spider) -> None:
        """Open the file."""
        self._state = CrawlState(self._folder)
        if isinstance(spider, StatefulSpider):
            spider.crawl_state = self._state

    def close_spider(self, spider: scrapy.Spider) -> None:
        """Close it."""
        if self._state is not None:
            self._state.close()

    def retrieve_response(self, spider: scrapy.Spider, request: Request) -> Response | None:
        """The response that is kept for a request's address."""
        assert self._state is not None
        kept = self._state.response(request.url)
        if kept is None:
            return None
        status, packed, body, fetched = kept
        headers = Headers(headers_raw_to_dict(packed))
        headers[_FETCHED] = str(fetched)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, headers=headers, status=status, body=body)

    def store_response(self, spider: scrapy.Spider, request: Request, response: Response) -> None:
        """Keep a response."""
        assert self._state is not None
        headers = {key: values for key, values in response.headers.items() if key != _FETCHED}
        self._state.keep(request.url, response.status, headers_dict_to_raw(headers), response.body)


class IssuePolicy:
    """Scrapy's cache policy by the age of the issue that a request belongs to."""

    def __init__(self, settings: BaseSettings) -> None:
        self._job_began = settings.getfloat(JOB_BEGAN)
        self._fresh_days = settings.getint(FRESH_DAYS)

    def should_cache_request(self, request: Request) -> bool:
        """Everything that only reads."""
        return request.method == "GET"

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """What the site has said for certain; never an error of the moment."""
        return response.status in CACHED_STATUSES

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """Whether the site need not be asked; otherwise the request is made conditional."""
        fetched = float(cachedresponse.headers.get(_FETCHED) or 0)
        if fetched >= self._job_began:
            return True
        if cachedresponse.status != 200:
            return False
        issue = request.meta.get(ISSUE_DATE)
        then = datetime.datetime.fromtimestamp(fetched, datetime.UTC).date()
        if isinstance(issue, datetime.date) and (then - issue).days > self._fresh_days:
            return True  # it was already old when it came: what a paper changes, it changes in the first days
        for answer, question in ((b"ETag", b"If-None-Match"), (b"Last-Modified", b"If-Modified-Since")):
            if validator := cachedresponse.headers.get(answer):
                request.headers[question] = validator
        return False

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        """Whether the site says that nothing has changed."""
        return response.status == 304


class IssueCacheMiddleware(HttpCacheMiddleware):
    """Scrapy's, except that an old answer never stands in for a site that cannot be reached."""

    DOWNLOAD_EXCEPTIONS: tuple[Any, ...] = ()
