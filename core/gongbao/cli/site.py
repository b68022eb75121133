"""``gongbao site``: a built archive, checked years later and packed for a library; the words that its pages say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from gongbao.cli.options import format_option
from gongbao.cli.output import print_rows, progress_bars

TROUBLES = {
    "missing": "文件不见了",
    "changed": "内容变了",
    "unlisted": "不是存档的文件",
    "dead link": "链接断了",
    "dead anchor": "链接的位置没有",
    "missing picture": "图片不见了",
}
COLUMNS = {"trouble": "问题", "address": "文件", "detail": "链接到"}
SHOWN = 50  # findings in the table; the other formats have all

archive_folder = click.argument("archive", type=click.Path(path_type=Path, file_okay=False, exists=True))


@click.group("site")
def command() -> None:
    """检查建好的存档网站，装成图书馆收的 BagIt 包，或列出网页上的话。"""


@command.command("check")
@archive_folder
@format_option()
def check(archive: Path, style: str) -> None:
    """检查一个存档文件夹：文件在不在、变没变，链接和图片断没断。不需要数据库，拷到哪里都能查。

    全都完好退出码是 0，有问题是 1，没能检查是 2。
    """
    from gongbao.site.checking import check_site

    with progress_bars() as progress:
        report = check_site(archive, counted(progress, "检查"))
    rows = [
        {"trouble": TROUBLES[f.trouble] if style in ("table", "csv") else str(f.trouble)}
        | {"address": f.address, "detail": f.detail}
        for f in report.findings
    ]
    shown = rows[:SHOWN] if style == "table" else rows
    if rows or style != "table":
        print_rows(shown, style, COLUMNS)
    kinds = Counter(TROUBLES[f.trouble] for f in report.findings)
    told = "，".join(f"{kind} {count} 处" for kind, count in kinds.items())
    looked = f"查了 {report.files} 个文件、{report.links} 处链接"
    if report.is_whole:
        sentence = f"存档完好：{looked}，都和生成时一样。" + (f"另有{told}，不影响。" if told else "")
    else:
        more = f"这里只列了前 {SHOWN} 处，全部请加 --format csv。" if len(shown) < len(rows) else ""
        sentence = f"存档有问题：{looked}，{told}。{more}请从备份取回这些文件，或用 gongbao build 重新生成。"
    click.echo(sentence, err=style != "table")
    raise SystemExit(0 if report.is_whole else 1)


@command.command("bag")
@archive_folder
@click.argument("bag", type=click.Path(path_type=Path))
def bag(archive: Path, bag: Path) -> None:
    """把存档装成 BagIt 包（RFC 8493），交给图书馆、档案馆长期保存；包里的 data/index.html 就能打开。"""
    from gongbao.site.bagging import make_bag

    with progress_bars() as progress:
        count = make_bag(archive, bag, counted(progress, "装包"))
    click.echo(f"装好了：{bag}，{count} 个文件。")


@command.command("texts")
@click.pass_obj
def texts(folder: Path) -> None:
    """列出网页上的话，按文件分段；存成样式文件夹里的 texts.toml，留下要改的，改等号右边。"""
    from gongbao.core.settings import load_settings
    from gongbao.site.render import texts_of_package, texts_of_theme
    from gongbao.site.texts import EVERYWHERE, OF_THE_PROGRAM, texts_in

    theme = load_settings(folder).path("site.theme")
    words, sources = texts_of_theme(theme), texts_of_package()
    click.echo("# 等号左边是自带的话，右边是网页上说的话。各文件都要改的，可以只在 [texts] 里写一次。")
    named = {EVERYWHERE: list(OF_THE_PROGRAM)} | {name: texts_in(name, source) for name, source in sources.items()}
    for name, known in named.items():
        click.echo(f"\n[{quoted(name)}]")
        for text in known:
            click.echo(f"{quoted(text)} = {quoted(words.in_file(name).get(text, text))}")


def quoted(text: str) -> str:
    """A string as TOML has it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def counted(progress: Callable[[str, int, int | None], None], stage: str) -> Callable[[int, int], None]:
    """Progress of one stage."""
    return lambda done, total: progress(stage, done, total)
