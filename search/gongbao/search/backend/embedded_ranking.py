"""Which hits stand on a page, in an order that no accident of the index can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from gongbao.search.backend import embedded_schema as schema
from gongbao.search.backend.base import Found, RankedRecord
from gongbao.search.backend.embedded_query import build_query, build_scoring, unscored
from gongbao.search.plan import All, Neither, Plan
from gongbao.search.results import RankClass

_FEW = 200  # hits that are sooner asked for by their ids than found among all
_Hits: TypeAlias = Sequence[tuple[float, Any]]  # (score or rank, address), best first


def by_rank(searcher: Any, plan: Plan, limit: int, offset: int, field: str) -> Found:
    """In the order of a fast field, ascending, and of ids where it is equal. ``limit`` 0 is all."""
    import tantivy

    query = unscored(build_query(plan.match))
    total = _count(searcher, query)

    def fetch(number: int) -> tuple[_Hits, int]:
        return searcher.search(query, number, False, field, 0, tantivy.Order.Asc).hits, total

    page, _ = _page(fetch, lambda address: schema.article_id(searcher, address), offset, limit or total)
    addresses = [address for _, address in page]
    classes = _classes(searcher, plan, addresses)
    return Found(list(_records(searcher, addresses, classes)), total, {})


def every_by_rank(searcher: Any, plan: Plan, field: str) -> Iterator[RankedRecord]:
    """All hits in that order, their records read one by one."""
    import tantivy

    query = unscored(build_query(plan.match))
    hits = searcher.search(query, max(1, searcher.num_docs), False, field, 0, tantivy.Order.Asc).hits
    for _, group in groupby(hits, key=itemgetter(0)):
        equals = [address for _, address in group]
        if len(equals) > 1:
            equals.sort(key=lambda address: schema.article_id(searcher, address))
        yield from _records(searcher, equals, [RankClass.FILTER] * len(equals))


def by_relevance(searcher: Any, plan: Plan, limit: int, offset: int) -> Found:
    """Class after class from the best down; inside a class by score, then as ``by_rank`` by date."""
    total = _count(searcher, unscored(build_query(plan.match)))
    wanted = min(limit or total, max(total - offset, 0))
    records: list[RankedRecord] = []
    above = None

    def newest_first(address: Any) -> tuple[int, str]:
        return searcher.fast_field_values("date_rank", [address])[0], schema.article_id(searcher, address)

    for rank, clause in plan.classes:
        if len(records) == wanted:
            break
        query = build_scoring(clause if above is None else All((clause, Neither(above))), plan.scoring)
        above = clause

        def fetch(number: int, query: Any = query) -> tuple[_Hits, int]:
            found = searcher.search(query, number, True, weight_by_field="weight")
            return found.hits, found.count

        page, count = _page(fetch, newest_first, offset, wanted - len(records))
        records += [(schema.record(searcher, address), rank, score) for score, address in page]
        offset = max(0, offset - count)
    return Found(records, total, {})


def _records(searcher: Any, addresses: Sequence[Any], classes: Sequence[RankClass]) -> Iterator[RankedRecord]:
    for address, rank in zip(addresses, classes, strict=True):
        yield schema.record(searcher, address), rank, 0.0


def _page(
    fetch: Callable[[int], tuple[_Hits, int]], tie: Callable[[Any], Any], offset: int, limit: int
) -> tuple[_Hits, int]:
    """The hits from the offset on, and how many there are in all.

    The engine orders equals by where they happen to lie, so that all equals of the first and the last
    hit of the page are fetched and put in order here.
    """
    number = offset + limit + 1
    while True:
        hits, count = fetch(number)
        if len(hits) < number or hits[offset + limit - 1][0] != hits[-1][0]:
            break
        number *= 4
    if offset >= len(hits):
        return [], count
    begin = offset
    while begin and hits[begin - 1][0] == hits[offset][0]:
        begin -= 1
    page: list[tuple[float, Any]] = []
    for _, group in groupby(hits[begin:], key=itemgetter(0)):
        equals = list(group)
        page += sorted(equals, key=lambda hit: tie(hit[1])) if len(equals) > 1 else equals
        if begin + len(page) >= offset + limit:
            break
    return page[offset - begin : offset - begin + limit], count


def _classes(searcher: Any, plan: Plan, addresses: Sequence[Any]) -> list[RankClass]:
    """The rank class of each of these, which all match."""
    import tantivy

    lowest = plan.classes[-1][0]
    if len(plan.classes) == 1 or not addresses:
        return [lowest] * len(addresses)
    ids = [schema.article_id(searcher, address) for address in addresses]
    these = [(tantivy.Occur.Should, tantivy.Query.term_query(schema.schema(), "id", id_, "basic")) for id_ in ids]
    most = len(ids) if len(ids) <= _FEW else searcher.num_docs
    best: dict[str, RankClass] = {}
    for rank, clause in plan.classes[:-1]:
        query = build_query(clause)
        if len(ids) <= _FEW:
            only_these = (tantivy.Occur.Must, tantivy.Query.boolean_query(these))
            query = tantivy.Query.boolean_query([only_these, (tantivy.Occur.Must, query)])
        for _, address in searcher.search(unscored(query), most, False).hits:
            best.setdefault(schema.article_id(searcher, address), rank)
    return [best.get(id_, lowest) for id_ in ids]


def _count(searcher: Any, query: Any) -> int:
    return int(searcher.search(query, 1, True).count)
