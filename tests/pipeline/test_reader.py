"""The reader's day: the built archive in a real browser, from a folder and from `gongbao serve`."""

from __future__ import annotations

import random
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gongbao.project import Project

pytestmark = pytest.mark.browser

SAMPLED_STRINGS = 400
ASK_ALL = """async (queries) => {
  const found = [];
  for (const query of queries) {
    const results = await gongbaoSearch.search(query);
    const documents = await gongbaoSearch.documents(results.hits.map((hit) => hit.number));
    found.push(documents.map((document) => document.address.split("/").pop().replace(".html", "")).sort());
  }
  return found;
}"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sample_page: Path, command: tuple[str, ...]) -> Path:
    """A folder in which the sample page was built."""
    folder = tmp_path_factory.mktemp("reader")
    subprocess.run([*command, "build", str(sample_page)], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def served(archive: Path, command: tuple[str, ...]) -> Iterator[str]:
    """The archive's address under `gongbao serve`."""
    server = subprocess.Popen([*command, "serve", "--port", "0"], cwd=archive, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    announced = re.search(r"http://[\d.:]+", server.stdout.readline())
    assert announced is not None
    yield announced.group()
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=20) == 0
    server.stdout.close()


@pytest.fixture(params=["folder", "server"])
def page(request: pytest.FixtureRequest, archive: Path, served: str, browser: Browser) -> Iterator[Page]:
    """The home page, opened either way; an error in a page fails the test."""
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    root = (archive / "public").as_uri() if request.param == "folder" else served
    opened.goto(f"{root}/index.html")
    yield opened
    opened.close()
    assert errors == []


def test_a_reader_searches_from_the_home_page_and_reads_what_was_found(page: Page) -> None:
    page.get_by_placeholder("检索全文").first.fill("空调滤网")
    page.get_by_role("button", name="检索").first.click()
    result = page.locator("#results a").first
    expect(result).to_contain_text("让车内更安全清新")
    expect(page.locator("#total")).to_contain_text("1")
    result.click()
    expect(page.locator("h1")).to_contain_text("让车内更安全清新")
    expect(page.locator("main")).to_contain_text("劳动保护")


def test_a_reader_narrows_a_search_by_a_facet_and_can_share_the_address(page: Page) -> None:
    page.goto(page.url.replace("index.html", "search.html?q=清凉"))
    expect(page.locator("#results > li")).to_have_count(3)
    page.locator('[data-facet=district][data-label="燕山地区"]').check()
    expect(page.locator("#results > li")).to_have_count(1)
    page.goto(page.url)
    expect(page.locator("#results > li")).to_have_count(1)


def test_a_reader_finds_an_article_by_its_district(page: Page) -> None:
    page.get_by_role("link", name="地区").first.click()
    page.get_by_role("link", name="怀柔区").first.click()
    page.get_by_role("link", name="怀柔区总工会推行专职工会社工服务基层制度").first.click()
    expect(page.locator("article")).to_contain_text("专职工会社会工作者联系服务基层工作制度")


def test_the_browser_and_the_newsrooms_engine_find_the_same_articles(page: Page, archive: Path) -> None:
    project = Project(archive)
    texts = [
        text for tagged in project.store.articles() for text in (tagged.article.headline, *tagged.article.paragraphs)
    ]
    chance = random.Random(7)
    strings = []
    for _ in range(SAMPLED_STRINGS):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        strings.append(text[start : start + chance.randint(1, 8)])
    queries = ['"' + string.replace('"', '""') + '"' for string in strings]
    page.goto(page.url.replace("index.html", "search.html"))
    found = page.evaluate(ASK_ALL, queries)
    for query, ids in zip(queries, found, strict=True):
        assert ids == sorted(hit.id for hit in project.backend.search(query, limit=0).hits), query
        assert ids, query
