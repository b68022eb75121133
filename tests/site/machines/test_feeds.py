"""Feeds are read by a feed reader's own parser, without a complaint, and name the newest articles of their subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from gongbao.core.records import Page, TaggedArticle

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
ATOM = "{http://www.w3.org/2005/Atom}"
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def _every_feed(archive: Path) -> list[Path]:
    return sorted([archive / "feed.xml", *(archive / "feeds").rglob("*.xml")])


def test_every_feed_parses_without_a_complaint(archive: Path) -> None:
    found = _every_feed(archive)
    assert len(found) > 15
    for path in found:
        feed = feedparser.parse(path.read_bytes())
        assert feed.bozo == 0
        assert feed.version == "atom10"
        assert len(feed.entries) <= 30
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:")
            assert entry.title
            address = entry.link.removeprefix("https://example.org/archive/")
            assert (archive / address).is_file()


def test_every_feed_has_what_rfc_4287_asks_for(archive: Path) -> None:
    for path in _every_feed(archive):
        root = etree.fromstring(path.read_bytes())
        for element in (root, *root.iter(f"{ATOM}entry")):
            names = [child.tag for child in element]
            assert all(names.count(f"{ATOM}{name}") == 1 for name in ("id", "title", "updated"))
            assert _RFC_3339.fullmatch(element.findtext(f"{ATOM}updated"))
        ids = [element.text for element in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))


def test_without_an_address_of_the_archive_links_are_relative(newsroom: Articles, build: Build, tmp_path: Path) -> None:
    output = tmp_path / "public"
    build(newsroom[:20], output)
    for path in _every_feed(output):
        for link in etree.fromstring(path.read_bytes()).iter(f"{ATOM}link"):
            assert (path.parent / link.get("href")).resolve().is_file()


def test_ids_stay_when_the_archive_moves(newsroom: Articles, build: Build, tmp_path: Path) -> None:
    ids = []
    for name, url in (("a", "https://a.example/"), ("b", "https://b.example/old/")):
        build(newsroom, tmp_path / name, site_url=url)
        ids.append([entry.id for entry in feedparser.parse((tmp_path / name / "feed.xml").read_bytes()).entries])
    assert ids[0] == ids[1]
    assert len(ids[0]) == 30


def test_what_xml_cannot_hold_is_dropped_and_the_rest_stays(
    make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path
) -> None:
    article = make_article(1, headline="食堂\x0b开了\x00<&\ud800>", page=Page("1", "要闻\x01"))
    build([article], tmp_path / "public")
    (entry,) = feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries
    root = etree.fromstring((tmp_path / "public" / "feed.xml").read_bytes())
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "食堂开了<&>"
    assert entry.summary


def test_a_correction_moves_updated_but_not_published(
    make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path
) -> None:
    build([make_article(1, revision=3)], tmp_path / "public")
    (entry,) = feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries
    assert entry.published == "2023-05-08T00:00:00+08:00"
    assert entry.updated == "2023-05-08T00:00:02+08:00"


def test_pages_name_their_feeds(archive: Path) -> None:
    assert 'href="feed.xml"' in (archive / "index.html").read_text(encoding="utf-8")
    label = (archive / "district" / "fangshan" / "index.html").read_text(encoding="utf-8")
    assert 'href="../../feeds/district/fangshan.xml"' in label
