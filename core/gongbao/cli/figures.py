"""``gongbao figures``: the archive's figures, found by what they count, listed, summed and exported."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows
from gongbao.cli.spreadsheet import harmless

if TYPE_CHECKING:
    from gongbao.core.figure_sums import CountedThing, FigureSum, FoundFigure
    from gongbao.project import Project

KEY_TITLES = {
    "district": "区",
    "campaign": "主题",
    "activity": "活动",
    "year": "年",
    "month": "月",
    "date": "日期",
    "newspaper": "报纸",
    "where": "在哪里",
    "who": "谁的",
    "when": "何时",
    "counted": "数的是",
}
LIST_COLUMNS = {
    "value": "数值",
    "unit": "单位",
    "counted": "数的是",
    "approximate": "约数",
    "who": "谁的",
    "where": "在哪里",
    "when": "何时",
    "text": "原文",
    "district": "区",
    "date": "日期",
    "headline": "标题",
    "id": "编号",
}
SUM_COLUMNS = {
    "unit": "单位",
    "total": "合计",
    "figures": "数字个数",
    "approximate": "其中约数",
    "least": "最小",
    "most": "最大",
    "articles": "篇数",
}
MOST_COLUMNS = {"counted": "数的是", "unit": "单位", "articles": "篇数", "figures": "数字个数", "total": "合计"}
MOST_SHOWN = 50  # rows of what is counted most that a person is shown; other programs get all


@click.command("figures")
@click.argument("counted", default="", metavar="[数的是什么]")
@click.option(
    "--by",
    "by",
    default="",
    metavar="项,项…",
    help="按这些分组求和：" + "、".join(f"{key}（{title}）" for key, title in KEY_TITLES.items()) + "。",
)
@click.option("--unit", default="", metavar="单位", help="只要这个单位的数，例如 份、人、元、%。")
@click.option("--date", "date", default="", metavar="日期", help="只要这一年、月或日的报纸，例如 2021 或 2021-07。")
@click.option("--at-least", default="", metavar="数", help="只要不小于它的数，例如 1000、3万、三千、5%。")
@click.option("--at-most", default="", metavar="数", help="只要不大于它的数。")
@click.option("--each", is_flag=True, help="逐个列出：什么条件也不写时，默认只列数得最多的东西。")
@click.option("--reprints", is_flag=True, help="转载和同一期的另一来源也算；默认只算最早的一篇。")
@format_option()
@click.pass_obj
def command(
    folder: Path,
    counted: str,
    by: str,
    unit: str,
    date: str,
    at_least: str,
    at_most: str,
    each: bool,
    reprints: bool,
    style: str,
) -> None:
    """查存档里的数字，分组求和。例：gongbao figures 清凉包 --by district,year --format csv

    什么也不写，就列出存档里数得最多的东西。万、亿、%、全角和中文数字都已折算成数；单位不同的不相加，百分数不求和，
    一篇里说两遍的算一次，“其中”后面的分项不再加进它的总数。
    """
    from gongbao.core.dates import IssueDate
    from gongbao.core.figure_sums import Wanted, counted_most, find_figures, sum_figures
    from gongbao.core.records import State
    from gongbao.project import Project

    keys = _keys(by)
    wanted = Wanted(
        counted.strip(),
        unit.strip(),
        str(IssueDate.parse(date)),
        number(at_least, "--at-least") if at_least else -math.inf,
        number(at_most, "--at-most") if at_most else math.inf,
    )
    project = Project(folder)
    found = find_figures(project.store.articles(State.PUBLISHED), wanted)
    if not reprints:
        found = originals(project, found)
    rows: Iterable[dict[str, Any]]
    if keys:
        rows = (sum_row(one, keys) for one in sum_figures(found, keys))
        columns = {key: KEY_TITLES[key] for key in keys} | SUM_COLUMNS
    elif each or counted or unit or at_least or at_most:
        rows, columns = map(figure_row, found), LIST_COLUMNS
    else:
        things = counted_most(found)
        rows, columns = map(most_row, things if style != "table" else things[:MOST_SHOWN]), MOST_COLUMNS
    _print(rows, style, columns, wanted.counted)


def _keys(by: str) -> list[str]:
    keys = list(dict.fromkeys(key.strip() for key in by.replace("，", ",").split(",") if key.strip()))
    if unknown := [key for key in keys if key not in KEY_TITLES]:
        raise click.UsageError(f"--by 里没有“{unknown[0]}”：可以用 {'、'.join(KEY_TITLES)}")
    return keys


def number(text: str, option: str) -> float:
    """A number as newspapers write it (3万, 三千五百, １２００, 5%); else a usage error."""
    from gongbao.nlp.figures import find_figures
    from gongbao.nlp.layout import plain_layout

    try:
        return float(text)
    except ValueError:
        pass
    for written in (text, f"{text}人"):  # the tagger reads a number with its unit
        for figure in find_figures(plain_layout(written)):
            if figure.start == 0 and figure.end == len(written):
                return figure.value
    raise click.UsageError(f"{option} 的“{text}”不是数：请写成 1000、3万、三千或 5%")


def originals(project: Project, found: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
    """The figures but for those of articles that repeat an earlier one."""
    from gongbao.core.store.likeness import OTHER_SOURCE, REPRINT

    repeats: dict[str, bool] = {}
    for one in found:
        name = one.tagged.article.id
        if name not in repeats:
            links = project.store.likenesses.of(name)
            repeats[name] = any(link.article_id == name and link.kind in (REPRINT, OTHER_SOURCE) for link in links)
        if not repeats[name]:
            yield one


def figure_row(one: FoundFigure) -> dict[str, Any]:
    """A figure as plain values, with where it stands: characters of a field of an article."""
    figure, article = one.figure, one.tagged.article
    return {
        "value": plain(figure.value),
        "unit": figure.unit,
        "counted": figure.counted,
        "approximate": figure.approximate,
        "who": figure.who,
        "where": figure.where,
        "when": figure.when,
        "part": figure.part,
        "text": figure.text,
        "district": list(one.tagged.labels("district")),
        "campaign": list(one.tagged.labels("campaign")),
        "date": str(article.date),
        "headline": article.headline,
        "id": article.id,
        "field": figure.field,
        "index": figure.index,
        "start": figure.start,
        "end": figure.end,
    }


def sum_row(one: FigureSum, keys: list[str]) -> dict[str, Any]:
    """A group's sum as plain values; ``total`` is None for units that have no sum."""
    return dict(zip(keys, one.key, strict=True)) | {
        "unit": one.unit,
        "total": None if one.total is None else plain(one.total),
        "figures": one.figures,
        "approximate": one.approximate,
        "least": plain(one.least),
        "most": plain(one.most),
        "articles": one.articles,
    }


