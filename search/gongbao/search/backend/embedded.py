"""The embedded engine: tantivy in a folder, no server.

The folder holds generations, one tantivy index each, and the file ``current`` that names the one in
use. A rebuild makes a new generation beside the old one and then renames ``current`` over; adding
and deleting are one tantivy commit. Either way a reader, or a crash, sees the old or the new whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from gongbao.core.errors import SearchError
from gongbao.core.normal import PRINTED, TextRule
from gongbao.core.words import Segmenter
from gongbao.search.backend import embedded_files as files
from gongbao.search.backend import embedded_schema as schema
from gongbao.search.backend.base import Found, RankedRecord, Request, SearchBackend
from gongbao.search.backend.embedded_query import build_query, unscored
from gongbao.search.backend.embedded_ranking import by_rank, by_relevance, every_by_rank
from gongbao.search.backend.embedded_writer import Writer, engine_errors, not_written
from gongbao.search.backend.generations import Generations, NotAllowedError
from gongbao.search.prepared import Prepared

_MAX_LABELS = 10_000  # buckets of one facet
_EVERY_ONE = {"all": {"value_count": {"field": "date_rank"}}}  # every article has one
_COUNTERS = 8  # searches whose labels are counted at the same time
_ATTEMPTS = 20  # to open an index while it is rebuilt again and again
_Commit: TypeAlias = tuple[int, int, int] | None


class EmbeddedBackend(SearchBackend):
    """Articles in a tantivy index; one writer at a time, any number of readers."""

    name = "embedded"

    def __init__(self, folder: Path, segmenter: Segmenter, rule: TextRule = PRINTED) -> None:
        super().__init__(segmenter, rule)
        self._generations = Generations(folder)
        # The generation that is open, what its latest commit looked like when it was read, and the index.
        self._opened: tuple[Path, _Commit, Any] | None = None

    def _index(self, prepared: Iterator[Prepared]) -> int:
        with self._generations.locked():
            if not self._generations.current():
                return self._write_generation(prepared)
            first = next(prepared, None)
            if first is None:
                return 0
            with self._reading():
                folder, index = self._index_in_use()
            return self._write(folder, index, chain((first,), prepared), replacing=True)

    def _rebuild(self, prepared: Iterator[Prepared]) -> int:
        with self._generations.locked():
            return self._write_generation(prepared)

    def _delete(self, ids: Sequence[str]) -> int:
        import tantivy

        if not ids or not self._generations.current():
            return 0
        with self._generations.locked():
            with self._reading():
                folder, index = self._index_in_use()
                these = tantivy.Query.term_set_query(schema.schema(), "id", ids)
                there = int(index.searcher().search(these, 1, True).count)
            with self._writing(folder, index) as writer:
                for id_ in ids:
                    writer.delete(id_)
            return there

    def _needs_rebuild(self) -> bool:
        try:
            folder = self._generations.current()
            if not folder or self._generations.words() != self.fingerprint:
                return True
            with self._reading():
                self._searcher()
                return files.damaged(folder)
        except NotAllowedError:
            raise
        except SearchError:
            return True

    def _count(self) -> int:
        with self._reading():
            return int(self._searcher().num_docs)

    def _indexed_versions(self) -> Mapping[str, str]:
        import tantivy

        if not self._generations.current():
            return {}
        with self._reading():
            entries = self._searcher().terms_with_prefix("version", "", filter_query=tantivy.Query.all_query())
        return dict(term.rsplit("\t", 1) for term, count in entries if count)

    def _search(self, request: Request) -> Found:
        with self._reading():
            searcher = self._searcher()
            # The engine lets go of Python while it works: the counts are made while the page is looked for.
            counting = self._counting.submit(_count_all, searcher, request)
            if request.by_rank:
                records = by_rank(searcher, request.plan, request.limit, request.offset, request.by_rank)
            else:
                records = by_relevance(searcher, request.plan, request.limit, request.offset)
            total, counts = counting.result()
            return Found(records, total, counts)

    @cached_property
    def _counting(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_COUNTERS, "counting")

    def _every_record(self, request: Request) -> Iterator[RankedRecord]:
        with self._reading():
            searcher = self._searcher()  # one state of the index, whatever is committed meanwhile
            if request.by_rank:
                yield from every_by_rank(searcher, request.plan, request.by_rank)
            else:
                yield from by_relevance(searcher, request.plan, 0, 0)

    def _keys(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        import tantivy

        with self._reading():
            everything = tantivy.Query.all_query()
            found = self._searcher().terms_with_prefix("keys", prefix, filter_query=everything, limit=limit)
            return [(key, count) for key, count in found if count]

    def _write_generation(self, prepared: Iterator[Prepared]) -> int:
        import tantivy

        with self._generations.fresh(self.fingerprint) as folder:
            with engine_errors(not_written(self._generations.folder)):
                index = tantivy.Index(schema.schema(), str(folder))
            return self._write(folder, index, prepared, replacing=False)

    def _write(self, folder: Path, index: Any, prepared: Iterator[Prepared], *, replacing: bool) -> int:
        seen: set[str] = set()
        with self._writing(folder, index) as writer:
            for each in prepared:
                name = each.entry.id
                if replacing or name in seen:
                    writer.delete(name)
                writer.add(schema.document(each))
                seen.add(name)
        return len(seen)

    @contextmanager
    def _writing(self, folder: Path, index: Any) -> Iterator[Writer]:
        """A writer that commits when the block ends well; what the articles' own source raises goes through."""
        writer = Writer(index, self._generations.folder)
        try:
            yield writer
            writer.commit()
            files.share(folder)
        except BaseException:
            writer.abandon()
            raise

    def _reading(self) -> AbstractContextManager[None]:
        return engine_errors(
            f"索引 {self._generations.folder} 不能使用（{{}}）：请运行 gongbao index --rebuild 重建索引。",
            self._generations.not_allowed,
        )

    def _searcher(self) -> Any:
        return self._index_in_use()[1].searcher()

    def _index_in_use(self) -> tuple[Path, Any]:
        """The current generation and its index in the latest commit; opened again only when that has changed."""
        for _ in range(_ATTEMPTS):
            folder = self._generations.current()
            if folder is None:
                raise SearchError(f"{self._generations.folder} 里还没有索引：请先运行 gongbao build 或 gongbao index。")
            commit = _commit(folder)
            try:
                return folder, self._open(folder, commit)
            except (OSError, ValueError):
                # A rebuild that ended this moment has removed it, then another is current now; or, where no
                # lock can be taken, a commit has removed files of the one before it.
                if self._generations.current() == folder and _commit(folder) == commit:
                    raise
        raise SearchError(f"索引 {self._generations.folder} 正在不断重建：请稍后再试。")

    def _open(self, folder: Path, commit: _Commit) -> Any:
        import tantivy

        if self._opened is None or self._opened[:2] != (folder, commit):
            with files.readable(folder) as place:
                index = tantivy.Index.open(str(place))
                index.config_reader("manual")
                index.reload()
            self._opened = (folder, commit, index)
        return self._opened[2]


def _commit(folder: Path) -> _Commit:
    """What tells one commit of a generation from another; None when it is not there."""
    try:
        meta = (folder / "meta.json").stat()
    except FileNotFoundError:
        return None
    return meta.st_ino, meta.st_mtime_ns, meta.st_size


def _count_all(searcher: Any, request: Request) -> tuple[int, dict[str, dict[str, int]]]:
    """How many articles the plan finds, and the counts of labels asked for: one walk for each different clause."""
    match = request.plan.match
    total = 0
    found: dict[str, dict[str, int]] = {}
    for clause in {match, *request.counts.values()}:
        names = [name for name, over in request.counts.items() if over == clause]
        wanted = {name: {"terms": {"field": name, "size": _MAX_LABELS, "segment_size": _MAX_LABELS}} for name in names}
        counted = searcher.aggregate(unscored(build_query(clause)), wanted | _EVERY_ONE)
        found |= {name: {one["key"]: one["doc_count"] for one in counted[name]["buckets"]} for name in names}
        if clause == match:
            total = int(counted["all"]["value"] or 0)
    return total, found
