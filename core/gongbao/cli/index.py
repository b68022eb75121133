"""``gongbao index``: bring the search index to what the archive holds, or make it anew."""

from __future__ import annotations

from pathlib import Path

import click

from gongbao.cli.output import progress_bars


@click.command("index")
@click.option("--rebuild", is_flag=True, help="从头重建索引；重建时仍可搜索旧索引。")
@click.pass_obj
def command(folder: Path, rebuild: bool) -> None:
    """更新搜索索引。"""
    from gongbao import pipeline
    from gongbao.project import Project

    project = Project(folder)
    with project.locked(), progress_bars() as progress:
        counts = pipeline.index(project, progress, rebuild=rebuild)
    click.echo(f"索引里有 {counts.total} 篇：更新 {counts.indexed} 篇，移除 {counts.deleted} 篇。")
