"""A page as it was printed: its picture with a link over every article, and where one article stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from gongbao.core.facsimile import Facsimile, Polygon
from gongbao.core.kinship import Kinship
from gongbao.site.catalogue import Catalogue, PageOfIssue
from gongbao.site.page_pictures import copies_of, small_size
from gongbao.site.summaries import unescaped

_NO_KIN = Kinship()
MATCHED = 48  # articles that light up with their outline and it with them; the style sheet has a rule for each


class Spot(NamedTuple):
    """An outline that leads to an article."""

    number: int  # of the article in the page's list, from 1; an article may have several outlines
    first: bool  # of that article's outlines
    points: str  # for SVG, in pixels of the picture
    address: str
    headlines: tuple[str, ...]  # several where one outline holds several articles


def page_picture(catalogue: Catalogue, page: PageOfIssue) -> dict[str, Any] | None:
    """What the template needs of a page's picture and PDF; None where there is neither."""
    printed, copies = page.facsimile, copies_of(page.facsimile)
    if printed is None or not copies.any:
        return None
    return {
        "address": copies.picture,
        "pdf": copies.pdf,
        "width": printed.width,
        "height": printed.height,
        "masks": len(printed.masks),
        "spots": _spots(catalogue, page, printed),
    }


def small_picture(page: PageOfIssue) -> dict[str, Any] | None:
    """What the template needs of a page's small picture; None where there is none."""
    printed, copies = page.facsimile, copies_of(page.facsimile)
    if printed is None or not copies.small:
        return None
    width, height = small_size(printed)
    return {"address": copies.small, "width": width, "height": height}


def place_on_page(catalogue: Catalogue, page: PageOfIssue, index: int) -> dict[str, Any] | None:
    """The small picture with the outlines of one article in it, and what else there is of the printed page."""
    printed, copies = page.facsimile, copies_of(page.facsimile)
    if printed is None or not copies.any:
        return None
    own = _sources_of(catalogue, index)
    outlines = [area.polygon for area in printed.areas if area.source in own] if copies.picture else []
    number = page.members.index(index) + 1
    return {
        "picture": copies.picture,
        "pdf": copies.pdf,
        "small": small_picture(page),
        "size": (printed.width, printed.height),
        "points": [_points(outline, printed) for outline in outlines],
        "target": f"{page.address}#a{number}" if outlines and _is_first(catalogue, page, index) else page.address,
    }


def _spots(catalogue: Catalogue, page: PageOfIssue, printed: Facsimile) -> list[Spot]:
    """The outlines in reading order of their articles, so that the keyboard goes through them as a reader would."""
    if not printed.picture:
        return []
    by_source: dict[str, list[int]] = {}
    for place, index in enumerate(page.members):
        for source in _sources_of(catalogue, index):
            by_source.setdefault(source, []).append(place)
    spots, met = [], set()
    for area in sorted(printed.areas, key=lambda area: min(by_source.get(area.source, [0]))):
        places = by_source.get(area.source) if area.source else None
        if places:
            some = [catalogue.summaries[page.members[place]].entry for place in places]
            first = places[0] not in met
            met.add(places[0])
            headlines = tuple(entry.headline for entry in some)
            spots.append(Spot(places[0] + 1, first, _points(area.polygon, printed), some[0].address, headlines))
    return spots


def _is_first(catalogue: Catalogue, page: PageOfIssue, index: int) -> bool:
    """Whether the outlines lead to this article and not to one that stands in the same source before it."""
    own = _sources_of(catalogue, index)
    return next(one for one in page.members if _sources_of(catalogue, one) & own) == index


def _sources_of(catalogue: Catalogue, index: int) -> frozenset[str]:
    """Names of all sources of an article."""
    kin = catalogue.kin.get(catalogue.rows.ids[index], _NO_KIN)
    return frozenset((unescaped(catalogue.rows.sources[index]), *kin.sources)) - {""}


def _points(outline: Polygon, printed: Facsimile) -> str:
    return " ".join(f"{round(x * printed.width)},{round(y * printed.height)}" for x, y in outline)


def pages_text(pages: Sequence[PageOfIssue]) -> str:
    """``共8版`` where an issue's pages are 1 to 8; empty where one is missing: how many were printed is not known."""
    numbers = {int(one.page.number) for one in pages if one.page.number.isdecimal()}
    whole = len(numbers) == len(pages) and numbers == set(range(1, len(pages) + 1))
    return f"共{len(pages)}版" if whole else ""
