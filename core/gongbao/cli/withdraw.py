"""``gongbao withdraw``: take an article out of index, feeds and the next build, and say why."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("withdraw")
@click.argument("article_id", metavar="编号")
@click.option("--reason", default="", help="撤回的理由，会留在存档里；撤回时必须写。")
@click.option("--undo", is_flag=True, help="取消撤回，重新发布。")
@click.pass_obj
def command(folder: Path, article_id: str, reason: str, undo: bool) -> None:
    """撤回一篇文章：从索引和下一次生成的网站里去掉，保留记录和理由。"""
    from gongbao.core.errors import GongbaoError
    from gongbao.project import Project

    project = Project(folder)
    with project.locked():
        earlier = project.store.withdrawal(article_id)
        if undo:
            if earlier is None:
                raise GongbaoError(f"{article_id} 没有被撤回，没有改动。")
            project.store.restore(article_id)
            click.echo(f"{article_id} 已重新发布。运行 gongbao build 后，索引和网站上就有它。")
            return
        if earlier is not None:
            raise GongbaoError(f"{article_id} 早已撤回（{earlier}），没有改动；要重新发布请加 --undo。")
        if not reason.strip():
            raise GongbaoError("撤回要留下理由：请加 --reason 理由。")
        project.store.withdraw(article_id, reason.strip())
        if not project.backend.needs_rebuild():
            project.backend.delete([article_id])
    click.echo(f"已撤回 {article_id}。运行 gongbao build 后，网站上也不再有它。")
