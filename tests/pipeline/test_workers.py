"""Work on all cores gives what work on one core gives, and nothing outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import Settings
from gongbao.project import Project
from gongbao.workers import WORTH_WORKERS, map_batches

Digests = Callable[[Path], Mapping[str, str]]


def doubled(_: Project, batch: list[int]) -> list[int]:
    return [2 * number for number in batch]


def ended(_: Project, batch: list[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return batch


def refused(_: Project, batch: list[int]) -> list[int]:
    raise GongbaoError(f"第 {batch[0]} 批有错。")


@pytest.fixture
def two_workers(tmp_path: Path) -> Project:
    return Project(tmp_path, Settings(tmp_path, {"build.workers": 2}))


def test_batches_come_back_in_order(two_workers: Project) -> None:
    batches = [[number] for number in range(20)]
    assert list(map_batches(two_workers, doubled, batches, WORTH_WORKERS)) == [([n], [2 * n]) for n in range(20)]


def test_a_sentence_raised_in_a_worker_comes_out_here(two_workers: Project) -> None:
    with pytest.raises(GongbaoError, match="第 3 批"):
        list(map_batches(two_workers, refused, [[3]], WORTH_WORKERS))


def test_a_worker_that_the_system_kills_is_told_in_a_sentence(two_workers: Project) -> None:
    with pytest.raises(GongbaoError, match=r"build\.workers"):
        list(map_batches(two_workers, ended, [[1], [2]], WORTH_WORKERS))


@pytest.fixture
def many_pages(tmp_path: Path) -> Path:
    """More pages than one process would be given."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(WORTH_WORKERS + 50):
        headline = f"第{number}车间开办技能夜校"
        text = f"{headline}\n\n本报讯（记者 林溪）近日，第{number}车间工会开办技能夜校，{number + 10}名职工报名。\n"
        (folder / f"2021-{number % 12 + 1:02d}-{number % 28 + 1:02d}-p{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_build_on_two_cores_gives_the_bytes_of_a_build_on_one(
    tmp_path: Path, many_pages: Path, command: tuple[str, ...], tree_digests: Digests
) -> None:
    for workers in ("1", "2"):
        (tmp_path / workers).mkdir()
        words = [*command, "-C", workers, "build", str(many_pages), "--output", str(tmp_path / workers / "public")]
        environment = os.environ | {"GONGBAO_BUILD_WORKERS": workers}
        subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=300)
    assert tree_digests(tmp_path / "1" / "public") == tree_digests(tmp_path / "2" / "public")
    indexes = [{hit.id for hit in Project(tmp_path / w).backend.search('"夜校"', limit=0).hits} for w in ("1", "2")]
    assert indexes[0] == indexes[1]
    assert len(indexes[0]) == WORTH_WORKERS + 50


@pytest.mark.slow
def test_workers_end_when_their_parent_is_killed(tmp_path: Path, many_pages: Path, command: tuple[str, ...]) -> None:
    environment = os.environ | {"GONGBAO_BUILD_WORKERS": "2"}
    parent = subprocess.Popen([*command, "build", str(many_pages)], cwd=tmp_path, env=environment)
    children: set[int] = set()
    deadline = time.monotonic() + 60
    while len(children) < 2 and time.monotonic() < deadline and parent.poll() is None:
        children |= running_children(parent.pid)
        time.sleep(0.02)
    assert len(children) >= 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 30
    while any(is_running(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [child for child in children if is_running(child)] == []


def running_children(pid: int) -> set[int]:
    """The worker processes of a process; the one that only tracks their resources is not among them."""
    import psutil

    try:
        found = psutil.Process(pid).children(recursive=True)
        return {child.pid for child in found if not any("resource_tracker" in word for word in child.cmdline())}
    except psutil.NoSuchProcess:
        return set()


def is_running(pid: int) -> bool:
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
