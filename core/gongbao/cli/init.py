"""``gongbao init``: a folder of a newsroom's own, with every setting written down and explained."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click


@click.command("init")
@click.argument("where", metavar="[文件夹]", default=".", type=click.Path(path_type=Path))
@click.pass_obj
def command(folder: Path, where: Path) -> None:
    """建一个新的项目文件夹：写下 gongbao.toml，全部设置都有说明。"""
    from gongbao.core.errors import GongbaoError, OutputError
    from gongbao.core.settings import FILE_NAME

    path = folder / where / FILE_NAME
    if path.exists():
        raise GongbaoError(f"{path} 已经有了，没有改动它。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".toml.unfinished")
        unfinished.write_text(settings_text(), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"写不了 {path}（{error.strerror}）：请查看权限和磁盘空间。") from error
    click.echo(f"写好了 {path}。改好报名和代号后，运行 gongbao build 版面文件夹/")


def settings_text() -> str:
    """gongbao.toml with every setting at its default, commented out, under its help."""
    import json

    from gongbao.core.settings import SETTINGS

    lines = ["# 工报的设置。去掉行首的 # 并改成自己的值；也可以用括号里的环境变量。"]
    for section, settings in groupby(SETTINGS, key=lambda setting: setting.name.split(".")[0]):
        lines += ["", f"[{section}]"]
        for setting in settings:
            choices = f"；可选 {'、'.join(setting.choices)}" if setting.choices else ""
            lines.append(f"# {setting.help}{choices}（{setting.variable}）")
            lines.append(f"# {setting.name.split('.')[1]} = {json.dumps(setting.default, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
