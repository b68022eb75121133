"""What ``scrapy crawl … -O out.jsonl`` writes: a line for each issue and page, with digests in place of raw bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from scrapy.exporters import JsonLinesItemExporter

from gongbao.ingest.epaper.items import CrawledFile, CrawledIssue, CrawledPage, CrawlItem


class CrawlRows(JsonLinesItemExporter):
    """Scrapy's exporter of JSON lines for a crawl's items."""

    def export_item(self, item: CrawlItem) -> None:
        """Write one line."""
        row = json.dumps(row_of(item), ensure_ascii=False)
        self.file.write(row.encode("utf-8") + b"\n")


def row_of(item: CrawlItem) -> dict[str, Any]:
    """An item as plain values."""
    row: dict[str, Any] = {"paper": item.paper, "date": str(item.date), "url": item.url}
    row["faults"] = [asdict(fault) | {"date": str(fault.date)} for fault in item.faults]
    if isinstance(item, CrawledIssue):
        return row | {"type": "issue", "pages": item.pages}
    return row | _page_row(item)


def _page_row(item: CrawledPage) -> dict[str, Any]:
    articles = [{"name": one.name, "url": one.url, "sha256": one.sha256, "text": one.text} for one in item.sources]
    areas = [{"url": area.url, "headline": area.headline, "polygon": area.polygon} for area in item.view.areas]
    return {
        "type": "page",
        "page": item.view.number,
        "page_name": item.view.name,
        "articles": articles,
        "areas": areas,
        "picture": _file_row(item.picture),
        "pdf": _file_row(item.pdf),
    }


def _file_row(file: CrawledFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return {"url": file.url, "suffix": file.suffix, "sha256": hashlib.sha256(file.raw).hexdigest()}
