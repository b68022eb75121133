"""Articles worth reading beside one: those that share most labels, looked for near it in time.

Only the nearest few of each label are looked at, so the cost of an article does not grow with the
archive, and a new article changes the suggestions of its neighbours only.
"""

from __future__ import annotations

from bisect import bisect_left

from gongbao.site.catalogue import LISTED, Catalogue

_NEAREST = 6  # looked at on either side, for each label
_SHARED_AT_LEAST = 2  # one shared activity (会议) says little
# A campaign or a district in common says more than an activity or an author.
_WEIGHTS = dict.fromkeys(LISTED, 1) | {"district": 2, "campaign": 2}


def related(catalogue: Catalogue, index: int, limit: int = 5) -> list[int]:
    """Indexes of up to ``limit`` articles, the most alike first, nearer ones before further ones."""
    shared: dict[int, int] = {}
    for facet, labels in zip(LISTED, catalogue.summaries[index].labels, strict=True):
        weight, listed = _WEIGHTS[facet], catalogue.listed[facet]
        for label in labels:
            members = listed[label]
            place = bisect_left(members, index)
            for other in members[max(0, place - _NEAREST) : place + _NEAREST + 1]:
                shared[other] = shared.get(other, 0) + weight
    shared.pop(index, None)
    alike = [(-score, abs(other - index), other) for other, score in shared.items() if score >= _SHARED_AT_LEAST]
    return [other for _, _, other in sorted(alike)[:limit]]
