"""The authority file: under which one name people and organisations are found, whatever is printed.

TOML that an editor extends: ``[[organisation]]`` and ``[[person]]`` tables with ``name``, the other forms in ``also``,
for a person the ``unit`` that tells two of one name apart. A newsroom's folder is layered on the project's own files:
a table for a name that is there adds to it, and a form that the newsroom gives elsewhere is taken from the project's.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from gongbao.core.errors import GongbaoError

KINDS = ("organisation", "person")
_KEYS = {"organisation": ("name", "also", "note"), "person": ("name", "also", "unit", "note")}
_HOME = "北京市"  # whose public institutions the project's own file names
_NATIONAL = "national.toml"
_SHORTEST = 2  # characters: one alone stands in every other word
_LONGEST = 60
_TOML_LINE = re.compile(r"at line (\d+)")
_Key = tuple[str, str]  # kind and name


@dataclass(frozen=True, slots=True)
class Authority:
    """A person or an organisation under its one name."""

    kind: str  # one of KINDS
    name: str
    also: tuple[str, ...] = ()  # other forms in which it is printed
    unit: str = ""  # of a person: only where this unit stands by the name, or in the article

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything that is printed for it, its name first."""
        return (self.name, *self.also)


def load_authorities(folder: Path | None, place: str = _HOME) -> tuple[Authority, ...]:
    """The project's authorities with a newsroom's folder layered on them, in the order of the files.

    Beijing's institutions are left out for another ``place``. Raises GongbaoError with file and line.
    """
    if folder is not None and not folder.is_dir():
        raise GongbaoError(f"名称文件夹 {folder} 不存在：请查看设置 nlp.authority。")
    own = resources.files("gongbao.nlp").joinpath("authority")
    files = [file for file in _files(own) if place == _HOME or file.name == _NATIONAL]
    known = _layer(files)
    if folder is not None:
        known = _layered(known, _layer(_files(folder)))
    return tuple(known.values())


def _files(folder: Traversable | Path) -> list[Traversable | Path]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _layered(below: Mapping[_Key, Authority], above: Mapping[_Key, Authority]) -> dict[_Key, Authority]:
    """The lower layer with the upper one's tables; a form belongs to whom the upper layer gives it."""
    taken = {(kind, form): name for (kind, name), entry in above.items() for form in entry.forms}
    merged: dict[_Key, Authority] = {}
    for (kind, name), entry in below.items():
        if taken.get((kind, name), name) == name:  # else the newsroom calls it by another name
            kept = tuple(form for form in entry.also if taken.get((kind, form), name) == name)
            merged[kind, name] = replace(entry, also=kept)
            continue
        new = (kind, taken[kind, name])
        merged[new] = _joined(merged.get(new, above[new]), entry)
    for key, entry in above.items():
        merged[key] = _joined(entry, merged[key]) if key in merged else entry
    return merged


def _joined(above: Authority, below: Authority) -> Authority:
    also = dict.fromkeys((*above.also, *(form for form in below.forms if form != above.name)))
    return replace(above, also=tuple(also), unit=above.unit or below.unit)


def _layer(files: list[Traversable | Path]) -> dict[_Key, Authority]:
    """The tables of one layer; refuses a name that two have, and a form that may be two."""
    known: dict[_Key, Authority] = {}
    where: dict[_Key, str] = {}
    holders: dict[_Key, list[_Key]] = defaultdict(list)
    for file in files:
        for kind, table, place in _tables(file):
            entry = _authority(kind, table, place)
            key = (kind, entry.name)
            if key in known:
                raise GongbaoError(f"{place}：“{entry.name}”已在 {where[key]} 写过，请合成一处。")
            known[key], where[key] = entry, place
            for form in entry.forms:
                _check_holders(known, where, holders[kind, form], key, form)
                holders[kind, form].append(key)
    return known


def _check_holders(
    known: Mapping[_Key, Authority], where: Mapping[_Key, str], holders: list[_Key], key: _Key, form: str
) -> None:
    """Refuse a form of two entries, unless both are people told apart by their units."""
    for holder in holders:
        first, second = known[holder], known[key]
        if not first.unit or not second.unit or first.unit == second.unit:
            how = "，或各写上 unit 来区分" if key[0] == "person" else ""
            raise GongbaoError(f"{where[key]}：“{form}”也是 {where[holder]} 的“{holder[1]}”的写法，请只留一处{how}。")


def _tables(file: Traversable | Path) -> Iterator[tuple[str, dict[str, object], str]]:
    """(kind, table, "file 第 n 行") of each table of a file."""
    text = _text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        wrong = found[1] if found else max(1, len(text.splitlines()))
        how = "请看这一行或上一行的引号、方括号、等号和逗号是不是英文的、成对的"
        raise GongbaoError(f"名称文件 {file.name} 第 {wrong} 行写法不对，{how}（{error}）。") from error
    for kind, tables in content.items():
        if kind not in KINDS or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise GongbaoError(
                f"名称文件 {file.name} 里只能有 [[organisation]] 和 [[person]] 表，请改正其中的 {kind}。"
            )
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"[[{kind}]]")]
        for number, table in enumerate(tables):
            yield kind, table, f"名称文件 {file.name} 第 {lines[number] if number < len(lines) else 1} 行"


def _text(file: Traversable | Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # Notepad begins a file with a byte order mark
    except OSError as error:
        raise GongbaoError(f"名称文件 {file.name} 读不了（{error.strerror}）：请查看文件权限。") from error
    except UnicodeDecodeError as error:
        raise GongbaoError(f"名称文件 {file.name} 不是 UTF-8 编码：请用编辑器另存为 UTF-8。") from error


def _authority(kind: str, table: dict[str, object], place: str) -> Authority:
    keys = _KEYS[kind]
    if unknown := sorted(set(table) - set(keys)):
        raise GongbaoError(f"{place}：不认识的项目 {'、'.join(unknown)}，可用的是 {'、'.join(keys)}。")
    texts = {key: table.get(key, "") for key in keys if key != "also"}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise GongbaoError(f"{place}：{key} 应当是一段文字。")
    also = table.get("also", [])
    if not isinstance(also, list) or not all(isinstance(form, str) for form in also):
        raise GongbaoError(f'{place}：also 应当是一列文字，例如 also = ["二七厂"]。')
    name = str(texts["name"]).strip()
    forms = [str(form).strip() for form in also]
    _check_forms(name, forms, place)
    return Authority(kind, name, tuple(forms), str(texts.get("unit", "")).strip())


def _check_forms(name: str, also: list[str], place: str) -> None:
    if not name:
        raise GongbaoError(f"{place}：没有名称，请写上 name。")
    for form in (name, *also):
        if not form:
            raise GongbaoError(f"{place}：also 里有一项是空的，请删去。")
        if not _SHORTEST <= len(form) <= _LONGEST or "\n" in form:
            raise GongbaoError(f"{place}：“{form[:_LONGEST]}”应当是一行，{_SHORTEST} 到 {_LONGEST} 个字。")
    for number, form in enumerate(also):
        if form == name or form in also[:number]:
            raise GongbaoError(f"{place}：“{form}”写了两遍，请删去 also 里的一个。")
