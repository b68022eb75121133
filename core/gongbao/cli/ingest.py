"""``gongbao ingest``: read pages into the archive without tagging, indexing or rendering them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.options import hints_from, hints_options, sources_argument
from gongbao.cli.output import Refusals, progress_bars

if TYPE_CHECKING:
    from gongbao.crawling import CrawlCounts
    from gongbao.pipeline import IngestCounts, LinkCounts


@click.command("ingest")
@sources_argument
@hints_options
@click.pass_obj
def command(folder: Path, /, sources: tuple[Path, ...], **options: str) -> None:
    """读入版面并存档（不标注、不索引、不生成网站）。"""
    from gongbao import pipeline
    from gongbao.project import Project

    project, refusals = Project(folder), Refusals()
    with project.locked(), progress_bars() as progress:
        counts = pipeline.ingest(project, sources, hints_from(options), refusals, progress)
        linked = pipeline.link(project, progress)
    click.echo(ingest_sentence(counts, linked))
    raise SystemExit(refusals.exit_code())


REASONS = {
    "continuation line": "转版提示",
    "advertisement": "广告",
    "encoding": "乱码",
    "furniture": "版面零件",
    "hidden": "隐藏文字",
    "imprint": "编校署名",
    "no text layer": "没有文字层的版面",
    "outside": "不属于任何一篇的文字",
    "unreadable": "读不了的文字",
}


def ingest_sentence(counts: IngestCounts, linked: LinkCounts) -> str:
    """What was read, in one line."""
    parts = [f"读入 {counts.new} 个新来源、{counts.articles} 篇文章", *saved_parts(counts, linked)]
    parts += [f"{counts.refused} 个读不了"] if counts.refused else []
    parts += [f"图片 {counts.pictures} 张"] if counts.pictures else []
    if missing := counts.missing_pictures:
        parts.append(f"{len(missing)} 张图片没有收到，如 {missing[0]}：请把图片放在文稿旁边再读一次")
    if counts.discards:
        parts.append("未收入：" + "、".join(f"{REASONS.get(reason, reason)} {n} 处" for reason, n in counts.discards))
    return "；".join(parts) + "。"


def saved_parts(counts: IngestCounts | CrawlCounts, linked: LinkCounts | CrawlCounts) -> list[str]:
    """What saving and linking did beside what is new."""
    parts = [f"{counts.corrected} 个更正"] if counts.corrected else []
    parts += [f"更正后不再有的 {counts.withdrawn} 篇已撤下"] if counts.withdrawn else []
    parts += [f"合并 {linked.merged} 篇（另一来源的同一篇）"] if linked.merged else []
    parts += [f"转载 {linked.reprints} 篇"] if linked.reprints else []
    parts += [f"{counts.unchanged} 个没有变化"] if counts.unchanged else []
    parts += [f"{counts.superseded} 个是已被更正的旧稿，未采用"] if counts.superseded else []
    return parts
