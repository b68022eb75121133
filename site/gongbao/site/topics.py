"""What a label's page compares: a campaign's districts, a district's streets. Pure functions of the catalogue.

All that is counted here is counted among the label's own articles: a page depends on nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from gongbao.site import addresses
from gongbao.site.campaign_sums import campaign_sums
from gongbao.site.catalogue import LISTED, Catalogue
from gongbao.site.charts import Grid, grid
from gongbao.site.credited import credited_as
from gongbao.site.listing import Link, links
from gongbao.site.summaries import labels_of
from gongbao.site.wording import COLUMN, LIST_NAMES, ORGANISATION, PEOPLE, STREET, shown_label

_MOST = {"district": 20}  # all of Beijing's; of other facets the most frequent
_MOST_OF_OTHERS = 10
_COMPANIONS = 8  # labels named beside a label because they stand with it most often
_RECENT = 400  # the newest articles, which decide on companions
_GRID_ROWS, _GRID_YEARS = 10, 15  # the most frequent; the last
_STREETS = 20  # of a district, on its page; all are in the list of streets
# Which facets a label's articles are counted by, and under what heading.
_COMPARED = {
    "district": {"campaign": "各主题比较", "activity": "常做的活动"},
    "campaign": {"district": "各地区比较", "activity": "一起做的活动"},
    "activity": {"district": "各地区比较", "campaign": "常见的主题"},
    PEOPLE: {PEOPLE: "一起署名的人", "campaign": "常写的主题", "district": "常写的地区"},
    STREET: {"campaign": "常见的主题", "activity": "常做的活动"},
    ORGANISATION: {"district": "各地区比较", "campaign": "常见的主题", "activity": "常做的活动"},
    COLUMN: {PEOPLE: "署名的人", "district": "各地区比较", "campaign": "常见的主题"},
}
_GRIDS = {"district": "campaign", "campaign": "district"}  # what is counted by year too
_SEARCHED = {facet: facet for facet in ("district", "campaign", "activity", COLUMN)} | {PEOPLE: "byline"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many of a label's articles have each label of another facet."""

    name: str  # of its place on the page
    heading: str
    links: list[Link]


def topic_context(catalogue: Catalogue, facet: str, label: str) -> dict[str, Any]:
    """What a label's page tells besides its articles."""
    indexes = catalogue.listed[facet][label]
    compared = [
        Comparison(f"by-{other}", heading, comparison(catalogue, facet, label, other))
        for other, heading in _COMPARED[facet].items()
    ]
    if facet == "district":
        compared.insert(1, Comparison("by-street", "街道、乡镇", _streets(catalogue, label)))
    gridded = _GRIDS.get(facet, "")
    return {
        "compared": [one for one in compared if one.links],
        "companions": _companions(catalogue, facet, label),
        "grid": _by_year(catalogue, indexes, gridded) if gridded else None,
        "gridded": LIST_NAMES.get(gridded, ""),
        "credited": credited_as(catalogue, label) if facet == PEOPLE else [],
        "sums": campaign_sums(catalogue, label) if facet == "campaign" else [],
    }


def comparison(catalogue: Catalogue, facet: str, label: str, other: str) -> list[Link]:
    """How many of the label's articles have each label of the other facet, with a search for those of both.

    An article of two districts counts in each, so the counts may add up to more than the label's articles.
    """
    counts = _counts(catalogue, catalogue.listed[facet][label], other)
    if other == facet:
        del counts[label]
    most = _most(counts, _MOST.get(other, _MOST_OF_OTHERS))
    return links([(_address({facet: label, other: name}, other, name), name, counts[name]) for name in most])


def search_address(labels: dict[str, str]) -> str:
    """The search page with these facets chosen."""
    return f"{addresses.SEARCH}?{urlencode(sorted(labels.items()))}"


def _address(labels: dict[str, str], other: str, name: str) -> str:
    """A search for both; the other label's own page where the search has no such facet, or one facet twice."""
    if len(labels) == 1 or not labels.keys() <= _SEARCHED.keys():
        return addresses.label_address(other, name)
    return search_address({_SEARCHED[facet]: label for facet, label in labels.items()})


def _counts(catalogue: Catalogue, indexes: Iterable[int], other: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for key, count in Counter(map(catalogue.rows.labels[other].__getitem__, indexes)).items():
        for name in labels_of(key):
            counts[name] += count
    return counts


def _most(counts: Counter[str], limit: int) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))[:limit]


def _by_year(catalogue: Catalogue, indexes: Sequence[int], other: str) -> Grid | None:
    """The other facet's most frequent labels by year; None where there is but one year."""
    years: dict[int, list[int]] = defaultdict(list)
    for index in indexes:
        date = catalogue.rows.dates[index]
        if date:
            years[int(date[:4])].append(index)
    shown = [year for year in years if year > max(years) - _GRID_YEARS]
    if len(shown) < 2:
        return None
    counts = {year: _counts(catalogue, years[year], other) for year in shown}
    whole = sum(counts.values(), Counter[str]())
    rows = [
        (addresses.label_address(other, name), name, {year: counts[year][name] for year in shown if counts[year][name]})
        for name in _most(whole, _GRID_ROWS)
    ]
    return grid(rows, shown) if rows else None


def _streets(catalogue: Catalogue, district: str) -> list[Link]:
    """The district's streets, the most frequent first. Their articles are all the district's."""
    path = f"{district}/"
    counts = Counter(
        {label: len(indexes) for label, indexes in catalogue.listed[STREET].items() if label.startswith(path)}
    )
    most = _most(counts, _STREETS)
    return links([(addresses.label_address(STREET, label), label.removeprefix(path), counts[label]) for label in most])


def _companions(catalogue: Catalogue, facet: str, label: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each facet that is not compared, (address, label) of those that most often stand with this one."""
    recent = catalogue.listed[facet][label][-_RECENT:]
    found = []
    for other in LISTED:
        if other in _COMPARED[facet] or (other == facet and facet != ORGANISATION) or {facet, other} == _NESTED:
            continue
        counts = _counts(catalogue, recent, other)
        if other == ORGANISATION:  # of two of these articles: so it has a page, whatever others tell
            counts = Counter({name: count for name, count in counts.items() if count > 1})
        counts.pop(label if other == facet else "", None)
        most = _most(counts, _COMPANIONS)
        if most:
            shown = [(addresses.label_address(other, name), shown_label(other, name)) for name in most]
            found.append((LIST_NAMES[other], shown))
    return found


_NESTED = {"district", STREET}  # a district lists its streets; a street's path names its district
