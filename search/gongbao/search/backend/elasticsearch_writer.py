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
_UNDER_WAY = 2  # batches waiting or being written: what a slow server holds up is this process, not its memory
_ATTEMPTS = 8  # of a document that the server had no room for
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30
_TOLD = 3  # refused documents that are named
_TOLD_CHARACTERS = 160  # of a reason; the server quotes the text


def write(client: Elasticsearch, actions: Iterable[Action]) -> int:
    """Send the actions in their order and return how many changed something (a deletion of what was not there did not).

    What the server has no room for is sent again, later and later. Raises SearchError with the first
    documents that it refused and why; all others are written.
    """
    remaining = iter(actions)
    under_way: deque[Future[_Outcome]] = deque()
    outcome = _Outcome()
    with ThreadPoolExecutor(1, "bulk") as pool:
        try:
            while batch := list(islice(remaining, BATCH)):
                if len(under_way) == _UNDER_WAY:
                    outcome.add(under_way.popleft().result())
                under_way.append(pool.submit(_send, client, batch))
            while under_way:
                outcome.add(under_way.popleft().result())
        finally:
            for batch_under_way in under_way:
                batch_under_way.cancel()
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
