"""Options that several commands share, and the values they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gongbao.ingest.hints import Hints

Command = Callable[..., Any]

# A file that cannot be read is refused by itself, with our sentence: click would refuse the whole command.
input_path = click.Path(path_type=Path, readable=False)
sources_argument = click.argument("sources", nargs=-1, required=True, type=input_path)


def format_option(default: str = "table") -> Callable[[Command], Command]:
    """``--format``: for a person, or for a program."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(["table", "json", "jsonl", "csv"]),
        default=default,
        show_default=True,
        help="输出格式：给人看的表，或 JSON、JSON Lines、CSV。",
    )


def hints_options(command: Command) -> Command:
    """What is known of the inputs: ``--date``, ``--page``, ``--page-name``, ``--newspaper``, ``--encoding``."""
    options = [
        click.option("--date", "date", default="", metavar="日期", help="出版日期：2021-07-16、2021-07 或 2021。"),
        click.option("--page", "page", default="", metavar="版次", help="版次，例如 3 或 A03。"),
        click.option("--page-name", "page_name", default="", metavar="版名", help="版名，例如 工会。"),
        click.option("--newspaper", "newspaper", default="", metavar="代号", help="报纸代号，例如 ldwb。"),
        click.option("--encoding", "encoding", default="", metavar="编码", help="文件的编码；不写则自动判断。"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def hints_from(options: dict[str, str]) -> Hints:
    """The hints that the options of ``hints_options`` give; a bad date is a GongbaoError."""
    import re

    from gongbao.core.dates import IssueDate
    from gongbao.core.errors import GongbaoError
    from gongbao.core.records import Page
    from gongbao.ingest.hints import Hints

    if options["newspaper"] and not re.fullmatch("[a-z0-9]{1,20}", options["newspaper"]):
        raise GongbaoError(f"报纸代号“{options['newspaper']}”不成立：请用小写字母和数字，例如 ldwb。")
    if options["page"] and not re.fullmatch("[A-Za-z]?[0-9]{1,3}", options["page"]):
        raise GongbaoError(f"版次“{options['page']}”不成立：请写成 3 或 A03。")
    return Hints(
        newspaper=options["newspaper"],
        date=IssueDate.parse(options["date"]),
        page=Page(options["page"], options["page_name"]),
        encoding=options["encoding"],
    )
