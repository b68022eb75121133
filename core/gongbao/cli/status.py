"""``gongbao status``: what the archive holds, what is in no article, and whether index and store agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.ingest import REASONS
from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows

if TYPE_CHECKING:
    from gongbao.project import Project

LABELS = {
    "sources": "来源",
    "articles": "文章",
    "published": "已发布",
    "withdrawn": "已撤回",
    "revisions": "修订",
    "discards": "未收入的内容（处）",
    "merged": "有几个来源的文章",
    "reprints": "转载",
    "untagged": "待标注",
    "tags_set": "标签：确定",
    "tags_suggested": "标签：建议",
    "tags_confirmed": "标签：人已确认",
    "tags_rejected": "标签：人已否定",
    "decided_articles": "有人评过标签的文章",
    "first_date": "最早",
    "last_date": "最晚",
    "index": "索引",
    "indexed": "索引里的文章",
    "to_index": "待索引",
}
NAME_AND_VALUE = {"name": "", "value": ""}  # a list of figures has no headings
DISCARDS = {"source": "来源", "reason": "原因", "text": "内容", "evidence": "依据"}


@click.command("status")
@click.option("--discards", is_flag=True, help="列出没有收入任何文章的内容和原因。")
@format_option()
@click.pass_obj
def command(folder: Path, style: str, discards: bool) -> None:
    """存档里有什么，什么没有收入，索引是否齐全。"""
    from gongbao.project import Project

    project = Project(folder)
    if discards:
        rows = discard_rows(project)
        print_rows(map(_in_chinese, rows) if style == "table" else rows, style, DISCARDS)
        return
    values = archive_status(project)
    if style == "table":
        print_rows(({"name": LABELS[key], "value": value} for key, value in values.items()), style, NAME_AND_VALUE)
    else:
        print_rows([values], style, LABELS)


def discard_rows(project: Project) -> Iterator[dict[str, Any]]:
    """What is in no article, with its reason and what it was recognised by."""
    for source, discard in project.store.discards():
        yield {
            "source": source,
            "reason": REASONS.get(discard.reason, discard.reason),
            "text": discard.text,
            "evidence": discard.evidence,
            "start": discard.start,
            "end": discard.end,
        }


def _in_chinese(row: dict[str, Any]) -> dict[str, Any]:
    """A row for the screen; other programs get the names of the evidence."""
    from gongbao.ingest.gloss import gloss

    return row | {"evidence": gloss(row["evidence"])}


def archive_status(project: Project) -> dict[str, Any]:
    """All figures by their name in LABELS. What is unknown because the index cannot be used is empty, not 0."""
    import dataclasses

    counts = dataclasses.asdict(project.store.counts())
    tags, tagged_by = counts.pop("tags"), counts.pop("tagged_by")
    tags |= project.store.decisions.counts()  # what was carried over to another article by merging counts once
    counts |= {f"tags_{status}": tags.get(status, 0) for status in ("set", "suggested", "confirmed", "rejected")}
    counts["decided_articles"] = len(project.store.decisions.article_ids())
    counts["untagged"] = sum(number for by, number in tagged_by.items() if by != project.tagger_fingerprint)
    wanted = project.store.stamps()
    if project.backend.needs_rebuild():
        counts |= {"index": "没有，或不能用：gongbao build 会重建", "indexed": "", "to_index": len(wanted)}
    else:
        present = project.backend.indexed_versions()
        behind = sum(present.get(name) != version for name, version in wanted.items())
        gone = sum(name not in wanted for name in present)
        counts |= {"index": "可用", "indexed": len(present), "to_index": behind + gone}
    return {key: counts[key] for key in LABELS}
