"""Runs one crawl in this process; Twisted allows that once in a process's life."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongbao.ingest.epaper.items import CrawlItem
from gongbao.ingest.epaper.paper_files import Paper

Take = Callable[[CrawlItem], None]
Progress = Callable[[int, int, str], None]  # (days done, days in all, the day at work)


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How a site is asked. Seconds are between requests, or for one whole answer."""

    folder: Path  # where the crawl's state is kept
    contact: str
    delay_seconds: float = 1
    concurrency: int = 2
    timeout_seconds: float = 30
    max_bytes: int = 33_554_432
    fresh_days: int = 7  # age in days up to which an issue is asked about again
    verbose: bool = False
    check: bool = False  # look at issues and page views only, and at the site itself instead of the cache
    pictures: bool = True
    pdfs: bool = True


@dataclass(frozen=True, slots=True)
class CrawlStatistics:
    """What a crawl cost the site."""

    requests: int = 0  # that went over the network
    from_cache: int = 0  # that did not
    not_modified: int = 0  # of the requests, those answered by 304
    retried: int = 0
    bytes: int = 0  # received
    seconds: float = 0.0
    stopped: bool = False  # before its end


def run_crawl(
    paper: Paper,
    since: datetime.date,
    until: datetime.date,
    options: CrawlOptions,
    take: Take,
    progress: Progress,
) -> CrawlStatistics:
    """Crawl the days from ``since`` to ``until``, both included; ``take`` gets each item as soon as it is whole.

    What ``take`` or the spider raises ends the crawl and is raised here. A crawl that was stopped or killed is
    gone on with by the same call.
    """
    from scrapy import signals
    from scrapy.crawler import CrawlerProcess

    from gongbao.ingest.epaper.cache import CrawlState
    from gongbao.ingest.epaper.spiders import spider_for

    began = time.monotonic()
    with closing(CrawlState(options.folder)) as state:
        job_began = state.begin_job(since, until)
    process = CrawlerProcess(_settings(paper, options, job_began))
    crawler = process.create_crawler(spider_for(paper))
    failures: list[Exception] = []
    reasons: list[str] = []

    def scraped(item: CrawlItem) -> None:
        spider = crawler.spider
        progress(getattr(spider, "days_done", 0), (until - since).days + 1, getattr(spider, "label", ""))
        try:
            take(item)
        except Exception as error:
            failures.append(error)
            crawler.stop()

    crawler.signals.connect(scraped, signal=signals.item_scraped, weak=False)

    def closed(reason: str) -> None:
        reasons.append(reason)
        if failure := getattr(crawler.spider, "failure", None):
            failures.append(failure)

    crawler.signals.connect(closed, signal=signals.spider_closed, weak=False)
    process.crawl(crawler, since=since.isoformat(), until=until.isoformat())
    process.start()
    if failures:
        raise failures[0]
    finished = reasons == ["finished"]
    if finished:
        with closing(CrawlState(options.folder)) as state:
            state.end_job(since, until)
    return _statistics(crawler.stats.get_stats() if crawler.stats else {}, time.monotonic() - began, not finished)


def _settings(paper: Paper, options: CrawlOptions, job_began: float) -> Any:
    from scrapy.settings import Settings

    from gongbao.ingest.epaper import scrapy_settings

    settings = Settings()
    settings.setmodule(scrapy_settings, priority="project")
    settings.setdict(scrapy_settings.for_options(paper, options), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", options.verbose, priority="cmdline")
    settings.set("GONGBAO_JOB_BEGAN", job_began, priority="cmdline")
    return settings


def _statistics(counted: dict[str, Any], seconds: float, stopped: bool) -> CrawlStatistics:
    hits = int(counted.get("httpcache/hit", 0))
    return CrawlStatistics(
        requests=int(counted.get("downloader/request_count", 0)) - hits,
        from_cache=hits,
        not_modified=int(counted.get("httpcache/revalidate", 0)),
        retried=int(counted.get("retry/count", 0)),
        bytes=int(counted.get("downloader/response_bytes", 0)),
        seconds=seconds,
        stopped=stopped,
    )
