"""A watched folder: real files dropped in beside a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.commands import COMMAND
from tests.ingest.readers.making import DRAFT, PLAIN, ROWS, zipped

from gongbao.ingest.watching import WatchedFolder
from gongbao.project import Project

PATIENCE_SECONDS = 60


class Watching:
    """A ``gongbao watch`` that runs, and what it has printed so far."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {"GONGBAO_WATCH_INTERVAL_SECONDS": "1", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [*COMMAND, "watch", "in"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines += []
        for line in self.process.stdout:
            self.lines.append(line)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Until the words were printed so many times."""
        until = time.monotonic() + PATIENCE_SECONDS
        while sum(words in line for line in self.lines) < times:
            assert time.monotonic() < until, f"{words} not in {self.lines}"
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)

    def end(self, number: signal.Signals) -> int:
        """The exit code after a signal."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[[], Watching]]:
    (tmp_path / "in").mkdir()
    started: list[Watching] = []

    def start() -> Watching:
        started.append(Watching(tmp_path))
        started[-1].wait_for("看着 in")
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        assert one.process.stdout is not None
        one.process.stdout.close()


def test_what_is_dropped_in_is_built_and_a_bad_file_is_told_once(
    tmp_path: Path, watching: Callable[[], Watching]
) -> None:
    watch = watching()
    (tmp_path / "in" / "稿件.docx").write_bytes(DRAFT)
    (tmp_path / "in" / "bad.docx").write_bytes(DRAFT[:-40])
    watch.wait_for("读入 1 个新来源、1 篇文章；1 个读不了")
    (tmp_path / "in" / "all.zip").write_bytes(zipped({"rows.jsonl": ROWS}))
    watch.wait_for("读入 1 个新来源、2 篇文章")
    (tmp_path / "in" / "bad.docx").write_bytes(DRAFT)  # mended
    watch.wait_for("存档在", 3)
    assert sum("bad.docx" in line for line in watch.lines) == 1
    assert watch.end(signal.SIGINT) == 0
    watch.process.wait()
    assert (tmp_path / "public" / "index.html").is_file()
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["all.zip", "bad.docx", "稿件.docx"]
    assert Project(tmp_path).store.counts().sources == 3


def test_a_lock_of_another_command_is_waited_for_and_told_once(
    tmp_path: Path, watching: Callable[[], Watching]
) -> None:
    watch = watching()
    with Project(tmp_path).locked():
        (tmp_path / "in" / "a.txt").write_text(PLAIN, encoding="utf-8")
        watch.wait_for("另一个 gongbao")
        time.sleep(2.5)
    watch.wait_for("读入 1 个新来源")
    assert sum("另一个 gongbao" in line for line in watch.lines) == 1
    assert watch.end(signal.SIGTERM) == 0
    assert not any("Traceback" in line for line in watch.lines)


def once(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "watch", "--once", *words],
        cwd=folder,
        env=os.environ | {"GONGBAO_WATCH_INTERVAL_SECONDS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_once_does_what_is_there_and_ends(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    nothing = once(tmp_path, "in")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "")
    (tmp_path / "in" / "a.txt").write_text(PLAIN, encoding="utf-8")
    first, second = once(tmp_path, "in"), once(tmp_path, "in")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "1 个新来源" in first.stdout
    assert "1 个没有变化" in second.stdout
    (tmp_path / "in" / "b.docx").write_bytes(b"PK\x03\x04")
    third = once(tmp_path, "in")
    assert third.returncode == 2
    assert "b.docx" in third.stderr


def test_a_folder_that_the_site_is_written_into_is_refused(tmp_path: Path) -> None:
    done = once(tmp_path, ".")
    assert done.returncode == 2
    assert "另用一个文件夹" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_is_ready_when_two_looks_find_it_the_same(tmp_path: Path) -> None:
    watched, path = WatchedFolder(tmp_path), tmp_path / "a.txt"
    assert watched.look() == ([], [])
    path.write_text("一", encoding="utf-8")
    assert watched.look()[0] == []
    path.write_text("一二", encoding="utf-8")
    assert watched.look()[0] == []
    assert watched.is_growing_beside([])
    assert watched.look()[0] == [path]
    watched.done([path])
    assert watched.look()[0] == []
    assert not watched.is_growing_beside([])
    (tmp_path / "a.toml").write_text('page = "3"', encoding="utf-8")  # a sidecar makes it another input
    assert watched.look()[0] == []
    assert watched.look()[0] == [path]
    path.unlink()
    assert watched.look() == ([], [])
