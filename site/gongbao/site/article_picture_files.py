"""Which copies of articles' pictures there are to be made; article_pictures.py says of what size and where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gongbao.core.files import Files
from gongbao.site.article_pictures import Copy, copies_of
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import PlannedCopy
from gongbao.site.page_pictures import made_by, smaller
from gongbao.site.summaries import date_of, pictures_of
from gongbao.site.touched import Touched, issue_subject


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
