"""What readers may see of pages as they were printed: no article in a picture that is not in the archive.

An article that is withdrawn, a draft or not public stands in the picture of its page all the same. Where an outline
says in which place, that place is to be covered; where none does, the whole picture is left out. A PDF holds text
and pictures that no block covers, so a page with anything to cover has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gongbao.core.dates import IssueDate
from gongbao.core.records import Area, Page, PrintedPage

Polygon = tuple[tuple[float, float], ...]  # corners as shares of the picture's width and height, 0 to 1
_CORNERS = 3  # fewer enclose nothing


@dataclass(frozen=True, slots=True)
class Unseen:
    """An article that readers may not see, and where it may stand."""

    page_number: str  # empty where it is not known
    sources: frozenset[str]  # names of the sources that hold it


@dataclass(frozen=True, slots=True)
class Facsimile:
    """A page as readers may see it: ``masks`` must be covered in the picture before anybody is given it."""

    date: IssueDate
    page: Page
    picture: str = ""  # name in the archive's files; empty when there is none or none may be shown
    width: int = 0  # in pixels
    height: int = 0
    pdf: str = ""  # name in the archive's files; empty when there is none or none may be shown
    areas: tuple[Area, ...] = ()  # of articles that readers may see, or of none
    masks: tuple[Polygon, ...] = ()


def facsimiles_of_day(
    pages: Sequence[PrintedPage], unseen: Collection[Unseen], *, pdfs: bool = True
) -> dict[str, Facsimile]:
    """{number of the page: what may be seen of it} of one day's pages; ``unseen`` are all such articles of that day."""
    outlined = {page.page.number: {area.source for area in page.areas if _is_outline(area)} for page in pages}
    everywhere = frozenset[str]().union(*outlined.values()) if outlined else frozenset[str]()
    found = {}
    for page in pages:
        hidden = [one for one in unseen if _may_stand_on(one, page, outlined[page.page.number], everywhere)]
        found[page.page.number] = _facsimile(page, hidden, outlined[page.page.number], pdfs=pdfs)
    return found


def versions_of_day(contents: Mapping[str, str], unseen: Collection[Unseen], *, pdfs: bool) -> dict[str, str]:
    """{number: digest of all that its facsimile follows from}; ``contents`` are the stored pages as text."""
    if not unseen:  # then no page of the day depends on the others
        return {number: _digest(content, str(pdfs)) for number, content in contents.items()}
    told = sorted((one.page_number, sorted(one.sources)) for one in unseen)
    day = _digest(repr(sorted(contents.items())), repr(told), str(pdfs))
    return {number: _digest(number, day) for number in contents}


def _digest(*texts: str) -> str:
    """16 hexadecimal digits, quickly: every build asks for those of all pages."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _may_stand_on(one: Unseen, page: PrintedPage, here: Collection[str], everywhere: Collection[str]) -> bool:
    """Whether the article stands on the page, or may: one whose page is not known may stand on any without outline."""
    if one.sources & set(here):
        return True
    if one.page_number:
        return _same_number(one.page_number, page.page.number)
    return not one.sources & set(everywhere)


def _facsimile(page: PrintedPage, hidden: Sequence[Unseen], outlined: Collection[str], *, pdfs: bool) -> Facsimile:
    covered = frozenset[str]().union(*(one.sources for one in hidden)) if hidden else frozenset[str]()
    placed = all(one.sources & set(outlined) for one in hidden)
    shown = Facsimile(
        date=page.date,
        page=page.page,
        picture=page.picture if page.width and page.height else "",
        width=page.width,
        height=page.height,
        pdf=page.pdf if pdfs and not hidden else "",
        areas=tuple(area for area in page.areas if area.source not in covered and len(area.polygon) >= _CORNERS),
        masks=tuple(area.polygon for area in page.areas if area.source in covered),
    )
    if not (placed and shown.picture):
        return replace(shown, picture="", width=0, height=0, areas=(), masks=())
    return shown


def _is_outline(area: Area) -> bool:
    """Whether it names a source and says where that stands: an outline without extent would cover nothing."""
    xs, ys = [x for x, _ in area.polygon], [y for _, y in area.polygon]
    return bool(area.source) and bool(xs) and max(xs) > min(xs) and max(ys) > min(ys)


def _same_number(one: str, other: str) -> bool:
    return one.lstrip("0").upper() == other.lstrip("0").upper()
