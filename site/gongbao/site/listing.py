"""Entries of lists, and long lists cut into parts that stay small however large the archive grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from gongbao.core.records import TaggedArticle
from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue
from gongbao.site.render import Site
from gongbao.site.summaries import Entry
from gongbao.site.touched import WHOLE

PART = 60  # entries of a list on one page: about 30 kB
LABEL_PART = 24  # on the first page of a label, where charts and sums stand too; with more it has pages of years

Item = TypeVar("Item")


class PlannedPage(NamedTuple):
    """A page that is to be: where, by which template, from what; ``subject`` says what touches it (touched.py)."""

    address: str
    template: str
    context: dict[str, Any]
    subject: str = WHOLE


class PlannedFile(NamedTuple):
    """A file that no template makes: ``make()`` gives its bytes, which follow from ``inputs`` (fingerprinted) alone."""

    address: str
    inputs: object
    make: Callable[[], bytes]
    subject: str = WHOLE


class PlannedCopy(NamedTuple):
    """A file made of one beside the archive's database by any process: ``make`` must be what can be pickled."""

    address: str
    inputs: object  # all that the bytes follow from; templates and settings are not part of it
    make: Callable[[], bytes]
    subject: str = WHOLE


class PlannedDigest(NamedTuple):
    """A file made of whole articles, in the order given: ``compose`` must be what can be pickled.

    Two that follow each other and are made of the same articles cost one reading of them.
    """

    address: str
    inputs: object  # the articles' versions, and all else that the bytes follow from
    articles: tuple[str, ...]  # ids
    compose: Callable[[Sequence[TaggedArticle], Site], bytes]
    subject: str = WHOLE


Planned = PlannedPage | PlannedFile | PlannedDigest


@dataclass(frozen=True, slots=True)
class Link:
    """A link with a count beside it; ``share`` is its bar, 0 to 100 of the longest."""

    address: str
    text: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a list that is too long for a page."""

    number: int
    address: str
    text: str
    current: bool


def entries(catalogue: Catalogue, indexes: Iterable[int]) -> list[Entry]:
    """Articles as entries, in the order given."""
    return [catalogue.summaries[index].entry for index in indexes]


def links(counted: Sequence[tuple[str, str, int]]) -> list[Link]:
    """Links from (address, text, count), with bars in proportion to the largest count."""
    largest = max((count for _, _, count in counted), default=0)
    return [Link(address, text, count, _share(count, largest)) for address, text, count in counted]


def _share(count: int, largest: int) -> int:
    """Per cent of the largest, at least 1 so that something is seen, and 0 for none."""
    return max(1, round(100 * count / largest)) if count else 0


def parts_of(items: Sequence[Item], address: str, size: int = PART) -> Iterable[tuple[str, list[Part], Sequence[Item]]]:
    """(address, all parts with this one marked, items of this one) for each part; one part when there is no item."""
    count = max(1, -(-len(items) // size))
    for current in range(1, count + 1):
        shown = [
            Part(n, addresses.numbered(address, n), str(n), n == current)
            for n in _worth_showing(current, count)
            if count > 1
        ]
        yield addresses.numbered(address, current), shown, items[(current - 1) * size : current * size]


def _worth_showing(current: int, count: int) -> list[int]:
    """The first and last parts and those near: with thousands of parts, a link to each would grow as their square."""
    near = range(current - 2, current + 3)
    return sorted({n for n in (1, *near, count) if 1 <= n <= count})
