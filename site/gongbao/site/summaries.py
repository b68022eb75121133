"""What lists need of every article, as lines of text: kept from build to build, taken apart when asked for.

A line is version, id, date, name of the page, page, source, labels, names and the rest, between tabs; what may hold any
character is written as JSON. The first columns are read of all articles, the rest of those that a list shows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, NamedTuple, overload

from gongbao.core.dates import IssueDate
from gongbao.core.figure_sums import Amount
from gongbao.core.records import Page

_BETWEEN_FACETS, _BETWEEN_LABELS = "\x1e", "\x1f"  # which JSON does not leave in a text
_KEPT = 20_000  # summaries that stay taken apart


class Entry(NamedTuple):
    """An article in a list: all that a reader sees of it there. A list changes only when one of these does."""

    address: str
    headline: str  # never empty: a picture without headline is known by its first words
    kicker: str
    lede: str  # the extract, or the first words of the body
    kind: str  # 图片新闻, 评论, 公告; empty for a report
    date: str  # ISO 8601 as long as known; empty
    page: str  # 第3版 工会


@dataclass(frozen=True, slots=True)
class Summary:
    """One article as the lists are made from it; fields added here need a default that JSON can hold."""

    id: str
    entry: Entry
    date: IssueDate
    page: Page
    page_name: str
    source: str
    labels: tuple[tuple[str, ...], ...]  # one tuple for each of LABELLED
    named: tuple[tuple[str, ...], ...]  # one tuple for each of NAMED
    digest: str  # of the whole article with its tags
    credited: tuple[tuple[str, str, str], ...] = ()  # (person, 记者, unit) of everyone credited
    revision: int = 0
    subhead: str = ""
    size: int = 0  # characters of the body
    amounts: tuple[Amount, ...] = ()  # of an article of a campaign: what it adds to the campaign's sums


_COLUMNS = ("version", "id", "date", "page_name", "page", "source", "labels", "named")
_REST = tuple(field.name for field in fields(Summary) if field.name not in (*_COLUMNS, "entry"))


class Rows:
    """The lines and, as lists of equal length, their first columns as they are written."""

    def __init__(self, lines: Iterable[list[str]]) -> None:
        """From lines that ``split`` took apart."""
        self.split = sorted(lines, key=_date)  # stable: within a date the caller's order (page, source, place) stays
        none: list[list[str]] = [[] for _ in range(len(_COLUMNS) + 1)]
        columns: list[list[str]] = [list(column) for column in zip(*self.split, strict=True)] or none
        self.versions, ids, self.dates, self.page_names, self.pages, self.sources = columns[:6]
        self.labels, self.named, self.rest = columns[6:]
        self.ids = list(map(unescaped, ids))

    def __len__(self) -> int:
        return len(self.ids)


def split(line: str) -> list[str]:
    """The columns of a line, and the rest."""
    return line.split("\t", len(_COLUMNS))


def _date(columns: list[str]) -> str:
    return columns[2]


class Summaries(Sequence[Summary]):
    """All summaries in the order of the rows; each is taken apart when it is asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kept: dict[int, Summary] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Summary: ...
    @overload
    def __getitem__(self, index: slice) -> list[Summary]: ...
    def __getitem__(self, index: int | slice) -> Summary | list[Summary]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        found = self._kept.get(index)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[index] = _summary(self._rows, index)
        return found


def line_of(version: str, summary: Summary) -> str:
    """The line of an article in this version."""
    rest = {name: getattr(summary, name) for name in _REST}
    columns = (
        version,
        escaped(summary.id),
        str(summary.date),
        summary.page_name,
        _json((summary.page.number, summary.page.name)),
        escaped(summary.source),
        _joined(summary.labels),
        _joined(summary.named),
        _json((*summary.entry, rest)),
    )
    return "\t".join(columns)


def _joined(groups: Iterable[Iterable[str]]) -> str:
    return _BETWEEN_FACETS.join(_BETWEEN_LABELS.join(map(escaped, labels)) for labels in groups)


def escaped(text: str) -> str:
    """Any text without tabs and line ends."""
    return text if text.isprintable() and '"' not in text and "\\" not in text else _json(text)[1:-1]


def unescaped(text: str) -> str:
    """The text again."""
    return json.loads(f'"{text}"') if "\\" in text else text


@lru_cache(maxsize=65_536)
def labels_of(key: str) -> tuple[tuple[str, ...], ...]:
    """The labels of a column: one tuple for each of LABELLED. Many articles have the same."""
    return named_of(key)


def named_of(key: str) -> tuple[tuple[str, ...], ...]:
    """The names of a column: one tuple for each of NAMED. Hardly two articles have the same."""
    return tuple(
        tuple(map(unescaped, labels.split(_BETWEEN_LABELS))) if labels else () for labels in key.split(_BETWEEN_FACETS)
    )


def grouped(column: Sequence[str], facets: int) -> list[dict[str, list[int]]]:
    """For each facet of a column of labels or names {label: indexes}; a label is unescaped once, not each time."""
    groups: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in range(facets)]
    for index, key in enumerate(column):
        for group, labels in zip(groups, key.split(_BETWEEN_FACETS), strict=True):
            if labels:
                for label in labels.split(_BETWEEN_LABELS):
                    group[label].append(index)
    return [{unescaped(label): indexes for label, indexes in group.items()} for group in groups]


@lru_cache(maxsize=65_536)
def page_of(key: str) -> Page:
    """The page of a column."""
    return Page(*json.loads(key))


@lru_cache(maxsize=65_536)
def date_of(text: str) -> IssueDate:
    """The date of a column."""
    return IssueDate.parse(text)


def _summary(rows: Rows, index: int) -> Summary:
    *entry, rest = json.loads(rows.rest[index])
    amounts = tuple(Amount(*one) for one in rest["amounts"])
    return Summary(
        id=rows.ids[index],
        entry=Entry(*entry),
        date=date_of(rows.dates[index]),
        page=page_of(rows.pages[index]),
        page_name=rows.page_names[index],
        source=unescaped(rows.sources[index]),
        labels=labels_of(rows.labels[index]),
        named=named_of(rows.named[index]),
        **({name: _tuples(value) for name, value in rest.items()} | {"amounts": amounts}),
    )


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def written(rows: Rows, made_by: str) -> bytes:
    """The rows as a file; ``made_by`` is a digest of the code that made them."""
    return "\n".join((made_by, *map("\t".join, rows.split), "")).encode("utf-8", "surrogatepass")


def read(data: bytes | None, made_by: str) -> Rows | None:
    """The rows of a file; None for no file or one that other code made."""
    if data is None:
        return None
    first, *lines = data.decode("utf-8", "surrogatepass").split("\n")
    return Rows(map(split, lines[:-1])) if first == made_by else None


Versions = Mapping[str, str]  # article id -> version, in the archive's order
