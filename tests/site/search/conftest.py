"""One Chromium for all tests of the browser search, and indexes that it opens from a disk and from a server."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from gongbao.core.records import Article, TaggedArticle
from gongbao.site.search_index import write_search

ASSETS = Path(__file__).parents[3] / "site" / "gongbao" / "site" / "assets"
SCRIPTS = (
    "search-text",
    "search-store",
    "search-period",
    "search-query",
    "search-match",
    "search-engine",
    "search-snippet",
)
# As strict as the site's own; on a disk 'self' must let the scripts beside the page pass too.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
PAGE = '<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content="{policy}">{scripts}'


class _SilentFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


class Searchable:
    """A folder with an index and a bare page that loads the engine."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.folder = folder
        self._browser = browser

    def write(self, articles: Sequence[TaggedArticle]) -> Searchable:
        """Build the index of the articles; each is known by its number."""
        write_search(lambda: iter(articles), lambda article: f"articles/{article.id}.html", self.write_file)
        for script in SCRIPTS:
            self.write_file(f"assets/{script}.js", (ASSETS / f"{script}.js").read_bytes())
        scripts = "".join(f'<script src="assets/{script}.js"></script>' for script in SCRIPTS)
        self.write_file("index.html", PAGE.format(policy=POLICY, scripts=scripts).encode())
        return self

    def write_file(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def open(self, root: str | None = None) -> Page:
        """The page, from the disk or from the server whose root is given; an error in it fails the test."""
        page = self._browser.new_page()
        page.on("pageerror", _fail)
        page.goto(f"{root or self.folder.as_uri()}/index.html")
        return page


def _fail(error: object) -> None:
    raise AssertionError(f"the page raised {error}")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder over http and gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        answer = functools.partial(_SilentFiles, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def make_searchable(browser: Browser) -> Callable[[Path], Searchable]:
    return lambda folder: Searchable(folder, browser)


@pytest.fixture
def searchable(tmp_path: Path, make_searchable: Callable[[Path], Searchable]) -> Searchable:
    return make_searchable(tmp_path)


@pytest.fixture(scope="session")
def found_by(  # the numbers of the documents that hold each string, asked in one call
) -> Callable[[Page, Sequence[str]], list[list[int]]]:
    def ask(page: Page, strings: Sequence[str]) -> list[list[int]]:
        answers: list[list[int]] = page.evaluate(
            """async (strings) => {
                const answers = [];
                for (const string of strings) {
                    const quoted = '"' + string.replaceAll('"', '""') + '"';
                    const { hits } = await gongbaoSearch.search(quoted, { counts: false });
                    answers.push(hits.map((hit) => hit.number).sort((one, other) => one - other));
                }
                return answers;
            }""",
            list(strings),
        )
        return answers

    return ask


@pytest.fixture(scope="session")
def article() -> Callable[..., TaggedArticle]:
    """Makes an article of a headline and paragraphs, with other fields by name."""

    def make(headline: str, *paragraphs: str, **fields: Any) -> TaggedArticle:
        return TaggedArticle(Article(headline=headline, paragraphs=paragraphs, **fields))

    return make
