"""What a reader has opened opens again without a network, and never stands in the way of what is newer."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import build_site

LONG_AGO = 1_600_000_000  # seconds since 1970
pytestmark = pytest.mark.browser

_READY = "async () => { const { active } = await navigator.serviceWorker.ready; return active.state }"
_STYLED = "() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 9)"
_KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) kept.push([name, request.url]);
    }
    return kept;
}"""

_LOADED = """(kept) => performance.getEntriesByType("resource").map((entry) => entry.name.replace(/\\?t=\\d+$/, ""))
    .filter((name) => name.includes("/search/")).every((name) => kept.some(([, url]) => url === name))"""


class _SilentFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@dataclass
class Archive:
    """A built archive behind a server that can be taken away and comes back at the same address."""

    folder: Path
    articles: list[TaggedArticle]
    _server: http.server.ThreadingHTTPServer | None = None
    _port: int = 0

    def build(self, theme: Path | None = None) -> None:
        build_site(lambda: iter(self.articles), Settings(self.folder), self.folder / "public", theme=theme)

    def start(self) -> None:
        answer = functools.partial(_SilentFiles, directory=str(self.folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self._port), answer)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/public/"


def _article(number: int) -> TaggedArticle:
    text = f"第{number}座驿站的凉茶备好了，骑手歇够了再上路。"
    return TaggedArticle(
        Article(f"驿站{number}号", (text,), date=IssueDate(2021, 1 + number % 12, 1 + number % 28), id=f"a{number:03}")
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    articles = sorted((_article(number) for number in range(30)), key=lambda tagged: tagged.article.date)
    made = Archive(tmp_path_factory.mktemp("built"), articles)
    made.build()
    return made


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(built.folder, tmp_path / "archive")
    for path in (tmp_path / "archive").rglob("*"):  # by its age a browser decides how long it asks no more
        os.utime(path, (LONG_AGO, LONG_AGO))
    made = Archive(tmp_path / "archive", list(built.articles))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="zh-CN", viewport={"width": 1100, "height": 900}) as context:
        yield context


@pytest.fixture
def visit(archive: Archive, context: BrowserContext) -> Callable[[str], Page]:
    """Opens an address of the archive, waits for the worker, and for what it is to keep."""

    def opened(address: str) -> Page:
        page = context.new_page()
        page.goto(archive.url + address)
        assert page.evaluate(_READY) in ("activating", "activated")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        key = (archive.url + address).partition("?")[0]
        page.wait_for_function(f"async () => (await ({_KEPT})()).some(([, url]) => url === {key!r})")
        return page

    return opened


def test_a_search_and_the_articles_read_work_again_without_a_network(
    archive: Archive, visit: Callable[[str], Page]
) -> None:
    page = visit("search.html?q=凉茶")
    expect(page.locator("#total")).to_have_text("找到 30 篇")
    page.wait_for_function(f"async () => {{ const kept = await ({_KEPT})(); return ({_LOADED})(kept) }}")
    page.locator("#results h3 a").first.click()
    expect(page.locator("h1")).to_contain_text("驿站")
    read, heading = page.url, page.locator("h1").text_content()
    page.wait_for_function(f"async () => (await ({_KEPT})()).some(([, url]) => url === {read!r})")
    archive.stop()

    page.goto(archive.url + "search.html?q=凉茶 骑手")
    expect(page.locator("#total")).to_have_text("找到 30 篇")
    expect(page.locator("#results mark").first).to_be_visible()
    page.goto(read)
    expect(page.locator("h1")).to_have_text(heading or "")
    assert page.evaluate(_STYLED)


def test_a_page_never_opened_says_that_there_is_no_network_and_leads_back(
    archive: Archive, visit: Callable[[str], Page]
) -> None:
    page = visit("index.html")
    archive.stop()
    page.goto(archive.url + "articles/of/no/depth.html")
    expect(page.locator("h1")).to_have_text("离线")
    assert page.evaluate(_STYLED)
    page.get_by_role("link", name="首页", exact=True).last.click()
    expect(page).to_have_url(archive.url + "index.html")
    assert page.locator("h1").first.text_content() != "离线"


def test_a_search_that_needs_what_was_not_kept_fails_and_is_no_count_of_none(
    archive: Archive, visit: Callable[[str], Page]
) -> None:
    page = visit("search.html")
    archive.stop()
    page.fill("#query", "骑手歇够")
    expect(page.locator("#total")).to_have_text("检索没有进行")


def test_with_a_network_what_changed_is_shown_and_the_old_index_is_let_go(
    archive: Archive, visit: Callable[[str], Page]
) -> None:
    page = visit("search.html?q=凉茶")
    expect(page.locator("#total")).to_have_text("找到 30 篇")
    page.reload()
    expect(page.locator("#total")).to_have_text("找到 30 篇")
    first = archive.articles[0].article
    archive.articles[0] = TaggedArticle(replace(first, paragraphs=("茶凉了。",), revision=2))
    archive.build()
    page.reload()
    expect(page.locator("#total")).to_have_text("找到 29 篇")
    kept = [url for _, url in page.evaluate(_KEPT) if "/search/" in url and "?v=" in url]
    assert kept
    assert len({url.rpartition("?v=")[2] for url in kept}) == 1


def test_another_build_of_the_site_brings_another_worker(
    archive: Archive, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    page = visit("index.html")
    theme = tmp_path / "theme"
    (theme / "assets").mkdir(parents=True)
    (theme / "assets" / "theme.css").write_text("body { outline: 7px solid red }\n", encoding="utf-8")
    before = (archive.folder / "public" / "service-worker.js").read_bytes()
    archive.build(theme)
    assert (archive.folder / "public" / "service-worker.js").read_bytes() != before
    page.evaluate(
        """() => navigator.serviceWorker.addEventListener("controllerchange", () => (window.another = true))"""
    )
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    page.wait_for_function("() => window.another === true")
    archive.stop()
    page.goto(archive.url + "never-opened.html")
    assert page.evaluate("getComputedStyle(document.body).outlineWidth") == "7px"


def test_only_the_archives_own_files_are_kept_under_names_of_its_own(
    archive: Archive, visit: Callable[[str], Page]
) -> None:
    page = visit("search.html?q=凉茶")
    expect(page.locator("#total")).to_have_text("找到 30 篇")
    page.evaluate(f"async () => {{ await fetch('{archive.url}feed.xml'); await fetch('/other.txt') }}")
    for name, url in page.evaluate(_KEPT):
        assert name.startswith("gongbao 1 /public/ "), name
        assert url.startswith(archive.url), url
        assert not url.endswith("feed.xml"), url
