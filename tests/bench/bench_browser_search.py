"""Measures the browser search: what it loads, how long it takes, and that it finds what is there and nothing else.

Run with ``python tests/bench/bench_browser_search.py [ARTICLES]``. It reads data/xwlb.jsonl.xz in the
folder that GONGBAO_SHARED names, and makes text up where that is not there.
"""

from __future__ import annotations

import functools
import http.server
import json
import lzma
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from gongbao.core.annotations import Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.core.records import Article, Credit, TaggedArticle
from gongbao.site.search_index import write_search

QUERIES = int(os.environ.get("GONGBAO_QUERIES", "300"))
SHARED_ITEMS = 19_594  # in xwlb.jsonl.xz; where more are asked for, they are recombined
Item = tuple[IssueDate, str, tuple[str, ...]]
ASSETS = Path(__file__).parents[2] / "site" / "gongbao" / "site" / "assets"
SCRIPTS = ("text", "store", "period", "query", "match", "engine", "snippet")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# Labels and names are made up, about as many as a union paper's articles bear, so that facets weigh what they will.
LABELS = {"district": (18, 1.0), "campaign": (22, 0.7), "activity": (20, 1.2)}
NAMES = 300

MEASURE = """async (query) => {
  performance.clearResourceTimings();
  const began = performance.now();
  const answer = await gongbaoSearch.search(query, { counts: false });
  const found = performance.now();
  const entries = performance.getEntriesByType("resource");
  const loaded = entries.reduce((sum, entry) => sum + entry.decodedBodySize, 0);
  await gongbaoSearch.documents(answer.hits.slice(0, 10).map((hit) => hit.number));
  const shown = performance.now();
  const all = performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.decodedBodySize, 0);
  await answer.countFacets();
  const numbers = answer.hits.map((hit) => hit.number).sort((one, other) => one - other);
  return {
    numbers, files: entries.length, find_ms: found - began, find_bytes: loaded, show_ms: shown - found,
    show_bytes: all - loaded, count_ms: performance.now() - shown,
  };
}"""


def read_articles(limit: int) -> Iterator[TaggedArticle]:
    """The archive's articles, with labels and names added at random but the same every time."""
    chance = random.Random(1)
    for number, (date, headline, paragraphs) in enumerate(_items(limit)):
        tags = tuple(
            Tag(facet, f"{facet}{chance.randrange(size)}", 1.0, Status.SET, Origin.RULE)
            for facet, (size, mean) in LABELS.items()
            for _ in range(int(mean + chance.random()))
        )
        byline = (Credit(f"记者{chance.randrange(NAMES)}", "记者"),)
        tagged = TaggedArticle(Article(headline, paragraphs, byline=byline, date=date, id=str(number)))
        yield TaggedArticle(tagged.article, type(tagged.annotations)(tags=tags))


