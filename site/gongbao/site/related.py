"""Articles worth reading beside one: those that share most labels, looked for near it in time.

Only the nearest few of each label are looked at, so the cost of an article does not grow with the
archive, and a new article changes the suggestions of its neighbours only.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from gongbao.site.catalogue import Catalogue
from gongbao.site.summaries import LABELLED, date_of

NEAREST = 6  # looked at on either side, for each label
_SHARED_AT_LEAST = 2  # one shared activity (会议) says little
# A campaign or a district in common says more than an activity or an author.
_WEIGHTS = dict.fromkeys(LABELLED, 1) | {"district": 2, "campaign": 2}


def related(catalogue: Catalogue, index: int, limit: int = 5) -> list[int]:
    """Indexes of up to ``limit`` articles, the most alike first, nearer days before further ones."""
    shared: dict[int, int] = {}
    for facet in LABELLED:
        weight, listed = _WEIGHTS[facet], catalogue.listed[facet]
        for label in catalogue.rows.labels_of(facet, index):
            members = listed[label]
            place = bisect_left(members, index)
            for other in members[max(0, place - NEAREST) : place + NEAREST + 1]:
                shared[other] = shared.get(other, 0) + weight
    shared.pop(index, None)
    dates, here = catalogue.rows.dates, _about_day(catalogue.rows.dates[index])
    # Days, not places in the archive: these would change with any article that comes in between.
    alike = [
        (-score, abs(_about_day(dates[other]) - here), other)
        for other, score in shared.items()
        if score >= _SHARED_AT_LEAST
    ]
    return [other for _, _, other in sorted(alike)[:limit]]


@lru_cache(maxsize=65_536)
def _about_day(date: str) -> int:
    day = date_of(date).first_day
    return day.toordinal() if day else 0
