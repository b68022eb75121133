"""Site maps name every article once, each in a file that a crawler takes; robots.txt lets it come."""

from __future__ import annotations

import urllib.robotparser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gongbao.core.records import TaggedArticle

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://example.org/archive/"


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


def test_every_site_map_holds_to_the_official_schema(archive: Path) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "sitemap.xsd"))
    found = sorted((archive / "sitemaps").glob("*.xml"))
    assert found
    for path in found:
        schema.assertValid(etree.fromstring(path.read_bytes()))
