"""``gongbao tag``: tags for a reporter's drafts, printed and not stored; or for the articles of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option, input_path
from gongbao.cli.output import Refusals, print_rows, progress_bars
from gongbao.tag_rows import FACETS, STATUSES, tag_row

if TYPE_CHECKING:
    from gongbao.core.records import Article
    from gongbao.project import Project

EVIDENCE_SHOWN = 3  # wordings beside an example
CHANGES = {"added": "新增", "removed": "去掉", "suggested": "新建议", "unsuggested": "不再建议"}
CHANGE_COLUMNS = {"facet": "类别", "label": "标签", **CHANGES, "examples": "例子"}
COLUMNS = {"source": "来源", "facet": "类别", "label": "标签", "score": "分数", "status": "状态", "evidence": "依据"}


@click.command("tag")
@click.argument("drafts", nargs=-1, type=input_path)
@click.option("--all", "everything", is_flag=True, help="稿件：连把握不大的建议也列出；不给稿件：全部存档重新标注。")
@click.option("--dry-run", is_flag=True, help="不给稿件：只列出存档里哪些标签会变、各几篇、举例，什么也不改。")
@format_option()
@click.pass_obj
def command(folder: Path, drafts: tuple[Path, ...], everything: bool, dry_run: bool, style: str) -> None:
    """给稿件打标签并打印（稿件第一行是标题，不存档）；不给稿件时标注存档里的文章。

    \b
    改了词表之后：gongbao tag --all --dry-run   先看整个存档会变什么
                  gongbao tag                   再照着改
    """
    from gongbao import pipeline
    from gongbao.project import Project

    project = Project(folder)
    if dry_run:
        if drafts:
            raise click.UsageError("--dry-run 是给存档的，给稿件打标签本来就不存档：请去掉其中一个")
        print_preview(project, everything, style)
        return
    if not drafts:
        with project.locked(), progress_bars() as progress:
            count = pipeline.tag(project, progress, again=everything)
        click.echo(f"标注了 {count} 篇文章。" if count else "没有需要标注的文章。")
        return
    refusals = Refusals()
    rows = draft_rows(project, drafts, refusals, everything)
    if style in ("table", "csv"):
        print_rows((cells for row in rows for cells in tag_cells(row)), style, COLUMNS)
    else:
        print_rows(rows, style, {})
    raise SystemExit(refusals.exit_code())


def print_preview(project: Project, everything: bool, style: str) -> None:
    """What tagging the archive would change, a row a label."""
    from dataclasses import asdict

    from gongbao.tag_preview import preview_tags

    with progress_bars() as progress:
        preview = preview_tags(project, progress, again=everything)
    rows = [asdict(label) for label in preview.labels]
    if style in ("table", "csv"):
        print_rows(map(change_cells, rows), style, CHANGE_COLUMNS)
    else:
        print_rows(rows, style, {})
    told = f"要标注 {preview.articles} 篇文章，其中 {preview.changed} 篇的标签会变。存档没有改动。"
    click.echo(told, err=style != "table")


def change_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A label's changes as a table row in Chinese."""
    examples = [
        f"{CHANGES[one['change']]} {one['id']} {one['headline']}"
        + "（" * bool(one["evidence"])
        + "、".join(one["evidence"][:EVIDENCE_SHOWN])
        + "）" * bool(one["evidence"])
        for one in row["examples"]
    ]
    return row | {"facet": FACETS[row["facet"]], "examples": examples}


def draft_rows(
    project: Project, drafts: tuple[Path, ...], refusals: Refusals, everything: bool
) -> Iterator[dict[str, Any]]:
    """A row a draft, as other programs are promised it."""
    from gongbao.core.annotations import Status
    from gongbao.ingest.hints import Hints
    from gongbao.nlp.drafts import read_draft
    from gongbao.pipeline import found_inputs, read_sources

    paths: list[Path] = []

    def articles() -> Iterator[Article]:
        for path in found_inputs(drafts, refusals):
            for source in read_sources(project, [path], Hints(), refusals):
                paths.append(path)
                yield read_draft(source.name, source.text)

    for number, found in enumerate(project.draft_tagger.annotate_many(articles())):
        shown = [tag for tag in found.tags if everything or tag.status != Status.SUGGESTED]
        yield {"source": str(paths[number]), "tags": [tag_row(tag) for tag in shown]}


def tag_cells(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A draft's tags as table rows in Chinese; a draft without tags says so."""
    name = Path(row["source"]).name
    if not row["tags"]:
        yield {"source": name, "label": "（没有确定的标签；--all 列出建议）"}
    for tag in row["tags"]:
        words = list(dict.fromkeys(e["text"] for e in tag["evidence"]))
        status, facet = STATUSES[tag["status"]], FACETS.get(tag["facet"], tag["facet"])
        yield tag | {"source": name, "facet": facet, "status": status, "evidence": words[:5]}
