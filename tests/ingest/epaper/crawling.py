"""Crawls for tests: each in a process of its own, because Twisted starts once in a process."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ingest.epaper.site_server import EpaperSite

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Crawled:
    """What one crawl handed over."""

    pages: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    statistics: dict[str, Any]

    @property
    def articles(self) -> list[dict[str, Any]]:
        return [article for page in self.pages for article in page["articles"]]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(kind, path, detail)"""
        return [
            (fault["kind"], "/" + fault["url"].split("/", 3)[-1], fault["detail"])
            for item in (*self.issues, *self.pages)
            for fault in item["faults"]
        ]


def crawl_command(site: EpaperSite, folder: Path, **options: Any) -> list[str]:
    days = sorted(site.days)
    site.paper_file(folder) if not (folder / "test.toml").exists() else None
    given = {"papers": str(folder), "folder": str(folder / "state"), "delay_seconds": 0, "concurrency": 8}
    given |= {"since": str(days[0]), "until": str(days[-1])} | options
    return [sys.executable, "-m", "tests.ingest.epaper.crawl_once", json.dumps(given)]


def crawl(site: EpaperSite, folder: Path, **options: Any) -> Crawled:
    """One whole crawl of the site."""
    command = crawl_command(site, folder, **options)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return read_rows(done.stdout)


def read_rows(printed: str) -> Crawled:
    rows = [json.loads(line) for line in printed.splitlines() if line.endswith("}")]
    kinds: dict[str, list[dict[str, Any]]] = {"page": [], "issue": [], "statistics": []}
    for row in rows:
        kinds[row["type"]].append(row)
    return Crawled(kinds["page"], kinds["issue"], (kinds["statistics"] or [{}])[0])
