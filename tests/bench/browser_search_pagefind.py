"""The browser's search beside Pagefind on the same articles, in the same Chromium, in one run.

``python -m tests.bench.browser_search_pagefind --pagefind PROGRAM [SIZES]``: Pagefind's program comes from npm
(``npm install pagefind@1.6``, in a folder of its own; its ``pagefind_extended`` cuts Chinese into words). Reads
data/xwlb.jsonl.xz in the folder that GONGBAO_SHARED names, and makes text up where that is not there. Prints Markdown.

Both are given the same headlines, paragraphs, names and labels. Both are asked the same strings, each in a browser
with an empty cache; bytes are those that the server sent, as the files stand. What was found is compared with plain
substring search over the folded text. Pagefind is asked twice: as typed, and in quotation marks.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import html
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from tests.bench import bench_browser_search as ours

from gongbao.core.records import TaggedArticle

_SHOWN = 10  # results that are shown first
_OURS, _TYPED, _QUOTED = "this project", "Pagefind, as typed", "Pagefind, in quotation marks"

_PAGE = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{title}</title>'
    "<main data-pagefind-body>{main}</main>"
)
_FIND_OURS = """async (query) => {
    const answer = await gongbaoSearch.search('"' + query.replaceAll('"', '""') + '"', { counts: false });
    window.answer = answer;
    return answer.hits.map((hit) => hit.number);
}"""
_SHOW_OURS = "async (count) => { await gongbaoSearch.documents(answer.hits.slice(0, count).map((hit) => hit.number)) }"
_START_OURS = "async () => { await gongbaoSearch.store.dates(await gongbaoSearch.store.manifest()) }"
_FIND_PAGEFIND = """async (query) => {
    window.answer = await pagefind.search(query);
    return answer.results.map((result) => result.id);
}"""
_SHOW_PAGEFIND = """async (count) => {
    await Promise.all(answer.results.slice(0, count).map((result) => result.data()));
}"""
_START_PAGEFIND = """async () => {
    window.pagefind = await import("/pagefind/pagefind.js");
    await pagefind.init();
}"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: where, how it is started, asked and shown, and what a result is called."""

    name: str
    page: str
    start: str
    find: str
    show: str
    written: Callable[[str], str]
    number: Callable[[Any], int]


