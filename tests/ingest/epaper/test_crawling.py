"""A crawl of a real server on loopback: everything of every generation comes, and what came is not asked for again."""

from __future__ import annotations

import datetime
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ingest.epaper.crawling import ROOT, crawl
from tests.ingest.epaper.site_server import EpaperSite, png, send, serving

from gongbao.ingest.epaper.paper_files import GENERATIONS

FRIDAY, MONDAY = datetime.date(2021, 7, 16), datetime.date(2021, 7, 19)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_issues_pages_articles_areas_pictures_and_pdfs_come(tmp_path: Path, generation: str) -> None:
    with serving(EpaperSite(generation, days=(FRIDAY, MONDAY))) as site:
        crawled = crawl(site, tmp_path)
    assert [(one["date"], one["pages"]) for one in crawled.issues if one["pages"]] == [
        ("2021-07-16", ["A01", "A03"]),
        ("2021-07-19", ["A01", "A03"]),
    ]
    assert [kind for kind, _, _ in crawled.faults] == ["gone", "gone"]  # Saturday and Sunday
    assert [(page["date"], page["page"], page["page_name"]) for page in crawled.pages] == [
        (day, page, name)
        for day in ("2021-07-16", "2021-07-19")
        for page, name in (("A01", "头版"), ("A03", "职工之声"))
    ]
    for page in crawled.pages:
        assert [area["url"] for area in page["areas"]] == [article["url"] for article in page["articles"]]
        assert page["picture"]["sha256"] == hashlib.sha256(png()).hexdigest()
        assert page["pdf"]["suffix"] == ".pdf"
    texts = [article["text"] for article in crawled.articles]
    assert len(set(texts)) == len(texts) == 8
    assert all("本报记者 江小禾" in text and "工友午休时能借书" in text for text in texts)


def test_a_second_crawl_asks_only_about_what_was_not_there(tmp_path: Path) -> None:
    with serving(EpaperSite(days=(FRIDAY, MONDAY))) as site:
        first = crawl(site, tmp_path)
        asked = len(site.asked)
        second = crawl(site, tmp_path)
        again = [path for path, _ in site.asked[asked:]]
    assert second.pages == first.pages
    assert sorted(set(again)) == [site.issue_path(FRIDAY + datetime.timedelta(days)) for days in (1, 2)] + [
        "/robots.txt"
    ]


def test_an_issue_of_today_is_asked_about_again_but_not_sent_again(tmp_path: Path) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    with serving(EpaperSite(days=(today,))) as site:
        crawl(site, tmp_path)
        asked = len(site.asked)
        second = crawl(site, tmp_path)
        again = [headers for path, headers in site.asked[asked:] if path != "/robots.txt"]
    assert len(second.articles) == 4
    assert again
    assert all("if-none-match" in headers for headers in again)
    assert second.statistics["not_modified"] == len(again)


def test_a_month_index_tells_the_days_and_no_other_is_asked_for(tmp_path: Path) -> None:
    with serving(EpaperSite(days=(FRIDAY, MONDAY), has_index=True)) as site:
        crawled = crawl(site, tmp_path)
    assert [(one["date"], bool(one["pages"]), one["faults"]) for one in crawled.issues] == [
        ("2021-07-16", True, []),
        ("2021-07-17", False, []),
        ("2021-07-18", False, []),
        ("2021-07-19", True, []),
    ]
    assert site.paths("period.xml") == ["/content/2021-07/period.xml"]


def test_an_entry_page_is_followed_to_the_issue(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        entry = site.issue_path(FRIDAY)
        inner = entry.replace("node_1.", "node_2.")
        published = site.files()[entry][1]
        refresh = f'<html><meta http-equiv="refresh" content="0; url={inner}"></html>'.encode()
        site.trouble[entry] = lambda handler: send(handler, refresh)
        site.trouble[inner] = lambda handler: send(handler, published.replace(entry.encode(), inner.encode()))
        crawled = crawl(site, tmp_path)
    assert len(crawled.articles) == 4


def test_a_check_looks_at_pages_only_and_asks_the_site_itself(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        crawl(site, tmp_path)
        asked = len(site.asked)
        checked = crawl(site, tmp_path, check=True)
        again = {path for path, _ in site.asked[asked:]} - {"/robots.txt"}
    assert again == {site.page_path(FRIDAY, 0), site.page_path(FRIDAY, 1)}
    assert [len(page["areas"]) for page in checked.pages] == [2, 2]
    assert checked.articles == []


def test_an_article_on_two_pages_is_fetched_once_and_one_without_an_area_is_not_left_out(tmp_path: Path) -> None:
    with serving(EpaperSite()) as site:
        second = site.page_path(FRIDAY, 1)
        shared = site.article_path(FRIDAY, 0, 1)
        page = site.files()[second][1].decode(site.encoding)
        left_out = site.article_path(FRIDAY, 1, 1)
        page = page.replace(f'href="{left_out}"', f'href="{shared}"').replace(
            "<ul>", f"<ul><li><a href={left_out}>补白</a>"
        )
        site.trouble[second] = lambda handler: send(handler, page.encode(site.encoding))
        crawled = crawl(site, tmp_path)
    assert site.paths(shared) == [shared]
    assert [len(one["articles"]) for one in crawled.pages] == [2, 3]
    assert any(article["url"].endswith(left_out) for article in crawled.articles)


def test_scrapy_lists_the_papers() -> None:
    command = [sys.executable, "-m", "scrapy", "list"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert listed.stdout.split() == ["gmrb", "ldwb", "rmrb"]
