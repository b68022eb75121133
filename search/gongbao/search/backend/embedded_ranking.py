"""Which hits stand on a page, in an order that no accident of the index can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from gongbao.search.backend import embedded_schema as schema
from gongbao.search.backend.base import RankedRecord
from gongbao.search.backend.embedded_query import build_query, build_scoring, unscored
from gongbao.search.plan import All, Neither, Plan
from gongbao.search.results import RankClass

_FEW = 200  # hits that are sooner asked for by their ids than found among all
_Hits: TypeAlias = Sequence[tuple[float, Any]]  # (score or rank, address), best first


def by_rank(searcher: Any, plan: Plan, limit: int, offset: int, field: str) -> Sequence[RankedRecord]:
    """A page in the order of a fast field, ascending, and of ids where it is equal. ``limit`` 0 is all."""
    import tantivy

    query = unscored(build_query(plan.match))

    def fetch(number: int) -> _Hits:
        hits: _Hits = searcher.search(query, number, False, field, 0, tantivy.Order.Asc).hits
        return hits

    page, _ = _page(fetch, lambda address: schema.article_id(searcher, address), offset, limit or searcher.num_docs)
    addresses = [address for _, address in page]
    return list(_records(searcher, addresses, _classes(searcher, plan, addresses)))


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


def by_relevance(searcher: Any, plan: Plan, limit: int, offset: int) -> Sequence[RankedRecord]:
    """Class after class from the best down; inside a class by score, then as ``by_rank`` by date."""
    wanted = limit or searcher.num_docs
    records: list[RankedRecord] = []
    above = None

    def newest_first(address: Any) -> tuple[int, str]:
        return searcher.fast_field_values("date_rank", [address])[0], schema.article_id(searcher, address)

    for rank, clause in plan.classes:
        if len(records) == wanted:
            break
        query = build_scoring(clause if above is None else All((clause, Neither(above))), plan.scoring)
        above = clause

        def fetch(number: int, query: Any = query) -> _Hits:
            hits: _Hits = searcher.search(query, number, False, weight_by_field="weight").hits
            return hits

        page, passed = _page(fetch, newest_first, offset, wanted - len(records))
        records += [(schema.record(searcher, address), rank, score) for score, address in page]
        offset = max(0, offset - passed)
    return records


def _records(searcher: Any, addresses: Sequence[Any], classes: Sequence[RankClass]) -> Iterator[RankedRecord]:
    for address, rank in zip(addresses, classes, strict=True):
        yield schema.record(searcher, address), rank, 0.0


def _page(fetch: Callable[[int], _Hits], tie: Callable[[Any], Any], offset: int, limit: int) -> tuple[_Hits, int]:
    """The hits from the offset on, and how many were passed over or taken if these are all that there are.

    The engine orders equals by where they happen to lie, so that all equals of the first and the last
    hit of the page are fetched and put in order here.
    """
    number = offset + limit + 1
    while True:
        hits = fetch(number)
        if len(hits) < number or hits[offset + limit - 1][0] != hits[-1][0]:
            break
        number *= 4
    if offset >= len(hits):
        return [], len(hits)
    begin = offset
    while begin and hits[begin - 1][0] == hits[offset][0]:
        begin -= 1
    page: list[tuple[float, Any]] = []
    for _, group in groupby(hits[begin:], key=itemgetter(0)):
        equals = list(group)
        page += sorted(equals, key=lambda hit: tie(hit[1])) if len(equals) > 1 else equals
        if begin + len(page) >= offset + limit:
            break
    return page[offset - begin : offset - begin + limit], len(hits)


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
