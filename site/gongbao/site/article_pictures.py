"""Pictures of articles as readers get them: one for a screen, one for a phone.

Both are drawn anew and hold nothing that came with the file: a camera writes where it stood, and a small picture of
what was cut away. They go to ``pictures/ab/<digest>.jpg`` as those of pages do; the digest is of article, day and file.
"""

from __future__ import annotations

from typing import NamedTuple

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article
from gongbao.site import addresses

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


def _copy(article_id: str, date: IssueDate, file: str, size: tuple[int, int]) -> Copy:
    return Copy(addresses.picture_address(".jpg", "article", article_id, str(date), file, *size), *size)


def _fitting(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size at which a picture is at most so wide and not too tall; never larger than it is."""
    scale = min(1.0, width / size[0], _TALLEST / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
