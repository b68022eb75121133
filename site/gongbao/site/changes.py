"""From what came, went and changed to what a build must look at again.

Everything that a page shows of another article it shows of one near by: on the same printed page, in the issue
before or after, among the nearest with the same label. So a change is followed from the articles' old
places and new places, and no further.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping

from gongbao.core.kinship import Kinship
from gongbao.core.records import Page
from gongbao.site import addresses
from gongbao.site.catalogue import LISTED, Catalogue
from gongbao.site.facsimiles import PageKey
from gongbao.site.listing import LABEL_PART
from gongbao.site.related import NEAREST
from gongbao.site.summaries import LABELLED, Rows, date_of
from gongbao.site.touched import (
    EVERYTHING,
    Touched,
    day_subject,
    facet_subject,
    issue_subject,
    label_subject,
    label_year_subject,
    year_subject,
)

Kin = Mapping[str, Kinship]


def touched_by(
    changed: frozenset[str],
    before: Rows,
    after: Catalogue,
    kin_before: Kin,
    reprinted: Collection[PageKey] = (),
) -> Touched:
    """What depends on these articles, by their ids, in the archive as it was and as it is, and on pages as printed."""
    now = after.rows
    places_before = [index for index, name in enumerate(before.ids) if name in changed]
    places_now = [after.index_of[name] for name in changed if name in after.index_of]
    stayed = [name for name in before.ids if name not in changed]
    if stayed != [name for name in now.ids if name not in changed]:
        return EVERYTHING  # the same articles in another order
    subjects: set[str] = set()
    articles: set[str] = set(changed)
    for index in places_before:
        subjects.update(_subjects(before, index, after, len(changed)))
        articles.update(now.ids[near] for near in _near(before, index, after, _now_behind(before, index, after)))
    for index in places_now:
        subjects.update(_subjects(now, index, after, len(changed)))
        articles.update(now.ids[near] for near in _near(now, index, after, index))
    subjects |= _facets_with_other_counts(before, places_before, now, places_now)
    dates_before, dates_now = set(before.dates), set(now.dates)
    if dates_before != dates_now:
        subjects.update(_beside(dates_before ^ dates_now, dates_before | dates_now))
    of_other_kin = _kin_changes(changed, kin_before, after.kin)
    articles |= of_other_kin
    # An outline on a page leads to the article that has its source, be it as a further one.
    subjects.update(
        issue_subject(date_of(now.dates[after.index_of[name]])) for name in of_other_kin if name in after.index_of
    )
    subjects.update(_campaigns(of_other_kin, kin_before, after))
    for day, number in reprinted:
        subjects.add(issue_subject(date_of(day)))
        page = after.printed_page(day, addresses.page_name(date_of(day), Page(number), ""))
        articles.update(now.ids[member] for member in (page.members if page else ()))
    for index, rows in (*((index, before) for index in places_before), *((index, now) for index in places_now)):
        for issue in after.same_day(rows.dates[index]):
            articles.update(now.ids[other] for other in issue.members)
    return Touched(frozenset(subjects), frozenset(articles))


def _subjects(rows: Rows, index: int, after: Catalogue, changes: int) -> Iterator[str]:
    """All that tells of an article, which is one of so many that changed."""
    date = date_of(rows.dates[index])
    yield issue_subject(date)
    yield year_subject(date.year)
    if date.day:
        yield day_subject(date.month, date.day)
    for facet, labels in rows.groups_of(index):
        for label in labels:
            yield label_subject(facet, label)
            yield label_year_subject(facet, label, date.year)
            members = after.listed[facet].get(label, [])
            if abs(len(members) - LABEL_PART) <= changes:  # with the change its years may have come or gone as pages
                years = {date_of(after.rows.dates[other]).year for other in members}
                yield from (label_year_subject(facet, label, year) for year in years)


def _now_behind(before: Rows, index: int, after: Catalogue) -> float:
    """Where an article would stand now that stood there before: behind the last one before it that is still there."""
    for earlier in range(index - 1, -1, -1):
        name = before.ids[earlier]
        if name in after.index_of:
            place = after.index_of[name]
            if after.rows.versions[place] == before.versions[earlier]:
                return place + 0.5
    return -0.5


def _near(rows: Rows, index: int, after: Catalogue, place: float) -> Iterator[int]:
    """The articles that may show one at this place: on its page, and where it is among the nearest of a label."""
    page = after.printed_page(rows.dates[index], rows.page_names[index])
    if page is not None:
        yield from page.members
    for facet in LABELLED:
        for label in rows.labels_of(facet, index):
            members = after.listed[facet].get(label, [])
            here = bisect_left(members, place)
            yield from members[max(0, here - NEAREST) : here + NEAREST + 1]


def _facets_with_other_counts(before: Rows, places_before: list[int], now: Rows, places_now: list[int]) -> set[str]:
    """The facets of which some article has other labels than it had."""
    had = {before.ids[index]: dict(before.groups_of(index)) for index in places_before}
    has = {now.ids[index]: dict(now.groups_of(index)) for index in places_now}
    none: dict[str, tuple[str, ...]] = {}
    return {
        facet_subject(facet)
        for name in had.keys() | has.keys()
        for facet in LISTED
        if had.get(name, none).get(facet, ()) != has.get(name, none).get(facet, ())
    }


def _beside(dates: Iterable[str], known: set[str]) -> Iterator[str]:
    """The issues and years before and after the dates that came or went."""
    ordered = sorted(known)
    for text in dates:
        here = bisect_left(ordered, text)
        for near in ordered[max(0, here - 1) : here + 2]:
            yield issue_subject(date_of(near))
    years = sorted({date_of(text).year for text in known})
    for year in {date_of(text).year for text in dates}:
        here = bisect_left(years, year)
        yield from (year_subject(near) for near in years[max(0, here - 1) : here + 2])


def _campaigns(names: set[str], kin_before: Kin, after: Catalogue) -> Iterator[str]:
    """The campaigns whose sums may leave out other reprints: of articles with other kin, and of their kin."""
    near = set(names)
    for kin in (kin_before, after.kin):
        for name, one in kin.items():
            if not names.isdisjoint(one.printed_before) or not names.isdisjoint(one.printed_again):
                near.add(name)
    for name in near & after.index_of.keys():
        campaigns = after.rows.labels_of("campaign", after.index_of[name])
        yield from (label_subject("campaign", campaign) for campaign in campaigns)


def _kin_changes(changed: frozenset[str], before: Kin, after: Kin) -> set[str]:
    """Articles whose other sources or printings are told differently, or are among those that changed."""
    found = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    for kin in (before, after):
        for name, one in kin.items():
            if not changed.isdisjoint(one.printed_before) or not changed.isdisjoint(one.printed_again):
                found.add(name)
    return found
