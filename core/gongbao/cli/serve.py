"""``gongbao serve``: look at the built archive in a browser, on this machine only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer


@click.command("serve")
@click.argument("folder_to_serve", metavar="[文件夹]", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="端口；0 为任选一个。")
@click.pass_obj
def command(folder: Path, folder_to_serve: Path | None, port: int) -> None:
    """在本机浏览器里看生成好的存档。"""
    from gongbao.core.errors import GongbaoError
    from gongbao.core.settings import load_settings

    output = folder_to_serve or load_settings(folder).path("site.output")
    if output is None or not (output / "index.html").is_file():
        raise GongbaoError(f"{output} 里还没有存档：请先运行 gongbao build 来源 --output {output}。")
    try:
        server = archive_server(output, port)
    except OSError as error:
        raise GongbaoError(f"端口 {port} 用不了（{error.strerror}）：请用 --port 换一个。") from error
    with server:
        try:
            click.echo(f"存档在 http://127.0.0.1:{server.server_address[1]}/ ，按 Ctrl+C 停止。")
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("已停止。")


def archive_server(archive: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder's files, not yet running; OSError when the port cannot be had."""
    from functools import partial

    from gongbao.cli.archive_server import ArchiveRequests, ArchiveServer

    return ArchiveServer(("127.0.0.1", port), partial(ArchiveRequests, directory=str(archive.resolve())))
