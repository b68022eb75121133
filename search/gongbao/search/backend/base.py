"""What the archive needs from a search engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from gongbao.core.errors import GongbaoError, SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search.entries import FACET_NAMES, Entry, make_entry
from gongbao.search.highlight import make_hit
from gongbao.search.plan import Plan, make_plan, wanted_terms
from gongbao.search.query import parse, render
from gongbao.search.results import FacetCount, RankClass, Results

SORTS = ("relevance", "date", "page")


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found, all of it in one state of the index."""

    records: Sequence[tuple[str, RankClass, float]]  # of the page asked for, in order, with class and score
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)  # in the order asked for


class SearchBackend(ABC):
    """An index of articles that can be asked.

    Callers use the public methods; a new engine overrides the underscored ones, which receive
    entries and plans that are already made and limits that are already checked.

    Every method raises SearchError when the engine could not look or write (damaged, locked, written by
    another version of Gongbao; for a search or count, missing): an empty result always means that
    nothing was found.
    """

    name: ClassVar[str]

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter

    def index(self, articles: Iterable[TaggedArticle]) -> int:
        """Store the articles and return how many were written; one whose id is there already is replaced.

        All or nothing, and durable when it returns. An index that is not there yet is made.
        """
        return self._index(_entries(articles))

    def rebuild(self, articles: Iterable[TaggedArticle]) -> int:
        """Make the index anew from these articles alone and return how many they are.

        Searches meanwhile see the old index whole, then the new one whole; a rebuild that is cut off
        leaves the old one. Works whatever state the old one is in.
        """
        return self._rebuild(_entries(articles))

    def delete(self, ids: Iterable[str]) -> int:
        """Take articles out, durably, and return how many of the ids were there."""
        return self._delete(tuple(dict.fromkeys(ids)))

    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged, made by another dictionary or of no use to this version of Gongbao.

        Looks at every file: for who is about to write, not for every search.
        """
        return self._needs_rebuild()

    def count(self) -> int:
        """How many articles the index holds."""
        return self._count()

    def indexed_versions(self) -> Mapping[str, str]:
        """{id: version} of what is in the index; empty when there is none yet.

        The version is the stamp that the store gave the article, or a digest of what is indexed of
        one without a stamp (``gongbao.search.version_of``).
        """
        return self._indexed_versions()

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: str = "relevance",
        facets: Sequence[str] = (),
    ) -> Results:
        """Find articles: one page of hits (``limit`` 0 is all), the total and the facet counts of the whole.

        Raises QueryError with a position for a query that cannot be understood.
        """
        _check(limit, offset, sort, facets)
        node = parse(query)
        plan = make_plan(node, self.segmenter)
        found = self._search(plan, limit, offset, sort, tuple(dict.fromkeys(facets)))
        wanted = wanted_terms(node)
        return Results(
            hits=tuple(make_hit(*record, wanted, self.segmenter) for record in found.records),
            total=found.total,
            facets=found.facets,
            understood=render(node),
        )

    @abstractmethod
    def _index(self, entries: Iterator[Entry]) -> int: ...

    @abstractmethod
    def _rebuild(self, entries: Iterator[Entry]) -> int: ...

    @abstractmethod
    def _delete(self, ids: Sequence[str]) -> int: ...

    @abstractmethod
    def _needs_rebuild(self) -> bool: ...

    @abstractmethod
    def _count(self) -> int: ...

    @abstractmethod
    def _indexed_versions(self) -> Mapping[str, str]: ...

    @abstractmethod
    def _search(self, plan: Plan, limit: int, offset: int, sort: str, facets: Sequence[str]) -> Found: ...


def _entries(articles: Iterable[TaggedArticle]) -> Iterator[Entry]:
    """The articles as entries. Of two with one id the engine keeps the later."""
    for tagged in articles:
        if not tagged.article.id:
            raise SearchError(f"文章《{tagged.article.headline}》还没有编号，不能编入索引：请先存入存档。")
        yield make_entry(tagged)


def _check(limit: int, offset: int, sort: str, facets: Sequence[str]) -> None:
    if limit < 0 or offset < 0:
        raise GongbaoError("条数和起点不能是负数：请写 0 或正整数，条数 0 表示全部。")
    if sort not in SORTS:
        raise GongbaoError(f"不能按“{sort}”排序：可以是 {'、'.join(SORTS)}。")
    for facet in facets:
        if facet not in FACET_NAMES:
            raise GongbaoError(f"不能按“{facet}”统计：可以是 {'、'.join(FACET_NAMES)}。")
