"""Vocabularies as files that an editor edits, checked on loading with the file and the line of every mistake.

A file holds ``[[label]]`` tables. Later folders are layered on earlier ones: a table for a label
that is there adds to it, or replaces it when it says ``replace = true``; a new label is appended.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gongbao.core.annotations import FACETS
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.nlp.gazetteer_files import load_gazetteer
from gongbao.nlp.patterns import PatternError, read_pattern

# Tiers of patterns, strongest first: an alias is the label's name, a pattern its usual wording, a hint points to it.
TIERS = ("aliases", "patterns", "hints")
_LISTS = (*TIERS, "exclusions", "requires", "related")
_DATES = ("since", "until")
_TEXTS = ("facet", "name", "note", "parent", "since", "until")
_KEYS = (*_TEXTS, *_LISTS, "months", "weight", "replace")
_SHOWN = 60  # characters of a pattern in a sentence
_PLACE = "北京市"  # whose districts the project's own files name
_Key = tuple[str, str]  # facet and name
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label and how it is recognised."""

    facet: str
    name: str
    note: str = ""
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()  # a match that overlaps one of these does not count
    requires: tuple[str, ...] = ()  # one of these must stand in the article, or nothing counts
    months: tuple[int, ...] = ()  # or else the issue must be of one of these months
    weight: float = 1.0  # a label whose words are often said in passing is worth less
    related: tuple[str, ...] = ()
    parent: str = ""  # the label of the same facet that this one is a part of
    since: IssueDate = UNKNOWN_DATE  # a campaign's first and last day, as far as known
    until: IssueDate = UNKNOWN_DATE


def load_vocabulary(folder: Path | None, place: str = _PLACE) -> tuple[LabelEntry, ...]:
    """The project's labels with a newsroom's folder layered on them, in the order of the files.

    The districts are those of ``place``. Raises GongbaoError.
    """
    if folder is not None and not folder.is_dir():
        raise GongbaoError(f"词表文件夹 {folder} 不存在：请查看设置 nlp.vocabulary。")
    labels: dict[_Key, LabelEntry] = {}
    where: dict[_Key, str] = {}
    _add_layer(labels, where, resources.files("gongbao.nlp").joinpath("vocabulary"))
    if place != _PLACE:
        others = {key: entry for key, entry in labels.items() if entry.facet != "district"}
        labels = others | {(entry.facet, entry.name): entry for entry in _districts_of(place)}
    if folder is not None:
        _add_layer(labels, where, folder)
    _check_ties(labels, where)
    return tuple(labels.values())


def _check_ties(labels: Mapping[_Key, LabelEntry], where: Mapping[_Key, str]) -> None:
    """Refuse a parent or a related label that there is none of, and parents in a circle."""
    names = {entry.name for entry in labels.values()}
    for key, entry in labels.items():
        place = where.get(key, "词表")
        unknown = [name for name in entry.related if name not in names]
        if unknown:
            raise GongbaoError(f"{place}：related 里的“{unknown[0]}”不是标签，请改成已有标签的名字，或先写上它。")
        above, seen = entry.parent, {entry.name}
        while above:
            if (entry.facet, above) not in labels:
                raise GongbaoError(f"{place}：parent 的“{above}”不是 {entry.facet} 的标签，请改成已有标签的名字。")
            if above in seen:
                raise GongbaoError(f"{place}：标签“{entry.name}”的上级绕回了“{above}”，请去掉其中一个 parent。")
            seen.add(above)
            above = labels[entry.facet, above].parent


def _districts_of(place: str) -> Iterator[LabelEntry]:
    """A place's districts as the table of all China has them."""
    for name, short in load_gazetteer(place).districts.items():
        yield LabelEntry("district", name, aliases=(name,), patterns=(short,) if short else ())


