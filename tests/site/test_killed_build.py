"""A build may be killed at any moment: what stands is whole, and the next build ends as if nothing had happened.

Whole means: every file is one of the archive before or of the one after, to the last byte, no file is missing that both
have, and lists lead to articles that are there. Only what Gongbao keeps for itself may be unfinished.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.bench.corpus import Item
from tests.bench.site_articles import fill_store
from tests.bench.site_stage import retag
from tests.soak import SOAK

from gongbao import pipeline
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.project import Project
from gongbao.site import build_site

Articles = Sequence[TaggedArticle]
Tree = Callable[[Path], dict[str, str]]

_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "open"}  # what changes a folder
_OWN = re.compile(r"(^|/)\.(gongbao/|spare\d+$)")
_LINK = re.compile(r'href="(?:\.\./)*(articles/[^"#]+)"')
_ARTICLES = 30  # in the store, for builds with processes
_LIMIT = 60  # seconds for what takes two


@pytest.fixture(scope="module")
def few(newsroom: Articles) -> Articles:
    """A fourth of the articles: a build of them is soon done."""
    return newsroom[::4]


def _another(articles: Articles) -> Articles:
    """An archive with one article gone, one corrected and one on a page of its own."""
    changed = replace(articles[7], article=replace(articles[7].article, headline="更正"))
    return [*articles[:7], changed, *articles[8:-1]]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Articles], object]:
    """Bring ``public`` up to date, with a second segment of the browser's index where it can have one."""
    monkeypatch.setattr("gongbao.site.search_update._WHOLE_UP_TO", 1)
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)
    monkeypatch.setattr("gongbao.site.search_index.build.folding_exceptions", dict)

    def build_one(articles: Articles, name: str = "public") -> object:
        return build_site(lambda: iter(articles), Settings(tmp_path), tmp_path / name)

    return build_one


def _in_child(run: Callable[[], object], steps: int, last: bool = False) -> int:
    """Run in a child process, killed with -9 before the n-th change of a folder; gives how many changes there were.

    With ``last`` nothing is killed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        done = 0

        def watch(event: str, values: tuple[Any, ...]) -> None:
            nonlocal done
            if event not in _STEPS or (event == "open" and not (values[2] or 0) & os.O_CREAT):
                return
            done += 1
            if done == steps and not last:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            run()
            os.write(writer, str(done).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) != last
    return int(text) if text else steps


def _assert_whole(folder: Path, now: dict[str, str], before: dict[str, str], after: dict[str, str]) -> None:
    shown = {(address, digest) for address, digest in now.items() if not _OWN.search(address)}
    assert shown <= before.items() | after.items()
    missing = (before.keys() & after.keys()) - now.keys()
    assert not {address for address in missing if not _OWN.search(address)}
    for address, _ in shown:
        if address.endswith(".html") and not address.startswith("articles/"):
            linked = _LINK.findall((folder / address).read_text(encoding="utf-8"))
            assert now.keys() >= set(linked), address


def _whole(root: Path, tree: Tree) -> tuple[dict[str, str], set[str]]:
    """Everything in a folder, empty folders too."""
    return tree(root), {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def _moments(count: int, chance: random.Random) -> list[int]:
    """All steps in a long run; else the first, one in the middle, and the last, which put the state in its place."""
    if SOAK:
        return list(range(1, count + 1))
    return [1, chance.randrange(2, count - 6), count - 6, count - 1]


@pytest.mark.soak
def test_a_first_build_killed_at_any_step_is_finished_by_the_next(
    few: Articles, build: Callable[..., object], tree: Tree, tmp_path: Path
) -> None:
    few = few[:12]
    build(few, "fresh")
    fresh = _whole(tmp_path / "fresh", tree)
    count = _in_child(lambda: build(few, "counted"), 0, last=True)
    for step in _moments(count, random.Random(count)):
        _in_child(lambda: build(few), step)
        _assert_whole(tmp_path / "public", tree(tmp_path / "public"), {}, fresh[0])
        build(few)
        assert _whole(tmp_path / "public", tree) == fresh
        shutil.rmtree(tmp_path / "public")


@pytest.mark.soak
def test_a_build_of_changes_killed_at_any_step_is_finished_by_the_next(
    few: Articles, build: Callable[..., object], tree: Tree, tmp_path: Path
) -> None:
    others = _another(few)
    ends = []
    for name, articles in (("before", few), ("after", others)):
        build(articles, name)
        ends.append(_whole(tmp_path / name, tree))
    build(few, "updated")
    count = _in_child(lambda: build(others, "updated"), 0, last=True)
    updated = _whole(tmp_path / "updated", tree)  # its index has a second segment, unlike that of a fresh build
    assert any("further-" in address for address in updated[0])
    chance = random.Random(count)
    for step in _moments(count, chance):
        shutil.copytree(tmp_path / "before", tmp_path / "public")
        _in_child(lambda: build(others), step)
        _assert_whole(tmp_path / "public", tree(tmp_path / "public"), ends[0][0], updated[0])
        back = chance.randrange(2)  # the change is taken back before the next build
        build(few if back else others)
        # Killed before it had written anything it has not been there, and the next one goes by the state it finds.
        assert _whole(tmp_path / "public", tree) in ([ends[0]] if back else [ends[1], updated])
        shutil.rmtree(tmp_path / "public")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A store with articles, in a folder whose builds use two processes."""
    (tmp_path / "gongbao.toml").write_text("[build]\nworkers = 2\n", encoding="utf-8")
    made = Project(tmp_path)
    words = [
        Item(f"2021-{1 + n % 12:02d}-16", f"第{n}车间办夜校", (f"近日，第{n}车间的技能夜校开班。", "学员五十人。"))
        for n in range(_ARTICLES)
    ]
    fill_store(made.store, words, _ARTICLES)
    return made


