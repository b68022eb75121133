"""Saved searches as an editor and as cron meet them: told once, never lost, silent otherwise."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.commands import COMMAND, run_in_text

from gongbao.cli.alerts import report
from gongbao.cli.main import gongbao
from gongbao.core.errors import StoreError
from gongbao.core.store import SavedSearches
from gongbao.project import Project

NEW_PAGE = """怀柔区总工会为快递员送清凉

本报讯（记者 李明）近日，怀柔区总工会走进物流站点，为快递员送去清凉包和防暑药品，职工代表说感到十分温暖。


密云区举办职工读书会

本报讯（记者 王芳）工友们在新建的职工书屋里读书，一上午借出去三十多本，管理员忙个不停，大家都盼着下一次活动早些到来。
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_in_text(folder, *arguments)


def done(folder: Path, *arguments: str) -> str:
    """What a command prints that must go well and complain of nothing; in this process, for speed."""
    finished = CliRunner().invoke(gongbao, ["-C", str(folder), *arguments], catch_exceptions=False)
    assert (finished.exit_code, finished.stderr) == (0, ""), arguments
    return finished.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sample_page: Path) -> Path:
    """A folder in which the sample page was built and two searches were saved."""
    folder = tmp_path_factory.mktemp("archive")
    done(folder, "build", str(sample_page))
    assert "3 篇算作已知" in run(folder, "search", "清凉", "--save", "夏天").stderr
    assert "已存下" in run(folder, "search", "职工书屋", "--save", "书屋").stderr
    done(folder, "alerts")
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """The same in a folder of the test's own."""
    return shutil.copytree(built, tmp_path / "archive")


def read(folder: Path, text: str = NEW_PAGE, name: str = "2022-06-01-02-工会.txt") -> None:
    """Read a page into the store, not yet into the index."""
    (folder / name).write_text(text, encoding="utf-8")
    done(folder, "ingest", str(folder / name))


def add(folder: Path, text: str = NEW_PAGE, name: str = "2022-06-01-02-工会.txt") -> None:
    read(folder, text, name)
    done(folder, "index")


