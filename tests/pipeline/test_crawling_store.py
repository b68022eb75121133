"""What a crawl hands over is kept page by page: articles as ingest does, pictures by their bytes, areas as shares."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.errors import OutputError
from gongbao.core.files import Files
from gongbao.core.records import Mark, Page, Source
from gongbao.crawling import Intake, printed_page
from gongbao.ingest.epaper.items import CrawledFile, CrawledIssue, CrawledPage, Fault, FaultKind
from gongbao.ingest.epaper.page_view import HotArea, PageView
from gongbao.project import Project

SITE = "http://paper.example/content/2022-03/04/"
DAY = IssueDate(2022, 3, 4)
BODY = "桥西区总工会把法律讲座办到了工棚里，两名律师带着合同样本，一条一条讲给木工和瓦工听，讲完又答了半个钟头。"
SECOND_BODY = "纺织厂的女工们利用午休排了一支手语舞，月底要到康复中心演给病友看，厂工会给每人缝了一件新上衣。"


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def article(number: int, headline: str, body: str) -> Source:
    text = f"{headline}\n{body}" if body else headline
    raw = text.encode("utf-8")
    marks = [Mark(0, len(headline), "headline"), Mark(len(headline) + 1, len(text), "paragraph")]
    if not body:
        marks = [Mark(0, len(headline), "discard", reason="furniture")]
    name = f"content_{number}.htm"
    digest = hashlib.sha256(raw).hexdigest()
    page = Page("1", "要闻")
    return Source(name, raw, digest, "utf-8", text, "ldwb", DAY, page, "text/html", SITE + name, tuple(marks))


FIRST, SECOND = article(1, "法律讲座进工棚", BODY), article(2, "手语舞里有心声", SECOND_BODY)
AREAS = (
    HotArea(((0.0, 0.0), (175.0, 0.0), (175.0, 275.0)), FIRST.url, "法律讲座进工棚"),
    HotArea(((175.0, 275.0), (350.0, 275.0), (350.0, 552.0)), SECOND.url, "手语舞里有心声"),
    HotArea(((0.0, 275.0), (87.5, 275.0), (87.5, 550.0)), "", ""),
)
VIEW = PageView("1", "要闻", DAY, "", "", (350, 550), "", AREAS, (FIRST.url, SECOND.url), (), (), "", "", ())
PICTURE = CrawledFile(png(700, 1100), ".png", SITE + "page.png")
PDF = CrawledFile(b"%PDF-1.4 made by hand", ".pdf", SITE + "page.pdf")
PAGE = CrawledPage("ldwb", DAY, SITE + "node_1.htm", VIEW, (FIRST, SECOND), PICTURE, PDF)
ISSUE = CrawledIssue("ldwb", DAY, SITE + "node_1.htm", ("1",))
LOST = Fault(FaultKind.UNREACHABLE, SECOND.url, DAY, "1")


def test_a_page_is_kept_with_its_articles_its_files_and_where_each_stands(tmp_path: Path) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb")
    intake.take(PAGE)
    intake.take(ISSUE)
    counts, found = intake.finish()
    assert found == ()
    assert (counts.issues, counts.pages, counts.incomplete, counts.new, counts.articles) == (1, 1, 0, 2, 2)
    page = project.store.printed_pages.page("ldwb", DAY, "1")
    assert page is not None
    assert (page.width, page.height, page.page.name, page.complete) == (700, 1100, "要闻", True)
    files = Files(project.archive_folder / "files")
    assert (files.read(page.picture), files.read(page.pdf)) == (PICTURE.raw, PDF.raw)
    assert [area.source for area in page.areas] == ["content_1.htm", "content_2.htm", ""]
    assert page.areas[0].polygon == ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))
    assert page.areas[1].polygon[-1] == (1.0, 1.0)
    articles = list(project.store.articles())
    assert [(one.article.headline, one.article.url) for one in articles] == [
        ("法律讲座进工棚", FIRST.url),
        ("手语舞里有心声", SECOND.url),
    ]
    assert project.store.printed_pages.articles(page) == {
        "content_1.htm": (articles[0].article.id,),
        "content_2.htm": (articles[1].article.id,),
    }
    assert project.store.raw(FIRST.sha256) == FIRST.raw


def test_taken_twice_nothing_changes(tmp_path: Path) -> None:
    for _ in range(2):
        intake = Intake(Project(tmp_path), "ldwb")
        intake.take(PAGE)
        counts, _ = intake.finish()
    assert (counts.new, counts.unchanged, counts.changed_pages, counts.articles) == (0, 2, 0, 0)


def test_a_page_of_which_something_is_missing_says_so_until_it_came(tmp_path: Path) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb")
    intake.take(replace(PAGE, sources=(FIRST,), faults=(LOST,), pdf=None))
    counts, [finding] = intake.finish()
    assert (counts.incomplete, counts.articles, finding.failed, finding.url) == (1, 1, True, SECOND.url)
    page = project.store.printed_pages.page("ldwb", DAY, "1")
    assert page is not None
    assert not page.complete
    assert [area.source for area in page.areas] == ["content_1.htm", "", ""]
    intake = Intake(project, "ldwb")
    intake.take(PAGE)
    assert intake.finish()[0].new == 1
    page = project.store.printed_pages.page("ldwb", DAY, "1")
    assert page is not None
    assert page.complete
    assert page.areas[1].source == "content_2.htm"


def test_a_page_without_an_article_in_it_is_told_and_not_stored(tmp_path: Path) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb")
    intake.take(replace(PAGE, sources=(FIRST, article(2, "版权所有", ""))))
    counts, [finding] = intake.finish()
    assert (finding.kind, finding.url, counts.new, counts.incomplete) == (FaultKind.NO_BODY, SECOND.url, 1, 1)
    assert project.store.counts().sources == 1
    page = project.store.printed_pages.page("ldwb", DAY, "1")
    assert page is not None
    assert not page.complete


def test_a_page_whose_number_is_not_known_is_told_and_its_articles_are_kept(tmp_path: Path) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb")
    intake.take(replace(PAGE, view=replace(VIEW, number="")))
    counts, [finding] = intake.finish()
    assert (finding.kind, finding.detail, counts.articles) == (FaultKind.TEMPLATE, "page_number", 2)
    assert list(project.store.printed_pages.pages()) == []


def test_a_look_stores_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path)
    intake = Intake(project, "ldwb", check=True)
    intake.take(replace(PAGE, sources=(), picture=None, pdf=None))
    intake.take(ISSUE)
    counts, _ = intake.finish()
    assert (counts.issues, counts.pages) == (1, 1)
    assert project.store.counts().sources == 0
    assert list(project.store.printed_pages.pages()) == []
    assert not (project.archive_folder / "files").exists()


def test_what_the_disk_refuses_is_raised_when_it_happens_and_at_the_end(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.archive_folder.mkdir()
    (project.archive_folder / "files").write_text("in the way", encoding="utf-8")
    intake = Intake(project, "ldwb")
    with pytest.raises(OutputError):
        intake.take(PAGE)
    intake.take(ISSUE)
    with pytest.raises(OutputError):
        intake.finish()
    assert list(project.store.printed_pages.pages()) == []


def test_what_a_stopped_crawl_had_not_come_to_is_not_missing(tmp_path: Path) -> None:
    intake = Intake(Project(tmp_path), "ldwb")
    intake.take(ISSUE)
    assert intake.finish(stopped=True)[1] == ()
    assert [one.page for one in intake.finish()[1]] == ["1"]


def test_outlines_on_a_picture_of_unknown_size_cannot_be_placed_and_the_page_is_not_whole() -> None:
    bare = replace(PAGE, view=replace(VIEW, picture_size=(0, 0)), picture=None)
    page = printed_page(bare, {})
    assert (page.areas, page.complete) == ((), False)
    assert len(printed_page(replace(bare, picture=PICTURE), {}, "a.png").areas) == len(AREAS)


def test_outlines_too_large_for_the_shown_size_are_those_of_the_file() -> None:
    large = tuple(replace(one, polygon=tuple((2 * x, 2 * y) for x, y in one.polygon)) for one in AREAS)
    page = printed_page(replace(PAGE, view=replace(VIEW, areas=large)), {})
    assert page.areas[0].polygon == ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=3, max_size=16))
def test_shares_are_shares_whatever_a_site_draws(corners: list[tuple[float, float]]) -> None:
    view = replace(VIEW, areas=(HotArea(tuple(corners), "", ""),))
    [area] = printed_page(replace(PAGE, view=view), {}).areas
    assert all(0 <= share <= 1 for corner in area.polygon for share in corner)


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"\xff\xd8\xff", b"<html>", png(700, 1100)[:20]])
def test_a_picture_that_does_not_tell_its_size_has_none(raw: bytes) -> None:
    page = printed_page(replace(PAGE, picture=CrawledFile(raw, ".gif", "")), {}, "a.gif")
    assert (page.width, page.height) == (0, 0)
