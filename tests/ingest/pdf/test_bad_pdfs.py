"""Whatever a PDF does, it costs that PDF one sentence and nothing else."""

from __future__ import annotations

import time

import pytest
from tests.ingest.pdf.making import blank_pages, latin_page, pdf_of, stream

from gongbao.core.errors import InputError
from gongbao.ingest.hints import Hints
from gongbao.ingest.pdf import isolation
from gongbao.ingest.pdf.limits import MAX_PAGES
from gongbao.ingest.readers import read_source_bytes

LIMIT = 33_554_432
_ENCRYPTED = b"<</Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">>>"


def read(raw: bytes) -> str:
    return read_source_bytes("page.pdf", raw, Hints(), LIMIT).text


def outcome(raw: bytes) -> str:
    """The text, or the sentence that refuses it."""
    try:
        return read(raw)
    except InputError as error:
        return str(error)


def refusal(raw: bytes) -> str:
    with pytest.raises(InputError) as raised:
        read(raw)
    sentence = str(raised.value)
    assert "page.pdf" in sentence
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    return sentence


def encrypted_page() -> bytes:
    return pdf_of(
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>", _ENCRYPTED],
        b"/Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>]",
    )


def test_a_page_of_latin_text_is_read() -> None:
    assert "third shop" in read(latin_page())


@pytest.mark.parametrize("raw", [b"%PDF-1.7 and nothing", b"%PDF-1.7\n%%EOF", b"%PDF-" + bytes(range(256)) * 20])
def test_what_only_says_that_it_is_a_pdf_is_refused(raw: bytes) -> None:
    assert "不是能读的 PDF" in refusal(raw)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_read_or_refused(kept: float) -> None:
    whole = latin_page()
    said = outcome(whole[: int(len(whole) * kept)])
    assert "third shop" in said or said.endswith("。")


def test_a_file_with_a_password_is_refused_as_that() -> None:
    assert "密码" in refusal(encrypted_page())


def test_a_file_of_ten_thousand_pages_is_refused_by_their_number() -> None:
    assert str(MAX_PAGES) in refusal(blank_pages(10_000))


def test_a_page_without_a_text_layer_names_the_way_out() -> None:
    sentence = refusal(blank_pages(1))
    assert "没有文字层" in sentence
    assert "ingest.ocr" in sentence


def test_text_in_a_font_without_a_table_of_characters_is_a_discard_and_the_rest_is_read() -> None:
    codes = b"".join(b"%04X" % (0x100 + 7 * place) for place in range(40))
    fonts = b"<</F1 5 0 R /F2 7 0 R>>"
    system = b"<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
    content = b"BT /F1 10 Tf 72 700 Td <%s> Tj ET BT /F2 12 Tf 72 600 Td (Workers met today.) Tj ET" % codes
    raw = pdf_of(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font %s>>>>" % fonts,
            stream(content),
            b"<</Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [6 0 R]>>",
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /CIDSystemInfo %s>>" % system,
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        ]
    )
    source = read_source_bytes("page.pdf", raw, Hints(), LIMIT)
    by_reason = {mark.reason: source.text[mark.start : mark.end] for mark in source.marks if mark.role == "discard"}
    assert by_reason == {"unreadable": "〓" * 40}
    assert "Workers met today." in source.text


def test_scripts_and_attachments_are_never_looked_at() -> None:
    script = b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\); while\\(true\\);)>> "
    attached = b"/Names <</EmbeddedFiles <</Names [(a.exe) <</Type /Filespec /F (a.exe)>>]>>>>"
    assert "third shop" in read(latin_page(catalog=script + attached, page=b"/AA <</O <</S /JavaScript /JS (x)>>>>"))


def test_a_page_tree_that_holds_itself_ends() -> None:
    refusal(pdf_of([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>"]))


def test_a_stream_that_unpacks_without_end_is_read_or_refused_in_bounded_memory_and_time() -> None:
    bomb = stream(b"BT /F1 12 Tf 72 700 Td (x) Tj ET " + b" " * 60_000_000)
    raw = pdf_of(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [%s] /Resources <</Font <</F1 5 0 R>>>>>>"
            % (b"4 0 R " * 10),
            bomb,
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        ]
    )
    began = time.monotonic()
    said = outcome(raw)
    assert said.startswith("x") or said.endswith("。")
    assert time.monotonic() - began < isolation.TIMEOUT_SECONDS + 10
    assert "third shop" in read(latin_page())


def test_a_file_that_is_not_read_in_time_is_stopped_and_the_next_one_is_read() -> None:
    with pytest.raises(InputError, match="停下"):
        isolation.read_pages("page.pdf", latin_page(), timeout_seconds=0.0)
    assert "third shop" in read(latin_page())


def test_a_worker_that_dies_costs_one_file_and_no_more() -> None:
    read(latin_page())
    worker = isolation._worker()
    worker.process.kill()
    worker.process.wait()
    assert "third shop" in read(latin_page())
    with pytest.raises(isolation._WorkerDiedError):
        worker.ask(b"T", 5.0)
    for pipe in (worker.process.stdin, worker.process.stdout):
        assert pipe is not None
        pipe.close()
