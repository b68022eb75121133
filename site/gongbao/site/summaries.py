"""What lists need of every article, in columns: kept from build to build, taken apart when asked for.

The file has a line for each column, with the values of all articles between tabs: to take ten lines apart is much
quicker than a hundred thousand. What may hold any character is written as JSON. All columns but the last are read
of all articles, the last, which is the largest, of those that a list shows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, overload

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.figure_sums import Amount
from gongbao.core.records import Page
from gongbao.site.wording import COLUMN, ORGANISATION, PEOPLE, STREET

LABELLED = (*FACETS, PEOPLE)  # by what articles are alike
NAMED = (STREET, ORGANISATION, COLUMN)
_BETWEEN_LABELS = "\x1f"  # which JSON does not leave in a text
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
    pictures: tuple[tuple[str, int, int], ...]  # (file, width, height in pixels) of those that have a file
    digest: str  # of the whole article with its tags
    credited: tuple[tuple[str, str, str], ...] = ()  # (person, 记者, unit) of everyone credited
    revision: int = 0
    subhead: str = ""
    size: int = 0  # characters of the body
    amounts: tuple[Amount, ...] = ()  # of an article of a campaign: what it adds to the campaign's sums


# Behind these comes one column for each facet.
_SINGLE = ("version", "id", "date", "page_name", "page", "source", "amounts", "pictures")
_COLUMNS = len(_SINGLE) + len(LABELLED) + len(NAMED)
_REST = tuple(field.name for field in fields(Summary) if field.name not in (*_SINGLE, "entry", "labels", "named"))


class Line(NamedTuple):
    """What is kept of one article."""

    columns: tuple[str, ...]  # as many as _COLUMNS
    rest: bytes  # JSON


class Rows:
    """The columns as they are written, as lists of equal length; the articles in order of date."""

    def __init__(self, columns: Sequence[list[str]] = (), rest: Sequence[bytes] = ()) -> None:
        """Of no article without arguments."""
        self.columns, self.rest = columns or [[] for _ in range(_COLUMNS)], rest
        single = self.columns[: len(_SINGLE)]
        self.versions, ids, self.dates, self.page_names, self.pages, self.sources, self.amounts, self.pictures = single
        self.labels = dict(zip((*LABELLED, *NAMED), self.columns[len(_SINGLE) :], strict=True))  # facet -> column
        self.ids = list(map(unescaped, ids))

    def __len__(self) -> int:
        return len(self.ids)

    def with_changes(self, changes: Mapping[str, Line], names: Iterable[str]) -> Rows:
        """Other rows: the articles with these ids as far as they are known, in this order within each date.

        ``changes`` are articles by id that came or are not what they were.
        """
        lines, count = changes.values(), len(self)
        added = list(zip(*(line.columns for line in lines), strict=True)) or [()] * _COLUMNS
        columns = [[*column, *more] for column, more in zip(self.columns, added, strict=True)]
        rest = [*self.rest, *(line.rest for line in lines)]
        places = {name: index for index, name in enumerate(self.ids)}
        places.update((name, count + index) for index, name in enumerate(changes))
        order = [places[name] for name in names if name in places]
        order.sort(key=columns[_SINGLE.index("date")].__getitem__)  # stable
        return Rows([list(map(column.__getitem__, order)) for column in columns], list(map(rest.__getitem__, order)))

    def labels_of(self, facet: str, index: int) -> tuple[str, ...]:
        """An article's labels of a facet."""
        return labels_of(self.labels[facet][index])

    def groups_of(self, index: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(facet, labels) of an article, for each of LABELLED and NAMED; labels that have no page too."""
        for facet, column in self.labels.items():
            yield facet, labels_of(column[index])


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


def line_of(version: str, summary: Summary) -> Line:
    """What is kept of an article in this version."""
    columns = (
        version,
        escaped(summary.id),
        str(summary.date),
        summary.page_name,
        _json((summary.page.number, summary.page.name)),
        escaped(summary.source),
        _json(summary.amounts) if summary.amounts else "",
        _json(summary.pictures) if summary.pictures else "",
        *(_BETWEEN_LABELS.join(map(escaped, labels)) for labels in (*summary.labels, *summary.named)),
    )
    rest = _json((*summary.entry, {name: getattr(summary, name) for name in _REST}))
    return Line(columns, rest.encode("utf-8", "surrogatepass"))


def escaped(text: str) -> str:
    """Any text without tabs and line ends."""
    return text if text.isprintable() and '"' not in text and "\\" not in text else _json(text)[1:-1]


def unescaped(text: str) -> str:
    """The text again."""
    return json.loads(f'"{text}"') if "\\" in text else text


@lru_cache(maxsize=65_536)
def labels_of(key: str) -> tuple[str, ...]:
    """The labels of a value in a facet's column. Of most facets many articles have the same."""
    return tuple(map(unescaped, key.split(_BETWEEN_LABELS))) if key else ()


@lru_cache(maxsize=65_536)
def amounts_of(key: str) -> tuple[Amount, ...]:
    """The amounts of a column."""
    return tuple(Amount(*one) for one in json.loads(key)) if key else ()


def pictures_of(key: str) -> tuple[tuple[str, int, int], ...]:
    """The pictures of a column."""
    return tuple((file, width, height) for file, width, height in json.loads(key)) if key else ()


def grouped(column: Iterable[str]) -> dict[str, list[int]]:
    """{label: indexes, ascending} of a facet's column; a value that many articles have is taken apart once."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(column):
        if key:
            alike[key].append(index)
    found: defaultdict[str, list[list[int]]] = defaultdict(list)
    for key, indexes in alike.items():
        for label in key.split(_BETWEEN_LABELS):
            found[label].append(indexes)
    return {
        unescaped(label): groups[0] if len(groups) == 1 else sorted(chain.from_iterable(groups))
        for label, groups in found.items()
    }


@lru_cache(maxsize=65_536)
def page_of(key: str) -> Page:
    """The page of a column."""
    return Page(*json.loads(key))


@lru_cache(maxsize=65_536)
def date_of(text: str) -> IssueDate:
    """The date of a column."""
    return IssueDate.parse(text)


def _summary(rows: Rows, index: int) -> Summary:
    *entry, rest = json.loads(rows.rest[index].decode("utf-8", "surrogatepass"))
    return Summary(
        id=rows.ids[index],
        entry=Entry(*entry),
        date=date_of(rows.dates[index]),
        page=page_of(rows.pages[index]),
        page_name=rows.page_names[index],
        source=unescaped(rows.sources[index]),
        labels=tuple(rows.labels_of(facet, index) for facet in LABELLED),
        named=tuple(rows.labels_of(facet, index) for facet in NAMED),
        amounts=amounts_of(rows.amounts[index]),
        pictures=pictures_of(rows.pictures[index]),
        **{name: _tuples(value) for name, value in rest.items()},
    )


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def written(rows: Rows, made_by: str) -> bytes:
    """The rows as a file; ``made_by`` is a digest of the code that made them."""
    columns = "\n".join((made_by, *map("\t".join, rows.columns))).encode("utf-8", "surrogatepass")
    return b"".join((columns, b"\n", b"\t".join(rows.rest), b"\n"))


def read(data: bytes | None, made_by: str) -> Rows | None:
    """The rows of a file; None for no file or one that other code made."""
    if data is None or not data.startswith(f"{made_by}\n".encode()):
        return None
    _, *lines, rest, _ = data.split(b"\n")
    if not rest:
        return Rows()
    columns = [line.decode("utf-8", "surrogatepass").split("\t") for line in lines]
    return Rows(columns, rest.split(b"\t"))
