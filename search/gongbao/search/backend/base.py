"""What the archive needs from a search engine."""

from __future__ import annotations

import datetime
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

from gongbao.core.errors import GongbaoError, SearchError
from gongbao.core.normal import PRINTED, TextRule
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search.asking import completions, counted_without_own_filter, histogram_of, sounding_alike
from gongbao.search.entries import FACET_NAMES, Entry, make_entry
from gongbao.search.highlight import make_hit
from gongbao.search.plan import All, Clause, OneOf, Plan, make_plan, match_of, wanted_terms
from gongbao.search.prepared import Prepared, prepare
from gongbao.search.query import Node, parse, render
from gongbao.search.results import Completion, FacetCount, Hit, RankClass, Results
from gongbao.search.similar import similar_plan

SORTS = ("relevance", "date", "page")
HISTOGRAMS = ("year", "month")
Record = Mapping[str, Any]  # of an entry, as an engine stores it
RankedRecord = tuple[Record, RankClass, float]
_IDS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: one page of what the plan finds, and counts of labels."""

    plan: Plan
    limit: int  # 0 is all
    offset: int = 0
    sort: str = "relevance"  # one of SORTS; without terms to be found, relevance is date
    counts: Mapping[str, Clause] = field(default_factory=dict)  # label field: over which articles it is counted

    @property
    def by_rank(self) -> str:
        """The field of an entry that orders the hits, or an empty string where rank class and score do."""
        if self.sort == "relevance" and self.plan.classes[0][0] is not RankClass.FILTER:
            return ""
        return "page_rank" if self.sort == "page" else "date_rank"


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found, all of it in one state of the index."""

    records: Sequence[RankedRecord]  # of the page asked for, in order
    total: int
    counts: Mapping[str, Mapping[str, int]]  # as asked for: field, value, number of articles


