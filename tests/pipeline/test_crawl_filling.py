"""Where an article's own page cannot be had, its outline and the page's PDF give the article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongbao.core.dates import IssueDate
from gongbao.crawling import Intake, sources_from_pdf
from gongbao.ingest.epaper.items import CrawledFile, CrawledPage, Fault, FaultKind
from gongbao.ingest.epaper.page_view import HotArea, PageView
from gongbao.project import Project

DAY = IssueDate(2022, 3, 4)
SITE = "http://paper.example/content/2022-03/04/"
ARTICLE = f"{SITE}content_7.htm"
WHOLE = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0))


@pytest.fixture
def page_pdf(root: Path) -> bytes:
    return (root / "tests" / "ingest" / "pdf" / "pages" / "page-5055.pdf").read_bytes()


def crawled(raw: bytes, polygon: tuple[tuple[float, float], ...] = WHOLE) -> CrawledPage:
    area = HotArea(polygon, ARTICLE, "")
    view = PageView("1", "要闻", DAY, "", "", (100, 100), "", (area,), (ARTICLE,), (), (), "", "", ())
    fault = Fault(FaultKind.GONE, ARTICLE, DAY, "1")
    return CrawledPage("ldwb", DAY, f"{SITE}node_1.htm", view, (), None, CrawledFile(raw, ".pdf", "p.pdf"), (fault,))


def test_an_outline_and_the_pdf_give_the_article(page_pdf: bytes, root: Path) -> None:
    truth = json.loads((root / "tests" / "ingest" / "pdf" / "pages" / "page-5055.json").read_text(encoding="utf-8"))
    headlines = {"".join(article["headline"]) for article in truth["articles"]}
    [source], faults = sources_from_pdf(crawled(page_pdf))
    assert faults == ()
    assert (source.name, source.url, source.media_type) == ("content_7.pdf", ARTICLE, "application/pdf")
    assert {mark.article for mark in source.marks if mark.role != "discard"} == {0}
    assert any(headline in "".join(source.text.split()) for headline in headlines)


def test_an_outline_around_nothing_gives_nothing_and_a_broken_pdf_is_told(page_pdf: bytes) -> None:
    nothing = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1))
    assert sources_from_pdf(crawled(page_pdf, nothing)) == ((), ())
    sources, [fault] = sources_from_pdf(crawled(b"%PDF-1.4\nno more"))
    assert sources == ()
    assert fault.kind is FaultKind.REFUSED


def test_the_article_is_kept_its_area_leads_to_it_and_its_page_is_incomplete(tmp_path: Path, page_pdf: bytes) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb")
    intake.take(crawled(page_pdf))
    counts, findings = intake.finish()
    assert (counts.filled, counts.new, counts.articles, counts.incomplete) == (1, 1, 1, 1)
    assert [finding.kind for finding in findings] == [FaultKind.GONE]
    [page] = project.store.printed_pages.pages("ldwb", DAY)
    assert not page.complete
    assert [area.source for area in page.areas] == ["content_7.pdf"]
