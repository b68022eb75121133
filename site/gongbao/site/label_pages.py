"""The lists of a label: its newest articles, and every year's articles in the order they were printed.

A year's parts are filled from January on, so that a new article changes the last part only and
a part that is full keeps its address and its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gongbao.site import addresses
from gongbao.site.catalogue import LISTED, Catalogue
from gongbao.site.charts import tile_map, timeline
from gongbao.site.district_map import BEIJING, DISTRICT, by_year, has_map, year_links
from gongbao.site.listing import LABEL_PART, PlannedPage, entries, links, parts_of
from gongbao.site.machines.feeds import label_feed
from gongbao.site.summaries import date_of
from gongbao.site.topics import topic_context
from gongbao.site.touched import WHOLE, Touched, facet_subject, label_subject, label_year_subject
from gongbao.site.wording import LIST_NAMES, LIST_NOTES, STREET, shown_label

_NAMES_A_PART = 200


def label_pages(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedPage]:
    """The index of every facet and the pages of every label."""
    for facet in LISTED:
        # The districts' years may change while no count of a label does: they are planned by every build.
        if facet == DISTRICT or touched.facet(facet):
            yield from _facet_pages(catalogue, facet)
        for label in sorted(catalogue.listed[facet]):
            if touched.label(facet, label):
                yield from _pages_of_label(catalogue, touched, facet, label)


def by_count(catalogue: Catalogue, facet: str) -> list[tuple[str, str, int]]:
    """(address, label, count) of a facet's labels, the most frequent first."""
    counted = ((label, len(indexes)) for label, indexes in catalogue.listed[facet].items())
    ordered = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return [(addresses.label_address(facet, label), shown_label(facet, label), count) for label, count in ordered]


def _facet_pages(catalogue: Catalogue, facet: str) -> Iterator[PlannedPage]:
    counted = by_count(catalogue, facet)
    shown = links(counted)
    mapped = facet == DISTRICT and has_map(catalogue)
    years = year_links(list(by_year(catalogue))) if mapped else []
    for address, parts, some in parts_of(shown, f"{facet}/index.html", _NAMES_A_PART):
        context = {
            "title": LIST_NAMES[facet],
            "section": facet,
            "note": LIST_NOTES[facet],
            "labels": some,
            "count": len(shown),
            "parts": parts,
            "map": tile_map(BEIJING, counted) if mapped and address == f"{facet}/index.html" else None,
            "years": years,
        }
        yield PlannedPage(address, "facet.html", context, WHOLE if facet == DISTRICT else facet_subject(facet))


def _pages_of_label(catalogue: Catalogue, touched: Touched, facet: str, label: str) -> Iterator[PlannedPage]:
    indexes = catalogue.listed[facet][label]
    folder = addresses.label_folder(facet, label)
    dates = catalogue.rows.dates
    years = [(year, list(group)) for year, group in groupby(indexes, key=lambda index: date_of(dates[index]).year)]
    shown = shown_label(facet, label)
    shared = {"section": facet, "label": shown, "above": _above(facet, label)}
    # Few enough for one page: the years would only repeat it.
    whole = len(indexes) <= LABEL_PART
    newest = {
        "title": shown,
        "entries": entries(catalogue, reversed(indexes[-LABEL_PART:])),
        "count": len(indexes),
        "years": links(
            [("" if whole else f"{folder}/{_year(year)}.html", _year_text(year), len(group)) for year, group in years]
        ),
        "chart": timeline(counts) if len(counts := {year: len(group) for year, group in years if year}) > 1 else None,
        "feed": label_feed(facet, label),
        "parts": [],
    } | topic_context(catalogue, facet, label)
    yield PlannedPage(f"{folder}/index.html", "label.html", shared | newest, label_subject(facet, label))
    for year, group in years:
        if whole or not touched.label_year(facet, label, year):
            continue
        subject = label_year_subject(facet, label, year)
        for address, parts, some in parts_of(group, f"{folder}/{_year(year)}.html"):
            chronicle = {
                "title": f"{shown} · {_year_text(year)}",
                "year": _year_text(year),
                "entries": entries(catalogue, some),
                "count": len(group),
                "back": f"{folder}/index.html",
                "parts": parts,
            }
            yield PlannedPage(address, "label_year.html", shared | chronicle, subject)


def _above(facet: str, label: str) -> list[tuple[str, str]]:
    """(address, text) of what a label's page is below: its facet; of a street its district, whose articles it has."""
    if facet != STREET:
        return [(f"{facet}/index.html", LIST_NAMES[facet])]
    district = label.partition("/")[0]
    return [(f"{DISTRICT}/index.html", LIST_NAMES[DISTRICT]), (addresses.label_address(DISTRICT, district), district)]


def _year(year: int) -> str:
    return f"{year:04d}" if year else "undated"


def _year_text(year: int) -> str:
    return f"{year}年" if year else "日期不详"
