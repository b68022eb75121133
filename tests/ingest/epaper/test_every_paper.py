"""Every paper and every version of its site has a stored page view and article, and the record expected of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongbao.ingest.epaper.article_view import article_source
from gongbao.ingest.epaper.page_view import PageView, read_page_view
from gongbao.ingest.epaper.paper_files import Paper, Version, load_papers
from gongbao.ingest.marked import read_marked

PAGES = Path(__file__).parent / "pages"
VERSIONS = [(paper, version) for paper in load_papers().values() for version in paper.versions]


def stored(paper: Paper, version: Version) -> tuple[PageView, bytes, dict[str, Any]]:
    folder = PAGES / f"{paper.code}-{version.name}"
    for name in ("page.htm", "article.htm", "expected.json"):
        assert (folder / name).is_file(), f"{folder.name} 缺 {name}"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    view = read_page_view((folder / "page.htm").read_bytes(), expected["url"], version, paper.encoding)
    return view, (folder / "article.htm").read_bytes(), expected


@pytest.mark.parametrize(("paper", "version"), VERSIONS, ids=lambda one: getattr(one, "code", one.name))
def test_a_stored_page_view_says_what_is_expected(paper: Paper, version: Version) -> None:
    view, _, expected = stored(paper, version)
    assert view.missing == ()
    assert {
        "number": view.number,
        "name": view.name,
        "date": str(view.date),
        "articles": list(view.articles),
        "pages": [page.number for page in view.pages],
        "corners": len(view.areas[0].polygon),
    } == expected["page"]
    assert [area.headline for area in view.areas] == ["暖心驿站开到工地旁", ""]
    assert view.picture_size == (350, 550)
    assert view.picture.endswith(".jpg")
    assert view.pdf.endswith(".pdf")


@pytest.mark.parametrize(("paper", "version"), VERSIONS, ids=lambda one: getattr(one, "code", one.name))
def test_a_stored_article_says_what_is_expected_and_all_its_text_is_accounted_for(
    paper: Paper, version: Version
) -> None:
    view, raw, expected = stored(paper, version)
    source, missing = article_source(raw, view.articles[0], view, paper, version)
    assert missing == ()
    assert (source.newspaper, source.date, source.page.number) == (paper.code, view.date, view.number)
    reading = read_marked(source)
    (article,) = reading.articles
    assert {
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "paragraphs": list(article.paragraphs),
        "byline": [credit.name for credit in article.byline],
        "captions": [picture.caption for picture in article.pictures],
    } == expected["article"]
    discarded = [one.text for one in reading.discards]
    assert {"往期回顾", "版权所有"} <= set(discarded)
    assert not [one for one in reading.discards if one.reason == "outside"]
