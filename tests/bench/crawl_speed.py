"""``python -m tests.bench.crawl_speed``: our crawl of a site on loopback beside ``scrapy bench``, in one run.

Both fetch small pages over loopback; ``scrapy bench`` follows links and does nothing with them, ours reads page views
and articles, keeps every answer on the disk and hands over whole pages. The ratio is what is to be looked at.
"""

from __future__ import annotations

import argparse
import datetime
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ingest.epaper.crawling import ROOT, crawl
from tests.ingest.epaper.site_server import EpaperSite, serving

CONCURRENCY = 16  # as scrapy bench's own
SECONDS = 10  # that scrapy bench runs, its own default


def scrapy_pages_a_minute() -> list[int]:
    """What ``scrapy bench`` logs each second, without its first second."""
    command = [sys.executable, "-m", "scrapy", "bench"]
    with tempfile.TemporaryDirectory() as elsewhere:  # outside the project, so that its settings are Scrapy's own
        done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, timeout=120, check=True)
    return [int(rate) for rate in re.findall(r"Crawled \d+ pages \(at (\d+) pages/min\)", done.stderr)][2:]


def our_pages_a_minute(days: int) -> tuple[float, int]:
    """(pages a minute without the start of the process, pages) of a crawl that fetches everything once."""
    issues = tuple(datetime.date(2021, 1, 1) + datetime.timedelta(day) for day in range(days))
    with serving(EpaperSite("founder2013", days=issues)) as site, tempfile.TemporaryDirectory() as folder:
        crawled = crawl(site, Path(folder), concurrency=CONCURRENCY)
    requests, seconds = crawled.statistics["requests"], crawled.statistics["seconds"]
    return requests / seconds * 60, requests


def main() -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60, help="issues that are crawled, of ten files each")
    days = parser.parse_args().days
    for _ in range(2):
        theirs = scrapy_pages_a_minute()
        middle = sorted(theirs)[len(theirs) // 2]
        ours, pages = our_pages_a_minute(days)
        print(f"scrapy bench {middle} pages/min (median of {len(theirs)} s)", end=" | ")
        print(f"gongbao crawl {ours:.0f} pages/min ({pages} pages) | ratio {ours / middle:.2f}", flush=True)


if __name__ == "__main__":
    assert ROOT.is_dir()
    main()
