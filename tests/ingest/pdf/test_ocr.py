"""Pages without a text layer are refused, or read by a program that the project's setting names."""

from __future__ import annotations

import base64
import shutil
from contextvars import copy_context
from pathlib import Path

import pytest
from tests.ingest.pdf.making import blank_pages, latin_page

from gongbao.core.errors import InputError
from gongbao.ingest.hints import Hints
from gongbao.ingest.pdf.isolation import render_pages
from gongbao.ingest.pdf.ocr import ask_for, ocr_page
from gongbao.ingest.readers import read_source_bytes

LIMIT = 1_000_000


def refusal(program: str) -> str:
    """What is said of a page without text when the setting has this value; other tests' setting stays."""

    def read() -> str:
        ask_for(program)
        with pytest.raises(InputError) as raised:
            read_source_bytes("page.pdf", blank_pages(1), Hints(), LIMIT)
        return str(raised.value)

    return copy_context().run(read)


def test_without_the_setting_the_sentence_names_it() -> None:
    assert "ingest.ocr" in refusal("no")


def test_with_the_setting_and_without_the_program_the_sentence_names_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    sentence = refusal("tesseract")
    assert "tesseract" in sentence
    assert "chi_sim" in sentence


def test_a_program_that_fails_is_told_with_its_own_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'Error opening data file chi_sim' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="Error opening data file chi_sim"):
        ocr_page(b"P5\n1 1\n255\n\xff")


def test_what_the_program_reads_on_each_page_is_the_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\n/bin/head -c 2\necho '工会送清凉'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    def read() -> tuple[str, str]:
        ask_for("tesseract")
        source = read_source_bytes("page.pdf", blank_pages(2), Hints(), LIMIT)
        return source.text, source.encoding

    text, encoding = copy_context().run(read)
    assert text.split() == ["P5工会送清凉"] * 2
    assert encoding == "ocr"


def test_a_page_is_drawn_as_a_grey_picture_with_ink_on_it() -> None:
    [picture] = render_pages("page.pdf", latin_page())
    raw = base64.b64decode(picture)
    assert raw.startswith(b"P5\n1654 ")
    assert min(raw[20:]) < 100 < 250 < max(raw[20:])


@pytest.mark.soak
def test_a_blank_picture_has_no_text() -> None:
    if shutil.which("tesseract") is None:
        with pytest.raises(InputError):
            ocr_page(b"P5\n1 1\n255\n\xff")
    else:
        assert ocr_page(b"P5\n200 200\n255\n" + b"\xff" * 40_000).strip() == ""
