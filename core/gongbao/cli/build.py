"""``gongbao build``: the main job, from printed pages to a searchable archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.ingest import ingest_sentence
from gongbao.cli.options import hints_from, hints_options, input_path
from gongbao.cli.output import Refusals, progress_bars

if TYPE_CHECKING:
    from gongbao.pipeline import BuildCounts


@click.command("build")
@click.argument("sources", nargs=-1, type=input_path)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="网站写到哪个文件夹；默认是设置 site.output。")
@hints_options
@click.pass_obj
def command(folder: Path, /, sources: tuple[Path, ...], output: Path | None, **options: str) -> None:
    """读入、标注、索引、生成网站；再运行一次不会改变任何东西。不给来源时用已存的档重建网站。"""
    from gongbao import pipeline
    from gongbao.project import Project

    project, refusals = Project(folder), Refusals()
    target = output or project.settings.path("site.output")
    if target is None:
        raise click.UsageError("请用 --output 或设置 site.output 说明网站写到哪里。")
    with progress_bars() as progress:
        counts = pipeline.build(project, sources, hints_from(options), target, refusals, progress)
    click.echo(build_report(counts, target))
    raise SystemExit(refusals.exit_code())


def build_report(counts: BuildCounts, output: Path) -> str:
    """What was done and how to look at it."""
    site, index = counts.site, counts.index
    tagged = f"标注 {counts.tagged} 篇"
    indexed = f"索引共 {index.total} 篇，更新 {index.indexed} 篇，移除 {index.deleted} 篇"
    written = f"网站写了 {site.written} 个文件，{site.unchanged} 个没有变化，删去 {site.removed} 个"
    where = f"存档在 {output}：直接打开 {output / 'index.html'}，或运行 gongbao serve {output}"
    return f"{ingest_sentence(counts.ingest, counts.linked)}\n{tagged}；{indexed}；{written}。\n{where}"
