"""``gongbao site``: what the person at the terminal is told of a built archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.main import gongbao
from gongbao.core.errors import InputError
from gongbao.core.settings import Settings
from gongbao.site import build_site


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An empty archive: its own pages only."""
    build_site(lambda: iter(()), Settings(tmp_path), tmp_path / "public")
    return tmp_path / "public"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["site", *arguments])


def test_a_whole_archive_is_told_so_and_exits_with_0(archive: Path) -> None:
    done = run("check", str(archive))
    assert done.exit_code == 0
    assert done.stdout.startswith("存档完好：查了 ")


def test_a_damaged_archive_exits_with_1_and_names_the_file(archive: Path) -> None:
    (archive / "about.html").unlink()
    done = run("check", str(archive))
    assert done.exit_code == 1
    assert "文件不见了" in done.stdout
    assert "about.html" in done.stdout
    assert "存档有问题" in done.stdout


def test_programs_get_each_finding_as_a_record(archive: Path) -> None:
    (archive / "about.html").unlink()
    (archive / "own.txt").write_text("mine")
    lines = [json.loads(line) for line in run("check", str(archive), "--format", "jsonl").stdout.splitlines()]
    assert {"trouble": "missing", "address": "about.html", "detail": ""} in lines
    assert {"trouble": "unlisted", "address": "own.txt", "detail": ""} in lines


def test_a_folder_that_is_no_archive_was_not_checked(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert isinstance(done.exception, InputError)
    assert "不是 gongbao build 生成的存档" in str(done.exception)


def test_a_bag_is_told_with_its_place(archive: Path, tmp_path: Path) -> None:
    done = run("bag", str(archive), str(tmp_path / "bag"))
    assert done.exit_code == 0
    assert (tmp_path / "bag" / "data" / "index.html").is_file()
    assert str(tmp_path / "bag") in done.stdout
