"""``gongbao status``: what the archive holds and whether index and store agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows

LABELS = {
    "sources": "来源",
    "articles": "文章",
    "published": "已发布",
    "withdrawn": "已撤回",
    "revisions": "修订",
    "discards": "未收入的内容（处）",
    "untagged": "待标注",
    "tags_set": "标签：确定",
    "tags_suggested": "标签：建议",
    "tags_confirmed": "标签：已确认",
    "tags_rejected": "标签：已否定",
    "first_date": "最早",
    "last_date": "最晚",
    "indexed": "索引里的文章",
    "to_index": "待索引",
}


@click.command("status")
@format_option()
@click.pass_obj
def command(folder: Path, style: str) -> None:
    """存档里有什么，索引是否齐全。"""
    from gongbao.project import Project

    values = archive_status(Project(folder))
    if style == "table":
        print_rows(({"name": LABELS[key], "value": value} for key, value in values.items()), style, NAME_AND_VALUE)
    else:
        print_rows([values], style, LABELS)


NAME_AND_VALUE = {"name": "", "value": ""}  # a list of figures has no headings


def archive_status(project: Any) -> dict[str, Any]:
    """All figures by their name in LABELS."""
    import dataclasses

    counts = dataclasses.asdict(project.store.counts())
    tags = counts.pop("tags")
    wanted = project.store.stamps()
    present = {} if project.backend.needs_rebuild() else project.backend.indexed_versions()
    behind = sum(present.get(name) != version for name, version in wanted.items())
    counts |= {f"tags_{status}": tags.get(status, 0) for status in ("set", "suggested", "confirmed", "rejected")}
    counts |= {"indexed": len(present), "to_index": behind + sum(name not in wanted for name in present)}
    return {key: counts[key] for key in LABELS}
