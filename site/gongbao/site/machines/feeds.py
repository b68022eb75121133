"""Atom feeds (RFC 4287): the whole paper, each page name, and each label that has a page.

Articles of which not even the year is known are in no feed: Atom asks for a time, and none is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.site import addresses
from gongbao.site.catalogue import LISTED, Catalogue
from gongbao.site.listing import PlannedFile
from gongbao.site.machines.identity import article_urn, moment, urn
from gongbao.site.machines.xml import document, text
from gongbao.site.render import Site
from gongbao.site.summaries import LABELLED, Summary, date_of, page_of
from gongbao.site.touched import WHOLE, Touched, label_subject
from gongbao.site.wording import LIST_NAMES, PEOPLE, shown_label

FEED = "feed.xml"
NEWEST = 30  # entries of a feed


class Item(NamedTuple):
    """An article as a feed tells of it."""

    id: str
    address: str
    headline: str
    summary: str
    date: IssueDate
    revision: int
    people: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]  # (facet, label)


class Feed(NamedTuple):
    """A feed: where it lies, what it is called, the page that shows the same, and its entries, newest first."""

    address: str
    title: str
    page: str
    items: tuple[Item, ...]


def feeds(catalogue: Catalogue, touched: Touched, site: Site) -> Iterator[PlannedFile]:
    """All feeds as far as they are touched."""
    everything = range(len(catalogue.summaries))
    yield _planned(catalogue, site, FEED, site.title, addresses.HOME, everything, WHOLE)
    for name, members in sorted(_by_page_name(catalogue).items()):
        yield _planned(catalogue, site, page_feed(name), f"{site.newspaper} · {name}", addresses.HOME, members, WHOLE)
    for facet in LISTED:
        for label, indexes in sorted(catalogue.listed[facet].items()):
            if touched.label(facet, label):
                page = addresses.label_address(facet, label)
                title = f"{site.newspaper} · {shown_label(facet, label)}"
                subject = label_subject(facet, label)
                yield _planned(catalogue, site, label_feed(facet, label), title, page, indexes, subject)


def label_feed(facet: str, label: str) -> str:
    """The address of a label's feed."""
    return f"feeds/{addresses.label_folder(facet, label)}.xml"


def page_feed(name: str) -> str:
    """The address of the feed of all pages that bear this name."""
    return f"feeds/page/{addresses.digest_name(name)}.xml"


def _by_page_name(catalogue: Catalogue) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(catalogue.rows.pages):
        name = page_of(key).name
        if name:
            groups.setdefault(name, []).append(index)
    return groups


def _planned(
    catalogue: Catalogue, site: Site, address: str, title: str, page: str, indexes: Iterable[int], subject: str
) -> PlannedFile:
    dated = [index for index in list(indexes)[-NEWEST:] if date_of(catalogue.rows.dates[index])]
    items = tuple(_item(catalogue.summaries[index]) for index in reversed(dated))
    feed = Feed(address, title, page, items)
    return PlannedFile(address, (site, feed), partial(atom, feed, site), subject)


def _item(summary: Summary) -> Item:
    named = dict(zip(LABELLED, summary.labels, strict=True))
    return Item(
        id=summary.id,
        address=summary.entry.address,
        headline=summary.entry.headline,
        summary=summary.entry.lede,
        date=summary.date,
        revision=summary.revision,
        people=named[PEOPLE],
        labels=tuple((facet, label) for facet in FACETS for label in named[facet]),
    )


def atom(feed: Feed, site: Site) -> bytes:
    """The feed as a file. Links are absolute where the archive's place is known, else relative to the feed."""
    root = site.url or addresses.root_of(feed.address)
    updated = max((_updated(item) for item in feed.items), default=moment(IssueDate(1)))
    lines = [
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">',
        f"<title>{text(feed.title)}</title>",
        f"<id>{urn('feed', site.newspaper, feed.address)}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{text(site.newspaper)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{text(root + feed.address)}"/>',
        f'<link rel="alternate" type="text/html" href="{text(root + feed.page)}"/>',
    ]
    for item in feed.items:
        lines += _entry(item, root, site)
    return document([*lines, "</feed>"])


def _entry(item: Item, root: str, site: Site) -> list[str]:
    lines = [
        "<entry>",
        f"<title>{text(item.headline)}</title>",
        f"<id>{article_urn(item.id)}</id>",
        f'<link rel="alternate" type="text/html" href="{text(root + item.address)}"/>',
        f"<updated>{_updated(item)}</updated>",
    ]
    if item.date.day:
        lines.append(f"<published>{moment(item.date)}</published>")
    lines += [f"<author><name>{text(name)}</name></author>" for name in item.people]
    for facet, label in item.labels:
        scheme = f"urn:gongbao:facet:{quote(facet)}"
        lines.append(
            f'<category term="{text(label)}" scheme="{scheme}" label="{text(LIST_NAMES[facet])}：{text(label)}"/>'
        )
    return [*lines, f'<summary type="text">{text(item.summary)}</summary>', "</entry>"]


def _updated(item: Item) -> str:
    """Midnight of the issue's day, a second later for each revision: no clock, yet a reader sees a change."""
    return moment(item.date, max(0, item.revision - 1))
