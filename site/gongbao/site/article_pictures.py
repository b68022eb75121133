"""Pictures of articles as readers get them: one for a screen, one for a phone.

Both are drawn anew and hold nothing that came with the file: a camera writes where it stood, and a small picture of
what was cut away. They go to ``pictures/ab/<digest>.jpg`` as those of pages do; the digest is of article, day and file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from gongbao.core.dates import IssueDate
from gongbao.core.files import Files
from gongbao.core.records import Article
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import PlannedCopy
from gongbao.site.page_pictures import made_by, picture_address, smaller
from gongbao.site.summaries import date_of, pictures_of
from gongbao.site.touched import Touched, issue_subject

LARGE, SMALL = 1280, 480  # pixels of width at most: a desk's column at two pixels a point, and a phone's at one
_TALLEST = 1600  # of height at most: a long picture of a whole notice is not blown up to many screens


class Copy(NamedTuple):
    """A copy of a picture: its address, and its size in pixels."""

    address: str
    width: int
    height: int


class Copies(NamedTuple):
    """Both copies; they are the same file where the picture itself is small."""

    large: Copy
    small: Copy


def copies_of(article_id: str, date: IssueDate, file: str, size: tuple[int, int]) -> Copies | None:
    """The copies of an article's picture, by its file and the file's size in pixels; None where it has no file."""
    if not (file and all(size)):
        return None
    large, small = (_copy(article_id, date, file, _fitting(size, width)) for width in (LARGE, SMALL))
    return Copies(large, small)


def article_copies(article: Article) -> list[Copies | None]:
    """For each of an article's pictures."""
    return [copies_of(article.id, article.date, one.file, (one.width, one.height)) for one in article.pictures]


def copies(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedCopy]:
    """All of them, of the issues that are touched."""
    files = catalogue.printed.files
    if files is None:
        return
    for index, column in enumerate(catalogue.rows.pictures):
        if column and touched.issue(date := date_of(catalogue.rows.dates[index])):
            name = catalogue.rows.ids[index]
            for file, width, height in dict.fromkeys(pictures_of(column)):
                for one in dict.fromkeys(copies_of(name, date, file, (width, height)) or ()):
                    yield _planned(one, file, files, issue_subject(date))


def _planned(one: Copy, file: str, files: Files, subject: str) -> PlannedCopy:
    size = (one.width, one.height)
    return PlannedCopy(one.address, (file, size, made_by()), partial(smaller, files, file, (), size), subject)


def _copy(article_id: str, date: IssueDate, file: str, size: tuple[int, int]) -> Copy:
    return Copy(picture_address(".jpg", "article", article_id, str(date), file, *size), *size)


def _fitting(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size at which a picture is at most so wide and not too tall; never larger than it is."""
    scale = min(1.0, width / size[0], _TALLEST / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
