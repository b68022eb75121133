"""The embedded engine's own promises: crashes, damage, other versions, readers and writers at once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.search.damage import put

from gongbao.core.errors import GongbaoError, SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import SearchBackend, open_backend

MakeArticle = Callable[..., TaggedArticle]

OLD, NEW = 30, 300
# A program that indexes NEW articles over the OLD ones and is cut off after some of them (or never).
WRITER = """
import os, signal, sys
from pathlib import Path
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.words import load_segmenter
from gongbao.search import open_backend

folder, verb, cut_off_after = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def articles():
    for number in range(300):
        if number == cut_off_after:
            os.kill(os.getpid(), signal.SIGKILL)
        yield TaggedArticle(Article(id=f"a{number}", headline=f"新版第{number}篇", paragraphs=("职工之家。" * 40,)))
    print("all given", flush=True)

getattr(open_backend("embedded", folder, load_segmenter()), verb)(articles())
"""


@pytest.fixture
def folder(tmp_path: Path, segmenter: Segmenter, make: MakeArticle) -> Path:
    """An index of OLD articles."""
    path = tmp_path / "index"
    open_backend("embedded", path, segmenter).index(
        make(f"a{number}", f"旧版第{number}篇", "职工。") for number in range(OLD)
    )
    return path


def state(index: SearchBackend) -> tuple[int, int]:
    """How many of the old and of the new articles are found; never a part of them, never both."""
    old, new = index.search('"旧版"', limit=0), index.search('"新版"', limit=0)
    assert len(index.indexed_versions()) == index.count()
    return old.total, new.total


@pytest.mark.parametrize("verb", ["index", "rebuild"])
@pytest.mark.parametrize("cut_off_after", [0, 1, 150, 299])
def test_a_crash_while_writing_leaves_the_old_index_whole(
    folder: Path, segmenter: Segmenter, make: MakeArticle, verb: str, cut_off_after: int
) -> None:
    program = subprocess.run([sys.executable, "-c", WRITER, folder, verb, str(cut_off_after)], check=False)
    assert program.returncode == -signal.SIGKILL
    index = open_backend("embedded", folder, segmenter)
    assert state(index) == (OLD, 0)
    index.index([make("a1", "新版第1篇")])
    assert state(index) == (OLD - 1, 1)


@pytest.mark.parametrize("verb", ["index", "rebuild"])
@pytest.mark.parametrize("wait_seconds", [0.0, 0.005, 0.02, 0.05])
def test_a_crash_while_committing_leaves_the_old_or_the_new_index_whole(
    folder: Path, segmenter: Segmenter, make: MakeArticle, verb: str, wait_seconds: float
) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, folder, verb, "-1"], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(wait_seconds)
        program.kill()
    index = open_backend("embedded", folder, segmenter)
    assert state(index) in ((OLD, 0), (0, NEW))
    assert index.rebuild([make("a1", "新版第1篇")]) == 1
    assert state(index) == (0, 1)
    assert len(list(folder.glob("generation-*"))) == 1


def test_who_searches_while_others_write_sees_one_state_or_the_next(folder: Path, segmenter: Segmenter) -> None:
    index = open_backend("embedded", folder, segmenter)
    states = [state_now(index)]
    for verb in ("rebuild", "index", "rebuild"):
        with subprocess.Popen([sys.executable, "-c", WRITER, folder, verb, "-1"], stdout=subprocess.DEVNULL) as program:
            while program.poll() is None:
                states.append(state_now(index))
        assert program.returncode == 0
    assert set(states) == {("旧版", OLD), ("新版", NEW)}
    assert states == sorted(states, key=lambda seen: seen[0] == "新版")


def state_now(index: SearchBackend) -> tuple[str, int]:
    """One search sees one state: which articles, and how many."""
    results = index.search("*", limit=0, facets=("kind",))
    versions = {hit.headline[:2] for hit in results.hits}
    assert results.facets["kind"][0].count == results.total == len(results.hits)
    assert len(versions) == 1
    return versions.pop(), results.total


def test_the_second_writer_is_told_to_wait(folder: Path, segmenter: Segmenter, make: MakeArticle) -> None:
    other = open_backend("embedded", folder, segmenter)

    def articles() -> Iterator[TaggedArticle]:
        yield make("new", "先写的")
        for write in (other.index, other.rebuild):
            with pytest.raises(SearchError, match="正在写索引"):
                write([make("late", "后写的")])
        with pytest.raises(SearchError, match="正在写索引"):
            other.delete(["a1"])
        assert other.count() == OLD

    assert open_backend("embedded", folder, segmenter).index(articles()) == 1
    assert other.count() == OLD + 1


def test_an_error_of_the_articles_source_is_not_taken_for_damage(folder: Path, segmenter: Segmenter) -> None:
    def articles() -> Iterator[TaggedArticle]:
        yield from ()
        raise ValueError("a bug elsewhere")

    index = open_backend("embedded", folder, segmenter)
    for write in (index.index, index.rebuild):
        with pytest.raises(ValueError, match="a bug elsewhere"):
            write(articles())
    assert index.count() == OLD


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"generation": "x", "format": 1}'])
def test_a_damaged_index_says_so_and_can_be_rebuilt(
    folder: Path, segmenter: Segmenter, make: MakeArticle, written: str
) -> None:
    (folder / "current.json").write_text(written, encoding="utf-8")
    assert_damaged(open_backend("embedded", folder, segmenter), make)


@pytest.mark.parametrize("pattern", ["meta.json", "*.term", "*.fast", "*.store"])
@pytest.mark.parametrize("remove", [True, False])
def test_an_index_with_a_lost_or_truncated_file_says_so_and_can_be_rebuilt(
    folder: Path, segmenter: Segmenter, make: MakeArticle, pattern: str, remove: bool
) -> None:
    files = sorted(folder.glob(f"generation-*/{pattern}"))
    assert files
    for file in files:
        if remove:
            file.unlink()
        else:
            put(file, file.read_bytes()[: file.stat().st_size // 2])
    assert_damaged(open_backend("embedded", folder, segmenter), make)


def assert_damaged(index: SearchBackend, make: MakeArticle) -> None:
    assert index.needs_rebuild()
    for look in (
        index.count,
        index.indexed_versions,
        lambda: index.search("工会"),
        lambda: index.index([make("a", "甲")]),
    ):
        with pytest.raises(SearchError, match="gongbao index --rebuild"):
            look()
    assert index.rebuild([make("a", "甲")]) == 1
    assert not index.needs_rebuild()
    assert index.search("甲").total == 1


@pytest.mark.parametrize(("change", "word"), [(-1, "更旧"), (1, "更新")])
def test_an_index_of_another_version_is_refused(folder: Path, segmenter: Segmenter, change: int, word: str) -> None:
    current = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    current["format"] += change
    (folder / "current.json").write_text(json.dumps(current), encoding="utf-8")
    index = open_backend("embedded", folder, segmenter)
    assert index.needs_rebuild()
    with pytest.raises(SearchError, match=word):
        index.search("工会")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, segmenter: Segmenter, make: MakeArticle) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SearchError, match="写不了"):
        open_backend("embedded", tmp_path / "file" / "index", segmenter).index([make("a", "甲")])


def test_an_article_without_id_or_with_broken_characters_is_refused(
    folder: Path, segmenter: Segmenter, make: MakeArticle
) -> None:
    index = open_backend("embedded", folder, segmenter)
    for article in (make("", "没有编号"), make("odd", "残缺\ud800")):
        with pytest.raises(SearchError, match="不能编入索引"):
            index.index([article])
    assert index.count() == OLD


def test_an_engine_that_is_not_there_is_a_sentence(tmp_path: Path, segmenter: Segmenter) -> None:
    with pytest.raises(GongbaoError, match=r"search\.backend"):
        open_backend("lucene", tmp_path, segmenter)


def test_nothing_heavy_is_imported_before_an_engine_is_opened() -> None:
    program = (
        "import sys, gongbao.search; print([name for name in ('tantivy', 'spacy', 'numpy') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
