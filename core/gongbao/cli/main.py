"""The command ``gongbao``: the list of commands, and how what went wrong is told."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from gongbao.cli import (
    account,
    alerts,
    build,
    crawl,
    decide,
    desk,
    evaluate,
    export,
    figures,
    index,
    ingest,
    init,
    learn,
    names,
    parse,
    search,
    serve,
    site,
    status,
    tag,
    watch,
    withdraw,
)
from gongbao.cli.usage import usage_sentence
from gongbao.core.errors import GongbaoError, QueryError

SHOWN_AROUND = 30  # characters of a query to each side of the mistake in it
# Python looks for garbage in circles after every 700 new objects; most of them live on while spaCy and the tables
# of names are loaded, and start-up is a tenth quicker when it looks less often.
OBJECTS_BETWEEN_LOOKS = 20_000
BAD_INPUT = 2  # exit code when an input, a query or the surroundings were at fault


class Commands(click.Group):
    """The commands, of which none fails because the reader of its output (head, less) has seen enough."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run one; click itself would end with exit code 1 when the pipe is closed."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(0) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    alerts.command,
    export.command,
    tag.command,
    decide.command,
    desk.command,
    account.command,
    serve.command,
    status.command,
    init.command,
    parse.command,
    ingest.command,
    crawl.command,
    watch.command,
    figures.command,
    names.command,
    evaluate.command,
    learn.command,
    index.command,
    withdraw.command,
    site.command,
):
    gongbao.add_command(command)


def run() -> None:
    """Entry point: a person's mistakes are one sentence on stderr and exit code 2; ours keep their traceback."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    _prepare_output()
    try:
        code = gongbao.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx is not None else "")
        code = 0
    except click.ClickException as error:
        click.echo(usage_sentence(error), err=True)
        code = BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。已经存下的都在，再运行一次会接着做。", err=True)
        code = 130
    except QueryError as error:
        shown, position = surroundings(error.query, error.position)
        click.echo(f"错误：{error}\n  {shown}\n  {caret(shown, position)}", err=True)
        code = BAD_INPUT
    except GongbaoError as error:
        click.echo(f"错误：{error}", err=True)
        code = BAD_INPUT
    except BrokenPipeError:  # the reader (head, less) has seen enough
        _drop_output()
        code = 0
    except OSError as error:  # the system's fault, not ours: a full disk, a missing right
        _drop_output()
        what = f"{error.strerror}：{error.filename}" if error.filename else error.strerror
        click.echo(f"错误：读写出错（{what}）：请查看磁盘空间和权限，再运行一次。", err=True)
        code = BAD_INPUT
    sys.exit(code)


def _prepare_output() -> None:
    # A program without a terminal may have closed its output: print into nothing rather than fail.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open until the end)
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 shows question marks rather than failing half-way through a list.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """What cannot be printed is not tried again when Python ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def surroundings(query: str, position: int) -> tuple[str, int]:
    """The query, or of a long one what stands around the position, on one line; and the position in it."""
    line = "".join(" " if character.isspace() else character for character in query)
    first, last = max(0, position - SHOWN_AROUND), position + SHOWN_AROUND
    before, after = "…" if first else "", "…" if last < len(line) else ""
    return f"{before}{line[first:last]}{after}", position - first + len(before)


def caret(query: str, position: int) -> str:
    """A caret below the character at ``position``; Han characters are two columns wide."""
    import unicodedata

    before = query[:position]
    return " " * sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before) + "^"
