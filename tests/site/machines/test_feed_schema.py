"""Every kind of feed is Atom as RFC 4287's own RELAX NG schema has it, looked at by jing, whatever is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.site.machines.relax_ng import SCHEMAS, complaints
from tests.site.test_html import hostile

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.site.catalogue import LISTED

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Make = Callable[..., TaggedArticle]

SCHEMA = "atom.rnc"
SPACES = {"atom": "http://www.w3.org/2005/Atom"}
_WORDS = r'"[^"]*"(?:\s*~\s*"[^"]*")*'
_RULE = re.compile(rf's:rule \[\s*context = "(?P<context>[^"]+)"\s*s:assert \[\s*test = (?P<test>{_WORDS})')
_ENTRY = (
    "<entry><title>一</title><id>urn:x</id><link href='a.html'/><updated>2023-05-08T00:00:00+08:00</updated>"
    "<author><name>甲</name></author></entry>"
)
_FEED = (
    f"<feed xmlns='{SPACES['atom']}' xml:lang='zh-Hans'><title>报</title><id>urn:y</id>"
    f"<updated>2023-05-08T00:00:00+08:00</updated>{_ENTRY}</feed>"
)


def feeds_of(archive: Path) -> list[Path]:
    return sorted([archive / "feed.xml", *(archive / "feeds").rglob("*.xml")])


def schematron() -> list[tuple[str, str]]:
    """(context, test) of the rules that the schema has in XPath, for RELAX NG cannot say them."""
    found = _RULE.finditer((SCHEMAS / SCHEMA).read_text(encoding="utf-8"))
    return [(rule["context"], "".join(re.findall(r'"([^"]*)"', rule["test"]))) for rule in found]


def broken_rules(document: bytes) -> list[str]:
    tree = etree.fromstring(document)
    return [
        test
        for context, test in schematron()
        for element in tree.xpath(f"//{context}", namespaces=SPACES)
        if not element.xpath(f"boolean({test})", namespaces=SPACES)
    ]


def test_a_feed_that_holds_to_the_schema_draws_no_complaint(root: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(_FEED, encoding="utf-8")
    assert complaints(SCHEMA, [tmp_path / "feed.xml"], root) == []
    assert broken_rules(_FEED.encode()) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<id>urn:y</id>", ""),
        ("<title>报</title>", "<title>报</title><title>又一个</title>"),
        ("<updated>2023-05-08T00:00:00+08:00</updated><entry>", "<updated>2023-05-08</updated><entry>"),
        ("<link href='a.html'/>", "<link/>"),
        ("<author><name>甲</name></author>", "<author>甲</author>"),
        ("<title>一</title>", "<title type='text/plain'>一</title>"),
        ("<entry>", "<item/><entry>"),
        ("zh-Hans", "zh_Hans"),
        ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
    ],
)
def test_jing_finds_an_error_where_there_is_one(root: Path, tmp_path: Path, right: str, wrong: str) -> None:
    assert right in _FEED
    (tmp_path / "feed.xml").write_text(_FEED.replace(right, wrong, 1), encoding="utf-8")
    assert complaints(SCHEMA, [tmp_path / "feed.xml"], root) != []


def test_a_feed_without_an_author_or_an_entry_without_a_link_breaks_a_rule() -> None:
    assert len(schematron()) == 3
    assert len(broken_rules(_FEED.replace("<author><name>甲</name></author>", "").encode())) == 2
    assert len(broken_rules(_FEED.replace("<link href='a.html'/>", "<link rel='self' href='a'/>").encode())) == 1


def test_every_kind_of_feed_holds_to_the_schema(root: Path, archive: Path) -> None:
    found = feeds_of(archive)
    assert {path.relative_to(archive).parts[1] for path in found[1:]} == {"page", *LISTED}
    assert complaints(SCHEMA, found, root) == []
    assert [rule for path in found for rule in broken_rules(path.read_bytes())] == []


@pytest.mark.parametrize("url", ["https://example.org/archive/", ""], ids=["at a known address", "anywhere"])
def test_feeds_hold_to_the_schema_whatever_is_printed(
    root: Path, make_article: Make, build: Build, tmp_path: Path, url: str
) -> None:
    dates = [UNKNOWN_DATE, IssueDate(2019), IssueDate(2020, 2), IssueDate(1, 1, 1), IssueDate(9999, 12, 31)]
    others = [make_article(number, date=date, revision=number + 1) for number, date in enumerate(dates)]
    build(
        sorted([*others, *hostile(make_article)], key=lambda one: one.article.date), tmp_path / "public", site_url=url
    )
    found = feeds_of(tmp_path / "public")
    assert complaints(SCHEMA, found, root) == []
    assert [rule for path in found for rule in broken_rules(path.read_bytes())] == []


def test_the_feed_of_an_archive_without_articles_and_of_the_sample_hold_to_the_schema(
    root: Path, sample: Articles, build: Build, tmp_path: Path
) -> None:
    for name, articles in (("empty", []), ("sample", sample)):
        build(articles, tmp_path / name / "public")
    found = [path for name in ("empty", "sample") for path in feeds_of(tmp_path / name / "public")]
    assert complaints(SCHEMA, found, root) == []
    assert [rule for path in found for rule in broken_rules(path.read_bytes())] == []
