"""JSON exports: an article a line, a list of articles, or one article; IPTC's ninjs is told by its own fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import decode_rows
from gongbao.ingest.readers.ninjs import is_ninjs, ninjs_row
from gongbao.ingest.readers.records import Line, Row, RowFaultError, decode_lines

# Brackets and braces; each is an object of some 60 to 250 bytes in memory.
MOST_OBJECTS = 2_000_000
_LISTS = ("articles", "items", "data", "rows", "records", "results", "docs", "文章")  # keys that hold the articles


def decode_json(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError when nothing in it can be read as an article."""
    if raw.count(b"{") + raw.count(b"[") > MOST_OBJECTS:
        raise InputError(f"{name} 里的数据太多（超过 {MOST_OBJECTS} 项）：请拆成几个文件。")
    decoded = decode_rows(name, raw, encoding)
    whole = _whole(decoded.text)
    lines = _lines(decoded.text) if whole is None else _items(whole)
    return decode_lines(name, decoded.encoding, lines)


def _whole(text: str) -> list[Any] | None:
    """The articles of a text that is one JSON value; None when it is none, or one article on one line."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list):
        return value
    for key in _LISTS:
        if isinstance(value.get(key), list) and any(isinstance(one, Mapping) for one in value[key]):
            return list(value[key])
    return [value]


def _items(values: list[Any]) -> Iterator[Line]:
    for number, value in enumerate(values, 1):
        yield _line(f"第 {number} 条", json.dumps(value, ensure_ascii=False), value)


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield Line(f"第 {number} 行", line, None, "不是 JSON")
            continue
        yield _line(f"第 {number} 行", line, value)


def _line(where: str, text: str, value: object) -> Line:
    if not isinstance(value, Mapping):
        return Line(where, text, None, "不是一篇文章")
    row: Row = value
    if is_ninjs(row):
        try:
            row = ninjs_row(row)
        except RowFaultError as error:
            return Line(where, text, None, str(error))
    return Line(where, text, row)
