"""``gongbao search``: what has the paper printed about this?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import console, print_rows, shows_styles
from gongbao.cli.spreadsheet import harmless

if TYPE_CHECKING:
    from gongbao.project import Project
    from gongbao.search import FacetCount, Hit, Results, Snippet, Span

LABELS = {"district": "区", "campaign": "主题", "activity": "活动"}
FACETS = {"district": "区", "street": "街道", "campaign": "主题", "activity": "活动", "year": "年份"}
SORTS = {"relevance": "最相关的在前", "date": "新的在前", "page": "按版次"}
FACET_VALUES = 8  # shown of one facet
HISTOGRAMS = {"year": "各年篇数", "month": "各月篇数"}
BAR = 30  # blocks of the longest bar
EIGHTHS = ("", *"▏▎▍▌▋▊▉")
FULL = "█"
COLUMNS = {
    "date": "日期",
    "page": "版",
    "page_name": "版名",
    "kicker": "引题",
    "headline": "标题",
    "byline": "署名",
    **LABELS,
    "snippet": "摘录",
    "score": "分数",
    "match": "所在",
    "id": "编号",
}


class QueryCommand(click.Command):
    """A command whose words may begin with a minus sign: only what is spelled like an option is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options before ``--`` and the words of the query, in their order, behind it."""
        takes_value = {
            name: not option.is_flag
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
            for name in (*option.opts, *option.secondary_opts)
        }
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for word in rest:
            if word == "--":
                words += rest
            elif word in takes_value:
                value = list(islice(rest, int(takes_value[word])))
                if takes_value[word] and not value:
                    raise click.BadOptionUsage(word, f"Option {word!r} requires an argument.", ctx)
                options += [word, *value]
            else:
                (options if word.startswith("--") else words).append(word)
        return super().parse_args(ctx, [*options, "--", *words])


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="最多几篇；0 为全部。")
@click.option("--offset", type=click.IntRange(0), default=0, help="跳过前几篇。")
@click.option(
    "--sort",
    type=click.Choice(list(SORTS)),
    default="relevance",
    show_default=True,
    help="按相关程度、日期（新的在前）或版次排列。",
)
@click.option("--facets/--no-facets", default=True, help="是否列出各类标签的篇数。")
@click.option("--histogram", type=click.Choice(list(HISTOGRAMS)), help="按年或按月画出篇数的分布（只在表里）。")
@click.option("--save", "name", metavar="名字", help="存下检索式，新的由 gongbao alerts 报告；现在找到的算作已知。")
@click.option("--replace", is_flag=True, help="和 --save 一起用：换掉同名的检索式。")
@format_option()
@click.pass_obj
def command(
    folder: Path,
    query: tuple[str, ...],
    limit: int,
    offset: int,
    sort: str,
    facets: bool,
    histogram: str | None,
    name: str | None,
    replace: bool,
    style: str,
) -> None:
    """搜索存档。例：gongbao search '"送清凉" 区:房山区 -垃圾分类'

    \b
    结果显示在终端时，找到的字是红色粗体；送进文件或管道时，用【】标出，也不折行。
    csv 送进文件或管道时开头带 BOM，Excel 能直接打开；在终端里不带。
    """
    from gongbao.project import Project

    if replace and name is None:
        raise click.UsageError("--replace 要和 --save 一起用")
    project, text, table = Project(folder), " ".join(query), style == "table"
    results = project.backend.search(
        text,
        limit=limit,
        offset=offset,
        sort=sort,
        facets=tuple(FACETS) if facets and table else (),
        histogram=histogram if histogram and table else "",
    )
    saved = save(project, name, text, replace=replace) if name is not None else ""
    if table:
        show(results, text, offset, histogram or "")
    else:
        print_rows(map(hit_cells if style == "csv" else hit_row, results.hits), style, COLUMNS)
    if saved:
        click.echo(saved, err=True)


def save(project: Project, name: str, query: str, *, replace: bool) -> str:
    """Keep a query that can be understood, with all that it finds now as known; the sentence that says so."""
    known = [hit.id for hit in project.backend.every_hit(query)]
    project.store.saved_searches.save(name, query, known, replace=replace)
    return f"已存下“{name}”：现在找到的 {len(known)} 篇算作已知，以后新的由 gongbao alerts 报告。"


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


def hit_cells(hit: Hit) -> dict[str, Any]:
    """A hit as one flat row: a column for each facet, and the passages as one text."""
    row = hit_row(hit)
    return harmless({**row, **row["labels"], "snippet": " ".join(map(whole_line, hit.snippets))})


def show(results: Results, query: str, offset: int, histogram: str) -> None:
    """Print the hits for a person, marking the words that were looked for."""
    screen = console()
    if not results.total:
        screen.print("\n".join(nothing_found(results, query)))
        return
    for hit in results.hits:
        show_hit(screen, hit)
    screen.print(f"\n{which_of_all(results, offset)}：{results.understood}")
    for facet, counts in results.facets.items():
        if counts:
            screen.print(f"{FACETS[facet]}：{facet_values(counts[:FACET_VALUES])}")
    if results.histogram:
        screen.print(f"\n{HISTOGRAMS[histogram]}：")
        for line in bars(results.histogram):
            screen.print(line)


def nothing_found(results: Results, query: str) -> Iterator[str]:
    """That there is none, and what else may have been meant."""
    from gongbao.search.query import advice

    yield f"没有找到：{results.understood}"
    if results.did_you_mean:
        yield f"是不是要找：{'；'.join(results.did_you_mean)}"
    if said := advice(query):
        yield said


def show_hit(screen: Any, hit: Hit) -> None:
    """Print one hit: its headline, where it was printed, and the passages that answer."""
    from rich.text import Text

    place = f"第{hit.page.number}版" if hit.page.number else ""
    labels = " ".join(label for labels in hit.labels.values() for label in labels)
    styled = shows_styles(screen)
    screen.print(marked(hit.headline, hit.headline_highlights, "bold", styled=styled))
    screen.print(Text(f"  {hit.date.chinese}{place}  {labels}  {hit.id}", style="dim"))
    for snippet in hit.snippets:
        before, after = ellipses(snippet)
        line = marked(snippet.text, snippet.highlights, "", styled=styled)
        screen.print(Text(f"  {before}").append_text(line).append(after))


def facet_values(counts: Sequence[FacetCount]) -> str:
    """Values with their counts on one line; those of a lower level in brackets behind the one that they belong to."""
    groups: dict[str, list[str]] = {}
    for count in counts:
        value = count.value.rpartition("/")[2]
        groups.setdefault(count.parent, []).append(f"{value} {count.count}")
    lines = (
        "  ".join(values) if not parent else f"{parent}（{'  '.join(values)}）" for parent, values in groups.items()
    )
    return "  ".join(lines)


def bars(counts: Sequence[FacetCount]) -> Iterator[str]:
    """A line for each year or month: how many, and a bar; the bar comes last, for terminals differ in its width."""
    most = max(count.count for count in counts)
    for count in counts:
        eighths = -(-count.count * BAR * len(EIGHTHS) // most)  # rounded up: what is there is seen
        full, rest = divmod(eighths, len(EIGHTHS))
        yield f"{count.value}  {count.count:>{len(str(most))}} {FULL * full}{EIGHTHS[rest]}".rstrip()


def which_of_all(results: Results, offset: int) -> str:
    """How many were found, which of them are shown, and how to see the others."""
    shown, total = len(results.hits), results.total
    if shown == total:
        return f"共 {total} 篇"
    if not shown:
        return f"共 {total} 篇，跳过 {offset} 篇就没有了；--offset 请小于 {total}"
    last = offset + shown
    here = f"共 {total} 篇，这里是第 {offset + 1}–{last} 篇"
    return here if last == total else f"{here}；--offset {last} 看后面的"


def ellipses(snippet: Snippet) -> tuple[str, str]:
    """What stands before and after a passage that is cut out of a longer text."""
    before, after = ("" if whole else "…" for whole in snippet.complete)
    return before, after


def whole_line(snippet: Snippet) -> str:
    """A passage without marks."""
    before, after = ellipses(snippet)
    return f"{before}{snippet.text}{after}"


def marked(text: str, highlights: Sequence[Span], style: str, *, styled: bool) -> Any:
    """Rich text with the highlights marked: in red where there are styles, else in brackets."""
    from rich.text import Text

    line = Text(text if styled else bracketed(text, highlights), style=style)
    if styled:
        for span in highlights:
            line.stylize("bold red", span.start, span.end)
    return line


def bracketed(text: str, highlights: Sequence[Span]) -> str:
    """The text with its highlights in 【】."""
    parts: list[str] = []
    end = 0
    for span in highlights:
        parts += [text[end : span.start], "【", text[span.start : span.end], "】"]
        end = span.end
    return "".join([*parts, text[end:]])
