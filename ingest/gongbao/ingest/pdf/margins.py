"""The margins of a page: folio, editors, the paper's name. They tell date and page, and are no part of any article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Page
from gongbao.ingest.folio import read_folio
from gongbao.ingest.furniture import marks_of
from gongbao.ingest.hints import UNKNOWN_PAGE
from gongbao.ingest.notices import ADVERTISEMENT, FURNITURE
from gongbao.ingest.pdf.content import PageContent, Rect
from gongbao.ingest.pdf.lines import TypeLine

_HEAD, _FOOT = 0.1, 0.06  # of the page's height: folios stand within
_RULE = 0.5  # of the page's width: a rule that closes a margin
_MOST_LINES = 8  # stretches of type in a margin; more is text
_LONGEST = 40  # characters of one
_TOGETHER = 5  # stretches whose order is tried out: 120 orders
_PART = 12  # characters of a folio's part that is none by itself: 2021年12月31日
_NAME = re.compile(r"[㐀-鿿]{2,8}")  # a page's name: 工会, 综合新闻


@dataclass(frozen=True, slots=True)
class Margins:
    """Lines that are furniture, with the reason of each, and what they say of the page."""

    lines: tuple[tuple[TypeLine, str], ...] = ()
    date: IssueDate = UNKNOWN_DATE
    page: Page = UNKNOWN_PAGE


def read_margins(page: PageContent, lines: Sequence[TypeLine]) -> Margins:
    """The page's head and foot, where a folio says that they are margins."""
    found: list[tuple[TypeLine, str]] = []
    date, number = UNKNOWN_DATE, Page()
    for margin in (_head(page, lines), _foot(page, lines)):
        said = _folio([line.text for line in margin])
        if said is None:
            continue
        found += [(line, _reason(line.text)) for line in margin]
        date, number = date or said[0], number if number.number else said[1]
    taken = {id(line) for line, _ in found}
    found += [(line, _reason(line.text)) for line in _imprints(page, lines) if id(line) not in taken]
    taken = {id(line) for line, _ in found}
    left = [line for line in lines if id(line) not in taken]
    name = None if number.name else _page_name(page, left)
    if name is not None:
        found.append((name, FURNITURE))
        if number.number and not number.name:
            number = Page(number.number, name.text.replace(" ", ""))
    return Margins(tuple(found), date, number)


def _imprints(page: PageContent, lines: Sequence[TypeLine]) -> list[TypeLine]:
    """Lines of the margins that say by their words what they are: who edited the page, how to reach the paper."""
    return [
        line
        for line in lines
        if (line.rect.bottom < _HEAD * page.height or line.rect.top > (1 - _FOOT) * page.height)
        and (found := marks_of(line.text)) is not None
        and found.is_strong
        and found.reason != ADVERTISEMENT
    ]


def _page_name(page: PageContent, lines: Sequence[TypeLine]) -> TypeLine | None:
    """The page's name where it stands apart from the folio: alone at the head, in a band or over a rule."""
    head = [line for line in lines if line.rect.top < _HEAD * page.height]
    if not head:
        return None
    first = min(head, key=lambda line: line.rect.top)
    if not _NAME.fullmatch(first.text.replace(" ", "")) or any(
        line is not first and line.rect.shares_rows(first.rect, 2.0) for line in lines
    ):
        return None
    bands = [box for box in page.boxes if box.width > _RULE * page.width and box.holds(first.rect)]
    in_band = any(not any(box.holds(line.rect) for line in lines if line is not first) for box in bands)
    others = [line.rect.top for line in lines if line is not first]
    closed = any(first.rect.bottom - 2 <= rule.top <= min(others, default=page.height) + 2 for rule in _closing(page))
    return first if in_band or closed else None


def _head(page: PageContent, lines: Sequence[TypeLine]) -> list[TypeLine]:
    limit = _HEAD * page.height
    rules = [rule.top for rule in _closing(page) if rule.top < limit]
    for rule in sorted(rules):
        above = _short([line for line in lines if line.rect.bottom <= rule + 2])
        if _folio([line.text for line in above]) is not None:
            return above
    return _first_row(sorted((line for line in lines if line.rect.bottom < limit), key=lambda one: one.rect.top))


def _foot(page: PageContent, lines: Sequence[TypeLine]) -> list[TypeLine]:
    limit = (1 - _FOOT) * page.height
    rules = [rule.top for rule in _closing(page) if rule.top > limit]
    for rule in sorted(rules, reverse=True):
        below = _short([line for line in lines if line.rect.top >= rule - 2])
        if _folio([line.text for line in below]) is not None:
            return below
    lowest = sorted((line for line in lines if line.rect.top > limit), key=lambda one: -one.rect.bottom)
    return _first_row(lowest)


def _closing(page: PageContent) -> list[Rect]:
    return [rule for rule in page.rules if rule.width > _RULE * page.width]


def _first_row(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """The outermost line and what stands on its height, with folios that are set on two heights."""
    if not lines:
        return []
    row = [line for line in lines if line.rect.shares_rows(lines[0].rect)]
    if _folio([line.text for line in row]) is None:
        row += [line for line in lines if line not in row and any(line.rect.shares_rows(one.rect) for one in row)]
    return _short(row)


def _short(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """The lines in their order on paper, or none where there are too many for a margin."""
    ordered = sorted(lines, key=lambda line: (line.rect.left, line.rect.top))
    return ordered if len(ordered) <= _MOST_LINES and all(len(line.text) <= _LONGEST for line in ordered) else []


def _folio(texts: Sequence[str]) -> tuple[IssueDate, Page] | None:
    """What the stretches say together: each by itself, else the first few in any order."""
    single = [said for text in texts if (said := read_folio(text)) is not None]
    numbered = [text for text in texts if read_folio(text) is not None or len(text) <= _PART]
    together = permutations(numbered[:_TOGETHER], min(len(numbered), _TOGETHER))
    found = [said for order in together if (said := read_folio(" ".join(order))) is not None]
    if found:
        best = max(found, key=lambda said: (bool(said[0]), bool(said[1].number), bool(said[1].name)))
        if best[0] and best[1].number:
            return best
    if not single:
        return None
    date = next((date for date, _ in single if date), UNKNOWN_DATE)
    pages = sorted((page for _, page in single if page.number), key=lambda page: not page.name)
    return date, pages[0] if pages else Page()


def _reason(text: str) -> str:
    found = marks_of(text)
    return found.reason if found is not None else FURNITURE
