"""PDFs made by hand for the tests: small files with one fault each, and pages of glyphs without any file."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from gongbao.ingest.pdf.content import Glyph, PageContent, Rect, Style
from gongbao.ingest.pdf.document import LaidOutPage

HAN_WIDTH = 1.0  # em


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with its table of places."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A packed stream."""
    packed = zlib.compress(data)
    return b"<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def latin_page(text: str = "Workers of the third shop met today.", catalog: bytes = b"", page: bytes = b"") -> bytes:
    """One page with one line of Latin text; further entries for the catalogue or the page."""
    content = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode("latin-1")
    return pdf_of(
        [
            b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog,
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources <</Font <</F1 5 0 R>>>> %s>>" % page,
            stream(content),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        ]
    )


def blank_pages(count: int) -> bytes:
    """A PDF of so many pages without anything on them."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    pages = [b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>"] * count
    return pdf_of(
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, count), *pages]
    )


class Sheet:
    """A page on which lines of Han type are set one after another."""

    def __init__(self, width: float = 600.0, height: float = 800.0) -> None:
        self.width, self.height = width, height
        self.glyphs: list[Glyph] = []
        self.rules: list[Rect] = []
        self.boxes: list[Rect] = []
        self.pictures: list[Rect] = []

    def line(self, text: str, x: float, y: float, size: float = 10.0, font: str = "Song") -> None:
        """A horizontal line: left edge and baseline."""
        style = Style(font, size)
        for character in text:
            if not character.isspace():
                self.glyphs.append(Glyph(character, x, y, size, style, len(self.glyphs)))
            x += size * HAN_WIDTH

    def upright(self, text: str, x: float, y: float, size: float) -> None:
        """A vertical line: left edge and first baseline."""
        for character in text:
            self.glyphs.append(Glyph(character, x, y, size, Style("Hei", size), len(self.glyphs)))
            y += size * 1.05

    def column(self, lines: Sequence[str], x: float, y: float, size: float = 10.0, pitch: float = 15.0) -> None:
        """Lines under each other; two leading spaces (　　) are an indent."""
        for place, text in enumerate(lines):
            self.line(text, x, y + place * pitch, size)

    @property
    def page(self) -> PageContent:
        """What was set."""
        return PageContent(
            self.width, self.height, tuple(self.glyphs), tuple(self.rules), tuple(self.boxes), tuple(self.pictures)
        )


def told(page: LaidOutPage) -> list[dict[str, list[str]]]:
    """Each story as its texts by role."""
    made = []
    for story in page.stories:
        roles: dict[str, list[str]] = {}
        for piece in story.pieces:
            roles.setdefault(piece.role, []).append(piece.text)
        made.append(roles)
    return made
