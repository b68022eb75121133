"""Downloader middlewares and a resolver that keep a crawl polite, on the paper's hosts, and out of private networks."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.misc import load_object
from twisted.internet.defer import Deferred

HOSTS = "GONGBAO_HOSTS"  # names of Scrapy settings: host or host:port, as in a paper file
RETRY_BASE = "GONGBAO_RETRY_BASE"  # seconds before the first further attempt, doubled for each one after it
LONGEST_WAIT_SECONDS = 120  # a site that asks for more is left alone in this crawl
_RETRIED = (408, 429, 500, 502, 503, 504, 522, 524)  # as Scrapy's own


class ElsewhereError(IgnoreRequest):
    """An address that is none of the paper's; raised before anything is asked."""


class HostGuard:
    """Refuses every address, redirects included, that is not on the paper's hosts."""

    def __init__(self, hosts: list[str]) -> None:
        self._hosts = {host.lower() for host in hosts}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostGuard:
        """By the settings of the crawl."""
        return cls(crawler.settings.getlist(HOSTS))

    def process_request(self, request: Request) -> None:
        """Raises ElsewhereError."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or not {parts.netloc.lower(), parts.hostname or ""} & self._hosts:
            raise ElsewhereError(parts.netloc or request.url)


class BackOffRetry:
    """Asks again after an error of the moment, waiting longer each time, or as long as the site says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._base = crawler.settings.getfloat(RETRY_BASE)
        self._times = crawler.settings.getint("RETRY_TIMES")
        named = crawler.settings.getlist("RETRY_EXCEPTIONS")
        self._of_the_moment = tuple(load_object(one) if isinstance(one, str) else one for one in named)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackOffRetry:
        """By the settings of the crawl."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request for another attempt."""
        wait = _asked_wait(response)
        if response.status not in _RETRIED or "cached" in response.flags or wait > LONGEST_WAIT_SECONDS:
            return response
        return await self._again(request, f"status {response.status}", wait) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request for another attempt; None gives the exception to who asked."""
        if isinstance(exception, IgnoreRequest) or not isinstance(exception, self._of_the_moment):
            return None
        return await self._again(request, type(exception).__name__, 0)

    async def _again(self, request: Request, reason: str, wait: float) -> Request | None:
        spider = self._crawler.spider
        assert spider is not None
        again = get_retry_request(request, spider=spider, reason=reason, max_retry_times=self._times)
        if again is not None:
            attempts = int(again.meta["retry_times"])
            await asyncio.sleep(max(wait, min(self._base * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)))
        return again


def _asked_wait(response: Response) -> float:
    """Seconds of Retry-After; a date, which some sites send, counts as more than anyone waits."""
    asked = (response.headers.get(b"Retry-After") or b"0").decode("latin-1").strip()
    return float(asked) if asked.isdecimal() else LONGEST_WAIT_SECONDS + 1


class PublicResolver(CachingThreadedResolver):
    """Names lead to public addresses only, except the machine's own name for itself, which tests use."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Raises ElsewhereError for a name that leads into a private network."""
        return super().getHostByName(name, timeout).addCallback(public_address, name)


def public_address(address: str, name: str) -> str:
    """The address that a name leads to. Raises ElsewhereError when it is in a private network."""
    if not _names_itself(name) and not ipaddress.ip_address(address).is_global:
        raise ElsewhereError(f"{name} ({address})")
    return address


def _names_itself(name: str) -> bool:
    """Whether a host is written as an address or is this machine; HostGuard has seen that the paper file names it."""
    try:
        return name == "localhost" or bool(ipaddress.ip_address(name))
    except ValueError:
        return False
