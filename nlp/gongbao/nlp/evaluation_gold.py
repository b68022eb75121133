"""Articles with the labels that people gave them, a JSON object a line: what a tagger is judged by.

A line has ``headline``, ``paragraphs`` (texts) and ``tags`` (``{"district": [...], "campaign": [...], "activity":
[...]}``; a facet that is left out was not judged). ``id``, ``date``, ``page``, ``page_name``, ``kicker``, ``subhead``,
``column`` and ``byline`` (one text) may stand beside them, and what is named: ``people``, ``organisations``, ``places``
(texts as printed, all of them) and ``figures`` (``{"value": 5, "unit": "%"}``, the chief ones). What else a line holds
is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.records import Article, Credit, Page

_TEXTS = ("id", "date", "page", "page_name", "kicker", "headline", "subhead", "column", "byline")
_NAMES = {"people": "person", "organisations": "organisation", "places": "place"}
_PER_CENT = "%"
_MARKS_OF_AUTHORS = "□■◎●○ 　"  # printed before the name of a commentary's author


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and, for each facet that was judged, its right labels."""

    id: str
    article: Article
    labels: dict[str, frozenset[str]]
    names: dict[str, frozenset[str]] = field(default_factory=dict)  # by kind of mention, where they were marked
    figures: tuple[tuple[float, str], ...] = ()  # (value, unit) of those that carry the report


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the ``*.jsonl`` of the folders named, in order; InputError where there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.jsonl"))
            if not inside:
                raise InputError(f"文件夹 {path} 里没有 .jsonl 文件：请给出标好标签的文章（一行一个 JSON）。")
            found += inside
        else:
            found.append(path)
    return found


def read_gold(path: Path) -> Iterator[GoldArticle]:
    """The labelled articles of a file, in order. Raises InputError with the line's number for the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} 读不了（{error.strerror}）：请查看文件名和权限。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} 不是 UTF-8 编码：请另存为 UTF-8。") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _gold_article(line, f"{path} 第 {number} 行", f"{path.stem}:{number}")


def _gold_article(line: str, where: str, place: str) -> GoldArticle:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where} 不是一个 JSON 对象（{error}）：请改正这一行。") from error
    if not isinstance(row, dict):
        raise InputError(f"{where} 不是一个 JSON 对象：请写成 {{…}}。")
    for name in _TEXTS:
        if not isinstance(row.get(name, ""), str):
            raise InputError(f"{where} 的 {name} 应当是文字：请加引号。")
    try:
        date = IssueDate.parse(row.get("date", ""))
    except GongbaoError as error:
        raise InputError(f"{where}：{error}") from error
    author = row.get("byline", "").strip(_MARKS_OF_AUTHORS)
    article = Article(
        headline=row.get("headline", ""),
        paragraphs=_texts(row.get("paragraphs"), f"{where} 的 paragraphs"),
        kicker=row.get("kicker", ""),
        subhead=row.get("subhead", ""),
        column=row.get("column", ""),
        byline=(Credit(author),) if author else (),
        date=date,
        page=Page(row.get("page", ""), row.get("page_name", "")),
        source=place,
    )
    names = {kind: frozenset(_texts(row[name], f"{where} 的 {name}")) for name, kind in _NAMES.items() if name in row}
    figures = _figures(row.get("figures", []), f"{where} 的 figures")
    return GoldArticle(row.get("id") or place, article, _labels(row.get("tags"), where), names, figures)


def _labels(tags: Any, where: str) -> dict[str, frozenset[str]]:
    if not isinstance(tags, dict):
        raise InputError(f'{where} 没有 tags：请写成 "tags": {{"district": [], "campaign": [], "activity": []}}。')
    unknown = sorted(set(tags) - set(FACETS))
    if unknown:
        raise InputError(f"{where} 的 tags 里没有叫 {unknown[0]} 的类别：只有 {'、'.join(FACETS)}。")
    return {facet: frozenset(_texts(tags[facet], f"{where} 的 {facet}")) for facet in FACETS if facet in tags}


def _figures(rows: Any, what: str) -> tuple[tuple[float, str], ...]:
    """(value, unit), each once; 5 per cent is written 5 and is 0.05."""
    try:
        figures = [(float(row["value"]), str(row["unit"])) for row in rows]
    except (TypeError, KeyError, ValueError) as error:
        raise InputError(f'{what} 应当是一列数字：请写成 [{{"value": 550, "unit": "份"}}]。') from error
    return tuple(dict.fromkeys((value / 100 if unit == _PER_CENT else value, unit) for value, unit in figures))


def _texts(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(f'{what} 应当是一列文字：请写成 ["…", "…"]。')
    return tuple(value)