class SearchBackend(ABC):
    """An index of articles that can be asked.

    Callers use the public methods; a new engine overrides the underscored ones, which receive
    prepared entries and plans that are already made and limits that are already checked.

    Every method raises SearchError when the engine could not look or write (down, damaged, locked,
    written by another version of Gongbao; for a search or count, missing): an empty result always
    means that nothing was found.
    """

    name: ClassVar[str]

    def __init__(self, segmenter: Segmenter, rule: TextRule = PRINTED) -> None:
        self.segmenter = segmenter
        self.rule = rule

    @property
    def fingerprint(self) -> str:
        """Of the words and the rule by which texts are prepared: another one needs another index."""
        return f"{self.segmenter.fingerprint} {self.rule.name}"

    def index(self, articles: Iterable[TaggedArticle]) -> int:
        """Store the articles and return how many were written; one whose id is there already is replaced.

        Durable and found by searches when it returns. When it raises, the embedded engine has written
        nothing and Elasticsearch perhaps a part: doing it again completes it. An index that is not there
        yet is made.
        """
        return self._index(self._prepared(articles))

    def rebuild(self, articles: Iterable[TaggedArticle]) -> int:
        """Make the index anew from these articles alone and return how many they are.

        Searches meanwhile see the old index whole, then the new one whole; a rebuild that is cut off
        leaves the old one. Works whatever state the old one is in.
        """
        return self._rebuild(self._prepared(articles))

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
        histogram: str = "",
        today: datetime.date | None = None,
    ) -> Results:
        """Find articles: one page of hits (``limit`` 0 is all), the total and the facet counts of the whole.

        ``histogram`` counts by "year" or "month". ``today`` is what 去年 and 近三个月 are counted from.
        Raises QueryError with a position for a query that cannot be understood.
        """
        _check(limit, offset, sort, facets, histogram)
        node = parse(query, today)
        plan = self._plan(node)
        counted = dict.fromkeys((*facets, histogram) if histogram else facets)
        counts = {name: self._counted_over(name, node, plan) for name in counted}
        found = self._search(Request(plan, limit, offset, sort, counts))
        return Results(
            hits=tuple(self._hits(found.records, node)),
            total=found.total,
            facets={name: _most_frequent_first(found.counts[name]) for name in facets},
            understood=render(node),
            histogram=histogram_of(found.counts[histogram], histogram) if histogram else (),
            did_you_mean=() if found.total else sounding_alike(self, node),
        )

    def every_hit(self, query: str, *, sort: str = "date", today: datetime.date | None = None) -> Iterator[Hit]:
        """All hits of a query, streamed, in one state of the index however long it takes."""
        _check(0, 0, sort, (), "")
        node = parse(query, today)
        return self._hits(self._every_record(Request(self._plan(node), 0, 0, sort)), node)

    def ids(self, query: str, *, today: datetime.date | None = None) -> Iterator[str]:
        """The ids of all that a query finds, streamed in no order that can be relied on."""
        request = Request(self._plan(parse(query, today)), 0)
        return (str(record["id"]) for record, _, _ in self._every_record(request))

    def matching(self, query: str, among: Iterable[str], today: datetime.date | None = None) -> set[str]:
        """Which of the articles with these ids the query finds."""
        clause = match_of(parse(query, today), self.segmenter, self.rule)
        ids = iter(dict.fromkeys(among))
        found: set[str] = set()
        while some := tuple(islice(ids, _IDS_AT_ONCE)):
            plan = Plan(((RankClass.FILTER, All((OneOf(some), clause))),), ())
            found.update(record["id"] for record, _, _ in self._every_record(Request(plan, 0)))
        return found

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Articles that use the same rare words; none for an article that has none. SearchError for an unknown id."""
        only_this = Plan(((RankClass.FILTER, OneOf((article_id,))),), ())
        record = next(self._every_record(Request(only_this, 0)), None)
        if record is None:
            raise SearchError(f"索引里没有编号为 {article_id} 的文章：编号可以用 gongbao search 查到。")
        found = self._sharing_words(record[0], limit)
        return tuple(make_hit(*each, (), self.segmenter, self.rule) for each in found)

    def like(self, article: Article, limit: int = 5) -> tuple[str, ...]:
        """As ``similar``, for an article that need not be in the index, a draft say: ids, its own is none of them."""
        record: Record = json.loads(make_entry(TaggedArticle(article), self.rule).record)
        return tuple(each[0]["id"] for each in self._sharing_words(record, limit))

    def _sharing_words(self, record: Record, limit: int) -> Sequence[RankedRecord]:
        plan = similar_plan(record, self.segmenter, self.rule)
        return () if plan is None else self._search(Request(plan, limit)).records

    def complete(self, typed: str, limit: int = 10) -> tuple[Completion, ...]:
        """Labels, people and headlines that what was typed may begin or be in: by characters, pinyin or initials."""
        return completions(self, typed, limit)

    def keys(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        """The completion keys that begin so, with their number of articles, most frequent first."""
        return self._keys(prefix, limit)

    def total(self, node: Node) -> int:
        """How many articles a tree finds."""
        plan = Plan(((RankClass.FILTER, match_of(node, self.segmenter, self.rule)),), ())
        return self._search(Request(plan, 1)).total

    def _plan(self, node: Node) -> Plan:
        return make_plan(node, self.segmenter, self.rule)

    def _counted_over(self, name: str, node: Node, plan: Plan) -> Clause:
        others = counted_without_own_filter(node, name)
        return plan.match if others == node else match_of(others, self.segmenter, self.rule)

    def _hits(self, records: Iterable[RankedRecord], node: Node) -> Iterator[Hit]:
        wanted = wanted_terms(node)
        return (make_hit(*record, wanted, self.segmenter, self.rule) for record in records)

    def _prepared(self, articles: Iterable[TaggedArticle]) -> Iterator[Prepared]:
        return prepare(_entries(articles, self.rule), self.segmenter, self.rule)

    @abstractmethod
    def _index(self, prepared: Iterator[Prepared]) -> int: ...

    @abstractmethod
    def _rebuild(self, prepared: Iterator[Prepared]) -> int: ...

    @abstractmethod
    def _delete(self, ids: Sequence[str]) -> int: ...

    @abstractmethod
    def _needs_rebuild(self) -> bool: ...

    @abstractmethod
    def _count(self) -> int: ...

    @abstractmethod
    def _indexed_versions(self) -> Mapping[str, str]: ...

    @abstractmethod
    def _search(self, request: Request) -> Found: ...

    @abstractmethod
    def _every_record(self, request: Request) -> Iterator[RankedRecord]: ...

    @abstractmethod
    def _keys(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]: ...


def _entries(articles: Iterable[TaggedArticle], rule: TextRule) -> Iterator[Entry]:
    """The articles as entries. Of two with one id the engine keeps the later."""
    for tagged in articles:
        if not tagged.article.id:
            raise SearchError(f"文章《{tagged.article.headline}》还没有编号，不能编入索引：请先存入存档。")
        yield make_entry(tagged, rule)


def _most_frequent_first(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _check(limit: int, offset: int, sort: str, facets: Sequence[str], histogram: str) -> None:
    if limit < 0 or offset < 0:
        raise GongbaoError("条数和起点不能是负数：请写 0 或正整数，条数 0 表示全部。")
    if sort not in SORTS:
        raise GongbaoError(f"不能按“{sort}”排序：可以是 {'、'.join(SORTS)}。")
    for facet in facets:
        if facet not in FACET_NAMES:
            raise GongbaoError(f"不能按“{facet}”统计：可以是 {'、'.join(FACET_NAMES)}。")
    if histogram and histogram not in HISTOGRAMS:
        raise GongbaoError(f"不能按“{histogram}”画分布：可以是 {'、'.join(HISTOGRAMS)}。")
