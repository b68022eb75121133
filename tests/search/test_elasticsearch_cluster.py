"""Three nodes with copies: the master is killed and then another, while one thread writes and two search all the while.

What was measured is told in one line at the end; docs/decisions/0009-elasticsearch-cluster.md has such lines.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from elasticsearch import ApiError, Elasticsearch, TransportError
from scripts.elasticsearch_server import Cluster

from gongbao.core.errors import SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import SearchBackend, Server, open_backend

MakeArticle = Callable[..., TaggedArticle]
Attempt = Callable[[], None]
Answer = TypeVar("Answer")

NODES = frozenset({"n0", "n1", "n2"})
SHARDS = 3
BATCH = 5  # articles written at once
PAUSE_SECONDS = 0.05  # of a thread between two calls
CALM_SECONDS, CALM_CALLS = 3.0, 10  # for which all go on without a failure before the next step
# A query fails at most as long as the living nodes take to agree, and this: on a machine under load the one that finds
# all well again is itself slow. No answer takes longer than they and twice this, so that none hung on the dead node.
MARGIN_SECONDS = 5.0
PATIENCE_SECONDS = 120.0  # with anything, before the test gives up
NEVER = float("inf")


@dataclass(frozen=True)
class Call:
    """Something done, from when it was first tried to when it succeeded."""

    begin: float  # monotonic seconds
    end: float
    failures: int = 0  # before it succeeded

    @property
    def seconds(self) -> float:
        return self.end - self.begin


class Caller:
    """Does one thing again and again, and each time until it succeeds."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.sentences: list[str] = []  # what the failures said

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(PAUSE_SECONDS):
            self.calls.append(self._call(self.next_attempt(), stop))

    def next_attempt(self) -> Attempt:
        raise NotImplementedError

    def is_calm_since(self, moment: float) -> bool:
        last = self.calls[-CALM_CALLS:]
        return len(last) == CALM_CALLS and all(call.begin > moment and not call.failures for call in last)

    def _call(self, attempt: Attempt, stop: threading.Event) -> Call:
        begin, failures = time.monotonic(), 0
        while True:
            try:
                attempt()
            except SearchError as error:
                failures += 1
                self.sentences.append(str(error))
                if stop.wait(PAUSE_SECONDS):
                    return Call(begin, NEVER, failures)
            else:
                return Call(begin, time.monotonic(), failures)


class Writer(Caller):
    """Writes batch after batch. What the index has taken is acknowledged; what it refused is written again."""

    def __init__(self, index: SearchBackend, make: MakeArticle) -> None:
        super().__init__()
        self._index = index
        self._make = make
        self.batches = 0  # acknowledged
        self.ids: list[str] = []  # of the articles in them

    def next_attempt(self) -> Attempt:
        return self.attempt(self._index.index)

    def attempt(self, write: Callable[[Sequence[TaggedArticle]], int]) -> Attempt:
        number = self.batches
        articles = [self._make(f"{number}-{order}", f"工会第{number}批", f"第{order}件事。") for order in range(BATCH)]

        def attempt() -> None:
            assert write(articles) == BATCH
            self.ids += [tagged.article.id for tagged in articles]
            self.batches += 1

        return attempt


class Searcher(Caller):
    """Asks what must be found by now, and keeps the answers that were wrong."""

    def __init__(self, index: SearchBackend, ask: Callable[[], tuple[str, int]]) -> None:
        super().__init__()
        self._index = index
        self._ask = ask
        self.wrong: list[str] = []

    def next_attempt(self) -> Attempt:
        query, least = self._ask()

        def attempt() -> None:
            total = self._index.search(query).total
            if total < least:
                self.wrong.append(f"{query}: {total} of {least}")

        return attempt


@dataclass(frozen=True)
class Kill:
    """One node's end, and how long the others took to agree on a master and on that it is gone."""

    node: str
    event: str  # in words
    begin: float
    agreed_seconds: float


class Nodes:
    """The cluster as each of its nodes sees it."""

    def __init__(self, cluster: Cluster, stack: ExitStack) -> None:
        self._cluster = cluster
        self.urls = cluster.urls
        self._client = stack.enter_context(Elasticsearch(list(self.urls), request_timeout=PATIENCE_SECONDS))
        self._each = {
            f"n{order}": stack.enter_context(Elasticsearch(url, request_timeout=2, max_retries=0))
            for order, url in enumerate(self.urls)
        }

    def master(self, nodes: frozenset[str] = NODES) -> str:
        """The master on which these agree, once they also agree that they are all."""

        def agreed() -> str:
            views = {self._view(node) for node in nodes}
            master, seen = views.pop()
            return master if not views and master in seen == nodes else ""

        return await_true(agreed, "the nodes agree on a master", 0.02)

    def kill(self, node: str) -> Kill:
        was_master, begin = node == self.master(), time.monotonic()
        self._cluster.kill(int(node[1:]))
        master = self.master(NODES - {node})
        agreed_seconds = time.monotonic() - begin
        event = f"master {node} killed, {master} elected" if was_master else f"{node} killed, noticed"
        return Kill(node, event, begin, agreed_seconds)

    def restart(self, node: str) -> None:
        """Return when it is back and every shard has its copy again."""
        self._cluster.restart(int(node[1:]))
        self.await_status("green")

    def await_status(self, status: str) -> None:
        self._client.cluster.health(wait_for_status=status, timeout=f"{PATIENCE_SECONDS - 10:.0f}s")

    def copies(self) -> list[list[int]]:
        """Per shard how many documents each of its copies holds."""
        self._client.indices.refresh()
        (index,) = self._client.indices.stats(metric="docs", level="shards")["indices"].values()
        return [[copy["docs"]["count"] for copy in shard] for shard in index["shards"].values()]

    def _view(self, node: str) -> tuple[str, frozenset[str]]:
        """The master and all nodes as one node has it; nothing when it knows no master or does not answer."""
        try:
            state = self._each[node].cluster.state(metric="master_node,nodes", local=True)
        except (ApiError, TransportError):
            return "", frozenset()
        names = {identity: str(each["name"]) for identity, each in state["nodes"].items()}
        return names.get(state["master_node"], ""), frozenset(names.values())


