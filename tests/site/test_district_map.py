"""The districts' map: all years, each year, and none for a newspaper of another place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongbao.core.dates import IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.site import SiteCounts

Make = Callable[..., TaggedArticle]
Build = Callable[..., SiteCounts]

_TILE = re.compile(r'<a href="\.\./([^"]+)" aria-label="(\S+) ([\d,]+) 篇">\n<rect fill="var\(--s[1-4]\)"')


def _tiles(page: Path) -> dict[str, int]:
    """District -> count of the tiles that are links; every link must lead to a page."""
    found = _TILE.findall(page.read_text(encoding="utf-8"))
    assert all((page.parent.parent / address).is_file() for address, _, _ in found)
    return {name: int(count.replace(",", "")) for _, name, count in found}


def _counted(articles: Sequence[TaggedArticle], year: int = 0) -> dict[str, int]:
    counts: dict[str, int] = {}
    for tagged in articles:
        if not year or tagged.article.date.year == year:
            for name in tagged.labels("district"):
                counts[name] = counts.get(name, 0) + 1
    return counts


def test_the_map_and_each_years_map_have_the_articles_counts(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    assert _tiles(archive / "district" / "index.html") == _counted(newsroom)
    years = {tagged.article.date.year for tagged in newsroom if tagged.article.date and tagged.labels("district")}
    maps = sorted((archive / "district").glob("year-*.html"))
    assert [page.name for page in maps] == [f"year-{year}.html" for year in sorted(years)]
    for page, year in zip(maps, sorted(years), strict=True):
        assert _tiles(page) == _counted(newsroom, year)


def test_a_newspaper_of_another_place_has_bars_and_no_map(make_article: Make, build: Build, tmp_path: Path) -> None:
    made = [make_article(number, id=f"ldwb-2023-05-08-{number:08x}") for number in range(3)]
    elsewhere = [
        replace(
            one,
            annotations=replace(
                one.annotations, tags=tuple(replace(tag, label="桥东区") for tag in one.annotations.tags)
            ),
        )
        for one in made
    ]
    build(elsewhere, tmp_path / "public")
    page = (tmp_path / "public" / "district" / "index.html").read_text(encoding="utf-8")
    assert 'role="group"' not in page
    assert "桥东区" in page
    assert not list((tmp_path / "public" / "district").glob("year-*"))


def test_a_corrected_year_moves_an_article_from_one_years_map_to_the_other(
    make_article: Make, build: Build, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    kept: list[Any] = [make_article(number, id=f"ldwb-2023-05-08-{number:08x}") for number in range(3)]
    build(kept, output)
    corrected = [replace(kept[0], article=replace(kept[0].article, date=IssueDate(2021, 5, 8), revision=2)), *kept[1:]]
    build(corrected, output)
    assert _tiles(output / "district" / "year-2021.html") == _counted(corrected, 2021)
    assert _tiles(output / "district" / "year-2023.html") == _counted(corrected, 2023)
    build(corrected, tmp_path / "anew")
    for page in sorted((tmp_path / "anew" / "district").glob("*.html")):
        assert page.read_bytes() == (output / "district" / page.name).read_bytes()
