"""The embedded engine: tantivy in a folder, no server.

The folder holds generations, one tantivy index each, and the file ``current`` that names the one in
use. A rebuild makes a new generation beside the old one and then renames ``current`` over; adding
and deleting are one tantivy commit. Either way a reader, or a crash, sees the old or the new whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from gongbao.core.errors import SearchError
from gongbao.core.words import Segmenter
from gongbao.search.backend import embedded_files as files
from gongbao.search.backend import embedded_schema as schema
from gongbao.search.backend.base import Found, SearchBackend
from gongbao.search.backend.embedded_query import build_query, unscored
from gongbao.search.backend.embedded_ranking import by_rank, by_relevance
from gongbao.search.backend.embedded_writer import Writer, engine_errors
from gongbao.search.backend.generations import Generations, NotAllowedError
from gongbao.search.entries import Entry
from gongbao.search.plan import Plan
from gongbao.search.results import FacetCount, RankClass

_MAX_LABELS = 10_000  # buckets of one facet
_ATTEMPTS = 20  # to open an index while it is rebuilt again and again
_Commit: TypeAlias = tuple[int, int, int] | None


class EmbeddedBackend(SearchBackend):
    """Articles in a tantivy index; one writer at a time, any number of readers."""

    name = "embedded"

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        super().__init__(segmenter)
        self._generations = Generations(folder)
        # The generation that is open, what its latest commit looked like when it was read, and the index.
        self._opened: tuple[Path, _Commit, Any] | None = None

    def _index(self, entries: Iterator[Entry]) -> int:
        with self._generations.locked():
            if not self._generations.current():
                return self._write_generation(entries)
            first = next(entries, None)
            if first is None:
                return 0
            with self._reading():
                folder, index = self._index_in_use()
            return self._write(folder, index, chain((first,), entries), replacing=True)

    def _rebuild(self, entries: Iterator[Entry]) -> int:
        with self._generations.locked():
            return self._write_generation(entries)

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
            if not folder or self._generations.words() != self.segmenter.fingerprint:
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

    def _search(self, plan: Plan, limit: int, offset: int, sort: str, facets: Sequence[str]) -> Found:
        with self._reading():
            searcher = self._searcher()
            if sort == "relevance" and plan.classes[0][0] is not RankClass.FILTER:
                found = by_relevance(searcher, plan, limit, offset)
            else:
                found = by_rank(searcher, plan, limit, offset, "page_rank" if sort == "page" else "date_rank")
            return replace(found, facets=_count_facets(searcher, plan, facets)) if facets else found

    def _write_generation(self, entries: Iterator[Entry]) -> int:
        import tantivy

        with self._generations.fresh(self.segmenter.fingerprint) as folder:
            with self._reading():
                index = tantivy.Index(schema.schema(), str(folder))
            return self._write(folder, index, entries, replacing=False)

    def _write(self, folder: Path, index: Any, entries: Iterator[Entry], *, replacing: bool) -> int:
        seen: set[str] = set()
        with self._writing(folder, index) as writer:
            for entry in entries:
                if replacing or entry.id in seen:
                    writer.delete(entry.id)
                writer.add(schema.document(entry, self.segmenter))
                seen.add(entry.id)
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


def _count_facets(searcher: Any, plan: Plan, facets: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
    wanted = {name: {"terms": {"field": name, "size": _MAX_LABELS, "segment_size": _MAX_LABELS}} for name in facets}
    counted = searcher.aggregate(unscored(build_query(plan.match)), wanted)
    found: dict[str, tuple[FacetCount, ...]] = {}
    for name in facets:
        counts = (FacetCount(bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"])
        found[name] = tuple(sorted(counts, key=lambda entry: (-entry.count, entry.value)))
    return found
