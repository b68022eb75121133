"""The command ``gongbao``: the list of commands, and how what went wrong is told."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

import click

from gongbao.cli import build, index, ingest, init, parse, search, serve, status, tag, withdraw
from gongbao.core.errors import GongbaoError, QueryError

BAD_INPUT = 2  # exit code when an input, a query or the surroundings were at fault


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="项目文件夹（gongbao.toml 和存档所在），默认是当前文件夹。",
)
@click.version_option(metadata.version("gongbao"), prog_name="gongbao")
@click.pass_context
def gongbao(context: click.Context, folder: Path) -> None:
    """工报：把工会报纸的版面变成带标签、可检索的存档。

    \b
    常用：gongbao build samples/      读入、标注、索引、生成网站，一步完成
          gongbao search 送清凉       查过去的报道
          gongbao tag 新稿.txt        给新稿打标签
          gongbao serve               在浏览器里看存档
    """
    context.obj = folder


for command in (
    build.command,
    search.command,
    tag.command,
    serve.command,
    status.command,
    init.command,
    parse.command,
    ingest.command,
    index.command,
    withdraw.command,
):
    gongbao.add_command(command)


def run() -> None:
    """Entry point: a person's mistakes are one sentence on stderr and exit code 2; ours keep their traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 shows question marks rather than failing half-way through a list.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = gongbao.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。已经存下的都在，再运行一次会接着做。", err=True)
        code = 130
    except QueryError as error:
        click.echo(f"错误：{error}\n  {error.query}\n  {caret(error.query, error.position)}", err=True)
        code = BAD_INPUT
    except GongbaoError as error:
        click.echo(f"错误：{error}", err=True)
        code = BAD_INPUT
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def caret(query: str, position: int) -> str:
    """A caret below the character at ``position``; Han characters are two columns wide."""
    import unicodedata

    before = query[:position]
    return " " * sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before) + "^"
