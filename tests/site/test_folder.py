"""The output folder: nothing of the user's is touched, and every refusal is one sentence."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from gongbao.core.errors import OutputError
from gongbao.core.records import TaggedArticle
from gongbao.site.folder import JOURNAL, SiteFolder
from gongbao.site.manifest import MANIFEST
from gongbao.site.placing import place_file

Build = Callable[..., object]


def test_a_folder_with_somebody_s_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="换一个空文件夹"), SiteFolder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_that_somebody_put_into_the_archive_survives_every_build(
    newsroom: Sequence[TaggedArticle], build: Build, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    build(newsroom[:5], output)
    (output / "articles" / "CNAME").write_text("mine", encoding="utf-8")
    build(newsroom[5:9], output)
    assert (output / "articles" / "CNAME").read_text(encoding="utf-8") == "mine"


def test_a_file_of_somebody_else_where_a_page_should_go_is_not_overwritten(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "1", b"ours")
        folder.finish()
    (tmp_path / "about.html").write_bytes(b"mine")
    with pytest.raises(OutputError, match="移走"), SiteFolder(tmp_path) as folder:
        folder.write("about.html", "1", b"ours")
    assert (tmp_path / "about.html").read_bytes() == b"mine"


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"")
    with pytest.raises(OutputError, match="不是文件夹"), SiteFolder(tmp_path / "public"):
        pass


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="写不进去"), SiteFolder(tmp_path / "file" / "public"):
        pass


def test_a_full_disk_is_one_sentence_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "1", b"old")
        folder.finish()
    with monkeypatch.context() as patched, SiteFolder(tmp_path) as folder:
        patched.setattr("gongbao.site.folder.os.write", full)
        with pytest.raises(OutputError, match="磁盘满了"):
            folder.write("index.html", "2", b"new")
    assert (tmp_path / "index.html").read_bytes() == b"old"
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "2", b"new")
        folder.finish()
    assert (tmp_path / "index.html").read_bytes() == b"new"


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with SiteFolder(tmp_path), pytest.raises(OutputError, match="另一个程序"), SiteFolder(tmp_path):
        pass


@pytest.mark.parametrize("damage", ["", "gongbao site 9\n", "gongbao site 1\n../../etc/passwd\t1\tx\ty\n", "x\ty\n"])
def test_a_damaged_manifest_is_refused_and_deletes_nothing(tmp_path: Path, damage: str) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "1", b"page")
        folder.finish()
    (tmp_path / MANIFEST).write_text(damage, encoding="utf-8")
    with pytest.raises(OutputError, match="清单"), SiteFolder(tmp_path):
        pass
    assert (tmp_path / "index.html").exists()


def test_what_an_unfinished_build_wrote_is_not_trusted(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "first", b"first")
        folder.finish()
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "second", b"second")
        folder.write("extra.html", "second", b"extra")
    assert (tmp_path / JOURNAL).exists()
    # The inputs went back to what they were: the manifest's fingerprint is right, the file is not.
    with SiteFolder(tmp_path) as folder:
        assert not folder.keep("index.html", "first")
        folder.write("index.html", "first", b"first")
        assert folder.finish().removed == 1
    assert (tmp_path / "index.html").read_bytes() == b"first"
    assert not (tmp_path / "extra.html").exists()
    assert not (tmp_path / JOURNAL).exists()


def test_two_pages_may_not_have_one_address(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "1", b"one")
        with pytest.raises(ValueError, match=r"index\.html"):
            folder.write("index.html", "2", b"two")


def test_folders_that_became_empty_go_too(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("people/x1/index.html", "1", b"page")
        folder.finish()
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "1", b"page")
        folder.finish()
    assert not (tmp_path / "people").exists()


def test_a_file_may_be_placed_by_another_process_and_is_counted_here(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        [first, second] = folder.reserve([("a/1.html", ""), ("a/2.html", "")])
        assert (tmp_path / JOURNAL).read_text(encoding="utf-8").split() == ["a/1.html", "a/2.html"]
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            done = pool.submit(place_file, first, b"one").result()
        folder.placed(first, "made", done)
        folder.placed(second, "made", place_file(second, b"two"))
        counts = folder.finish()
    assert (counts.written, (tmp_path / "a/1.html").read_bytes()) == (3, b"one")  # with the list of checksums
    with SiteFolder(tmp_path) as folder:
        assert folder.keep("a/1.html", "made")
        [again] = folder.reserve([("a/2.html", "")])
        assert not place_file(again, b"two").written


def test_a_reserved_address_where_a_stranger_s_file_stands_is_refused_before_the_journal_names_it(
    tmp_path: Path,
) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "made", b"page")
        folder.finish()
    (tmp_path / "own.html").write_text("mine", encoding="utf-8")
    with SiteFolder(tmp_path) as folder, pytest.raises(OutputError, match="移走"):
        folder.reserve([("own.html", "")])
    with SiteFolder(tmp_path) as folder:
        folder.write("index.html", "made", b"other")
        folder.finish()
    assert (tmp_path / "own.html").read_text(encoding="utf-8") == "mine"


def test_two_files_of_one_address_are_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with SiteFolder(tmp_path) as folder:
        folder.write("a.html", "made", b"page")
        with pytest.raises(ValueError, match="two pages"):
            folder.write("a.html", "made", b"other")