@dataclass(slots=True)
class Figures:
    """What was measured of one way, a figure for each query."""

    start_bytes: list[float]
    start_ms: list[float]
    find_bytes: list[float]
    find_ms: list[float]
    show_bytes: list[float]
    show_ms: list[float]
    right: int = 0
    given: int = 0


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files and counts their bytes."""

    sent = 0

    def copyfile(self, source: Any, outputfile: Any) -> None:
        _Counting.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, *arguments: Any) -> None:
        pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pagefind", default="", help="path of Pagefind's program")
    parser.add_argument("--write", type=Path, default=None, help=argparse.SUPPRESS)  # in a process of its own
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, ours.SHARED_ITEMS])
    arguments = parser.parse_args()
    if arguments.write:
        ours.build(arguments.sizes[0], arguments.write)
        return
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            compare(size, Path(temporary), arguments.pagefind or shutil.which("pagefind") or "pagefind")


def compare(size: int, folder: Path, program: str) -> None:
    """Build both indexes of so many articles, ask both, print a table."""
    print(f"| {size:,} articles | seconds | processor | memory | index, files | index, MB |\n|---|---|---|---|---|---|")
    write_pages(size, folder)
    command = [sys.executable, "-m", "tests.bench.browser_search_pagefind", "--write", str(folder), str(size)]
    _print_build("this project", command, folder / "search")
    _print_build("Pagefind", [program, "--site", str(folder), "--silent"], folder / "pagefind")
    numbers = pagefind_numbers(folder / "pagefind")
    queries = ours.sample_queries(tagged for n, tagged in enumerate(ours.read_articles(size)) if n % 20 == 0)
    truth = ours.holders(queries, ours.read_articles(size))
    ours.add_scripts(folder)
    ways = (
        Way(_OURS, "index.html", _START_OURS, _FIND_OURS, _SHOW_OURS, str, int),
        Way(_TYPED, "bare.html", _START_PAGEFIND, _FIND_PAGEFIND, _SHOW_PAGEFIND, str, numbers.__getitem__),
        Way(_QUOTED, "bare.html", _START_PAGEFIND, _FIND_PAGEFIND, _SHOW_PAGEFIND, '"{}"'.format, numbers.__getitem__),
    )
    answer = functools.partial(_Counting, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ours.FLAGS)
        address = f"http://127.0.0.1:{server.server_port}"
        print(f"\n| {len(queries)} strings | recall | precision | start | find | find, 95 of 100 | show ten |")
        print("|---|---|---|---|---|---|---|")
        found = {way.name: Figures([], [], [], [], [], []) for way in ways}
        for query, held in zip(queries, truth, strict=True):
            for way in ways:  # in turn, so that what else the machine does burdens all alike
                ask(browser, address, way, query, held, found[way.name])
        for name, figures in found.items():
            _print_way(name, figures, sum(map(len, truth)))
        browser.close()
        server.shutdown()
    print()


def write_pages(size: int, folder: Path) -> None:
    """A page for each article, and bare ones to search from."""
    for number, tagged in enumerate(ours.read_articles(size)):
        path = folder / "articles" / f"{number // 1000:03d}" / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page_of(tagged), encoding="utf-8")
    (folder / "bare.html").write_text("<!doctype html><meta charset=utf-8>", encoding="utf-8")


def _page_of(tagged: TaggedArticle) -> str:
    article = tagged.article
    names = "".join(f"<p>{html.escape(credit.name)}</p>" for credit in article.byline)
    paragraphs = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in article.paragraphs)
    labels = "".join(
        f'<meta data-pagefind-filter="{tag.facet}[content]" content="{tag.label}">' for tag in tagged.annotations.tags
    )
    title = html.escape(article.headline)
    return _PAGE.format(title=title, main=f"<h1>{title}</h1>{names}{paragraphs}{labels}")


def _print_build(name: str, command: Sequence[str], index: Path) -> None:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    seconds, worked = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    files = [path.stat().st_size for path in index.rglob("*") if path.is_file()]
    memory = usage.ru_maxrss / 1024
    print(f"| {name} | {seconds:.1f} | {worked:.1f} | {memory:.0f} MB | {len(files):,} | {sum(files) / 1e6:.1f} |")


def pagefind_numbers(index: Path) -> dict[str, int]:
    """The number of the article behind each of Pagefind's results, from its own files."""
    numbers = {}
    for path in (index / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes())
        url = json.loads(data[data.index(b"{") :])["url"]
        numbers[path.name.removesuffix(".pf_fragment")] = int(Path(url).stem)
    return numbers


def ask(browser: Browser, address: str, way: Way, query: str, held: Sequence[int], figures: Figures) -> None:
    """One query in a browser context of its own, whose cache is empty."""

    def measured(script: str, argument: object = None) -> tuple[Any, float, float]:
        before, began = _Counting.sent, time.perf_counter()
        result = page.evaluate(script, argument)
        return result, _Counting.sent - before, 1000 * (time.perf_counter() - began)

    with browser.new_context() as context:
        before = _Counting.sent
        page = context.new_page()
        page.goto(f"{address}/{way.page}")
        loaded = _Counting.sent - before
        _, sent, took = measured(way.start)
        figures.start_bytes.append(loaded + sent)
        figures.start_ms.append(took)
        found, sent, took = measured(way.find, way.written(query))
        figures.find_bytes.append(sent)
        figures.find_ms.append(took)
        _, sent, took = measured(way.show, _SHOWN)
        figures.show_bytes.append(sent)
        figures.show_ms.append(took)
    numbers = {way.number(one) for one in found}
    figures.right += len(numbers & set(held))
    figures.given += len(numbers)


def _print_way(name: str, figures: Figures, held: int) -> None:
    def both(sent: Sequence[float], took: Sequence[float], share: float = 0.5) -> str:
        return f"{_quantile(sent, share) / 1000:.0f} kB, {_quantile(took, share):.0f} ms"

    recall, precision = figures.right / held, figures.right / max(1, figures.given)
    print(
        f"| {name} | {recall:.4f} | {precision:.4f} | {both(figures.start_bytes, figures.start_ms)}"
        f" | {both(figures.find_bytes, figures.find_ms)} | {both(figures.find_bytes, figures.find_ms, 0.95)}"
        f" | {both(figures.show_bytes, figures.show_ms)} |"
    )


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
