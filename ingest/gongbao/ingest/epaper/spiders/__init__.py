"""A spider class for each paper file, so that ``scrapy list`` names the papers."""

from __future__ import annotations

from pathlib import Path

from gongbao.core.settings import load_settings
from gongbao.ingest.epaper.paper_files import Paper, load_papers
from gongbao.ingest.epaper.spider import PaperSpider


def spider_for(paper: Paper) -> type[PaperSpider]:
    """The spider of one paper."""
    body = {"name": paper.code, "paper": paper, "__module__": __name__, "__doc__": paper.name}
    return type(f"{paper.code.capitalize()}Spider", (PaperSpider,), body)


for _paper in load_papers(load_settings(Path.cwd()).path("crawl.papers")).values():
    globals()[_paper.code] = spider_for(_paper)
