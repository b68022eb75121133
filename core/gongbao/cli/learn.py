"""``gongbao learn``: learn from the tags that people confirmed and rejected; list models; go back to the one before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows, progress_bars
from gongbao.tag_rows import FACETS

if TYPE_CHECKING:
    from gongbao.project import Project
    from gongbao.teaching import Taught

COLUMNS = {
    "facet": "类别",
    "label": "标签",
    "articles": "应有（篇）",
    "present": "现在 F1",
    "learnt": "学了以后 F1",
    "gains": "多对",
    "losses": "多错",
    "promoted": "启用",
}
LIST_COLUMNS = {
    "number": "模型",
    "in_use": "在用",
    "articles": "学了（篇）",
    "labels": "启用的标签",
    "problem": "问题",
}


@click.command("learn")
@click.option("--dry-run", is_flag=True, help="只交叉验证、列出结果，不启用。")
@click.option("--list", "listed", is_flag=True, help="列出学过的模型，哪一个在用。")
@click.option("--rollback", is_flag=True, help="退回上一个模型；没有更早的就只用规则。")
@format_option()
@click.pass_obj
def command(folder: Path, dry_run: bool, listed: bool, rollback: bool, style: str) -> None:
    """从编辑确认和否定过的标签里学习（主题和活动），比现在好的标签才启用。

    \b
    至少要 50 篇文章有确认过的主题或活动标签。结果是交叉验证的：每篇文章都由没有学过它的模型来判断。
    学完运行 gongbao tag --dry-run 看存档会变什么，再运行 gongbao tag。
    """
    from gongbao.project import Project

    if sum((dry_run, listed, rollback)) > 1:
        raise click.UsageError("--dry-run、--list 和 --rollback 一次只能用一个")
    project = Project(folder)
    if listed:
        _list(project, style)
    elif rollback:
        _rollback(project)
    else:
        _learn(project, dry_run, style)


def _learn(project: Project, dry_run: bool, style: str) -> None:
    from gongbao.teaching import result_row, teach

    with project.locked(), progress_bars() as progress:
        taught = teach(project, progress, dry_run=dry_run)
    rows = [result_row(one) for one in taught.lesson.results]
    if style in ("table", "csv"):
        print_rows(map(_cells, rows), style, COLUMNS)
    else:
        print_rows(rows, style, {})
    click.echo(told(taught, dry_run), err=style != "table")


def told(taught: Taught, dry_run: bool) -> str:
    """What was done, in a few sentences."""
    lesson = taught.lesson
    tried = f"学了 {lesson.examples} 篇文章（{taught.confirmed} 篇有确认的标签），试了 {len(lesson.results)} 个标签"
    if lesson.too_few:
        tried += f"，另有 {lesson.too_few} 个标签的文章太少"
    count = f"{len(lesson.promoted)} 个" if lesson.promoted else "没有一个"
    better = f"{tried}：{count}明显比现在好。"
    scales = [one for one in lesson.scales if one.promoted]
    truer = "；".join(
        f"{FACETS[one.facet]} {one.error_rules:.3f} → {one.error_scaled:.3f}（{one.tags} 个标签）" for one in scales
    )
    better += f"分数和实际对的比例相差变小：{truer}。" if truer else ""
    if taught.number is not None:
        return f"{better}已启用为模型 {taught.number}，运行 gongbao tag 更新存档的标签。"
    return better + ("只是试试，没有启用。" if dry_run and lesson.model is not None else "没有启用新的模型。")


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    f1 = {which: "—" if row[which]["f1"] is None else f"{row[which]['f1']:.3f}" for which in ("present", "learnt")}
    return row | f1 | {"facet": FACETS[row["facet"]], "promoted": "是" if row["promoted"] else ""}


def _list(project: Project, style: str) -> None:
    from gongbao.nlp.models_folder import Models
    from gongbao.teaching import project_number

    number = project_number(project)
    rows = [
        {
            "number": one.number,
            "in_use": one.number == number,
            "articles": one.manifest.get("articles"),
            "labels": [row["label"] for row in one.manifest.get("labels", []) if row["promoted"]],
            "problem": one.problem,
        }
        for one in Models(project.models_folder).versions()
    ]
    if style in ("json", "jsonl"):
        print_rows(rows, style, {})
        return
    cells = (row | {"in_use": "是" if row["in_use"] else "", "articles": row["articles"] or ""} for row in rows)
    print_rows(cells, style, LIST_COLUMNS)
    if style == "table" and not rows:
        click.echo("还没有学过：标签全由规则给出。")


def _rollback(project: Project) -> None:
    from gongbao.nlp.models_folder import Models

    with project.locked():
        number = Models(project.models_folder).rollback()
    now = f"现在用模型 {number}" if number else "现在只用规则"
    click.echo(f"已退回：{now}。运行 gongbao tag 更新存档的标签。")