def _started(project: Project) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.site.killed_build", str(project.settings.folder)]
    return subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True)


def _until_it_wrote(process: subprocess.Popen[bytes], folder: Path, files: int) -> None:
    """Wait until the journal has so many lines."""
    journal = folder / ".gongbao" / "journal"
    ends = time.monotonic() + _LIMIT
    while process.poll() is None and time.monotonic() < ends:
        if journal.exists() and journal.read_bytes().count(b"\n") >= files:
            return
        time.sleep(0.002)


def _others(leader: int, command: bytes = b"") -> list[int]:
    """The other processes of a session that are alive, and whose command line has this in it."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            # Behind the name in brackets: state, parent, group, session.
            state, _, _, session = (path / "stat").read_text().rpartition(")")[2].split()[:4]
            alive = int(session) == leader and state not in "ZX" and int(path.name) != leader
            if alive and command in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return found


def _all_ended(leader: int) -> bool:
    ends = time.monotonic() + _LIMIT
    while _others(leader) and time.monotonic() < ends:
        time.sleep(0.01)
    return not _others(leader)


def _but_index(found: dict[str, str]) -> dict[str, str]:
    """Without the browser's index, of which an archive brought up to date has another, and what lists its files."""
    listing = ("search/", "manifest-sha256.txt", ".gongbao/")
    return {address: digest for address, digest in found.items() if not address.startswith(listing)}


@pytest.mark.soak
def test_a_build_whose_processes_are_killed_leaves_none_of_them_and_is_finished_by_the_next(
    project: Project, tree: Tree
) -> None:
    output = project.settings.folder / "public"
    ends = []  # as the archive is, and with an article that has other tags
    for _ in range(2):
        pipeline.publish(project, output)
        ends.append(_but_index(tree(output)))
        retag(project)
    chance, before = random.Random(_ARTICLES), dict[str, str]()
    for turn in range(60 if SOAK else 3):  # build, worker, build: the second and third of an archive with one change
        after = ends[turn % 2]
        if turn % 6 == 0:
            shutil.rmtree(output)
            before = {}
        process = _started(project)
        _until_it_wrote(process, output, chance.randrange(1, 20 if before else len(after)))
        workers = _others(process.pid, b"multiprocessing") if turn % 2 else []
        os.kill(chance.choice(workers or [process.pid]), signal.SIGKILL)
        process.wait(_LIMIT)
        assert _all_ended(process.pid)
        _assert_whole(output, _but_index(tree(output)), before, after)
        pipeline.publish(project, output)
        before = _but_index(tree(output))
        assert before == after
        assert not list(output.rglob(".spare*"))
        retag(project)
