"""Puts the picture files of a source to its articles: each file to the caption it stands by, or by itself.

A caption stands below its picture, as papers print it, or else above; text between the two parts them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongbao.core.records import Article, Picture, PictureFile, Reading

_BESIDE = ("caption", "credit")  # roles of what may stand between a file and its caption


def illustrated(reading: Reading) -> Reading:
    """The reading with the files that its source's pictures are kept as; a picture that is not kept has no file."""
    if not reading.source.pictures and not any(one.file for article in reading.articles for one in article.pictures):
        return reading
    articles = zip(reading.articles, _by_article(reading), strict=True)
    return replace(reading, articles=tuple(_illustrated(*_named(article, files)) for article, files in articles))


def _by_article(reading: Reading) -> list[list[PictureFile]]:
    """The kept files of each article, in order: by the article that the input names, else by the place."""
    source = reading.source
    marked = (m for m in source.marks if m.role != "discard" and source.text[m.start : m.end].strip())
    numbers = {number: order for order, number in enumerate(dict.fromkeys(mark.article for mark in marked))}
    starts = [article.spans[0].start if article.spans else 0 for article in reading.articles]
    found: list[list[PictureFile]] = [[] for _ in reading.articles]
    for one in source.pictures:
        if one.file and one.article is None and starts:
            found[max(0, bisect_right(starts, one.place) - 1)].append(one)
        elif one.file and one.article in numbers:
            found[numbers[one.article]].append(one)
    return found


def _named(article: Article, files: Sequence[PictureFile]) -> tuple[Article, list[PictureFile]]:
    """The article with the files that its own pictures name, and the other files."""
    known = {one.name: one for one in files}
    pictures = []
    for picture in article.pictures:
        one = known.pop(picture.file, None) if picture.file else None
        pictures.append(replace(picture, file="") if one is None else _with_file(picture, one))
    return replace(article, pictures=tuple(pictures)), [one for one in files if one.name in known]


def _illustrated(article: Article, files: Sequence[PictureFile]) -> Article:
    if not files:
        return article
    places = list(_caption_places(article))
    taken = _pairs(article, places, files)
    shown: list[tuple[float, Picture]] = []
    for number, picture in enumerate(article.pictures):
        place = places[number][0] if number < len(places) else float("inf")
        shown.append((place, _with_file(picture, files[taken[number]]) if number in taken else picture))
    of_captions = set(taken.values())
    shown += [(one.place, _with_file(Picture(), one)) for index, one in enumerate(files) if index not in of_captions]
    return replace(article, pictures=tuple(picture for _, picture in sorted(shown, key=lambda pair: pair[0])))


def _pairs(article: Article, places: Sequence[tuple[int, int]], files: Sequence[PictureFile]) -> dict[int, int]:
    """{picture with a caption: file}: the nearest file above each caption, then the nearest below."""
    text = [span.start for span in article.spans if span.role not in _BESIDE]
    taken: dict[int, int] = {}
    for number, (start, _) in enumerate(places):
        above = [i for i, one in enumerate(files) if one.place <= start and not _between(text, one.place, start)]
        if free := [index for index in above if index not in taken.values()]:
            taken[number] = free[-1]
    for number, (_, end) in enumerate(places):
        below = (i for i, one in enumerate(files) if one.place >= end and not _between(text, end, one.place))
        free = [index for index in below if index not in taken.values()]
        if number not in taken and free:
            taken[number] = free[0]
    bare = [n for n in range(len(places), len(article.pictures)) if not article.pictures[n].file]  # without a place
    left = [index for index in range(len(files)) if index not in taken.values()]
    return taken | dict(zip(bare, left, strict=False))


def _between(starts: Sequence[int], first: int, behind: int) -> bool:
    """Whether any of the ascending places lies between two, the second left out."""
    return bisect_left(starts, first) < bisect_left(starts, behind)


def _caption_places(article: Article) -> Iterator[tuple[int, int]]:
    """(start, end) in the source's text of each of the article's pictures that has a caption or a credit there."""
    place: tuple[int, int] | None = None
    credited = False
    for span in article.spans:
        if span.role == "caption" or (span.role == "credit" and (place is None or credited)):
            if place is not None:
                yield place
            place, credited = (span.start, span.end), span.role == "credit"
        elif span.role == "credit" and place is not None:
            place, credited = (place[0], span.end), True
    if place is not None:
        yield place


def _with_file(picture: Picture, one: PictureFile) -> Picture:
    return replace(picture, file=one.file, width=one.width, height=one.height)