def _add_layer(labels: dict[_Key, LabelEntry], where: dict[_Key, str], layer: Traversable | Path) -> None:
    """Add a folder's labels; ``where`` is told the file and line of each."""
    own: dict[_Key, str] = {}
    for file in sorted((item for item in layer.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name):
        for place, table in _tables(file):
            entry, replaces = _entry(table, place)
            key = (entry.facet, entry.name)
            if key in own:
                raise GongbaoError(f"{place}：标签“{entry.name}”已在 {own[key]} 写过，请合成一处。")
            own[key] = place
            labels[key] = entry if replaces or key not in labels else _merged(labels[key], entry)
    where |= own


def _tables(file: Traversable | Path) -> Iterable[tuple[str, dict[str, object]]]:
    """Each ``[[label]]`` table of a file with "file 第 n 行"."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Notepad begins a file with a byte order mark
        content = tomllib.loads(text)
    except OSError as error:
        raise GongbaoError(f"词表 {file.name} 读不了（{error.strerror}）：请查看文件权限。") from error
    except UnicodeDecodeError as error:
        raise GongbaoError(f"词表 {file.name} 不是 UTF-8 编码：请用编辑器另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        wrong = found[1] if found else max(1, len(text.splitlines()))
        how = "请看这一行或上一行的引号、方括号、等号和逗号是不是英文的、成对的"
        raise GongbaoError(f"词表 {file.name} 第 {wrong} 行写法不对，{how}（{error}）。") from error
    except (RecursionError, ValueError) as error:  # brackets in brackets without end, a number of 5,000 digits
        raise GongbaoError(f"词表 {file.name} 写法不对，括号套得太深或数字太长：请改正后再运行。") from error
    tables = content.get("label", [])
    if set(content) - {"label"} or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        others = "、".join(sorted(set(content) - {"label"})) or "label"
        raise GongbaoError(f"词表 {file.name} 里只能有 [[label]] 表，请改正其中的 {others}。")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[label]]")]
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 1
        yield f"词表 {file.name} 第 {line} 行", table


def _entry(table: dict[str, object], place: str) -> tuple[LabelEntry, bool]:
    unknown = set(table) - set(_KEYS)
    if unknown:
        raise GongbaoError(f"{place}：不认识的项目 {'、'.join(sorted(unknown))}，可用的是 {'、'.join(_KEYS)}。")
    texts = {name: table.get(name, "") for name in _TEXTS}
    lists = {name: table.get(name, []) for name in _LISTS}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise GongbaoError(f"{place}：{name} 应当是一段文字。")
    for name, items in lists.items():
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise GongbaoError(f'{place}：{name} 应当是一列文字，例如 {name} = ["慰问"]。')
    if texts["facet"] not in FACETS:
        raise GongbaoError(f"{place}：facet 只能是 {'、'.join(FACETS)}，现在是“{texts['facet']}”。")
    if not str(texts["name"]).strip():
        raise GongbaoError(f"{place}：标签没有名字，请写上 name。")
    _check_patterns({name: [str(item) for item in lists[name]] for name in (*TIERS, "exclusions", "requires")}, place)  # type: ignore[attr-defined]
    entry = LabelEntry(
        facet=str(texts["facet"]),
        name=str(texts["name"]).strip(),
        note=str(texts["note"]),
        parent=str(texts["parent"]).strip(),
        months=_months(table.get("months", []), place),
        weight=_weight(table.get("weight", 1.0), place),
        since=_date(str(texts["since"]), place),
        until=_date(str(texts["until"]), place),
        **{name: tuple(str(item) for item in items) for name, items in lists.items()},  # type: ignore[attr-defined]
    )
    _check_dates(entry, place)
    replaces = table.get("replace", False)
    if not isinstance(replaces, bool):
        raise GongbaoError(f"{place}：replace 只能写 true 或 false，不加引号。")
    return entry, replaces


def _weight(given: object, place: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given <= 1:
        raise GongbaoError(f"{place}：weight 应当大于 0、不超过 1，例如 weight = 0.8。")
    return float(given)


def _months(given: object, place: str) -> tuple[int, ...]:
    if not isinstance(given, list) or not all(type(month) is int and 1 <= month <= 12 for month in given):
        raise GongbaoError(f"{place}：months 应当是一列 1 到 12 的月份，例如 months = [12, 1, 2]。")
    return tuple(given)


def _date(text: str, place: str) -> IssueDate:
    try:
        return IssueDate.parse(text)
    except GongbaoError as error:
        raise GongbaoError(f"{place}：{error}") from None


def _check_dates(entry: LabelEntry, place: str) -> None:
    first, last = entry.since.first_day, entry.until.last_day
    if first and last and first > last:
        raise GongbaoError(f"{place}：since（{entry.since}）在 until（{entry.until}）之后，请改正其中一个。")


def _check_patterns(lists: dict[str, list[str]], place: str) -> None:
    for name, items in lists.items():
        for item in items:
            if not item.strip():
                raise GongbaoError(f"{place}：{name} 里有一项是空的，请删去。")
            try:
                read_pattern(item)
            except PatternError as error:
                raise GongbaoError(f"{place}：{name} 里的“{item[:_SHOWN]}”写法不对：{error}。") from None


def _merged(below: LabelEntry, above: LabelEntry) -> LabelEntry:
    """The entry below with what the one above adds; where both say something, the one above is right."""
    lists: dict[str, Any] = {name: (*getattr(below, name), *getattr(above, name)) for name in _LISTS}
    lists = {name: tuple(dict.fromkeys(items)) for name, items in lists.items()}
    names = ("note", "parent", "months", *_DATES)
    singles: dict[str, Any] = {name: getattr(above, name) or getattr(below, name) for name in names}
    return replace(below, weight=min(below.weight, above.weight), **lists, **singles)
