"""A label's page: its years with those of nothing, and its articles compared with the labels of another facet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from gongbao.core.dates import IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.site import SiteCounts

Make = Callable[..., TaggedArticle]
Build = Callable[..., SiteCounts]

_ROW = re.compile(r'<tr><th scope="row">(\d{4})</th><td>([\d,]+)</td></tr>')
_COMPARED = re.compile(r'<a href="\.\./\.\./(search\.html\?[^"]+)">([^<]+)</a> <span class="count">(\d+)<')
_LABEL_PAGE_BYTES = 60_000


def test_a_campaign_shows_the_years_between_that_have_nothing(make_article: Make, build: Build, tmp_path: Path) -> None:
    articles = [
        make_article(4 * n, date=IssueDate(year, 7, 1), id=f"ldwb-{n:08x}") for n, year in enumerate((2019, 2022))
    ]
    build(articles, tmp_path / "public")
    page = (tmp_path / "public" / "campaign" / "songqingliang" / "index.html").read_text(encoding="utf-8")
    assert _ROW.findall(page) == [("2019", "1"), ("2020", "0"), ("2021", "0"), ("2022", "1")]
    chart = page[page.index("<svg viewBox") : page.index("<details>")]
    assert chart.count("<rect") == 2
    assert 'role="img"' in chart
    assert "<title" in chart
    assert "<desc" in chart


def test_a_label_of_one_year_has_no_chart_of_years(make_article: Make, build: Build, tmp_path: Path) -> None:
    build([make_article(0)], tmp_path / "public")
    page = (tmp_path / "public" / "campaign" / "songqingliang" / "index.html").read_text(encoding="utf-8")
    assert "years-chart" not in page


def test_a_campaign_compares_districts_by_a_search_for_both(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    page = (archive / "campaign" / "songwennuan" / "index.html").read_text(encoding="utf-8")
    found = _COMPARED.findall(page.replace("&amp;", "&"))
    counts: dict[str, int] = {}
    for tagged in newsroom:
        if "送温暖" in tagged.labels("campaign"):
            for name in tagged.labels("district"):
                counts[name] = counts.get(name, 0) + 1
    assert {name: int(count) for _, name, count in found} == counts
    for address, name, _ in found:
        assert parse_qs(urlsplit(address).query) == {"campaign": ["送温暖"], "district": [name]}


def test_no_page_of_a_label_is_larger_than_sixty_kilobytes(archive: Path) -> None:
    for facet in ("district", "campaign", "activity", "people"):
        for page in (archive / facet).rglob("*.html"):
            assert page.stat().st_size < _LABEL_PAGE_BYTES, page
