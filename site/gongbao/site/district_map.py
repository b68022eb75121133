"""The pages of the districts' map: all years on the districts' first page, and a page for each year.

A map is schematic (docs/decisions/0020-topic-pages.md); a newspaper whose districts have no layout here has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue
from gongbao.site.charts import tile_map
from gongbao.site.listing import LABEL_PART, PlannedPage, links
from gongbao.site.wording import LIST_NAMES

DISTRICT = "district"
# (column, row) of Beijing's 16 districts, 燕山地区 and 经开区: north is above, and neighbours mostly stay neighbours.
BEIJING = {
    "延庆区": (1, 0),
    "怀柔区": (3, 0),
    "密云区": (4, 0),
    "昌平区": (2, 1),
    "顺义区": (3, 1),
    "平谷区": (4, 1),
    "门头沟区": (0, 2),
    "石景山区": (1, 2),
    "海淀区": (2, 2),
    "西城区": (2, 3),
    "东城区": (3, 3),
    "朝阳区": (4, 3),
    "通州区": (5, 3),
    "燕山地区": (0, 4),
    "房山区": (1, 4),
    "丰台区": (2, 4),
    "大兴区": (3, 4),
    "经开区": (4, 4),
}


def map_address(year: int) -> str:
    """The map of a year."""
    return f"{DISTRICT}/year-{year:04d}.html"


def has_map(catalogue: Catalogue) -> bool:
    """Whether most of what the districts' labels stand for has a place in the layout."""
    sizes = {label: len(indexes) for label, indexes in catalogue.listed[DISTRICT].items()}
    return 2 * sum(size for label, size in sizes.items() if label in BEIJING) > sum(sizes.values())


def by_year(catalogue: Catalogue) -> dict[int, Counter[str]]:
    """Year -> district -> articles, in the order of the years; what has no year is not in it."""
    dates = catalogue.rows.dates
    counts: dict[int, Counter[str]] = {}
    for label, indexes in catalogue.listed[DISTRICT].items():
        for index in indexes:
            if dates[index]:
                counts.setdefault(int(dates[index][:4]), Counter())[label] += 1
    return dict(sorted(counts.items()))


def map_pages(catalogue: Catalogue) -> Iterator[PlannedPage]:
    """A page for each year; planned by every build that finds a change, as nothing names a district's year alone."""
    if not has_map(catalogue):
        return
    counts = by_year(catalogue)
    for year, found in counts.items():
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        counted = [(_address(catalogue, label, year), label, count) for label, count in ordered]
        context = {
            "title": f"各区 · {year}年",
            "section": DISTRICT,
            "facet": LIST_NAMES[DISTRICT],
            "year": year,
            "map": tile_map(BEIJING, counted),
            "labels": links(counted),
            "years": year_links(list(counts)),
            "all_years": f"{DISTRICT}/index.html",
        }
        yield PlannedPage(map_address(year), "district_year.html", context)


def year_links(years: list[int]) -> list[tuple[str, int]]:
    """(address, year) of every year's map."""
    return [(map_address(year), year) for year in years]


def _address(catalogue: Catalogue, label: str, year: int) -> str:
    """The label's list of the year; where all its articles fit on one page, that page."""
    folder = addresses.label_folder(DISTRICT, label)
    whole = len(catalogue.listed[DISTRICT][label]) <= LABEL_PART
    return f"{folder}/index.html" if whole else f"{folder}/{year:04d}.html"
