"""Site maps name every article once, each in a file that a crawler takes; robots.txt lets it come."""

from __future__ import annotations

import urllib.robotparser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from scrapy.utils.sitemap import Sitemap
from tests.site.machines.relax_ng import complaints
from tests.site.test_html import hostile

from gongbao.core.errors import InputError
from gongbao.core.records import TaggedArticle
from gongbao.site.machines.sitemaps import MOST

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://example.org/archive/"
MOST_BYTES = 50 * 1024 * 1024  # of one map, by the protocol


def _locations(path: Path) -> list[str]:
    return [element.text for element in etree.fromstring(path.read_bytes()).iter(f"{SPACE}loc")]


def test_the_index_leads_to_every_article_and_to_nothing_that_is_not_there(archive: Path) -> None:
    maps = [archive / loc.removeprefix(URL) for loc in _locations(archive / "sitemap.xml")]
    assert {path.name for path in maps} >= {"2020.xml", "undated.xml", "topics.xml"}
    found = [loc.removeprefix(URL) for path in maps for loc in _locations(path)]
    assert len(found) == len(set(found))
    assert all((archive / address).is_file() for address in found)
    articles = {path.relative_to(archive).as_posix() for path in (archive / "articles").rglob("*.html")}
    assert articles <= set(found)


def test_a_site_map_is_split_before_it_grows_too_long(
    newsroom: Articles, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.site.machines.sitemaps.MOST", 10)
    build(newsroom, tmp_path / "public", site_url=URL)
    names = _locations(tmp_path / "public" / "sitemap.xml")
    assert f"{URL}sitemaps/2020-2.xml" in names
    for name in names:
        assert 1 <= len(_locations(tmp_path / "public" / name.removeprefix(URL))) <= 10


def test_a_corrected_article_tells_no_day_of_its_change(
    make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path
) -> None:
    build([make_article(1), make_article(2, revision=2)], tmp_path / "public", site_url=URL)
    text = (tmp_path / "public" / "sitemaps" / "2023.xml").read_text(encoding="utf-8")
    assert text.count("<lastmod>2023-05-08</lastmod>") == 1


def test_robots_may_read_everything_and_find_the_map(archive: Path) -> None:
    rules = urllib.robotparser.RobotFileParser()
    rules.parse((archive / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert rules.can_fetch("*", f"{URL}articles/00/a.html")
    assert rules.site_maps() == [f"{URL}sitemap.xml"]


def test_a_browser_is_told_how_to_search(archive: Path) -> None:
    root = etree.fromstring((archive / "opensearch.xml").read_bytes())
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert 0 < len(root.findtext(f"{space}ShortName")) <= 16
    assert root.find(f"{space}Url").get("template") == f"{URL}search.html?q={{searchTerms}}"
    assert 'rel="search"' in (archive / "index.html").read_text(encoding="utf-8")


def test_without_an_address_there_is_neither_map_nor_search_description(
    newsroom: Articles, build: Build, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    build(newsroom[:5], output)
    assert not (output / "sitemap.xml").exists()
    assert not (output / "opensearch.xml").exists()
    assert (output / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_every_site_map_and_the_index_hold_to_what_the_protocol_says(
    archive: Path, root: Path, make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path
) -> None:
    build(hostile(make_article), tmp_path / "public", site_url="https://例子.example.org/档案 (一)/")
    for folder in (archive, tmp_path / "public"):
        found = [folder / "sitemap.xml", *sorted((folder / "sitemaps").glob("*.xml"))]
        assert len(found) > 2
        assert complaints("sitemap.rnc", found, root) == []
        assert all(path.stat().st_size < MOST_BYTES for path in found)
    assert MOST <= 50_000


_MAP = f"<urlset xmlns='{SPACE[1:-1]}'><url><loc>https://a.example/b</loc><lastmod>2023-05-08</lastmod></url></urlset>"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("", ""),
        ("<loc>https://a.example/b</loc>", ""),
        ("https://a.example/b", "/b"),
        ("https://a.example/b", "https://a.example/文"),
        ("https://a.example/b", f"https://a.example/{'b' * 2048}"),
        ("2023-05-08", "2023-02-29"),
        ("2023-05-08", "2023-05-08T00:00:00"),
        ("2023-05-08", "2023年5月8日"),
        ("</url>", "<priority>2</priority></url>"),
        ("</url>", "<changefreq>seldom</changefreq></url>"),
        ("<url><loc>https://a.example/b</loc><lastmod>2023-05-08</lastmod></url>", ""),
        (SPACE[1:-1], "http://www.google.com/schemas/sitemap/0.84"),
    ],
)
def test_the_schema_refuses_what_the_protocol_does_not_allow(
    root: Path, tmp_path: Path, right: str, wrong: str
) -> None:
    assert right in _MAP
    (tmp_path / "map.xml").write_text(_MAP.replace(right, wrong, 1), encoding="utf-8")
    assert bool(complaints("sitemap.rnc", [tmp_path / "map.xml"], root)) == bool(right)


def test_a_crawler_reads_from_the_maps_what_is_in_them(archive: Path) -> None:
    index = Sitemap((archive / "sitemap.xml").read_bytes())
    assert index.type == "sitemapindex"
    for entry in index:
        path = archive / entry["loc"].removeprefix(URL)
        crawled = Sitemap(path.read_bytes())
        assert crawled.type == "urlset"
        assert [found["loc"] for found in crawled] == _locations(path)


def test_an_address_of_the_archive_that_is_not_ascii_is_written_as_one_that_is(
    make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path
) -> None:
    build([make_article(1)], tmp_path / "public", site_url="https://例子.example:8443/档案 (一)/%20")
    expected = "https://xn--fsqu00a.example:8443/%E6%A1%A3%E6%A1%88%20(%E4%B8%80)/%20/"
    assert all(name.startswith(f"{expected}sitemaps/") for name in _locations(tmp_path / "public" / "sitemap.xml"))
    assert f'rel="canonical" href="{expected}index.html"' in (tmp_path / "public" / "index.html").read_text("utf-8")
    with pytest.raises(InputError, match=r"site\.url"):
        build([make_article(1)], tmp_path / "no", site_url=f"https://{'例' * 64}.example/")