def _items(limit: int) -> Iterator[Item]:
    shared = os.environ.get("GONGBAO_SHARED")
    if shared:
        stored: list[Item] = []
        read = 0
        with lzma.open(Path(shared) / "data" / "xwlb.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in islice(lines, limit):
                item = json.loads(line)
                date = IssueDate(int(item["date"][:4]), int(item["date"][4:6]), int(item["date"][6:]))
                kept = (date, item["title"], tuple(part for part in item["text"].split("\n") if part))
                if limit > SHARED_ITEMS:
                    stored.append(kept)
                read += 1
                yield kept
        if stored:
            yield from _recombined(stored, limit - read)
        return
    chance = random.Random(2)
    alphabet = [chr(0x4E00 + int(2_500 * chance.random() ** 2.5)) for _ in range(20_000)]
    for number in range(limit):
        text = "".join(chance.choices(alphabet, k=500))
        yield IssueDate(2000 + number * 20 // limit, 1 + number % 12), text[:20], (text[20:240], text[240:])


def _recombined(stored: list[Item], count: int) -> Iterator[Item]:
    """More articles than there are: each of the halves of two."""
    chance = random.Random(3)
    for _ in range(count):
        (date, headline, first), (_, _, second) = chance.choices(stored, k=2)
        yield date, headline, first[: len(first) // 2 + 1] + second[len(second) // 2 + 1 :]


def sample_queries(articles: Iterator[TaggedArticle]) -> list[str]:
    """Strings of one to eight characters out of articles taken at random, some recombined so that few hold them."""
    chance = random.Random(4)
    chosen = [normalise(chance.choice([tagged.article.headline, *tagged.article.paragraphs])) for tagged in articles]
    queries: list[str] = []
    while len(queries) < QUERIES:
        length = 1 + len(queries) % 8
        text = chance.choice(chosen)
        start = chance.randrange(max(1, len(text) - length))
        query = text[start : start + length].strip()
        if query:
            queries.append(query)
    return queries


def holders(queries: list[str], articles: Iterator[TaggedArticle]) -> list[list[int]]:
    """The truth: every field of every article searched as plain text."""
    found: list[list[int]] = [[] for _ in queries]
    for number, tagged in enumerate(articles):
        article = tagged.article
        names = "\n".join(credit.name for credit in article.byline)
        text = "\n".join(normalise(field) for field in (article.headline, *article.paragraphs, names))
        for query, numbers in zip(queries, found, strict=True):
            if query in text:
                numbers.append(number)
    return found


def build(limit: int, folder: Path) -> None:
    """Write the index and print its figures; run in a process of its own, so that memory is the index's alone."""
    sizes: dict[str, list[int]] = {}

    def write(path: str, content: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        sizes.setdefault(path.split("/")[1].removesuffix(".js"), []).append(len(content))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, processor = time.perf_counter(), time.process_time()
    write_search(lambda: read_articles(limit), lambda article: f"articles/{article.id}.html", write)
    seconds, worked = time.perf_counter() - began, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"build with reading: {seconds:.1f} s, {worked:.1f} s of processor")
    print(f"  memory: {memory / 1024:.0f} MB at most, {before / 1024:.0f} MB before")
    for kind, files in sizes.items():
        print(f"  {kind}: {len(files)} files, {sum(files):,} bytes, largest {max(files):,}")


def _serve(folder: Path) -> str:
    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def add_scripts(folder: Path) -> None:
    """The engine's scripts, and a page that loads them."""
    scripts = "".join(f'<script src="assets/search-{name}.js"></script>' for name in SCRIPTS)
    (folder / "assets").mkdir(exist_ok=True)
    for name in SCRIPTS:
        (folder / "assets" / f"search-{name}.js").write_bytes((ASSETS / f"search-{name}.js").read_bytes())
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8")


def _page(folder: Path, address: str, browser: Any) -> Page:
    add_scripts(folder)
    page: Page = browser.new_page()
    page.goto(f"{address}/index.html")
    return page


def _quantiles(name: str, values: list[float], unit: str) -> None:
    ordered = sorted(values)
    median, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"  {name}: median {median:,.1f} {unit}, 95 of 100 under {high:,.1f} {unit}, most {ordered[-1]:,.1f} {unit}")


def measure(limit: int, folder: Path) -> None:
    """Ask every query in a page of its own cache, and compare with the truth."""
    chance = random.Random(5)
    queries = sample_queries(tagged for tagged in read_articles(limit) if chance.random() < 0.05)
    truth = holders(queries, read_articles(limit))
    address = _serve(folder)
    measured = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for query in queries:
            page = _page(folder, address, browser)
            page.evaluate(
                "async () => { const m = await gongbaoSearch.store.manifest(); await gongbaoSearch.store.dates(m) }"
            )
            measured.append(page.evaluate(MEASURE, '"' + query.replace('"', '""') + '"'))
            page.close()
        browser.close()
    right = sum(len({*one["numbers"]} & {*numbers}) for one, numbers in zip(measured, truth, strict=True))
    held = sum(map(len, truth))
    given = sum(len(one["numbers"]) for one in measured)
    print(f"{len(queries)} strings: recall {right / held:.5f}, precision {right / given:.5f}, {held:,} hits")
    for key, unit in (
        ("find_bytes", "B"),
        ("files", "files"),
        ("find_ms", "ms"),
        ("show_bytes", "B"),
        ("show_ms", "ms"),
        ("count_ms", "ms"),
    ):
        _quantiles(key, [one[key] for one in measured], unit)
    for length in range(1, 9):
        bytes_of = [one["find_bytes"] for query, one in zip(queries, measured, strict=True) if len(query) == length]
        _quantiles(f"find_bytes of {length} characters", bytes_of, "B")


if __name__ == "__main__":
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 19_594
    if len(sys.argv) > 2:
        build(articles, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as built:
            subprocess.run([sys.executable, __file__, str(articles), built], check=True)
            measure(articles, Path(built))