def await_true(ask: Callable[[], Answer], what: str, every_seconds: float = 0.1) -> Answer:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"after {PATIENCE_SECONDS:.0f} seconds it is still not so that {what}"
        time.sleep(every_seconds)
    return answer


def await_calm(callers: Sequence[Caller]) -> None:
    """Return when all have gone on well for a while from now."""
    begin = time.monotonic()
    time.sleep(CALM_SECONDS)
    await_true(lambda: all(caller.is_calm_since(begin) for caller in callers), "writing and searching go on well")


@contextmanager
def calling(callers: Sequence[Caller]) -> Iterator[None]:
    """All call in threads of their own while the block runs; an error of theirs is raised at its end."""
    stop = threading.Event()
    with ThreadPoolExecutor(len(callers)) as pool:
        running = [pool.submit(caller.run, stop) for caller in callers]
        try:
            yield
        finally:
            stop.set()
            for each in running:
                each.result()


def kill_and_restart(nodes: Nodes, victim: str, callers: Sequence[Caller]) -> Kill:
    """Kill a node, see that all goes on without it, bring it back and see that all still goes on."""
    kill = nodes.kill(victim)
    nodes.await_status("yellow")
    await_calm(callers)
    nodes.restart(victim)
    await_calm(callers)
    return kill


def slowest(calls: Sequence[Call]) -> float:
    return max((call.seconds for call in calls), default=0.0)


class Aftermath:
    """What a kill did, from then to the next kill."""

    def __init__(self, kill: Kill, until: float, writer: Writer, searchers: Sequence[Searcher]) -> None:
        def during(calls: Sequence[Call]) -> list[Call]:
            return [call for call in calls if call.end > kill.begin and call.begin < until]

        self.kill = kill
        self.searches = [call for searcher in searchers for call in during(searcher.calls)]
        self.failed = [call for call in self.searches if call.failures]
        self.writing = during(writer.calls)
        self.standstills = during([Call(before.end, after.end) for before, after in pairwise(writer.calls)])

    def __str__(self) -> str:
        refused = sum(call.failures for call in self.writing)
        return (
            f"{self.kill.event} after {self.kill.agreed_seconds:.2f} s, {len(self.failed)} of {len(self.searches)} "
            f"queries failed for at most {slowest(self.failed):.2f} s (slowest answer {slowest(self.searches):.2f} s), "
            f"writing stood still for at most {slowest(self.standstills):.2f} s ({refused} refusals)"
        )


@pytest.fixture
def nodes(caplog: pytest.LogCaptureFixture) -> Iterator[Nodes]:
    caplog.set_level("ERROR", "elastic_transport")  # it warns at each call that comes upon the dead node
    with ExitStack() as stack:
        yield Nodes(stack.enter_context(Cluster(nodes=len(NODES), quick=True)), stack)


@pytest.mark.slow
def test_a_killed_node_takes_no_acknowledged_article_along_and_no_query_fails_beyond_the_election(
    nodes: Nodes, segmenter: Segmenter, make: MakeArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Server(urls=nodes.urls, shards=SHARDS, replicas=1)
    index, *own = (open_backend("elasticsearch", Path(), segmenter, server=server) for _ in range(4))
    writer = Writer(own[0], make)
    total = Searcher(own[1], lambda: ("工会", len(writer.ids)))
    newest = Searcher(own[2], lambda: (f'"第{writer.batches - 1}批"', BATCH))
    callers = [writer, total, newest]
    writer.attempt(index.rebuild)()
    nodes.await_status("green")
    with calling(callers):
        await_calm(callers)
        first = kill_and_restart(nodes, nodes.master(), callers)
        second = kill_and_restart(nodes, min(NODES - {first.node, nodes.master()}), callers)
    found = index.indexed_versions().keys() & set(writer.ids)

    periods = [(first, second.begin), (second, NEVER)]
    aftermaths = [Aftermath(kill, until, writer, [total, newest]) for kill, until in periods]
    told = "; ".join([*map(str, aftermaths), f"{len(writer.ids)} articles acknowledged, {len(found)} found"])
    with capsys.disabled():  # standard error, since workers of a run have no other way to the terminal
        sys.stderr.write(f"\n{told}\n")

    assert set(writer.ids) - found == set()
    assert len(writer.ids) <= index.count() <= len(writer.ids) + BATCH  # the last batch may have been on its way
    assert total.wrong + newest.wrong == []
    assert [one - other for one, other in nodes.copies()] == [0] * SHARDS
    for aftermath in aftermaths:
        agreed = aftermath.kill.agreed_seconds
        assert slowest(aftermath.failed) <= agreed + MARGIN_SECONDS, total.sentences + newest.sentences
        assert slowest(aftermath.searches) <= agreed + 2 * MARGIN_SECONDS
