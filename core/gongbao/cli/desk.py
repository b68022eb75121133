"""``gongbao desk``: the newsroom's own page, for reporters and editors."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import click

from gongbao.core.errors import GongbaoError


@click.command("desk")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="在哪个网络地址上；0.0.0.0 是全部，先看 docs/desk.md。"
)
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True, help="端口。")
@click.pass_obj
def command(folder: Path, host: str, port: int) -> None:
    """打开编辑台：记者标注新稿，编辑查、改、发布。

    \b
    先开账号：gongbao account add 名字 --role editor
    """
    from gongbao.desk.server import serve
    from gongbao.project import Project

    project = Project(folder)
    if not project.store.accounts.all():
        raise GongbaoError("还没有账号，没有人能登录：先运行 gongbao account add 名字 --role admin 开一个。")
    _check_free(host, port)
    click.echo(f"编辑台在 http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/ ，按 Ctrl+C 停止。")  # noqa: S104
    with suppress(KeyboardInterrupt):  # uvicorn has ended in good order by then
        serve(project, host, port)
    click.echo("已停止。")


def _check_free(host: str, port: int) -> None:
    """Raises GongbaoError when the address cannot be had; uvicorn would tell it in its own words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise GongbaoError(
            f"{host} 的端口 {port} 用不了（{error.strerror}）：请用 --port 换一个，或检查 --host。"
        ) from error
