"""The indices behind an alias: one generation is in use, a new one is made beside it and takes its place at once.

``gongbao`` is the alias, ``gongbao-000007`` a generation. An alias moves from one index to another in a
single step of the cluster's state, so that a search sees the old index whole or the new one whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gongbao.core.errors import SearchError
from gongbao.search.backend import elasticsearch_mapping as mapping
from gongbao.search.entries import FORMAT

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from gongbao.search.backend import Server

_DIGITS = 6
_READERS_GRACE_SECONDS = 10.0  # that a replaced index is kept for searches that still read it
_COPIES_GRACE_SECONDS = 60  # that a new index may take to have its copies before it is used without


class Indices:
    """The generations of one alias."""

    def __init__(self, client: Elasticsearch, server: Server) -> None:
        self._client = client
        self._server = server

    @property
    def alias(self) -> str:
        """What searches name."""
        return self._server.index

    def current(self) -> str | None:
        """The generation in use, or None when there is none yet."""
        from elasticsearch import NotFoundError

        try:
            found = self._client.indices.get_alias(name=self.alias)
        except NotFoundError:
            return None
        return next(iter(found.body), None)

    def state(self) -> tuple[int, str]:
        """(format, fingerprint) of the generation in use; MissingIndexError when there is none."""
        return mapping.meta_of(self._client.indices.get_mapping(index=self.alias).body)

    def check_format(self) -> None:
        """SearchError for an index that another version of Gongbao made."""
        made_by, _ = self.state()
        if made_by == 0:
            raise self._not_ours()
        if made_by != FORMAT:
            age = "旧" if made_by < FORMAT else "新"
            raise SearchError(f"索引 {self.alias} 是更{age}的工报写的：请运行 gongbao index --rebuild 重建索引。")

    def _not_ours(self) -> SearchError:
        return SearchError(f"Elasticsearch 里叫 {self.alias} 的索引不是工报的：请换一个设置 search.index，或先移走它。")

    @contextmanager
    def fresh(self, fingerprint: str) -> Iterator[str]:
        """An empty index that takes the old one's place when the block ends well; else it is removed again."""
        name = self._create(fingerprint)
        try:
            yield name
            self._put_in_use(name)
        except BaseException:
            if self.current() != name:
                self._client.indices.delete(index=name, ignore_unavailable=True)
            raise
        self._sweep(name)

    def _create(self, fingerprint: str) -> str:
        if self._client.indices.exists(index=self.alias) and (self.current() is None or not self.state()[0]):
            raise self._not_ours()
        numbers = [int(name.rpartition("-")[2]) for name in self._generations()]
        name = f"{self.alias}-{max(numbers, default=0) + 1:0{_DIGITS}d}"
        settings = mapping.settings(self._server)
        self._client.indices.create(index=name, settings=settings, mappings=mapping.mapping(fingerprint))
        return name

    def _put_in_use(self, name: str) -> None:
        """Make it searchable and copied, then let the alias name it and nothing else."""
        self._client.indices.refresh(index=name)
        self._client.indices.put_settings(index=name, settings=mapping.settings_in_use(self._server))
        if self._server.replicas:
            self._wait_for_copies(name)
        old = self.current()
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        if old is not None:
            actions.insert(0, {"remove": {"index": old, "alias": self.alias}})
        self._client.indices.update_aliases(actions=actions)

    def _wait_for_copies(self, name: str) -> None:
        """Wait for the copies that the settings ask for; that one node alone has none is no reason to fail."""
        from elasticsearch import ApiError

        try:
            self._client.options(request_timeout=_COPIES_GRACE_SECONDS + 10).cluster.health(
                index=name, wait_for_status="green", timeout=f"{_COPIES_GRACE_SECONDS}s"
            )
        except ApiError as error:
            if error.status_code not in (403, 408):
                raise

    def _sweep(self, in_use: str) -> None:
        """Remove generations that were replaced, once nobody reads them, and what a crash left half made."""
        deadline = time.monotonic() + _READERS_GRACE_SECONDS
        for name in self._generations():
            if name == in_use:
                continue
            while self._is_read(name) and time.monotonic() < deadline:
                time.sleep(0.1)
            if not self._is_read(name):  # else the next rebuild removes it
                self._client.indices.delete(index=name, ignore_unavailable=True)

    def _is_read(self, name: str) -> bool:
        from elasticsearch import NotFoundError

        try:
            stats = self._client.indices.stats(index=name, metric="search")
        except NotFoundError:
            return False
        return int(stats["_all"]["total"]["search"]["open_contexts"]) > 0

    def _generations(self) -> list[str]:
        found = self._client.indices.get(index=f"{self.alias}-*", features="aliases", allow_no_indices=True)
        ends = {name: name.removeprefix(f"{self.alias}-") for name in found.body}
        return sorted(name for name, end in ends.items() if len(end) == _DIGITS and end.isdecimal())
