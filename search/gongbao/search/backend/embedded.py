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
from gongbao.search.backend.embedded_query import build_query, build_scoring
from gongbao.search.backend.generations import Generations
from gongbao.search.entries import FACET_NAMES, Entry
from gongbao.search.plan import All, Neither, Plan
from gongbao.search.results import FacetCount, RankClass

_HEAP_BYTES = 96_000_000  # what the writer may hold before it writes a segment
_WRITER_THREADS = 1  # segmentation keeps the other cores busy; one thread makes the same segments every time
_MAX_LABELS = 10_000  # buckets of one facet
_DATE_ORDER = {"relevance": "date_key", "date": "date_key", "page": "page_key"}

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
            return _by_relevance(searcher, plan, limit, offset)
        return _by_field(searcher, plan, limit, offset, _DATE_ORDER[sort])

    @_tantivy_errors
    def _facets(self, plan: Plan, facets: Sequence[str]) -> Mapping[str, tuple[FacetCount, ...]]:
        asked = [name for name in FACET_NAMES if name in facets]
        wanted = {name: {"terms": {"field": name, "size": _MAX_LABELS, "segment_size": _MAX_LABELS}} for name in asked}
        counted = self._searcher().aggregate(build_query(plan.match), wanted)
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


def _by_field(searcher: Any, plan: Plan, limit: int, offset: int, field: str) -> Found:
    """In the order of a key that no two articles share."""
    import tantivy

    query = build_query(plan.match)
    everything = max(searcher.num_docs, 1)
    found = searcher.search(query, limit or everything, True, field, offset, tantivy.Order.Asc)
    addresses = [address for _, address in found.hits]
    classes = _classes(searcher, plan, addresses)
    records = [(schema.record(searcher, address), rank, 0.0) for address, rank in zip(addresses, classes, strict=True)]
    return Found(records, found.count)


def _classes(searcher: Any, plan: Plan, addresses: Sequence[Any]) -> list[RankClass]:
    """The rank class of each of these, which all match."""
    import tantivy

    lowest = plan.classes[-1][0]
    if len(plan.classes) == 1 or not addresses:
        return [lowest] * len(addresses)
    ids = [schema.article_id(searcher, address) for address in addresses]
    these = tantivy.Query.term_set_query(schema.schema(), "id", ids)
    best: dict[str, RankClass] = {}
    for rank, clause in plan.classes[:-1]:
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, these), (tantivy.Occur.Must, build_query(clause))])
        for _, address in searcher.search(both, len(ids), False).hits:
            best.setdefault(schema.article_id(searcher, address), rank)
    return [best.get(id_, lowest) for id_ in ids]


def _by_relevance(searcher: Any, plan: Plan, limit: int, offset: int) -> Found:
    """Class after class from the best down; inside a class by score, then newest first."""
    total = searcher.search(build_query(plan.match), 1, True).count
    wanted = min(limit or total, max(total - offset, 0))
    records: list[tuple[str, RankClass, float]] = []
    above = None
    for rank, clause in plan.classes:
        if len(records) == wanted:
            break
        only = clause if above is None else All((clause, Neither(above)))
        above = clause
        hits, count = _best(searcher, build_scoring(only, plan.scoring), offset, wanted - len(records))
        records += [(record, rank, score) for record, score in hits]
        offset = max(0, offset - count)
    return Found(records, total)


def _best(searcher: Any, query: Any, offset: int, limit: int) -> tuple[list[tuple[str, float]], int]:
    """The hits of one class from the offset on, and how many the class has.

    Equal scores are put in the order of the date key, which needs all hits that share the score at
    either end of the page.
    """
    fetch = offset + limit + 1
    while True:
        found = searcher.search(query, fetch, True, weight_by_field="weight")
        hits = found.hits
        if len(hits) < fetch or hits[offset + limit - 1][0] != hits[-1][0]:
            break
        fetch *= 4
    if offset >= len(hits):
        return [], found.count
    first, last = hits[offset][0], hits[min(offset + limit, len(hits)) - 1][0]
    before = sum(score > first for score, _ in hits)
    ranked = sorted(
        (-score, *schema.date_key_and_record(searcher, address)) for score, address in hits if last <= score <= first
    )
    start = offset - before
    return [(record, -score) for score, _, record in ranked[start : start + limit]], found.count
