"""The engine for archives that outgrow one machine: Elasticsearch 8, on this machine or a cluster.

It is given prepared texts and asked the same clauses as the embedded engine, so that both find the
same. An index is made beside the one in use and takes its place at once (elasticsearch_indices.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from gongbao.core.errors import SearchError
from gongbao.core.normal import PRINTED, TextRule
from gongbao.core.words import Segmenter
from gongbao.search.backend import Server
from gongbao.search.backend.base import Found, RankedRecord, Request, SearchBackend
from gongbao.search.backend.elasticsearch_client import (
    LostStateError,
    MissingIndexError,
    check_version,
    connect,
    server_errors,
)
from gongbao.search.backend.elasticsearch_indices import Indices
from gongbao.search.backend.elasticsearch_mapping import document
from gongbao.search.backend.elasticsearch_ranking import ranked, read_counts, search_body
from gongbao.search.backend.elasticsearch_writer import Action, deletions, write
from gongbao.search.entries import FORMAT
from gongbao.search.prepared import Prepared

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

_WINDOW = 10_000  # hits that a server sorts for one request (index.max_result_window)
_PAGE = 1_000  # hits of one request while all are read
_KEPT = "2m"  # that a state of the index is kept between two pages of it
_CHECKED_SECONDS = 30.0  # that an index is taken for what it was, before it is asked again who made it
_ATTEMPTS = 5  # of a search whose index is replaced under it
_REGEX_SIGNS = frozenset('.?+*|{}[]()"\\#@&<>~^$-')

Answer = TypeVar("Answer")


class ElasticsearchBackend(SearchBackend):
    """Articles in an Elasticsearch index; any number of readers, and one writer at a time is enough."""

    name = "elasticsearch"

    def __init__(self, server: Server, segmenter: Segmenter, rule: TextRule = PRINTED) -> None:
        super().__init__(segmenter, rule)
        self._server = server
        self._checked_until = 0.0

    @cached_property
    def _client(self) -> Elasticsearch:
        client = connect(self._server)
        check_version(client, self._server)
        return client

    @cached_property
    def _indices(self) -> Indices:
        return Indices(self._client, self._server)

    def _index(self, prepared: Iterator[Prepared]) -> int:
        with self._server_errors():
            current = self._indices.current()
            if current is None:
                return self._fill_fresh(prepared)
            self._indices.check_format()
            written = self._write(current, prepared)
            self._client.indices.refresh(index=current)
            return written

    def _rebuild(self, prepared: Iterator[Prepared]) -> int:
        with self._server_errors():
            return self._fill_fresh(prepared)

    def _fill_fresh(self, prepared: Iterator[Prepared]) -> int:
        with self._indices.fresh(self.fingerprint) as name:
            return self._write(name, prepared)

    def _write(self, index: str, prepared: Iterator[Prepared]) -> int:
        seen: set[str] = set()

        def actions() -> Iterator[Action]:
            for each in prepared:
                seen.add(each.entry.id)
                yield {"_index": index, "_id": each.entry.id, "_source": document(each)}

        write(self._client, actions())
        return len(seen)

    def _delete(self, ids: Sequence[str]) -> int:
        with self._server_errors():
            current = self._indices.current()
            if current is None or not ids:
                return 0
            deleted = write(self._client, deletions(current, ids))
            self._client.indices.refresh(index=current)
            return deleted

    def _needs_rebuild(self) -> bool:
        with self._server_errors():
            current = self._indices.current()
            return current is None or self._indices.state() != (FORMAT, self.fingerprint)

    def _count(self) -> int:
        return self._asked(lambda: int(self._client.count(index=self._server.index)["count"]))

    def _indexed_versions(self) -> Mapping[str, str]:
        body = {"query": {"match_all": {}}, "_source": False, "docvalue_fields": ["id", "version"], "sort": ["_doc"]}

        def read() -> dict[str, str]:
            hits = self._pages(body, _WINDOW)
            return {hit["fields"]["id"][0]: hit["fields"]["version"][0] for hit in hits}

        try:
            return self._asked(read)
        except MissingIndexError:
            return {}

    def _search(self, request: Request) -> Found:
        body = search_body(request)
        end = request.offset + request.limit
        if request.limit and end <= _WINDOW:
            page = {"from": request.offset, "size": request.limit}
            answer = self._asked(lambda: self._ask(body | page))
            return _found(request, answer, [ranked(hit, request) for hit in answer["hits"]["hits"]])
        return self._asked(lambda: self._search_far(request, body))

    def _search_far(self, request: Request, body: Mapping[str, Any]) -> Found:
        """A page that no single request reaches, with its counts, in one state of the index."""
        with self._one_state() as state:
            answer = self._ask({**body, "size": 0, "pit": state})
            hits = self._pages({key: body[key] for key in ("query", "sort", "_source")}, _PAGE, state)
            wanted = islice(hits, request.offset, request.offset + request.limit if request.limit else None)
            return _found(request, answer, [ranked(hit, request) for hit in wanted])

    def _every_record(self, request: Request) -> Iterator[RankedRecord]:
        body = search_body(request)
        with self._server_errors():
            self._check()
            for hit in self._pages({key: body[key] for key in ("query", "sort", "_source")}, _PAGE):
                yield ranked(hit, request)

    def _keys(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        escaped = "".join(f"\\{character}" if character in _REGEX_SIGNS else character for character in prefix)
        asked = {"terms": {"field": "keys", "include": f"{escaped}.*", "size": limit}}
        answer = self._asked(lambda: self._ask({"size": 0, "track_total_hits": False, "aggs": {"keys": asked}}))
        return [(bucket["key"], bucket["doc_count"]) for bucket in answer["aggregations"]["keys"]["buckets"]]

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """The answer of an index that is ours; asked again when the index was replaced in the middle."""
        for attempt in range(_ATTEMPTS):
            try:
                with self._server_errors():
                    self._check()
                    return ask()
            except (LostStateError, MissingIndexError):
                with self._server_errors():
                    if attempt == _ATTEMPTS - 1 or self._indices.current() is None:
                        raise
                time.sleep(0.05 * 2**attempt)
        raise AssertionError

    def _ask(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """One search. Half an answer, from a part of the shards, is none."""
        where = {} if "pit" in body else {"index": self._server.index, "search_type": "dfs_query_then_fetch"}
        search: Any = self._client.search
        answer: Mapping[str, Any] = search(**where, allow_partial_search_results=False, **_parameters(body)).body
        if answer["timed_out"]:
            raise SearchError("Elasticsearch 没有在限定的时间里查完：请稍后再试，或把检索式缩小些。")
        return answer

    def _pages(self, body: Mapping[str, Any], size: int, state: dict[str, Any] | None = None) -> Iterator[Any]:
        """All hits, page after page, in one state of the index."""
        if state is None:
            with self._one_state() as opened:
                yield from self._pages(body, size, opened)
            return
        page = {**body, "size": size, "pit": state, "track_total_hits": False}
        while hits := self._ask(page)["hits"]["hits"]:
            yield from hits
            page["search_after"] = hits[-1]["sort"]

    @contextmanager
    def _one_state(self) -> Iterator[dict[str, Any]]:
        opened = self._client.open_point_in_time(index=self._server.index, keep_alive=_KEPT)["id"]
        try:
            yield {"id": opened, "keep_alive": _KEPT}
        finally:
            self._client.options(ignore_status=404).close_point_in_time(id=opened)

    def _check(self) -> None:
        if time.monotonic() >= self._checked_until:
            self._indices.check_format()
            self._checked_until = time.monotonic() + _CHECKED_SECONDS

    @contextmanager
    def _server_errors(self) -> Iterator[None]:
        with server_errors(self._server):
            yield


def _found(request: Request, answer: Mapping[str, Any], records: Sequence[RankedRecord]) -> Found:
    return Found(records, int(answer["hits"]["total"]["value"]), read_counts(answer, request))


def _parameters(body: Mapping[str, Any]) -> dict[str, Any]:
    """A search's body as the client takes it."""
    renamed = {"from": "from_", "_source": "source"}
    return {renamed.get(name, name): value for name, value in body.items()}
