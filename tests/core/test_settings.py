"""Settings come from one table; whoever writes them wrong is told where."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.cli.init import settings_text
from gongbao.core.errors import GongbaoError
from gongbao.core.settings import FILE_NAME, SETTINGS, load_settings


def write(folder: Path, text: str) -> None:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert all(settings[setting.name] == setting.default for setting in SETTINGS)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    write(tmp_path, '[newspaper]\nname = "海港工人报"\ncode = "hggr"\n')
    settings = load_settings(tmp_path, {"GONGBAO_NEWSPAPER_CODE": "other"})
    assert (settings.text("newspaper.name"), settings.text("newspaper.code")) == ("海港工人报", "other")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[newspaper]\nnmae = "x"\n', "newspaper.name"),
        ("[ingest]\nmax_bytes = 'many'\n", "整数"),
        ('[search]\nbackend = "lucene"\n', "elasticsearch"),
        ("[newspaper\n", "写法有误"),
        ('[newspaper]\ncode = "Ldwb/.."\n', "小写字母"),
        ("[build]\nworkers = -3\n", "不能小于 0"),
    ],
)
def test_a_wrong_setting_is_explained_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(GongbaoError, match=said):
        load_settings(tmp_path, {})


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('[newspaper]\ncode = "hggr"\n', encoding="utf-8-sig")
    assert load_settings(tmp_path, {}).text("newspaper.code") == "hggr"


def test_a_wrong_number_in_the_environment_is_explained(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match="GONGBAO_INGEST_MAX_BYTES"):
        load_settings(tmp_path, {"GONGBAO_INGEST_MAX_BYTES": "lots"})


def test_the_file_that_init_writes_is_read_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, settings_text())
    assert load_settings(tmp_path, {}).values == {}


def test_the_file_that_init_writes_is_read_when_every_line_is_used(tmp_path: Path) -> None:
    lines = settings_text().splitlines()
    used = [line.removeprefix("# ") if " = " in line else line for line in lines]
    write(tmp_path, "\n".join(used))
    assert load_settings(tmp_path, {}).values == {setting.name: setting.default for setting in SETTINGS}
