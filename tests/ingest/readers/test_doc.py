"""Old Word documents go through LibreOffice where it is, and are refused with advice where it is not."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from tests.ingest.readers.making import DRAFT

from gongbao.core.errors import InputError
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import doc, read_source_bytes

OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
LIMIT = 1_000_000


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called soffice that a test writes; nothing else of that name is found."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin:/usr/bin")
    monkeypatch.setattr(doc, "PROGRAMS", doc.PROGRAMS[:1])
    return tmp_path / "soffice"


def write(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def read(name: str = "稿件.doc", raw: bytes = OLD) -> str:
    return read_source_bytes(name, raw, Hints(), LIMIT).text


def test_without_libreoffice_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=r"另存为 \.docx，或安装 LibreOffice"):
        read()


def test_what_libreoffice_makes_is_read_as_word(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(DRAFT)
    write(
        soffice,
        f'for last; do :; done\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\n'
        f'cmp -n 8 "$last" "{tmp_path}/made.docx" && exit 1\ncp "{tmp_path}/made.docx" "$2/draft.docx"',
    )
    assert "清凉站开进建筑工地" in read()
    assert "清凉站开进建筑工地" in read("稿件.txt", b"{\\rtf1 " + OLD)  # RTF under any name


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_a_conversion_that_makes_nothing_is_one_sentence(soffice: Path, script: str) -> None:
    write(soffice, script)
    with pytest.raises(InputError, match="转换不了"):
        read()


def test_a_conversion_that_hangs_is_ended_with_its_children(
    soffice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(soffice, f'sleep 60 & echo $! > "{tmp_path}/child"\nwait')
    monkeypatch.setattr(doc, "PATIENCE_SECONDS", 1)
    begin = time.monotonic()
    with pytest.raises(InputError, match="1 秒还没有转换完"):
        read()
    assert time.monotonic() - begin < 10
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "status")
    assert not child.exists() or "zombie" in child.read_text()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"not word", "不是能读的 Word"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ],
)
def test_what_is_no_readable_document_never_reaches_libreoffice(raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(raw=raw)


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_real_libreoffice_converts_rich_text() -> None:
    assert "shuwu" in read(raw=b"{\\rtf1\\ansi shuwu kai dao che jian.\\par}")
