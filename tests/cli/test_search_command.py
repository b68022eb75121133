"""``gongbao search`` as a person and as a program meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from tests.commands import COMMAND, run_in_text

from gongbao.cli.search import bars
from gongbao.search import FacetCount

BOLD_RED = "\x1b[1;31m"


def search(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_in_text(folder, "search", *arguments)


def at_terminal(folder: Path, *arguments: str) -> str:
    """What the command prints when its output is a terminal."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "60"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([*COMMAND, "search", *arguments], cwd=folder, stdout=theirs, env=environment):
        os.close(theirs)
        parts: list[bytes] = []
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end was closed
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    return b"".join(parts).decode()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sample_page: Path) -> Path:
    """A folder in which the sample page was built."""
    folder = tmp_path_factory.mktemp("archive")
    assert run_in_text(folder, "build", sample_page).returncode == 0
    return folder


def headlines(folder: Path, *arguments: str) -> set[str]:
    done = search(folder, *arguments, "--format", "jsonl", "--limit", "0")
    assert done.returncode == 0, done.stderr
    return {json.loads(line)["headline"] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("minus", ["-慰问品", "-h慰问品", "-慰问h", "－慰问品"])
def test_a_word_behind_a_minus_is_excluded_wherever_it_stands(archive: Path, minus: str) -> None:
    wanted = headlines(archive, f"送清凉 {minus}")
    assert wanted
    assert headlines(archive, "送清凉", minus) == headlines(archive, minus, "送清凉") == wanted


def test_excluding_leaves_out_what_holds_the_word(archive: Path) -> None:
    assert headlines(archive, "送清凉", "-慰问品") < headlines(archive, "送清凉")


def test_options_work_before_between_and_after_the_words(archive: Path) -> None:
    orders = (
        ("--limit", "1", "送清凉", "-垃圾分类"),
        ("送清凉", "--limit", "1", "-垃圾分类"),
        ("送清凉", "-垃圾分类", "--limit=1"),
    )
    printed = {search(archive, *order, "--format", "jsonl").stdout for order in orders}
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == 1
    assert "--limit" in search(archive, "送清凉", "-h").stdout


@pytest.mark.parametrize("words", [("送清凉", "--nosuch"), ("送清凉", "--limit"), ("--limit", "1"), ()])
def test_an_option_that_is_unknown_or_unfinished_and_a_missing_query_are_refused(
    archive: Path, words: tuple[str, ...]
) -> None:
    done = search(archive, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_through_a_pipe_no_line_is_cut_and_what_was_found_is_in_brackets(archive: Path) -> None:
    shown = search(archive, "清凉包").stdout
    assert "【清凉包】" in shown
    assert "\x1b" not in shown
    [headline, about, *_] = shown.splitlines()
    assert headline == headline.strip()
    assert re.search(r"ldwb-\S+$", about)
    assert max(map(len, shown.splitlines())) > 80


def test_at_a_terminal_what_was_found_is_bold_and_red_without_brackets(archive: Path) -> None:
    shown = at_terminal(archive, "清凉包")
    assert BOLD_RED in shown
    assert "【" not in shown


def test_a_part_of_the_hits_says_which_part_and_how_to_see_the_rest(archive: Path) -> None:
    assert "共 3 篇：" in search(archive, "清凉").stdout
    assert "共 3 篇，这里是第 1–1 篇；--offset 1 看后面的" in search(archive, "清凉", "--limit", "1").stdout
    last = search(archive, "清凉", "--limit", "1", "--offset", "2").stdout
    assert "共 3 篇，这里是第 3–3 篇：" in last
    past = search(archive, "清凉", "--offset", "100").stdout
    assert "共 3 篇，跳过 100 篇就没有了" in past


def test_a_table_for_excel_has_all_that_json_has(archive: Path) -> None:
    printed = subprocess.run(
        [*COMMAND, "search", "清凉包", "--format", "csv"], cwd=archive, capture_output=True, check=True
    ).stdout
    assert printed.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(printed.decode("utf-8-sig"))))
    hits = json.loads(search(archive, "清凉包", "--format", "json").stdout)
    assert len(rows) == len(hits) > 0
    for row, hit in zip(rows, hits, strict=True):
        assert row.keys() >= hit.keys() - {"labels", "snippets"} | hit["labels"].keys() | {"snippet"}
        assert row["byline"].split("；") == hit["byline"]
        assert all(row[facet] == "；".join(labels) for facet, labels in hit["labels"].items())
        assert all(snippet["text"] in row["snippet"] for snippet in hit["snippets"])


def test_at_a_terminal_csv_has_no_byte_order_mark(archive: Path) -> None:
    assert at_terminal(archive, "清凉包", "--format", "csv").startswith("date,")


def test_lower_case_operators_are_pointed_out_when_nothing_is_found(archive: Path) -> None:
    assert "OR（或）" in search(archive, "没有这几个字的 or 也没有那几个字的").stdout
    assert "OR（或）" not in search(archive, '"没有这几个字的 or 也没有"').stdout


def test_streets_stand_in_brackets_behind_their_district(archive: Path) -> None:
    shown = search(archive, "送清凉").stdout
    [streets] = [line for line in shown.splitlines() if line.startswith("街道：")]
    assert "房山区（城关街道 1  窦店镇 1  长阳镇 1）" in streets
    assert "房山区/" not in shown


def test_a_histogram_is_a_bar_a_year_and_changes_no_other_format(archive: Path) -> None:
    lines = search(archive, "清凉", "--histogram", "year").stdout.splitlines()
    assert lines[-2:] == ["各年篇数：", f"2021  3 {'█' * 30}"]
    assert search(archive, "清凉", "--histogram", "month").stdout.splitlines()[-1].startswith("2021-07  3 ")
    assert "各年篇数" not in search(archive, '"没有这几个字"', "--histogram", "year").stdout
    for style in ("json", "jsonl", "csv"):
        plain = search(archive, "清凉", "--format", style).stdout
        assert search(archive, "清凉", "--format", style, "--histogram", "year").stdout == plain


def test_a_year_without_articles_has_no_bar_and_one_with_few_has_a_sliver() -> None:
    counts = [FacetCount("2019", 1000), FacetCount("2020", 0), FacetCount("2021", 1), FacetCount("2022", 500)]
    assert list(bars(counts)) == [f"2019  1000 {'█' * 30}", "2020     0", "2021     1 ▏", f"2022   500 {'█' * 15}"]


def test_where_nothing_is_found_what_sounds_the_same_is_offered(archive: Path) -> None:
    shown = search(archive, "送青凉").stdout
    assert "没有找到：送青凉\n是不是要找：送清凉" in shown
    assert "是不是要找" not in search(archive, "送清凉").stdout


def test_searching_creates_nothing(tmp_path: Path) -> None:
    assert search(tmp_path, "清凉").returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_build_mends_a_damaged_index_and_searching_finds_again(tmp_path: Path, sample_page: Path) -> None:
    for again in (False, True):
        built = subprocess.run(
            [*COMMAND, "build", str(sample_page)], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout
        assert "更新 7 篇" in built, again
        [words] = tmp_path.glob("archive/index/generation-*/*.idx")
        whole = words.read_bytes()
        words.write_bytes(whole[:100] + b"XX" + whole[102:])
    words.write_bytes(whole)
    assert len(headlines(tmp_path, "清凉")) == 3
