"""A page without a picture, set as a newspaper page is: what is longer gets more columns, and rows are full."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from gongbao.site.summaries import Entry, Summary

COLUMNS = 6  # of the page, as of a broadsheet's
_LEAST_LEAD = 4  # columns of the first article, where there are others
_LEAST = 2  # columns that the type of a headline needs
# From so many characters on an article gets so many columns: a column of a broadsheet holds some 350 characters on
# half a page, so these are about the shares of a page that articles of such lengths take up in print.
_WIDTHS = ((700, 4), (350, 3), (0, _LEAST))


class Set(NamedTuple):
    """An article as it is set on the page."""

    width: int  # of COLUMNS
    entry: Entry
    subhead: str
    byline: str  # 记者 甲 乙　通讯员 丙
    size: int  # characters of the body


def layout(summaries: Sequence[Summary]) -> list[Set]:
    """The articles of a page in their order."""
    found = zip(summaries, widths([one.size for one in summaries]), strict=True)
    return [Set(width, one.entry, one.subhead, _byline(one), one.size) for one, width in found]


def _byline(summary: Summary) -> str:
    """Everyone who is credited, those of one role together."""
    people = groupby(summary.credited, key=lambda credit: credit[1])
    return "　".join(" ".join(filter(None, (role, *(name for name, _, _ in some)))) for role, some in people)


def widths(sizes: Sequence[int]) -> list[int]:
    """How many of COLUMNS each article spans, from their lengths in characters; row by row they come to COLUMNS."""
    rows: list[list[int]] = []
    for place, size in enumerate(sizes):
        width = _width(size)
        if place == 0:
            width = max(width, _LEAST_LEAD)
        left = COLUMNS - sum(rows[-1]) if rows else 0
        if left >= max(_LEAST, width - 1):  # one that is a column too wide is set a column narrower
            rows[-1].append(min(width, left))
        else:
            rows.append([width])
    for row in rows:
        while sum(row) < COLUMNS:  # what is left over goes to the narrowest
            row[row.index(min(row))] += 1
    return [width for row in rows for width in row]


def _width(size: int) -> int:
    return next(width for least, width in _WIDTHS if size >= least)
