"""CSV exports: one article a row, the first row names the columns; commas, tabs or semicolons between cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import decode_rows
from gongbao.ingest.readers.records import Line, decode_lines, field_of

_SEPARATORS = (",", "\t", ";", "，")
# OWASP, "CSV Injection": a text that a spreadsheet might run is written behind an apostrophe, and read without it.
_GUARDED = tuple(f"'{sign}" for sign in "=+-@＝＋－＠")


def decode_table(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError when no column is known, or no row can be read."""
    decoded = decode_rows(name, raw, encoding)
    text = decoded.text
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a long article in one cell is no fault
    heading = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=lambda one: sum(bool(field_of(cell.strip('" '))) for cell in heading.split(one)))
    return decode_lines(name, decoded.encoding, _lines(name, text, separator))


def _lines(name: str, text: str, separator: str) -> Iterator[Line]:
    """The rows behind the heading. Behind a quotation mark that nothing closes, nothing can be told apart any more."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = next(cells for cells in reader if any(map(str.strip, cells)))
    except (csv.Error, StopIteration) as error:
        raise InputError(f"{name} 的第一行不是栏名：请照 docs/doors.md 给各栏命名。") from error
    written = text.splitlines()  # for what cannot be read; the reader counts lines so too
    while True:
        before = reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Line(f"第 {before + 1} 行", "\n".join(written[before:]), None, "起读不了（引号没有配对）")
            return
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield _line(f"第 {before + 1} 行", columns, cells, separator)


def _line(where: str, columns: list[str], cells: list[str], separator: str) -> Line:
    text = separator.join(cells)
    if len(cells) > len(columns) and any(map(str.strip, cells[len(columns) :])):
        return Line(where, text, None, f"有 {len(cells)} 格，多于 {len(columns)} 栏")
    named: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        value = cell[1:] if cell.startswith(_GUARDED) else cell
        if column.strip() in named:
            return Line(where, text, None, f"里“{column.strip()}”栏重复")
        named[column.strip()] = value
    return Line(where, text, named)
