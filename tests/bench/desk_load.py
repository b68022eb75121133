"""``make bench-desk``: requests a second and latency of a real desk, over loopback, by one client and by sixteen.

Suggestions are asked for stories made of the second halves of two items, with what was printed before; searches are the
mix of ``tests.bench.search_queries`` with three facets and twenty hits; articles are drawn anywhere in the archive.
Desk and clients share the machine. Prints Markdown.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

import psutil
from tests.bench.corpus import REAL_ITEMS, Item, is_real, items
from tests.bench.prepared_corpus import pieces
from tests.bench.search_queries import query_mix
from tests.bench.site_articles import fill_store
from tests.commands import COMMAND

from gongbao import pipeline
from gongbao.core.store.accounts import Role
from gongbao.core.words import load_segmenter
from gongbao.desk.sessions import digest, new_token
from gongbao.project import Project

CLIENTS = (1, 16)
STARTED_WITHIN = 180  # seconds
_ACCOUNT = "bench"
FACETS = "&facets=district&facets=campaign&facets=activity"

Asked = tuple[str, str, bytes]  # method, address, body


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=None, help="folder with data/xwlb.jsonl.xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--requests", type=int, default=600, help="of each kind, by each number of clients")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="of the desk (desk.workers)")
    parser.add_argument("--keep", type=Path, default=None, help="folder in which archives stay for the next run")
    arguments = parser.parse_args()
    stock = items(arguments.shared, REAL_ITEMS)
    print(f"Text: {'real broadcast news items' if is_real(arguments.shared) else 'generated items'}, recombined.\n")
    print("| articles | processes | request | clients | requests/s | median ms | p95 ms | slowest ms | failed |")
    print("|---:|---:|---|---:|---:|---:|---:|---:|---:|", flush=True)
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (arguments.keep or Path(temporary)) / str(size)
            if not folder.exists():
                half = folder.with_name(f"{size}.half")  # one that was cut off is never measured
                fill(half, stock, size)
                half.rename(folder)
            for processes in arguments.processes:
                measure(folder, stock, arguments.requests, processes)


def fill(folder: Path, stock: Sequence[Item], size: int) -> None:
    """Make an archive of so many articles, with its index."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    project = Project(folder)
    fill_store(project.store, list(stock), size)
    pipeline.link(project)
    project.store.forget_taggers()
    with project.store._writing() as connection:
        from gongbao.core.store import schema

        connection.execute(schema.article.update().values(tagger=project.tagger_fingerprint))
    pipeline.index(project)
    project.store.accounts.add(_ACCOUNT, Role.EDITOR, "-")
    project.store.close()


def measure(folder: Path, stock: Sequence[Item], count: int, processes: int) -> None:
    """A desk of so many processes on such an archive."""
    project = Project(folder)
    size = project.store.counts().published
    token = new_token()
    project.store.accounts.add_token(_ACCOUNT, token[-20:], digest(token))
    asked = {
        "search": list(searches(stock, count)),
        "suggest": list(suggestions(stock, count)),
        "article": list(article_pages(project, count)),
    }
    project.store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "-C", str(folder), "desk", "--port", str(port)]
    environment = os.environ | {"GONGBAO_DESK_WORKERS": str(processes)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as desk:
        try:
            _wait_for(port)
            wait_until_idle(desk.pid)
            for kind, requests in asked.items():
                _load(port, token, requests[: 20 * processes], 2 * processes)  # what is loaded at the first request
                for clients in CLIENTS:
                    row = f"{size:,} | {processes} | {kind} | {clients}"
                    print_row(row, *_load(port, token, requests, clients))
        finally:
            desk.terminate()


def searches(stock: Sequence[Item], count: int) -> Iterator[Asked]:
    """What editors ask."""
    for query in query_mix(pieces(list(stock[:2_000]), load_segmenter()), count):
        yield "GET", f"/api/search?q={quote(query)}{FACETS}", b""


def suggestions(stock: Sequence[Item], count: int) -> Iterator[Asked]:
    """Stories as reporters paste them."""
    chance = random.Random(5)
    for _ in range(count):
        one, other = chance.choice(stock), chance.choice(stock)
        text = "\n".join((one.headline, *one.paragraphs[len(one.paragraphs) // 2 :], *other.paragraphs[-3:]))
        yield "POST", "/api/suggest", json.dumps({"text": text, "date": one.date}).encode()


def article_pages(project: Project, count: int) -> Iterator[Asked]:
    """Pages that show an article with its tags."""
    names = sorted(project.store.stamps())
    for name in random.Random(6).choices(names, k=count):
        yield "GET", f"/articles/{quote(name)}", b""


def _load(port: int, token: str, asked: Sequence[Asked], clients: int) -> tuple[float, list[float], int]:
    """(requests a second, seconds of each in order of size, how many failed)."""
    shares = [list(islice(asked, start, None, clients)) for start in range(clients)]
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(_ask_all, cycle([port]), cycle([token]), shares))
    lasted = time.perf_counter() - began
    times = sorted(seconds for answer in answers for seconds, _ in answer)
    failed = sum(status != 200 for answer in answers for _, status in answer)
    return len(asked) / lasted, times, failed


def _ask_all(port: int, token: str, asked: Sequence[Asked]) -> list[tuple[float, int]]:
    """(seconds, status) of each request, one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    found = []
    for method, address, body in asked:
        began = time.perf_counter()
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        answer.read()
        found.append((time.perf_counter() - began, answer.status))
    connection.close()
    return found


def print_row(what: str, rate: float, times: Sequence[float], failed: int) -> None:
    """One line of the table."""
    median, slowest = statistics.median(times), times[-1]
    p95 = times[int(len(times) * 0.95)]
    figures = " | ".join(f"{seconds * 1000:.0f}" for seconds in (median, p95, slowest))
    print(f"| {what} | {rate:.0f} | {figures} | {failed} |", flush=True)


def wait_until_idle(pid: int) -> None:
    """All processes of the desk have loaded what they load at their start, some of them after the first answers."""
    spent = -1.0
    while (now := _processor_seconds(pid)) > spent + 0.05:
        spent = now
        time.sleep(1)


def _processor_seconds(pid: int) -> float:
    """What a process and those that it started have used."""
    desk = psutil.Process(pid)
    spent = (one.cpu_times() for one in (desk, *desk.children(recursive=True)))
    return sum(times.user + times.system for times in spent)


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/login")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the desk did not start")


if __name__ == "__main__":
    main()
