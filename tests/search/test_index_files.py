"""The embedded engine's files: damage that no search would notice, other dictionaries, readers who may not write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.search.damage import put

from gongbao.core.errors import SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import DictionaryWord, RustSegmenter, Segmenter, union_words
from gongbao.search import SearchBackend, open_backend

MakeArticle = Callable[..., TaggedArticle]

SEARCH = """
import os, sys, tantivy, gongbao.search.query.build  # what is imported later could not be read any more
from pathlib import Path
from gongbao.core.errors import SearchError
from gongbao.core.words import load_segmenter
from gongbao.search import open_backend

index = open_backend("embedded", Path(sys.argv[1]), load_segmenter())
if os.getuid() == 0:  # who may do everything becomes somebody who owns nothing
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for _ in sys.stdin:
    try:
        results = index.search("职工", limit=0, facets=("district",))
        print(len(results.hits), flush=True)
    except SearchError as error:
        print(error, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path, segmenter: Segmenter, make: MakeArticle) -> Path:
    """An index of two segments, in one of which something was deleted."""
    path = tmp_path / "index"
    index = open_backend("embedded", path, segmenter)
    index.index(make(f"a{number}", f"职工书屋第{number}篇", "书屋里添了新书。") for number in range(30))
    index.index([make("new", "职工食堂", "食堂里添了新菜。")])
    index.delete(["a3"])
    return path


def test_a_whole_index_needs_no_rebuild(folder: Path, segmenter: Segmenter, make: MakeArticle) -> None:
    index = open_backend("embedded", folder, segmenter)
    assert not index.needs_rebuild()
    index.index([make("a1", "职工书屋再开放")])
    index.delete(["a2", "new"])
    assert not index.needs_rebuild()
    index.rebuild([])
    assert not index.needs_rebuild()


def data_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.glob("generation-*/*"))
        if path.suffix != ".json" and not path.name.startswith(".")
    ]


@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 1.0])
def test_one_changed_byte_in_any_file_is_noticed_and_mended_by_a_rebuild(
    folder: Path, segmenter: Segmenter, make: MakeArticle, place: float
) -> None:
    index = open_backend("embedded", folder, segmenter)
    files = data_files(folder)
    assert {path.suffix for path in files} >= {".term", ".idx", ".pos", ".fast", ".store", ".fieldnorm", ".del"}
    for path in files:
        whole = path.read_bytes()
        at = int(place * (len(whole) - 1))
        put(path, whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert index.needs_rebuild(), path.name
        put(path, whole)
    assert not index.needs_rebuild()
    put(path, whole[:-1])
    assert index.needs_rebuild()
    index.rebuild([make("a", "职工")])
    assert not index.needs_rebuild()


def test_what_a_crash_left_beside_the_index_is_not_taken_for_damage(folder: Path, segmenter: Segmenter) -> None:
    generation = data_files(folder)[0].parent
    (generation / "0123456789abcdef0123456789abcdef.store").write_bytes(b"half")
    assert not open_backend("embedded", folder, segmenter).needs_rebuild()


def test_an_index_made_with_another_dictionary_needs_a_rebuild_and_can_be_searched_until_then(
    folder: Path, make: MakeArticle
) -> None:
    other = RustSegmenter((*union_words(), DictionaryWord("职工食堂", 2000, "n")))
    index = open_backend("embedded", folder, other)
    assert index.needs_rebuild()
    assert index.search("食堂").total == 1
    index.rebuild([make("a", "职工")])
    assert not index.needs_rebuild()


def test_an_index_that_does_not_say_by_which_dictionary_it_was_made_needs_a_rebuild(
    folder: Path, segmenter: Segmenter
) -> None:
    (folder / "current.json").write_text(
        json.dumps({key: value for key, value in current(folder).items() if key != "words"}), encoding="utf-8"
    )
    index = open_backend("embedded", folder, segmenter)
    assert index.needs_rebuild()
    assert index.count() == 30


def current(folder: Path) -> dict[str, object]:
    stated: dict[str, object] = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    return stated


class Reader:
    """Another process, of a user who owns nothing here, that searches whenever it is asked."""

    def __init__(self, folder: Path) -> None:
        self.temporary = folder.parent / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self.temporary.chmod(0o777)
        self._program = subprocess.Popen(
            [sys.executable, "-c", SEARCH, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(self.temporary)},
        )

    def search(self) -> str:
        """How many were found, or the sentence."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write("\n")
        self._program.stdin.flush()
        return self._program.stdout.readline().strip()

    def close(self) -> None:
        """End it."""
        self._program.communicate()


@pytest.fixture
def shared(folder: Path) -> Iterator[Path]:
    """The same index where every user may look and none may write."""
    place = Path(tempfile.mkdtemp())
    shutil.copytree(folder, place / "index")
    place.chmod(0o755)
    allow(place / "index", 0o555, 0o444)
    yield place / "index"
    allow(place, 0o755, 0o644)
    shutil.rmtree(place)


def allow(place: Path, folders: int, files: int) -> None:
    for path in (place, *sorted(place.rglob("*"))):
        path.chmod(folders if path.is_dir() else files)


@pytest.fixture
def reader(shared: Path) -> Iterator[Reader]:
    """A process that may only read the shared index."""
    opened = Reader(shared)
    yield opened
    opened.close()


def test_searching_needs_no_right_to_write_and_leaves_no_trace(shared: Path, reader: Reader) -> None:
    before = sorted(shared.rglob("*"))
    assert (reader.search(), reader.search()) == ("30", "30")
    assert sorted(shared.rglob("*")) == before
    assert not list(reader.temporary.iterdir())


def test_a_reader_without_the_right_to_write_sees_what_is_written_later(
    shared: Path, reader: Reader, segmenter: Segmenter, make: MakeArticle
) -> None:
    assert reader.search() == "30"
    allow(shared, 0o755, 0o644)
    index: SearchBackend = open_backend("embedded", shared, segmenter)
    index.index([make("later", "职工之家")])
    assert reader.search() == "31"
    index.rebuild([make("later", "职工之家")])
    assert reader.search() == "1"


def test_who_may_not_even_read_is_told_of_the_permission_and_not_to_rebuild(shared: Path, reader: Reader) -> None:
    assert reader.search() == "30"
    for closed in (shared / "current.json", *shared.glob("generation-*/meta.json")):
        closed.chmod(0)
        said = reader.search() if closed.name == "current.json" else fresh_search(shared)
        assert "没有权限" in said
        assert "--rebuild" not in said
        closed.chmod(0o444)


def fresh_search(shared: Path) -> str:
    reader = Reader(shared)
    said = reader.search()
    reader.close()
    return said


def test_a_missing_index_is_still_an_error(tmp_path: Path, segmenter: Segmenter) -> None:
    index = open_backend("embedded", tmp_path / "index", segmenter)
    assert index.needs_rebuild()
    with pytest.raises(SearchError, match="还没有索引"):
        index.count()
    assert not list(tmp_path.iterdir())
