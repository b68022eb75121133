"""Files that are known by their bytes: kept once, in full or not at all, and checked when they are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.errors import InputError, OutputError
from gongbao.core.files import SUFFIXES, Files

WRITE_MUCH = """
import sys
from pathlib import Path
from gongbao.core.files import Files
files = Files(Path(sys.argv[1]))
print("begun", flush=True)
for number in range(100_000):
    files.keep(number.to_bytes(4, "big") * 50_000, ".jpg")
"""


@given(raw=st.binary(max_size=200), suffix=st.sampled_from(SUFFIXES))
def test_what_is_kept_is_read_again_byte_for_byte_and_kept_once(raw: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder) / "files")
        name = files.keep(raw, suffix)
        assert name == files.keep(raw, suffix)
        assert name in files
        assert files.read(name) == raw
        assert [path for path in Path(folder).rglob("*") if path.is_file()] == [files.path(name)]


def test_a_damaged_file_is_told_and_mended_when_the_bytes_come_again(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = files.keep(b"picture", ".jpg")
    files.path(name).write_bytes(b"pictura")
    with pytest.raises(InputError, match="坏了"):
        files.read(name)
    assert files.keep(b"picture", ".jpg") == name
    assert files.read(name) == b"picture"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = "0" * 64 + ".pdf"
    assert name not in files
    with pytest.raises(InputError, match="读不了"):
        files.read(name)


@pytest.mark.parametrize("name", ["../x.jpg", "a" * 64 + ".exe", "A" * 64 + ".jpg", "a" * 64 + ".jpg\n", "", "/etc/x"])
def test_only_names_of_kept_files_lead_to_a_path(tmp_path: Path, name: str) -> None:
    files = Files(tmp_path)
    assert name not in files
    with pytest.raises(ValueError, match="not the name"):
        files.path(name)


def test_other_kinds_of_files_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not as"):
        Files(tmp_path).keep(b"", ".html")


def test_a_disk_that_does_not_take_it_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="存不了文件"):
        Files(tmp_path / "files").keep(b"picture", ".jpg")


def test_a_writer_that_is_killed_leaves_no_half_file_under_a_name(tmp_path: Path) -> None:
    files = Files(tmp_path / "files")
    process = subprocess.Popen([sys.executable, "-c", WRITE_MUCH, str(files.folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    kept = [path.name for path in files.folder.rglob("*.jpg")]
    assert kept
    for name in kept:
        assert len(files.read(name)) == 200_000
    files.remove_unfinished()
    assert {path.suffix for path in files.folder.rglob("*") if path.is_file()} == {".jpg"}
    assert os.stat(files.path(kept[0])).st_mode & 0o044  # noqa: PTH116 (readable for a web server)
