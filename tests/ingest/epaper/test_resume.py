"""A crawl that is killed goes on where it was: nothing is fetched twice, nothing is lost."""

from __future__ import annotations

import collections
import datetime
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.ingest.epaper.crawling import ROOT, TIMEOUT_SECONDS, Crawled, crawl, crawl_command, read_rows
from tests.ingest.epaper.site_server import EpaperSite, serving

WEEK = tuple(datetime.date(2021, 7, 12) + datetime.timedelta(days) for days in range(5))
ARTICLES = len(WEEK) * 4
IN_FLIGHT = 8  # requests at a time: their answers were on the way to a process that is no more


def stopped_crawl(site: EpaperSite, folder: Path, after: int, how: signal.Signals) -> Crawled:
    """A crawl that is sent a signal once the server was asked ``after`` times."""
    command = crawl_command(site, folder, concurrency=IN_FLIGHT)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while len(site.asked) < after and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(how)
        printed, _ = running.communicate(timeout=TIMEOUT_SECONDS)
    return read_rows(printed)


@pytest.mark.slow
def test_killed_at_several_moments_it_fetches_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    with serving(EpaperSite(days=WEEK, delay_seconds=0.02)) as site:
        handed_over: dict[str, str] = {}
        for after in (5, 18, 30):
            seen = len(site.asked)
            stopped = stopped_crawl(site, tmp_path, seen + after, signal.SIGKILL)
            handed_over |= {article["name"]: article["text"] for article in stopped.articles}
        last = crawl(site, tmp_path)
        assert len({article["name"] for article in last.articles}) == ARTICLES
        assert all(article["text"] == handed_over.get(article["name"], article["text"]) for article in last.articles)
        times = collections.Counter(site.paths())
    # Only what was in flight when a process died can have been asked for once more.
    assert sum(times.values()) - len(times) <= 3 * IN_FLIGHT


@pytest.mark.slow
def test_stopped_with_ctrl_c_it_says_so_and_goes_on_without_asking_again(tmp_path: Path) -> None:
    with serving(EpaperSite(days=WEEK, delay_seconds=0.02)) as site:
        stopped = stopped_crawl(site, tmp_path, 20, signal.SIGINT)
        assert stopped.statistics["stopped"]
        assert 0 < len(stopped.pages) < len(WEEK) * 2
        crawled = crawl(site, tmp_path)
        times = collections.Counter(site.paths())
    assert len(crawled.articles) == ARTICLES
    assert sum(times.values()) - len(times) <= IN_FLIGHT  # asked for when it was stopped, and not waited for
