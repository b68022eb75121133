"""``gongbao search``: what has the paper printed about this?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import console, print_rows

if TYPE_CHECKING:
    from gongbao.search import Hit, Results, Span

COLUMNS = {"date": "日期", "page": "版", "headline": "标题", "score": "分数", "id": "编号"}
FACETS = {"district": "区", "campaign": "主题", "activity": "活动", "year": "年份"}


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="最多几篇；0 为全部。")
@click.option("--offset", type=click.IntRange(0), default=0, help="跳过前几篇。")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "page"]),
    default="relevance",
    show_default=True,
    help="按相关程度、日期（新的在前）或版次排列。",
)
@click.option("--facets/--no-facets", default=True, help="是否列出各类标签的篇数。")
@format_option()
@click.pass_obj
def command(folder: Path, query: tuple[str, ...], limit: int, offset: int, sort: str, facets: bool, style: str) -> None:
    """搜索存档。例：gongbao search '"送清凉" 区:房山区 -垃圾分类'"""
    from gongbao.project import Project

    results = Project(folder).backend.search(
        " ".join(query), limit=limit, offset=offset, sort=sort, facets=tuple(FACETS) if facets else ()
    )
    if style == "table":
        show(results)
    else:
        print_rows(map(hit_row, results.hits), style, COLUMNS)


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as other programs are promised it."""
    return {
        "id": hit.id,
        "headline": hit.headline,
        "kicker": hit.kicker,
        "date": str(hit.date),
        "page": hit.page.number,
        "page_name": hit.page.name,
        "score": round(hit.score, 4),
        "match": str(hit.rank_class),
        "byline": list(hit.byline),
        "labels": {facet: list(labels) for facet, labels in hit.labels.items()},
        "snippets": [
            {"text": s.text, "highlights": [[span.start, span.end] for span in s.highlights]} for s in hit.snippets
        ],
    }


def show(results: Results) -> None:
    """Print the hits for a person, the words that were looked for in bold."""
    screen = console()
    if not results.total:
        screen.print(f"没有找到：{results.understood}")
        return
    for hit in results.hits:
        from rich.text import Text

        place = f"第{hit.page.number}版" if hit.page.number else ""
        labels = " ".join(label for labels in hit.labels.values() for label in labels)
        screen.print(marked(hit.headline, hit.headline_highlights, "bold"))
        screen.print(Text(f"  {hit.date.chinese}{place}  {labels}  {hit.id}", style="dim"))
        for snippet in hit.snippets:
            before, after = ("" if whole else "…" for whole in snippet.complete)
            line = marked(snippet.text, snippet.highlights, "")
            screen.print(Text(f"  {before}").append_text(line).append(after))
    screen.print(f"\n共 {results.total} 篇：{results.understood}")
    for facet, counts in results.facets.items():
        if counts:
            names = "  ".join(f"{count.value} {count.count}" for count in counts[:8])
            screen.print(f"{FACETS.get(facet, facet)}：{names}")


def marked(text: str, highlights: Sequence[Span], style: str) -> Any:
    """Rich text with the highlights marked."""
    from rich.text import Text

    line = Text(text, style=style)
    for span in highlights:
        line.stylize("bold red", span.start, span.end)
    return line
