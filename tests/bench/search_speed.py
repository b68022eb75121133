"""``make bench-search`` and ``make bench-large``: both engines on the same articles, side by side in one run.

Documents a second are measured beside bare ``helpers.bulk`` with the same documents, latency over a mix
of a thousand queries with four facets and twenty hits each, by one client and by eight. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts.elasticsearch_server import Cluster
from tests.bench.corpus import REAL_ITEMS, is_real, items
from tests.bench.prepared_corpus import Piece, articles, characters_of, pieces
from tests.bench.search_queries import FACETS, query_mix

from gongbao.core.normal import PRINTED
from gongbao.core.words import load_segmenter
from gongbao.search import SearchBackend, Server, open_backend
from gongbao.search.backend.elasticsearch_mapping import document, mapping, settings

CLIENTS = 8
HITS = 20
BULK = "bare-bulk"
COLUMNS = (
    *("engine", "indexed/s", "× bare bulk", "bytes/character", "clients"),
    *("p50 ms", "p95 ms", "p99 ms", "slowest", "queries/s", "RSS MB"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=None, help="folder with data/xwlb.jsonl.xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[REAL_ITEMS, 100_000])
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--engines", nargs="+", default=["embedded", "elasticsearch"])
    parser.add_argument(
        "--without-bare", action="store_true", help="leave out the bare bulk that ours is compared with"
    )
    parser.add_argument("--heap", default="1g", help="of Elasticsearch")
    parser.add_argument("--ask", nargs=3, metavar=("ENGINE", "PLACE", "QUERIES"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ask:
        print(json.dumps(ask_all(*arguments.ask)))
        return
    print(f"Text: {'real broadcast news items' if is_real(arguments.shared) else 'generated items'}.\n")
    corpus = items(arguments.shared, min(max(arguments.sizes), REAL_ITEMS))
    stock = pieces(corpus, load_segmenter())
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="gongbao-bench-") as temporary:
            place = Path(temporary)
            bare = not arguments.without_bare
            measure(stock[:size], size, place, arguments.queries, arguments.heap, arguments.engines, bare=bare)


def measure(
    stock: Sequence[Piece], size: int, folder: Path, queries: int, heap: str, engines: Sequence[str], *, bare: bool
) -> None:
    """One size: index, then ask, the engines in turn."""
    characters = sum(map(characters_of, articles(stock, size)))
    asked = folder / "queries.json"
    asked.write_text(json.dumps(query_mix(stock, queries), ensure_ascii=False), encoding="utf-8")
    print(f"### {size:,} articles, {characters / 1e6:.0f} million characters\n")
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    if "embedded" in engines:
        place = str(folder / "embedded")
        seconds = timed(lambda: opened("embedded", place)._rebuild(articles(stock, size)))
        stored = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
        for clients in (1, CLIENTS):
            figures = ask("embedded", place, asked, clients)
            print_row("embedded", size / seconds, "", stored / characters, clients, figures, None)
    if "elasticsearch" in engines:
        with Cluster(heap=heap) as cluster:
            place = cluster.urls[0]
            beside = timed(lambda: fill_bare(place, stock, size)) if bare else 0.0
            seconds = timed(lambda: opened("elasticsearch", place)._rebuild(articles(stock, size)))
            ratio = f"{beside / seconds:.2f}" if bare else "not run"
            server = connection(place)
            stored = server.indices.stats(index=index_of(server))["_all"]["primaries"]["store"]["size_in_bytes"]
            for clients in (1, CLIENTS):
                figures = ask("elasticsearch", place, asked, clients)
                memory = cluster.rss_bytes()
                print_row("elasticsearch", size / seconds, ratio, stored / characters, clients, figures, memory)
    print(flush=True)


def opened(engine: str, place: str) -> SearchBackend:
    """The engine at an address or in a folder."""
    server = Server(urls=(place if "://" in place else "http://localhost:9200",), timeout_seconds=600)
    return open_backend(engine, Path(place), load_segmenter(), PRINTED, server)


def connection(url: str) -> Any:
    """A client without anything of ours."""
    from elasticsearch import Elasticsearch

    return Elasticsearch(url, request_timeout=600)


def index_of(client: Any) -> str:
    """The index behind our alias."""
    return str(next(iter(client.indices.get_alias(name="gongbao").body)))


def fill_bare(url: str, stock: Sequence[Piece], size: int) -> None:
    """What the client's own helper does with the same documents."""
    from elasticsearch import helpers

    client = connection(url)
    client.indices.create(index=BULK, mappings=mapping("bare"), settings=settings(Server()))
    made = ({"_index": BULK, "_id": each.entry.id, "_source": document(each)} for each in articles(stock, size))
    helpers.bulk(client, made)
    client.indices.refresh(index=BULK)
    client.indices.delete(index=BULK)


def timed(work: Any) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ask(engine: str, place: str, asked: Path, clients: int) -> list[dict[str, Any]]:
    """Every client in a process of its own, each with its share of the queries."""
    queries = json.loads(asked.read_text(encoding="utf-8"))

    def client(number: int) -> dict[str, Any]:
        own = asked.with_name(f"queries-{number}.json")
        own.write_text(json.dumps(queries[number::clients], ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "tests.bench.search_speed", "--ask", engine, place, str(own)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return figures

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


def ask_all(engine: str, place: str, asked: str) -> dict[str, Any]:
    """One client's milliseconds, each query once, after a third of them to warm up."""
    queries = json.loads(Path(asked).read_text(encoding="utf-8"))
    backend = opened(engine, place)
    for query in queries[: max(1, len(queries) // 3)]:
        backend.search(query, limit=HITS, facets=FACETS)
    taken = []
    began = time.time()
    for query in queries:
        start = time.perf_counter()
        backend.search(query, limit=HITS, facets=FACETS)
        taken.append((time.perf_counter() - start) * 1000)
    slowest = max(range(len(taken)), key=taken.__getitem__)
    # Not getrusage: its peak begins at that of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = 1024 * int(status.partition("VmHWM:")[2].split()[0])
    return {"ms": taken, "slowest": queries[slowest], "peak_bytes": peak, "span": (began, time.time())}


def print_row(
    engine: str, rate: float, ratio: str, size: float, clients: int, figures: list[dict[str, Any]], rss: int | None
) -> None:
    """One row of the table; the embedded engine's memory is the client's own."""
    taken = sorted(_all_of(figures))
    seconds = max(each["span"][1] for each in figures) - min(each["span"][0] for each in figures)
    p50, p95, p99 = (taken[min(len(taken) - 1, int(len(taken) * part))] for part in (0.5, 0.95, 0.99))
    memory = rss if rss is not None else max(each["peak_bytes"] for each in figures)
    print(
        f"| {engine} | {rate:,.0f} | {ratio} | {size:.1f} | {clients} | {p50:.1f} | {p95:.1f} | {p99:.1f} "
        f"| {taken[-1]:.0f} | {len(taken) / seconds:,.0f} | {memory / 1e6:,.0f} |",
        flush=True,
    )


def _all_of(figures: list[dict[str, Any]]) -> Iterator[float]:
    for each in figures:
        yield from each["ms"]


if __name__ == "__main__":
    main()
