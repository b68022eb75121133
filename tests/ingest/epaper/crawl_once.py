"""``python -m tests.ingest.epaper.crawl_once OPTIONS``: one crawl in a process of its own; prints items and statistics.

OPTIONS is JSON: papers, since, until, and the fields of CrawlOptions.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from tests.ingest.epaper.site_server import CODE

from gongbao.ingest.epaper.items import CrawlItem
from gongbao.ingest.epaper.paper_files import load_papers
from gongbao.ingest.epaper.rows import row_of
from gongbao.ingest.epaper.running import CrawlOptions, run_crawl


def main(given: dict[str, Any]) -> None:
    """Crawl and print a JSON line for each item, then one for the statistics."""
    paper = load_papers(Path(given.pop("papers")))[CODE]
    days = [datetime.date.fromisoformat(given.pop(name)) for name in ("since", "until")]
    options = CrawlOptions(folder=Path(given.pop("folder")), contact="desk@example.org", **given)
    statistics = run_crawl(paper, days[0], days[1], options, show, lambda done, total, label: None)
    print(json.dumps({"type": "statistics"} | dataclasses.asdict(statistics)), flush=True)  # noqa: T201


def show(item: CrawlItem) -> None:
    """Print one item; what is printed is on its way before the next one is taken."""
    print(json.dumps(row_of(item), ensure_ascii=False), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
