"""The whole archive as data: JSON lines and a table of each month, what every column means, and a Data Package.

A month is what a correction makes anew: a year would be read whole, some seconds at ten thousand articles. Articles
of which only the year is known are in ``data/2021/2021``, those without a date in ``data/undated``.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from gongbao.core.records import TaggedArticle
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import PlannedDigest, PlannedFile, PlannedPage
from gongbao.site.machines.columns import COLUMNS, IN_TABLE, Column, cells, row
from gongbao.site.render import Site
from gongbao.site.touched import Touched, year_subject

DICTIONARY = "data/index.html"
PACKAGE = "data/datapackage.json"
MOST = 1_000  # articles of one file: a process holds them whole, some 15 MB with what is made of them
# Of gzip's nine: at 6 a file is a twelfth smaller and takes twice as long.
_LEVEL = 3
_MONTH = len("2021-07")
_LINES_SCHEMA, _TABLE_SCHEMA = "articles-jsonl.schema.json", "articles-csv.schema.json"

Values = dict[str, Any]


class Part(NamedTuple):
    """The articles of one pair of files, as places in the catalogue."""

    name: str  # 2021/2021-07, without ending
    year: int  # 0: not known
    title: str  # 2021-07
    first: int
    end: int

    @property
    def lines(self) -> str:
        """Address of the JSON lines, from the archive's root."""
        return f"data/{self.name}.jsonl.gz"

    @property
    def table(self) -> str:
        """Address of the table, from the archive's root."""
        return f"data/{self.name}.csv"

    @property
    def size(self) -> int:
        """How many articles."""
        return self.end - self.first


def data_files(
    catalogue: Catalogue, touched: Touched, site: Site
) -> Iterator[PlannedDigest | PlannedFile | PlannedPage]:
    """The files of the years that are touched, and what tells of all of them."""
    found = list(parts(catalogue.rows.dates))
    ids, versions = catalogue.rows.ids, catalogue.rows.versions
    for part in found:
        if touched.year(part.year):
            names = tuple(ids[part.first : part.end])
            inputs, subject = (names, versions[part.first : part.end]), year_subject(part.year)
            yield PlannedDigest(part.lines, inputs, names, json_lines, subject)
            yield PlannedDigest(part.table, inputs, names, table, subject)
    for address, columns in (_LINES_SCHEMA, COLUMNS), (_TABLE_SCHEMA, IN_TABLE):
        yield PlannedFile(f"data/{address}", "", partial(schema, columns, in_table=address == _TABLE_SCHEMA))
    yield PlannedFile(PACKAGE, (site, found), partial(package, found, site))
    context = {
        "title": "数据下载",
        "section": "about",
        "columns": [(one.name, one.kind, one.chinese, one.english, one.cell is not None) for one in COLUMNS],
        "years": [(year, list(group)) for year, group in groupby(found, lambda part: part.year)],
        "package": PACKAGE,
    }
    yield PlannedPage(DICTIONARY, "data.html", context)


def parts(dates: Sequence[str]) -> Iterator[Part]:
    """What lies in which file, from the articles' dates (ISO 8601, as long as known) in the catalogue's order."""
    first = 0
    for month, group in groupby(date[:_MONTH] for date in dates):
        end = first + sum(1 for _ in group)
        title = month or "undated"
        name = f"{month[:4]}/{month}" if month else title
        for number, start in enumerate(range(first, end, MOST), 1):
            ending = f"-part{number}" if number > 1 else ""
            yield Part(name + ending, int(month[:4] or 0), title + ending, start, min(start + MOST, end))
        first = end


def json_lines(articles: Sequence[TaggedArticle], site: Site) -> bytes:
    """An object a line, packed; the same bytes each time, as no clock is asked."""
    del site
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = (encode(row(one)) + "\n" for one in articles)
    return gzip.compress("".join(lines).encode("utf-8", "replace"), _LEVEL, mtime=0)


def table(articles: Sequence[TaggedArticle], site: Site) -> bytes:
    """CSV as spreadsheets open it right: BOM, CRLF, what would be a formula behind an apostrophe."""
    del site
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in IN_TABLE])
    writer.writerows(map(cells, articles))
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace")


def package(found: Iterable[Part], site: Site) -> bytes:
    """The description of all files (Data Package 1, Table Schema 1 of the Frictionless standards)."""
    values: Values = {
        "profile": "data-package",
        "name": "archive",
        "title": site.title,
        "description": "报道全文和标签，按月份分开 / Articles with full text and labels, a file a month",
        "resources": list(_resources(found)),
    }
    if site.url:
        values["homepage"] = site.url
    return _as_json(values)


def schema(columns: Iterable[Column], *, in_table: bool) -> bytes:
    """What every column is (Table Schema); a list is one text in a table."""
    return _as_json({"fields": [_field(column, in_table=in_table) for column in columns], "missingValues": [""]})


def _as_json(values: Values) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _resources(found: Iterable[Part]) -> Iterator[Values]:
    # A description lies beside the files that it names, and its paths begin there.
    for part in found:
        name = part.title.lower()
        beside = {"encoding": "utf-8", "title": f"{part.title}（{part.size}）"}
        yield {
            "name": f"{name}-jsonl",
            "path": part.lines.removeprefix("data/"),
            "format": "jsonl",
            "mediatype": "application/gzip",
            "schema": _LINES_SCHEMA,
            **beside,
        }
        yield {
            "name": f"{name}-csv",
            "profile": "tabular-data-resource",
            "path": part.table.removeprefix("data/"),
            "format": "csv",
            "mediatype": "text/csv",
            "schema": _TABLE_SCHEMA,
            **beside,
        }


def _field(column: Column, *, in_table: bool) -> Values:
    flat = in_table and column.kind in ("array", "object")
    values: Values = {"name": column.name, "type": "string" if flat else column.kind}
    values |= {"title": column.chinese, "description": column.english}
    if column.constraints:
        values["constraints"] = column.constraints
    return values