def most_row(one: CountedThing) -> dict[str, Any]:
    """What is counted, as plain values; ``total`` is None for units that have no sum."""
    total = None if one.total is None else plain(one.total)
    return {
        "counted": one.counted,
        "unit": one.unit,
        "articles": one.articles,
        "figures": one.figures,
        "total": total,
    }


def plain(value: float) -> float | int:
    """A whole number without its decimal point."""
    return int(value) if value.is_integer() else value


def _print(rows: Iterable[dict[str, Any]], style: str, columns: dict[str, str], counted: str) -> None:
    if style in ("json", "jsonl"):
        print_rows(rows, style, columns)
        return
    shown = [shown_cells(row, style) for row in rows]
    print_rows(shown, style, columns)
    if style == "table" and not shown:
        click.echo(f"没有找到数“{counted}”的数字。" if counted else "没有找到数字。")


def shown_cells(row: dict[str, Any], style: str) -> dict[str, Any]:
    """A row for a table or a spreadsheet: what is not known or has no sum is empty, an approximate number marked."""
    cells = {key: "" if value is None else value for key, value in row.items()}
    if isinstance(cells.get("approximate"), bool):
        cells["approximate"] = "约" if cells["approximate"] else ""
    if style == "csv":
        return harmless(cells)
    return {key: f"{value:,}" if isinstance(value, int | float) else value for key, value in cells.items()}
