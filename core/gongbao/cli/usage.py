"""What click says of a wrong command line, as a Chinese sentence."""

from __future__ import annotations

import re

import click

_NO_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'")


def usage_sentence(error: click.ClickException) -> str:
    """One sentence and where help is; click's own words stay in brackets when they say more."""
    help_words = "gongbao --help"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        help_words = f"{error.ctx.command_path} --help"
    return f"用法不对：{_reason(error)}。用 {help_words} 看写法。"


def _reason(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        if error.param is None or error.ctx is None:
            return "少了参数"
        option = error.param.opts[0] if isinstance(error.param, click.Option) else ""
        return " ".join(filter(None, ("少了", option, error.param.make_metavar(error.ctx))))
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项{near}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param is not None else "参数"
        return f"{name} 的值不合适（{error.message.rstrip('.')}）"
    unknown = _NO_COMMAND.match(error.message)
    if unknown is not None:
        return f"没有“{unknown['name']}”这个命令"
    return error.message.rstrip(".。")
