"""Scrapy's settings of a crawl, each with why; read by ``gongbao crawl`` and, for the folder's project, by ``scrapy``.

``scrapy crawl ldwb -a since=2021-07-01 -a until=2021-07-03 -O out.jsonl`` writes what would be stored, a line a page.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongbao.core.settings import Settings
    from gongbao.ingest.epaper.paper_files import Paper
    from gongbao.ingest.epaper.running import CrawlOptions

_PACKAGE = "gongbao.ingest.epaper"
_LONGEST_DELAY_SECONDS = 60  # that AutoThrottle may come to
_MOST_REDIRECTS = 5
_RETRIES = 3

BOT_NAME = "Gongbao"
SPIDER_MODULES = [f"{_PACKAGE}.spiders"]
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False  # nothing is read that a visitor without cookies could not read
TELNETCONSOLE_ENABLED = False
REDIRECT_MAX_TIMES = _MOST_REDIRECTS
RETRY_TIMES = _RETRIES
RETRY_ENABLED = False  # guards.BackOffRetry does it, and waits
HTTPCACHE_ENABLED = True
HTTPCACHE_STORAGE = f"{_PACKAGE}.cache.StateStorage"
HTTPCACHE_POLICY = f"{_PACKAGE}.cache.IssuePolicy"
DOWNLOADER_MIDDLEWARES = {
    f"{_PACKAGE}.guards.HostGuard": 10,  # before robots.txt of another host could be asked for
    f"{_PACKAGE}.guards.BackOffRetry": 550,
    f"{_PACKAGE}.cache.IssueCacheMiddleware": 900,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
TWISTED_DNS_RESOLVER = f"{_PACKAGE}.guards.PublicResolver"
FEED_EXPORTERS = {"jsonl": f"{_PACKAGE}.rows.CrawlRows", "jsonlines": f"{_PACKAGE}.rows.CrawlRows"}
LOG_LEVEL = "INFO"  # at DEBUG Scrapy prints every item, with its bytes


def user_agent(contact: str) -> str:
    """Who asks, and whom to write to about it."""
    version = metadata.version("gongbao")
    return f"Gongbao/{version} (+{contact})" if contact else f"Gongbao/{version}"


def for_options(paper: Paper, options: CrawlOptions) -> dict[str, Any]:
    """What a crawl's options and the paper's file say."""
    delay = options.delay_seconds
    return {
        "USER_AGENT": user_agent(options.contact),
        "DOWNLOAD_DELAY": delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.concurrency,
        "DOWNLOAD_TIMEOUT": options.timeout_seconds,
        "DOWNLOAD_MAXSIZE": options.max_bytes,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(delay, _LONGEST_DELAY_SECONDS),
        "HTTPCACHE_ENABLED": not options.check,
        "LOG_ENABLED": options.verbose,
        "GONGBAO_CHECK": options.check,
        "GONGBAO_CRAWL_FOLDER": str(options.folder),
        "GONGBAO_FRESH_DAYS": options.fresh_days,
        "GONGBAO_HOSTS": list(paper.hosts),
        "GONGBAO_PICTURES": options.pictures,
        "GONGBAO_PDFS": options.pdfs,
        "GONGBAO_RETRY_BASE": delay,
    }


def options_from(settings: Settings, paper: Paper) -> CrawlOptions:
    """What a newsroom decides in gongbao.toml."""
    from gongbao.ingest.epaper.running import CrawlOptions

    return CrawlOptions(
        folder=settings.folder / settings.text("archive.folder") / "crawl" / paper.code,
        contact=settings.text("crawl.contact"),
        delay_seconds=settings.number("crawl.delay_seconds"),
        concurrency=settings.number("crawl.concurrency"),
        timeout_seconds=settings.number("crawl.timeout_seconds"),
        max_bytes=settings.number("crawl.max_bytes"),
        fresh_days=settings.number("crawl.fresh_days"),
        pictures=settings.text("crawl.pictures") == "yes",
        pdfs=settings.text("crawl.pdfs") == "yes",
    )
