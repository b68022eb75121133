"""Inputs are found wherever they stand, and what cannot be looked at is told by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongbao.core.errors import GongbaoError, InputError
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import find_inputs, read_source

LIMIT = 100_000
NOT_UTF8 = os.fsdecode(b"\xb9\xa4\xbb\xe1.txt")  # 工会 in GBK


def found(*paths: Path) -> tuple[list[Path], list[str]]:
    """What is found, and the sentences with which the rest is refused."""
    refused: list[GongbaoError] = []
    return find_inputs(paths, refused.append), [str(error) for error in refused]


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("字", encoding="utf-8")
    return path


def test_a_folder_gives_its_readable_files_sorted_and_no_sidecars(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.TXT", "a.toml", "b/.hidden.txt", ".hidden/3.txt", "notes.md"):
        write(tmp_path / name)
    assert found(tmp_path) == ([tmp_path / "a.TXT", tmp_path / "b" / "2.txt"], [])


def test_a_file_that_is_named_twice_is_found_once(tmp_path: Path) -> None:
    page = write(tmp_path / "1.txt")
    assert found(page, tmp_path) == ([page], [])


def test_what_is_missing_is_refused_and_the_rest_is_found(tmp_path: Path) -> None:
    page = write(tmp_path / "1.txt")
    files, (sentence,) = found(tmp_path / "missing.txt", page)
    assert files == [page]
    assert sentence == f"找不到文件 {tmp_path / 'missing.txt'}：请检查路径。"


def test_a_folder_without_readable_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "notes.md")
    files, (sentence,) = found(tmp_path)
    assert files == []
    assert "没有能读的文件" in sentence


def test_a_name_that_is_not_utf8_is_refused_with_its_bytes_shown(tmp_path: Path) -> None:
    page = write(tmp_path / "1.txt")
    write(tmp_path / NOT_UTF8)
    files, (sentence,) = found(tmp_path)
    assert files == [page]
    assert r"\xb9\xa4\xbb\xe1.txt" in sentence
    sentence.encode("utf-8")
    with pytest.raises(InputError, match="不是 UTF-8"):
        read_source(tmp_path / NOT_UTF8, Hints(), LIMIT)


def test_a_folder_whose_name_is_not_utf8_is_refused_once(tmp_path: Path) -> None:
    inside = tmp_path / os.fsdecode(b"\xb9\xa4")
    write(inside / "1.txt")
    write(inside / "2.txt")
    files, (sentence,) = found(tmp_path)
    assert files == []
    assert r"\xb9\xa4" in sentence


def test_a_dangling_link_and_a_pipe_named_as_inputs_are_refused_by_name(tmp_path: Path) -> None:
    page = write(tmp_path / "1.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    os.mkfifo(tmp_path / "pipe.txt")
    files, sentences = found(tmp_path)
    assert files == [page]
    assert [sentence.split(" ")[0] for sentence in sentences] == [
        str(tmp_path / name) for name in ("gone.txt", "pipe.txt", "self.txt")
    ]


def test_links_that_make_a_loop_end_and_a_linked_folder_is_read(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "pages", tmp_path / "elsewhere"
    page = write(folder / "sub" / "1.txt")
    write(elsewhere / "2.txt")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "more").symlink_to(elsewhere)
    assert found(folder) == ([folder / "more" / "2.txt", page], [])


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that may not be listed and whose files may not be looked at, whoever runs the tests."""
    folder = tmp_path / "locked"
    write(folder / "1.txt")
    real_scandir, real_stat = os.scandir, Path.stat

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real_scandir(path)

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real_stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "stat", stat)
    return folder


def test_a_folder_that_cannot_be_listed_is_refused_and_the_rest_is_found(tmp_path: Path, locked: Path) -> None:
    page = write(tmp_path / "1.txt")
    files, (sentence,) = found(tmp_path)
    assert files == [page]
    assert str(locked) in sentence
    assert "权限" in sentence


def test_a_file_in_a_folder_that_is_locked_is_one_sentence(locked: Path) -> None:
    files, (sentence,) = found(locked / "1.txt")
    assert files == []
    assert "权限" in sentence
    with pytest.raises(InputError, match="权限"):
        read_source(locked / "1.txt", Hints(), LIMIT)


def found_one(path: Path) -> str:
    (sentence,) = found(path)[1]
    return sentence


def read_one(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_source(path, Hints(), LIMIT)
    return str(caught.value)


@pytest.mark.parametrize("look", [found_one, read_one])
@pytest.mark.parametrize("text", ["工会" * 180, "昨日，区总工会开了会。", "会" * 110 + ".txt"])
def test_a_text_in_place_of_a_file_is_told_that_a_name_is_expected(text: str, look: Callable[[Path], str]) -> None:
    sentence = look(Path(text))
    assert "这里要的是文件名" in sentence
    assert len(sentence) < 60


def test_a_file_whose_sidecar_would_have_too_long_a_name_is_read(tmp_path: Path) -> None:
    assert read_source(write(tmp_path / ("a" * 254)), Hints(), LIMIT).text == "字"
