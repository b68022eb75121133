"""The command line as a person meets it."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.commands import COMMAND
from tests.commands import run_in_text as run

from gongbao.cli.main import caret, gongbao, surroundings


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sample_page: Path) -> Path:
    """A folder in which the sample page was built."""
    folder = tmp_path_factory.mktemp("archive")
    done = run(folder, "build", str(sample_page))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("words", [("--help",), *((name, "--help") for name in sorted(gongbao.commands))])
def test_help_is_in_chinese_and_takes_under_half_a_second_of_cpu(tmp_path: Path, words: tuple[str, ...]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*COMMAND, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert any("一" <= character <= "鿿" for character in done.stdout)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5


def test_every_command_has_a_sentence_of_help() -> None:
    for name, command in gongbao.commands.items():
        assert command.help, name
        assert all(option.help for option in command.params if isinstance(option, click.Option)), name


def test_search_prints_what_other_programs_are_promised(archive: Path) -> None:
    done = run(archive, "search", "清凉", "--format", "jsonl", "--limit", "0")
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(hits) == 3
    for hit in hits:
        assert {"id", "headline", "date", "score"} <= hit.keys()
    assert hits[0]["match"] == "headline"


def test_search_shows_a_person_highlights_and_facets(archive: Path) -> None:
    shown = run(archive, "search", "垃圾分类").stdout
    assert "东风街道职工志愿者社区宣传【垃圾分类】" in shown
    assert "2021年7月" in shown
    assert "燕山地区" in shown
    assert "共 1 篇" in shown


def test_finding_nothing_is_said_and_is_no_error(archive: Path) -> None:
    done = run(archive, "search", '"没有这几个字的报道"')
    assert done.returncode == 0
    assert "没有找到" in done.stdout


def test_a_mistake_in_a_query_is_pointed_at(archive: Path) -> None:
    done = run(archive, "search", "清凉 (慰问")
    assert done.returncode == 2
    assert "^" in done.stderr
    assert "Traceback" not in done.stderr


def test_searching_where_nothing_was_built_is_an_error_and_not_an_empty_answer(tmp_path: Path) -> None:
    done = run(tmp_path, "search", "清凉")
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")
    assert done.stdout == ""


def test_tag_prints_what_other_programs_are_promised_and_stores_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "怀柔区总工会为快递员送清凉\n\n本报讯 近日，怀柔区总工会走进物流站点，为快递员送去清凉包。\n", encoding="utf-8"
    )
    done = run(tmp_path, "tag", "draft.txt", "--format", "jsonl")
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["source"] == "draft.txt"
    assert {"怀柔区", "送清凉"} <= {tag["label"] for tag in row["tags"]}
    assert all(tag["status"] == "set" and tag["evidence"] for tag in row["tags"])
    assert [path.name for path in tmp_path.iterdir()] == ["draft.txt"]


def test_parse_explains_every_block(tmp_path: Path, sample_page: Path) -> None:
    explained = run(tmp_path, "parse", str(sample_page), "--explain").stdout
    assert "怀柔区总工会推行专职工会社工服务基层制度" in explained
    assert len(explained.splitlines()) >= 43


@pytest.mark.parametrize("style", ["json", "csv", "table"])
def test_every_format_lists_the_seven_articles(tmp_path: Path, sample_page: Path, style: str) -> None:
    printed = run(tmp_path, "parse", str(sample_page), "--format", style).stdout
    if style == "json":
        assert len(json.loads(printed)) == 7
    elif style == "csv":
        assert len(list(csv.DictReader(io.StringIO(printed)))) == 7
    else:
        assert "让车内更安全清新" in printed.replace("\n", "")


def test_status_counts_what_is_there(archive: Path) -> None:
    status = json.loads(run(archive, "status", "--format", "json").stdout)[0]
    assert (status["sources"], status["published"], status["indexed"], status["to_index"]) == (1, 7, 7, 0)


def test_init_writes_settings_once_and_never_over_others(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "paper").returncode == 0
    written = (tmp_path / "paper" / "gongbao.toml").read_text(encoding="utf-8")
    assert "newspaper" in written
    assert run(tmp_path, "init", "paper").returncode == 2
    assert (tmp_path / "paper" / "gongbao.toml").read_text(encoding="utf-8") == written


def test_progress_is_silent_when_nobody_watches(archive: Path, sample_page: Path) -> None:
    assert run(archive, "build", str(sample_page)).stderr == ""


def test_a_reader_that_stops_early_causes_no_error(archive: Path) -> None:
    words = " ".join(f"'{word}'" for word in (*COMMAND, "search", "工会", "--limit", "0", "--format", "json"))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {words} | head -c 10"],
        cwd=archive,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_of_a_long_query_only_the_surroundings_of_the_mistake_are_shown() -> None:
    query = "甲" * 100 + "乙" + "\n" + "丙" * 100
    shown, position = surroundings(query, 100)
    assert shown == "…" + "甲" * 30 + "乙 " + "丙" * 28 + "…"
    assert shown[position] == "乙"
    assert surroundings("清凉 (慰问", 3) == ("清凉 (慰问", 3)
    assert surroundings(query, len(query)) == ("…" + "丙" * 30, 31)


def test_a_query_that_is_too_long_is_not_printed_whole(tmp_path: Path) -> None:
    said = run(tmp_path, "search", "甲" * 5000).stderr
    assert "5000" in said
    assert len(said) < 300


def test_the_caret_stands_below_its_character_in_a_mixed_line() -> None:
    assert caret("区:房山 (", 5) == " " * 8 + "^"


def test_an_unknown_option_is_refused_with_usage() -> None:
    assert CliRunner().invoke(gongbao, ["build", "--nosuch"]).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serach",), "serach"),
        (("search",), "少了"),
        (("status", "--format", "xml"), "--format"),
        (("search", "清凉", "--limit", "abc"), "--limit"),
        (("-C", "nowhere", "status"), "-C"),
    ],
)
def test_a_wrong_command_line_is_explained_in_chinese(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, *words)
    assert done.returncode == 2
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith("用法不对")
    assert said in sentence
    assert "--help" in sentence


def test_a_newspaper_code_that_would_break_addresses_is_refused(tmp_path: Path, sample_page: Path) -> None:
    done = run(tmp_path, "parse", str(sample_page), "--newspaper", "A B/../x")
    assert done.returncode == 2
    assert "代号" in done.stderr
