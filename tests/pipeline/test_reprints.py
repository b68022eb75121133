"""Reading tells what was printed before and what another source of the issue has too; nothing is dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongbao.project import Project

Run = Callable[..., Any]
STORY = (
    "工会热线开到夜里\n\n"
    "本报讯（记者 罗小川）入冬以来，河湾区总工会把热线的值守时间延到了夜里十点，下夜班的职工也能打进来。"
    "接线的是八名轮值的工会干部，他们把常问的事编成小册子，工资、工时、工伤各占一章，翻到哪页就能答到哪页。"
    "开通一个月，热线记下了三百多件事，当场答复的有二百多件，余下的转给街道工会，三天之内回话，件件登记在册。"
    "值守的老赵说，电话那头有时只是想找人说说话，听完了，道一声辛苦，对方也就宽心了，第二天照常去上班。"
    "区总工会打算明年把热线和服务站连起来，来电的职工愿意上门的，可以就近约一位律师或一位心理辅导员当面谈。\n"
)


def test_a_reprint_and_another_source_are_told_and_kept(
    gongbao: Run, tmp_path: Path, write_page: Callable[[str, str], Path]
) -> None:
    pages = [
        write_page(f"pages/{name}.txt", STORY) for name in ("2022-01-05-02", "2022-01-05-02版清样", "2022-01-12-03")
    ]
    told = gongbao("ingest", *pages).stdout
    assert "合并 1 篇（另一来源的同一篇）" in told
    assert "转载 1 篇" in told
    assert Project(tmp_path).store.counts().published == 2
    again = gongbao("ingest", *pages).stdout
    assert "转载" not in again
