"""Bytes are read in full as the text they are, or refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import Page
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import READERS, read_source, read_source_bytes

TEXT = "工会把清凉送到一线\n\n本报讯 连日来气温不断升高，街道工会来到工地看望职工，送去了毛巾和饮用水。\n"
TRADITIONAL = "工會把清涼送到第一線，職工們紛紛表示感謝，並將繼續努力工作，為城市的建設貢獻力量。\n"
LIMIT = 10_000_000


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("gbk"), "gb18030"),
        (("姓喆的工友" + TEXT).encode("gb18030"), "gb18030"),
    ],
)
def test_an_encoding_is_recognised_and_reported(raw: bytes, encoding: str) -> None:
    source = read_source_bytes("page.txt", raw, Hints(), LIMIT)
    assert source.encoding == encoding
    assert source.text.endswith(TEXT)
    assert source.raw == raw


def test_big5_is_read_when_it_is_certain() -> None:
    source = read_source_bytes("page.txt", TRADITIONAL.encode("big5"), Hints(), LIMIT)
    assert (source.encoding, source.text) == ("big5", TRADITIONAL)


def test_an_encoding_asked_for_is_used_and_gbk_is_read_as_its_superset() -> None:
    source = read_source_bytes("page.txt", TEXT.encode("gbk"), Hints(encoding="gbk"), LIMIT)
    assert (source.encoding, source.text) == ("gb18030", TEXT)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "空文件"),
        (" \n\u3000\n".encode(), "只有空白"),
        (TEXT.encode("utf-8")[:-2], "截断"),
        ("工会�新闻".encode(), "U\\+FFFD"),
        (bytes(range(256)) * 8, "二进制"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00" * 20, "二进制"),
        (b"\xff\xff\xfe\xfd\x81\x20" * 9, "page.txt"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_one_sentence(raw: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as caught:
        read_source_bytes("page.txt", raw, Hints(), LIMIT)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "utf-8\x00", "idna", "undefined"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(InputError):
        read_source_bytes("page.txt", TEXT.encode("utf-16"), Hints(encoding=encoding), LIMIT)


@given(st.binary(max_size=400), st.sampled_from(["page", *(f"page{suffix}" for suffix in READERS)]))
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else_happens(raw: bytes, name: str) -> None:
    try:
        source = read_source_bytes(name, raw, Hints(), LIMIT)
    except InputError:
        return
    assert source.raw == raw
    assert "�" not in source.text


def test_an_input_over_the_limit_is_refused_before_it_is_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("字" * 1000, encoding="utf-8")
    with pytest.raises(InputError, match="上限"):
        read_source(path, Hints(), 2999)
    assert read_source(path, Hints(), 3000).text == "字" * 1000


def test_a_missing_file_and_a_folder_are_refused_as_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到"):
        read_source(tmp_path / "none.txt", Hints(), LIMIT)
    with pytest.raises(InputError, match="不是普通文件"):
        read_source(tmp_path, Hints(), LIMIT)


def test_a_file_is_known_by_its_name_with_date_and_page(tmp_path: Path) -> None:
    path = tmp_path / "2021-07-16-03-工会.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = read_source(path, Hints(newspaper="ldwb"), LIMIT)
    assert (source.name, source.newspaper, source.date) == (path.name, "ldwb", IssueDate(2021, 7, 16))
    assert source.page == Page("3", "工会")


@pytest.mark.parametrize(
    ("name", "raw", "part"),
    [
        ("page.pdf", b"%PDF-1.7 cut", "PDF"),
        ("page.docx", b"PK\x03\x04 cut", "不是能读的 Word"),
        ("page.doc", b"not word", "不是能读的 Word"),
        ("page.html", b"\x1f\x8b\x08", "gzip"),
        ("page.txt", b"Rar!\x1a\x07\x00", "RAR"),
        ("page.txt", b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    ],
)
def test_what_is_broken_or_packed_is_told_by_what_it_is(name: str, raw: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part):
        read_source_bytes(name, raw, Hints(), LIMIT)


def test_every_reader_in_the_table_answers_to_bytes_it_cannot_read() -> None:
    for extension in READERS:
        with pytest.raises(InputError):
            read_source_bytes(f"page{extension}", b"\x00\x01\x02", Hints(), LIMIT)
