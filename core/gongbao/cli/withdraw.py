"""``gongbao withdraw``: take an article out of index, feeds and the next build, and say why."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("withdraw")
@click.argument("article_id", metavar="编号")
@click.option("--reason", required=True, help="撤回的理由，会留在存档里。")
@click.pass_obj
def command(folder: Path, article_id: str, reason: str) -> None:
    """撤回一篇文章：从索引和下一次生成的网站里去掉，保留记录和理由。"""
    from gongbao.core.errors import GongbaoError
    from gongbao.project import Project

    project = Project(folder)
    with project.locked():
        if not project.store.withdraw(article_id, reason):
            raise GongbaoError(f"存档里没有编号为 {article_id} 的文章：编号可以用 gongbao search 查到。")
        project.backend.delete([article_id])
    click.echo(f"已撤回 {article_id}。运行 gongbao build 后，网站上也不再有它。")
