"""Newspaper pages as PDF: read in a process of their own, laid out again, given out as text with marks."""

from __future__ import annotations

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded

_HEADER_WITHIN = 1024  # bytes: where readers look for %PDF-, by the specification's implementation notes


def decode_pdf(name: str, raw: bytes, encoding: str) -> Decoded:
    """The articles of a PDF's pages. InputError, in one sentence, for a file that has none or cannot be read."""
    if b"%PDF-" not in raw[:_HEADER_WITHIN]:
        raise InputError(f"{name} 不是能读的 PDF 文件：请重新导出，或另存为 UTF-8 文本（.txt）。")
    from gongbao.ingest.pdf.document import compose, read_layout
    from gongbao.ingest.pdf.isolation import read_pages

    pages = read_pages(name, raw)
    if not any(page.glyphs for page in pages):
        from gongbao.ingest.pdf.ocr import recognise

        return Decoded(recognise(name, raw), "ocr")
    composed = compose([read_layout(page) for page in pages])
    return Decoded(composed.text, "pdf", composed.marks, composed.given, composed.hints)
