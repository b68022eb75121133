"""``gongbao crawl``: what cannot be begun is told in one sentence before anything is asked of any site."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.commands import run_in_text

JULY = ("--since", "2021-07-01", "--until", "2021-07-03")


def gongbao(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    done = run_in_text(folder, *words, environment=settings)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nosuch", *JULY), "没有代号为 nosuch 的报纸，现有 gmrb（光明日报）、ldwb（劳动午报）、rmrb（人民日报）"),
        (("ldwb", *JULY), "设置 crawl.contact"),
        (("ldwb", "--since", "七月", "--until", "2021-07-03"), "日期“七月”不成立"),
        (("ldwb", "--since", "2021-07-04", "--until", "2021-07-03"), "请把两个日期换过来"),
        (("ldwb", "--since", "", "--until", "2021-07-03"), "请写明日期"),
        (("gmrb", "--since", "2025-12-31", "--until", "2026-01-01"), "没有说 2026-01-01 的网站是什么样"),
        (("ldwb", "--since", "2021-07-01"), "少了 --until 日期"),
    ],
)
def test_what_cannot_be_begun_is_one_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = gongbao(tmp_path, "crawl", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "archive").exists()


def test_a_folder_of_papers_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = gongbao(tmp_path, "crawl", "ldwb", *JULY, GONGBAO_CRAWL_PAPERS="papers")
    assert (done.returncode, "crawl.papers" in done.stderr) == (2, True)


def test_a_paper_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "demo.toml").write_text('code = "demo"\nname = "示例报"\nhosts = 3\n', encoding="utf-8")
    done = gongbao(tmp_path, "crawl", "demo", *JULY, GONGBAO_CRAWL_PAPERS="papers")
    assert done.returncode == 2
    assert "demo.toml 第 " in done.stderr
