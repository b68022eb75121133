"""``gongbao parse``: cut pages into articles and print them; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option, hints_from, hints_options, sources_argument
from gongbao.cli.output import Refusals, print_rows

if TYPE_CHECKING:
    from gongbao.core.records import Article, Credit, Reading

KINDS = {"report": "报道", "photo": "图片", "commentary": "评论", "notice": "公告"}
COLUMNS = {
    "source": "来源",
    "kind": "类型",
    "kicker": "引题",
    "headline": "标题",
    "byline": "署名",
    "paragraphs": "段落",
}


@click.command("parse")
@sources_argument
@hints_options
@format_option()
@click.option("--explain", is_flag=True, help="说明每一块为什么这样读（依据和权重）。")
@click.pass_obj
def command(folder: Path, /, sources: tuple[Path, ...], style: str, explain: bool, **options: str) -> None:
    """把版面切成文章并打印，不存档。"""
    from gongbao.pipeline import found_inputs, read_sources, split_source
    from gongbao.project import Project

    project, refusals, hints = Project(folder), Refusals(), hints_from(options)

    def readings() -> Iterator[tuple[Path, Reading]]:
        for path in found_inputs(sources, refusals):
            for source in read_sources(project, [path], hints, refusals):
                yield path, split_source(project, source)

    if explain:
        from gongbao.ingest.splitter import explain as explained

        for _, reading in readings():
            click.echo(explained(reading))
    else:
        rows = (
            article_row(str(path), a, reading.source.encoding) for path, reading in readings() for a in reading.articles
        )
        shown = {k: v for k, v in COLUMNS.items() if k != "source" or style != "table" or len(sources) > 1}
        print_rows(map(shortened, rows) if style == "table" else rows, style, shown)
    raise SystemExit(refusals.exit_code())


def article_row(source: str, article: Article, encoding: str) -> dict[str, Any]:
    """An article as other programs are promised it."""
    return {
        "source": source,
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "column": article.column,
        "kind": str(article.kind),
        "byline": credit_rows(article.byline),
        "dateline": article.dateline,
        "paragraphs": list(article.paragraphs),
        "pictures": [
            {"caption": picture.caption, "credits": credit_rows(picture.credits)} for picture in article.pictures
        ],
        "newspaper": article.newspaper,
        "date": str(article.date),
        "page": article.page.number,
        "page_name": article.page.name,
        "encoding": encoding,
        "spans": [[span.start, span.end, span.role] for span in article.spans],
    }


def credit_rows(people: Iterable[Credit]) -> list[dict[str, str]]:
    """The people of a byline or a picture."""
    return [{"name": one.name, "role": one.role, "unit": one.unit} for one in people]


def shortened(row: dict[str, Any]) -> dict[str, Any]:
    """For a table: how many paragraphs rather than their text."""
    people = [f"{credit['role']} {credit['name']}".strip() for credit in row["byline"]]
    cells = {"kind": KINDS[row["kind"]], "byline": people, "paragraphs": f"{len(row['paragraphs'])} 段"}
    return row | {"source": Path(row["source"]).name} | cells
