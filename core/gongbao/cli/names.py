"""``gongbao names``: who and what the archive names, and which names may be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows
from gongbao.cli.spreadsheet import harmless

if TYPE_CHECKING:
    from gongbao.core.records import TaggedArticle
    from gongbao.nlp.doubles import Double
    from gongbao.nlp.name_index import NameEntry, WantedNames
    from gongbao.project import Project

KIND_TITLES = {"person": "人", "organisation": "机构", "place": "地方"}
COLUMNS = {
    "kind": "类别",
    "name": "名称",
    "articles": "篇数",
    "first": "最早",
    "last": "最近",
    "forms": "印作",
    "roles": "职务",
    "units": "单位",
}
_SHOWN = 5  # forms, roles and units of a name in a table
_KINDS_BY_WORD = {title: kind for kind, title in KIND_TITLES.items()} | {kind: kind for kind in KIND_TITLES}


@click.command("names")
@click.argument("kind", default="", metavar="[person|organisation|place]")
@click.option("--like", "like", default="", metavar="文字", help="只要名称或印出的写法里有这几个字的。")
@click.option("--date", "date", default="", metavar="日期", help="只要这一年、月或日的报纸，例如 2021 或 2021-07。")
@click.option("--doubles", is_flag=True, help="列出可能是同一个的名称，写成可以贴进名称文件的 TOML。")
@format_option()
@click.pass_obj
def command(folder: Path, kind: str, like: str, date: str, doubles: bool, style: str) -> None:
    """列出存档里的人、机构和地方：多少篇，最早最近，印作什么，什么职务和单位。例：gongbao names person --like 王

    同一个人或单位归到一个名称下，凭的是名称文件（设置 nlp.authority，见 docs/authority.md）；
    --doubles 提出还可以归到一起的，由人来定。
    """
    from gongbao.core.dates import IssueDate
    from gongbao.nlp.name_index import WantedNames, collect_names
    from gongbao.project import Project

    if kind and kind not in _KINDS_BY_WORD:
        raise click.UsageError(f"没有“{kind}”这一类：可以用 {'、'.join(KIND_TITLES)}")
    wanted = WantedNames(_KINDS_BY_WORD.get(kind, ""), like.strip(), str(IssueDate.parse(date)))
    articles = _articles(Project(folder))
    if doubles:
        _print_doubles(articles, wanted, style)
        return
    found = collect_names(articles, wanted)
    if style in ("json", "jsonl"):
        print_rows(map(name_row, found), style, COLUMNS)
        return
    rows = [_cells(one, style) for one in found]
    print_rows(rows, style, COLUMNS)
    if style == "table" and not rows:
        click.echo(f"没有找到{'带“' + wanted.like + '”的' if wanted.like else ''}名称。")


def _articles(project: Project) -> Iterable[TaggedArticle]:
    """The published articles; GongbaoError where there is no archive, or nothing in it, to look in."""
    from gongbao.core.errors import GongbaoError

    database = project.archive_folder / "gongbao.sqlite"
    if not project.settings.text("archive.url") and not database.exists():
        raise GongbaoError(f"{project.archive_folder} 里还没有存档：请先运行 gongbao build 来源。")
    articles = project.store.articles()
    for first in articles:
        return chain((first,), articles)
    raise GongbaoError("存档里还没有文章：请先运行 gongbao build 来源。")


def name_row(entry: NameEntry) -> dict[str, Any]:
    """A name as plain values; forms, roles and units the most frequent first."""
    return {
        "kind": entry.kind,
        "name": entry.name,
        "articles": len(entry.articles),
        "first": entry.first,
        "last": entry.last,
        "forms": _ordered(entry.forms),
        "roles": _ordered(entry.roles),
        "units": _ordered(entry.units),
        "ids": sorted(entry.articles),
    }


def _ordered(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda text: (-counts[text], text))


def _cells(entry: NameEntry, style: str) -> dict[str, Any]:
    row = name_row(entry)
    row["kind"] = KIND_TITLES.get(entry.kind, entry.kind)
    if style == "csv":
        return harmless(row)
    return row | {
        key: [*row[key][:_SHOWN], *(["…"] if len(row[key]) > _SHOWN else [])] for key in ("forms", "roles", "units")
    }


def _print_doubles(articles: Iterable[TaggedArticle], wanted: WantedNames, style: str) -> None:
    """The suggestions, as TOML for a person; with ``--format json`` or ``jsonl`` as records."""
    from gongbao.nlp.doubles import as_toml, find_doubles
    from gongbao.nlp.name_index import collect_names

    found = find_doubles(collect_names(articles, replace(wanted, kind="", like="")))
    found = [
        one for one in found if wanted.kind in ("", one.kind) and any(wanted.like in name.name for name in one.names)
    ]
    if style in ("json", "jsonl"):
        print_rows(map(_double_row, found), style, {})
        return
    if not found:
        click.echo("# 没有找到可能是同一个的名称。")
        return
    click.echo("# 可能是同一个的名称。看过再贴进名称文件，不对的删去。\n")
    for one in found:
        click.echo(as_toml(one))


def _double_row(double: Double) -> dict[str, Any]:
    names = [{"name": one.name, "articles": len(one.articles)} for one in double.names]
    return {"kind": double.kind, "names": names, "why": list(double.why)}
