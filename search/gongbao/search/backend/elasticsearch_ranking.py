"""One request for one page of hits: rank class first, then score, then date, page, order and id.

The rank class is a constant that is added to an article's score once for each class that it is in,
and greater than any score can be, so that one request in one state of the index brings class, order,
total and facet counts together. Which classes a hit is in is told by the names of the clauses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gongbao.search.backend.base import RankedRecord, Request
from gongbao.search.backend.elasticsearch_mapping import GREATEST_WEIGHT
from gongbao.search.backend.elasticsearch_query import build_query, build_scoring, greatest_score
from gongbao.search.plan import Clause, Plan

MOST_LABELS = 10_000  # buckets of one facet
_GREATEST_IDF = 18.0  # ln(1 + N) of sixty million articles; the tf part of BM25 is below 1


def search_body(request: Request) -> dict[str, Any]:
    """What is asked, but for the page: query, order and counts."""
    plan = request.plan
    body: dict[str, Any] = {"_source": ["record"], "track_total_hits": True}
    if request.by_rank:
        body["query"] = {"bool": {"filter": [build_query(plan.match)], "should": _class_clauses(plan, 0.0)}}
        body["sort"] = [{request.by_rank: "asc"}, {"id": "asc"}]
    else:
        scored = {"bool": {"must": [build_query(plan.match)], "should": build_scoring(plan.scoring)}}
        weighed = {
            "query": scored,
            "field_value_factor": {"field": "weight", "missing": 1.0},
            "boost_mode": "multiply",
        }
        body["query"] = {
            "bool": {"must": [{"function_score": weighed}], "should": _class_clauses(plan, class_step(plan))}
        }
        body["sort"] = [{"_score": "desc"}, {"date_rank": "asc"}, {"id": "asc"}]
    if request.counts:
        body["aggs"] = _aggregations(request)
    return body


def class_step(plan: Plan) -> float:
    """What one rank class is worth: a power of two above every score that the plan can give."""
    greatest = greatest_score(plan.match, plan.scoring) * _GREATEST_IDF * GREATEST_WEIGHT
    return float(2.0 ** math.ceil(math.log2(max(greatest, 1.0))))


def ranked(hit: Mapping[str, Any], request: Request) -> RankedRecord:
    """A hit with its class, and its score without what the class added."""
    plan = request.plan
    names = frozenset(hit.get("matched_queries", ()))
    place, rank = next(
        ((place, rank) for place, (rank, _) in enumerate(plan.classes[:-1]) if rank in names),
        (len(plan.classes) - 1, plan.classes[-1][0]),
    )
    if request.by_rank:
        return hit["_source"]["record"], rank, 0.0
    added = class_step(plan) * (len(plan.classes) - 1 - place)
    return hit["_source"]["record"], rank, max(0.0, float(hit["sort"][0]) - added)


def read_counts(answer: Mapping[str, Any], request: Request) -> dict[str, dict[str, int]]:
    """The counts of labels that were asked for with the page."""
    found: dict[str, dict[str, int]] = {}
    aggregations = answer.get("aggregations", {})
    for number, (_, names) in enumerate(_by_clause(request)):
        group = aggregations.get(f"other {number}", {}).get("those", aggregations)
        for name in names:
            found[name] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in group[name]["buckets"]}
    return found


def _class_clauses(plan: Plan, worth: float) -> list[dict[str, Any]]:
    return [
        {"constant_score": {"filter": build_query(clause), "boost": worth, "_name": str(rank)}}
        for rank, clause in plan.classes[:-1]
    ]


def _by_clause(request: Request) -> Sequence[tuple[Clause, Sequence[str]]]:
    groups: dict[Clause, list[str]] = {}
    for name, clause in request.counts.items():
        groups.setdefault(clause, []).append(name)
    return list(groups.items())


def _aggregations(request: Request) -> dict[str, Any]:
    """Counts over what is found; those over other articles look at all of the index again, through their own filter."""
    asked: dict[str, Any] = {}
    for number, (clause, names) in enumerate(_by_clause(request)):
        terms = {name: {"terms": {"field": name, "size": MOST_LABELS}} for name in names}
        if clause == request.plan.match:
            asked |= terms
        else:
            asked[f"other {number}"] = {"global": {}, "aggs": {"those": {"filter": build_query(clause), "aggs": terms}}}
    return asked
