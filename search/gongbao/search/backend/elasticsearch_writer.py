"""Documents to the server in bulk: prepared here while the server writes, no faster than it can take them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from gongbao.core.errors import SearchError

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

Action = dict[str, Any]
BATCH = 250  # documents of one request, about 4 MB of them
_MOST_BYTES = 16_777_216  # of one request; a server refuses 100 MB
_STREAMS = 2  # requests at once: a shard is written by as many threads as requests come for it
_UNDER_WAY = 3  # batches waiting or being written: what a slow server holds up is this process, not its memory
_ATTEMPTS = 8  # of a document that the server had no room for
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30
_TOLD = 3  # refused documents that are named
_TOLD_CHARACTERS = 160  # of a reason; the server quotes the text


def write(client: Elasticsearch, actions: Iterable[Action]) -> int:
    """Send the actions, those of one article in their order, and return how many changed something.

    A deletion of what was not there changes nothing, and is no error.
    What the server has no room for is sent again, later and later. Raises SearchError with the first
    documents that it refused and why; all others are written.
    """
    remaining = iter(actions)
    under_way: deque[tuple[frozenset[str], Future[_Outcome]]] = deque()
    outcome = _Outcome()
    with ThreadPoolExecutor(_STREAMS, "bulk") as pool:
        try:
            while batch := list(islice(remaining, BATCH)):
                ids = frozenset(action["_id"] for action in batch)
                # Of one article the later action must come later, so that it waits for the earlier one.
                while len(under_way) == _UNDER_WAY or any(ids & others for others, _ in under_way):
                    outcome.add(under_way.popleft()[1].result())
                under_way.append((ids, pool.submit(_send, client, batch)))
            while under_way:
                outcome.add(under_way.popleft()[1].result())
        finally:
            for _, waiting in under_way:
                waiting.cancel()
    if outcome.refused:
        told = "；".join(islice(outcome.refused, _TOLD))
        raise SearchError(
            f"有 {len(outcome.refused)} 篇没有写进索引（{told}）：其余的已经写进去了；"
            "请看 Elasticsearch 的日志，再运行一次。"
        )
    return outcome.changed


class _Outcome:
    def __init__(self) -> None:
        self.changed = 0
        self.refused: list[str] = []

    def add(self, other: _Outcome) -> None:
        self.changed += other.changed
        self.refused += other.refused


def _send(client: Elasticsearch, batch: list[Action]) -> _Outcome:
    from elasticsearch import helpers

    sent = helpers.streaming_bulk(
        client,
        batch,
        chunk_size=BATCH,
        max_chunk_bytes=_MOST_BYTES,
        max_retries=_ATTEMPTS,
        initial_backoff=_FIRST_PAUSE_SECONDS,
        max_backoff=_LONGEST_PAUSE_SECONDS,
        raise_on_error=False,
    )
    outcome = _Outcome()
    for done, result in sent:
        name, item = next(iter(result.items()))
        if done:
            outcome.changed += 1
        elif not (name == "delete" and item.get("status") == 404):
            outcome.refused.append(f"{item.get('_id')}：{_why(item)}")
    return outcome


def _why(item: Mapping[str, Any]) -> str:
    error = item.get("error", {})
    return (
        f"{error.get('type')} {str(error.get('reason'))[:_TOLD_CHARACTERS]}"
        if isinstance(error, Mapping)
        else str(error)
    )


def deletions(index: str, ids: Iterable[str]) -> Iterator[Action]:
    """The actions that take articles out."""
    return ({"_op_type": "delete", "_index": index, "_id": article_id} for article_id in ids)
