"""The embedded engine: tantivy in a folder, no server.

The folder holds generations, one tantivy index each, and the file ``current`` that names the one in
use. A rebuild makes a new generation beside the old one and then renames ``current`` over; adding
and deleting are one tantivy commit. Either way a reader, or a crash, sees the old or the new whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from gongbao.core.errors import GongbaoError, SearchError
from gongbao.core.words import Segmenter
from gongbao.search.backend import embedded_schema as schema
from gongbao.search.backend.base import Found, SearchBackend
from gongbao.search.backend.embedded_query import build_query, unscored
from gongbao.search.backend.embedded_ranking import by_rank, by_relevance
from gongbao.search.backend.generations import Generations
from gongbao.search.entries import FACET_NAMES, Entry
from gongbao.search.plan import Plan
from gongbao.search.results import FacetCount, RankClass

_HEAP_BYTES = 96_000_000  # what the writer may hold before it writes a segment
_WRITER_THREADS = 1  # segmentation keeps the other cores busy; one thread makes the same segments every time
_MAX_LABELS = 10_000  # buckets of one facet

_Params = ParamSpec("_Params")
_Answer = TypeVar("_Answer")


def _tantivy_errors(
    method: Callable[Concatenate[EmbeddedBackend, _Params], _Answer],
) -> Callable[Concatenate[EmbeddedBackend, _Params], _Answer]:
    """Turn what tantivy raises over a damaged or locked index into a sentence."""

    @wraps(method)
    def guarded(self: EmbeddedBackend, /, *args: _Params.args, **kwargs: _Params.kwargs) -> _Answer:
        try:
            return method(self, *args, **kwargs)
        except GongbaoError:
            raise
        except (ValueError, OSError) as error:
            raise self.damaged(error) from error
        except BaseException as error:
            # A panic in the engine's own code does not derive from Exception.
            if type(error).__name__ != "PanicException":
                raise
            raise self.damaged(error) from error

    return guarded


class EmbeddedBackend(SearchBackend):
    """Articles in a tantivy index; one writer at a time, any number of readers."""

    name = "embedded"

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        super().__init__(segmenter)
        self._generations = Generations(folder)
        self._opened: tuple[object, Any] | None = None  # what the index looked like when it was opened, and the index

    def damaged(self, error: BaseException) -> SearchError:
        """The sentence for an index that cannot be used."""
        return SearchError(
            f"索引 {self._generations.folder} 不能使用（{error}）：请运行 gongbao index --rebuild 重建索引。"
        )

    @_tantivy_errors
    def _index(self, entries: Iterator[Entry]) -> int:
        with self._generations.locked():
            if not self._generations.current():
                return self._write_generation(entries)
            first = next(entries, None)
            if first is None:
                return 0
            return self._write(self._index_in_use(), chain((first,), entries), replace=True)

    @_tantivy_errors
    def _rebuild(self, entries: Iterator[Entry]) -> int:
        with self._generations.locked():
            return self._write_generation(entries)

    @_tantivy_errors
    def _delete(self, ids: Sequence[str]) -> int:
        import tantivy

        if not ids or not self._generations.current():
            return 0
        with self._generations.locked():
            index = self._index_in_use()
            these = tantivy.Query.term_set_query(schema.schema(), "id", ids)
            there = int(index.searcher().search(these, 1, True).count)
            writer = index.writer(_HEAP_BYTES, _WRITER_THREADS)
            for id_ in ids:
                writer.delete_documents_by_term("id", id_)
            writer.commit()
            writer.wait_merging_threads()
            return there

    def _needs_rebuild(self) -> bool:
        try:
            return not self._generations.current() or self._count() < 0
        except SearchError:
            return True

    @_tantivy_errors
    def _count(self) -> int:
        return int(self._searcher().num_docs)

    @_tantivy_errors
    def _indexed_versions(self) -> Mapping[str, str]:
        import tantivy

        if not self._generations.current():
            return {}
        entries = self._searcher().terms_with_prefix("version", "", filter_query=tantivy.Query.all_query())
        return dict(term.rsplit("\t", 1) for term, count in entries if count)

    @_tantivy_errors
    def _search(self, plan: Plan, limit: int, offset: int, sort: str) -> Found:
        searcher = self._searcher()
        if sort == "relevance" and plan.classes[0][0] is not RankClass.FILTER:
            return by_relevance(searcher, plan, limit, offset)
        return by_rank(searcher, plan, limit, offset, "page_rank" if sort == "page" else "date_rank")

    @_tantivy_errors
    def _facets(self, plan: Plan, facets: Sequence[str]) -> Mapping[str, tuple[FacetCount, ...]]:
        asked = [name for name in FACET_NAMES if name in facets]
        wanted = {name: {"terms": {"field": name, "size": _MAX_LABELS, "segment_size": _MAX_LABELS}} for name in asked}
        counted = self._searcher().aggregate(unscored(build_query(plan.match)), wanted)
        return {
            name: tuple(
                sorted(
                    (FacetCount(bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"]),
                    key=lambda counts: (-counts.count, counts.value),
                )
            )
            for name in asked
        }

    def _write_generation(self, entries: Iterator[Entry]) -> int:
        import tantivy

        with self._generations.fresh() as folder:
            return self._write(tantivy.Index(schema.schema(), str(folder)), entries, replace=False)

    def _write(self, index: Any, entries: Iterator[Entry], *, replace: bool) -> int:
        writer = index.writer(_HEAP_BYTES, _WRITER_THREADS)
        seen: set[str] = set()
        try:
            for entry in entries:
                if replace or entry.id in seen:
                    writer.delete_documents_by_term("id", entry.id)
                writer.add_document(schema.document(entry, self.segmenter))
                seen.add(entry.id)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        writer.wait_merging_threads()
        return len(seen)

    def _searcher(self) -> Any:
        return self._index_in_use().searcher()

    def _index_in_use(self) -> Any:
        """The current generation, opened again only when it has changed."""
        import tantivy

        folder = self._generations.current()
        if folder is None:
            raise SearchError(f"{self._generations.folder} 里还没有索引：请先运行 gongbao build 或 gongbao index。")
        meta = (folder / "meta.json").stat()
        seen = (folder, meta.st_ino, meta.st_mtime_ns, meta.st_size)
        if self._opened is None or self._opened[0] != seen:
            self._opened = (seen, tantivy.Index.open(str(folder)))
        return self._opened[1]