def told(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """(search, headline) of what is reported."""
    rows = [json.loads(line) for line in done(folder, "alerts", "--format", "jsonl", *arguments).splitlines()]
    return [(row["search"], row["headline"]) for row in rows]


SUMMER = ("夏天", "怀柔区总工会为快递员送清凉")
READING = ("书屋", "密云区举办职工读书会")


@pytest.mark.parametrize("style", ["table", "json", "jsonl", "csv"])
def test_where_nothing_is_new_nothing_is_printed(archive: Path, style: str) -> None:
    assert done(archive, "alerts", "--format", style) == ""


def test_what_is_new_is_told_once_for_each_search_that_finds_it(archive: Path) -> None:
    add(archive)
    assert told(archive, "--peek") == [SUMMER, READING]
    assert told(archive) == [SUMMER, READING]
    assert done(archive, "alerts") == ""
    known = {row["name"]: row["known"] for row in json.loads(done(archive, "alerts", "--list", "--format", "json"))}
    assert known == {"夏天": 4, "书屋": 1}


def test_a_row_has_what_other_programs_are_promised(archive: Path) -> None:
    add(archive, NEW_PAGE.replace("怀柔区总工会为快递员", '=HYPERLINK("http://x/")', 1))
    [row, _] = [json.loads(line) for line in done(archive, "alerts", "--peek", "--format", "jsonl").splitlines()]
    assert row.keys() == {"search", "id", "date", "page", "headline"}
    assert (row["search"], row["date"], row["page"]) == ("夏天", "2022-06-01", "2")
    assert row["id"].startswith("ldwb-2022-06-01-2-")
    table = done(archive, "alerts", "--peek")
    assert all(words in table for words in ("夏天", "2022-06-01", row["headline"], row["id"]))
    cells, _ = csv.DictReader(io.StringIO(done(archive, "alerts", "--format", "csv").removeprefix("\ufeff")))
    assert cells["headline"] == "'" + row["headline"]


def test_what_is_not_yet_in_the_index_is_told_when_it_is(archive: Path) -> None:
    read(archive)
    assert done(archive, "alerts") == ""
    assert done(archive, "alerts") == ""
    done(archive, "index")
    assert told(archive) == [SUMMER, READING]


def test_a_corrected_article_is_told_when_it_answers_only_now(archive: Path) -> None:
    add(archive, NEW_PAGE.replace("清凉", "温暖"))
    assert told(archive) == [READING]
    add(archive)  # the corrected page
    assert told(archive) == [SUMMER]


def test_what_was_withdrawn_is_not_told(archive: Path) -> None:
    add(archive)
    [first] = json.loads(done(archive, "alerts", "--peek", "--format", "json"))[:1]
    Project(archive).store.withdraw(first["id"], "写错了")  # the index still has it
    assert told(archive) == [READING]


def test_a_search_that_can_no_longer_be_understood_is_told_of_and_the_others_run(archive: Path) -> None:
    searches = Project(archive).store.saved_searches
    searches.save("坏了", "(清凉", [])
    add(archive)
    finished = run(archive, "alerts", "--format", "jsonl")
    assert finished.returncode == 2
    assert [json.loads(line)["search"] for line in finished.stdout.splitlines()] == ["夏天", "书屋"]
    [sentence] = finished.stderr.splitlines()
    assert "坏了" in sentence
    assert "--replace" in sentence
    again = run(archive, "alerts")
    assert (again.returncode, again.stdout) == (2, "")  # the others tell nothing twice
    searches.save("坏了", "快递员", [], replace=True)  # as if a newer program understood it
    assert told(archive) == [("坏了", SUMMER[1])]


def test_a_relative_date_is_worked_out_at_each_run(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, eve = Project(archive), datetime.date(2022, 5, 31)
    project.store.saved_searches.save("当天", "日期:今天", [])
    add(archive)  # tomorrow's paper, read in this evening

    def names(today: datetime.date) -> list[str]:
        assert report(project, "jsonl", keep=True, today=today) == 0
        return [json.loads(line)["search"] for line in capsys.readouterr().out.splitlines()]

    assert names(eve) == ["夏天", "书屋"]
    assert names(eve + datetime.timedelta(1)) == ["当天", "当天"]  # though nothing has changed
    assert names(eve + datetime.timedelta(1)) == []


def test_after_a_crash_between_printing_and_recording_it_is_told_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise StoreError("磁盘满了")

    add(archive)
    with monkeypatch.context() as patched:
        patched.setattr(SavedSearches, "record", crash)
        with pytest.raises(StoreError):
            report(Project(archive), "table", keep=True)
    assert told(archive) == [SUMMER, READING]


def test_what_nobody_could_read_is_told_again(archive: Path) -> None:
    add(archive)
    ours, theirs = os.pipe()
    os.close(ours)
    with subprocess.Popen([*COMMAND, "alerts"], cwd=archive, stdout=theirs, stderr=subprocess.PIPE) as closed:
        os.close(theirs)
        assert closed.communicate()[1] == b""
    assert told(archive) == [SUMMER, READING]


def test_looking_where_there_is_no_index_is_an_error_and_not_silence(archive: Path) -> None:
    shutil.rmtree(archive / "archive" / "index")
    finished = run(archive, "alerts")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "gongbao index" in finished.stderr


def test_at_a_terminal_one_line_says_that_nothing_is_new(archive: Path) -> None:
    read(archive)
    ours, theirs = pty.openpty()
    finished = subprocess.run([*COMMAND, "alerts"], cwd=archive, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    assert finished.stdout == b""
    assert len(said.splitlines()) == 1
    assert "没有新的报道；有 2 篇还没有编入索引" in said


def test_a_search_is_listed_and_forgotten(archive: Path) -> None:
    listed = done(archive, "alerts", "--list")
    assert all(word in listed for word in ("夏天", "清凉", "书屋", "职工书屋"))
    assert "书屋" in done(archive, "alerts", "--forget", "书屋")
    assert "书屋" not in done(archive, "alerts", "--list")
    unknown = run(archive, "alerts", "--forget", "夏日天")
    assert unknown.returncode == 2
    assert "相近的是 夏天" in unknown.stderr


def test_without_saved_searches_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert done(tmp_path, "alerts") == ""
    assert json.loads(done(tmp_path, "alerts", "--list", "--format", "json")) == []


@pytest.mark.parametrize("words", [("--list", "--peek"), ("--peek", "--forget", "x"), ("--list", "--forget", "x")])
def test_one_thing_is_asked_of_alerts_at_a_time(archive: Path, words: tuple[str, ...]) -> None:
    finished = run(archive, "alerts", *words)
    assert finished.returncode == 2
    assert "一次只能用一个" in finished.stderr


def test_a_search_with_a_mistake_is_pointed_at_and_not_saved(archive: Path) -> None:
    finished = run(archive, "search", "(清凉", "--save", "新")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "^" in finished.stderr
    assert "已存下" not in finished.stderr
    assert "新" not in done(archive, "alerts", "--list")


def test_a_taken_name_is_refused_before_anything_is_printed(archive: Path) -> None:
    finished = run(archive, "search", "读书", "--save", "夏天")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "--replace" in finished.stderr
    replaced = run(archive, "search", "读书", "--save", "夏天", "--replace", "--format", "jsonl")
    assert replaced.returncode == 0
    assert "已存下“夏天”" in replaced.stderr
    assert "已存下" not in replaced.stdout
    assert run(archive, "search", "读书", "--replace").returncode == 2


def test_an_excluded_word_may_stand_in_a_saved_search(archive: Path) -> None:
    assert run(archive, "search", "清凉", "-快递员", "--save", "别处").returncode == 0
    assert ("清凉 -快递员", 3) in [(s.query, s.known) for s in Project(archive).store.saved_searches.all()]
    add(archive)
    assert told(archive) == [SUMMER, READING]
