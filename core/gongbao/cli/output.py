"""How results are printed: a table for people, JSON, JSON lines or CSV for programs; progress on stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from gongbao.core.errors import GongbaoError

if TYPE_CHECKING:
    from gongbao.pipeline import Progress

Row = Mapping[str, Any]
UNWRAPPED = 1_000_000  # columns: no line of a newspaper is as long


def print_rows(rows: Iterable[Row], style: str, columns: Mapping[str, str]) -> None:
    """Print rows as ``style``; a table and CSV show ``columns`` (key: heading), JSON shows everything."""
    if style == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif style == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
    elif style == "csv":
        if not sys.stdout.isatty():
            click.echo("\ufeff", nl=False)  # Excel takes a file without it for one in the system's old encoding
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([flat(row.get(key, "")) for key in columns])
    else:
        print_table(rows, columns)


def print_table(rows: Iterable[Row], columns: Mapping[str, str]) -> None:
    """A plain table as wide as the terminal; in a file or pipe, as wide as its text."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=any(columns.values()))
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(flat(row.get(key, "")) for key in columns))
    if table.row_count:
        console().print(table)


def console(*, stderr: bool = False) -> Any:
    """A rich console that never reads markup into the newspaper's own brackets, and wraps at a terminal only."""
    from rich.console import Console

    screen = Console(stderr=stderr, markup=False, highlight=False, soft_wrap=False)
    if not screen.is_terminal:
        screen.width = UNWRAPPED
    return screen


def shows_styles(screen: Any) -> bool:
    """Whether bold and colours can be seen: not in a file, a pipe or on a terminal without them."""
    return screen.color_system is not None


def flat(value: object) -> str:
    """A value in one cell."""
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "；".join(flat(part) for part in value)
    return str(value)


class Refusals:
    """Tells each refused input as one sentence on stderr and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: GongbaoError) -> None:
        """Tell it."""
        self.count += 1
        click.echo(f"错误：{error}", err=True)

    def exit_code(self) -> int:
        """2 when anything was refused."""
        return 2 if self.count else 0


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Progress of long work on stderr; silent when that is not a terminal."""
    if not sys.stderr.isatty():
        from gongbao.pipeline import silent

        yield silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
