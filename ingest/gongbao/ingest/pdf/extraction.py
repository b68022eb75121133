"""PDFium's view of a file as plain data: every character with its place, every rule, box and picture.

Runs in the worker's process only. Text is taken as the file's ToUnicode tables give it, except for what a
printer never meant: Kangxi radicals in place of characters, and codes without a character (〓).
"""

from __future__ import annotations

import base64
import ctypes
import math
import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gongbao.ingest.pdf.content import UNREADABLE
from gongbao.ingest.pdf.limits import (
    BROKEN,
    ENCRYPTED,
    MAX_GLYPHS,
    MAX_OBJECTS,
    MAX_PAGE_GLYPHS,
    MAX_PAGES,
    TOO_MANY_PAGES,
    TOO_MUCH,
    RefusedError,
)

_THIN = 3.0  # points; a drawn thing of less in one direction is a rule
_BOX_SEGMENTS = 24  # a rectangle, also one with round corners, drawn as an outline of two paths
_MAX_DEPTH = 3  # forms within forms
_HYPHENS = (0x02, 0xFFFE)  # what PDFium puts for a hyphen at a line's end
_RENDER_WIDTH = 1654  # pixels: a page of 270 mm at about 155 dots an inch, enough for type of 8 points
# The block CJK Radicals Supplement has no decomposition in Unicode; these are printed as whole characters.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)


def extract(raw: bytes) -> dict[str, Any]:
    """All pages of a file. RefusedError for one that cannot or may not be read."""
    document = _open(raw)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise RefusedError(TOO_MANY_PAGES)
        if count < 1:
            raise RefusedError(BROKEN)
        pages: list[dict[str, Any]] = []
        glyphs = 0
        for number in range(count):
            page = pdfium.FPDF_LoadPage(document, number)
            if not page:
                raise RefusedError(BROKEN)
            try:
                pages.append(_page(page, min(MAX_PAGE_GLYPHS, MAX_GLYPHS - glyphs)))
            finally:
                pdfium.FPDF_ClosePage(page)
            glyphs += len(pages[-1]["text"])
        return {"pages": pages}
    finally:
        pdfium.FPDF_CloseDocument(document)


def render(raw: bytes) -> dict[str, Any]:
    """The pages as pictures (PGM, base64), for a text recogniser. Raises as ``extract`` does."""
    document = _open(raw)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if not 0 < count <= MAX_PAGES:
            raise RefusedError(TOO_MANY_PAGES if count > 0 else BROKEN)
        return {"pictures": [_picture(document, number) for number in range(count)]}
    finally:
        pdfium.FPDF_CloseDocument(document)


_initialised = False


def _open(raw: bytes) -> Any:
    global _initialised  # noqa: PLW0603 - the library is one for the process
    if not _initialised:
        config = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=None, m_pIsolate=None, m_v8EmbedderSlot=0)
        pdfium.FPDF_InitLibraryWithConfig(config)
        _initialised = True
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        refused = pdfium.FPDF_GetLastError()
        raise RefusedError(ENCRYPTED if refused in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) else BROKEN)
    return document


class _Frame:
    """From the file's coordinates to ours: upper left corner of the visible page, y downwards, turned upright."""

    def __init__(self, page: Any) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.left, self.bottom, self.right, self.top = box.left, box.bottom, box.right, box.top
        self.turns = pdfium.FPDFPage_GetRotation(page) % 4
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file on our page."""
        right, down = x - self.left, self.top - y
        width, height = self.right - self.left, self.top - self.bottom
        return {
            0: (right, down),
            1: (height - down, right),
            2: (width - right, height - down),
            3: (down, width - right),
        }[self.turns]

    def rect(self, left: float, bottom: float, right: float, top: float) -> list[float]:
        """A rectangle of the file on our page: left, top, right, bottom."""
        xs, ys = zip(self.point(left, bottom), self.point(right, top), strict=True)
        return [round(value, 2) for value in (min(xs), min(ys), max(xs), max(ys))]


def _page(page: Any, most: int) -> dict[str, Any]:
    frame = _Frame(page)
    made: dict[str, Any] = {"width": round(frame.width, 2), "height": round(frame.height, 2)}
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise RefusedError(BROKEN)
    try:
        made |= _glyphs(text_page, frame, most)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return made | _shapes(page, frame)


def _glyphs(text_page: Any, frame: _Frame, most: int) -> dict[str, Any]:
    """Parallel lists: text, x, y, widths, style; and the table of styles."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > most:
        raise RefusedError(TOO_MUCH)
    styles: dict[tuple[str, float, int, int, int], int] = {}
    rows: list[tuple[str, float, float, float, int]] = []
    origin = (0.0, 0.0)
    reader = _CharacterReader(text_page, frame)
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        text = _character(text_page, index)
        if text.isspace() or not text:
            continue
        x, y, width, style = reader.place(index, text)
        number = styles.setdefault(style, len(styles))
        if rows and (x, y, number) == (origin[0], origin[1], rows[-1][4]):
            x = rows[-1][1] + rows[-1][3]  # one sort for two characters, as —— is: the second stands behind the first
        else:
            origin = x, y
        rows.append((text, x, y, width, number))
    columns = list(zip(*rows, strict=True)) or [()] * 5
    names = ("text", "x", "y", "widths", "style")
    return dict(zip(names, map(list, columns), strict=True)) | {"styles": [list(style) for style in styles]}


def _character(text_page: Any, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code in _HYPHENS:
        return "-"
    bad = code == 0 or code in (0xFFFD, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF
    if bad or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1:
        return UNREADABLE
    text = chr(code)
    if unicodedata.category(text) == "Cc" and not text.isspace():
        return UNREADABLE
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF:  # Kangxi radicals, compatibility ideographs
        return unicodedata.normalize("NFKC", text)
    return text.translate(_RADICALS)


class _CharacterReader:
    """Reads place and style of characters; the C variables it needs are made once."""

    def __init__(self, text_page: Any, frame: _Frame) -> None:
        self.text_page, self.frame = text_page, frame
        self.box, self.matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.name, self.flags = ctypes.create_string_buffer(256), ctypes.c_int()
        self.color = tuple(ctypes.c_uint() for _ in range(4))

    def place(self, index: int, text: str) -> tuple[float, float, float, tuple[str, float, int, int, int]]:
        """Left edge, baseline, width and style."""
        page = self.text_page
        pdfium.FPDFText_GetCharOrigin(page, index, self.x, self.y)
        pdfium.FPDFText_GetMatrix(page, index, self.matrix)
        matrix = self.matrix
        size = pdfium.FPDFText_GetFontSize(page, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        turned = math.degrees(math.atan2(matrix.b, matrix.a)) + 90 * -self.frame.turns if matrix.a or matrix.b else 0.0
        angle = round(turned) % 360
        x, y = self.frame.point(self.x.value, self.y.value)
        width = size * _stretch(matrix) if unicodedata.east_asian_width(text) in "WFA" else self._width(index, size)
        style = (self._font(index), round(size, 1), self._weight(index), angle, self._color(index))
        return round(x, 2), round(y, 2), round(width, 2), style

    def _width(self, index: int, size: float) -> float:
        pdfium.FPDFText_GetLooseCharBox(self.text_page, index, self.box)
        width = abs(self.box.right - self.box.left)
        return width if 0 < width < 2 * size else size / 2

    def _font(self, index: int) -> str:
        size = pdfium.FPDFText_GetFontInfo(self.text_page, index, self.name, 256, self.flags)
        name = self.name.raw[: max(0, min(int(size), 256) - 1)].decode("utf-8", "replace")
        return name.split("+", 1)[-1]

    def _weight(self, index: int) -> int:
        return max(0, int(pdfium.FPDFText_GetFontWeight(self.text_page, index)))

    def _color(self, index: int) -> int:
        red, green, blue, alpha = self.color
        if not pdfium.FPDFText_GetFillColor(self.text_page, index, red, green, blue, alpha):
            return 0
        return int(red.value << 16 | green.value << 8 | blue.value)


def _stretch(matrix: Any) -> float:
    """How much wider than high the type is set."""
    down = math.hypot(matrix.c, matrix.d)
    return math.hypot(matrix.a, matrix.b) / down if down else 1.0


def _shapes(page: Any, frame: _Frame) -> dict[str, Any]:
    found: dict[str, list[list[float]]] = {"rules": [], "boxes": [], "pictures": []}
    for kind, rect in _drawn(page, frame):
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found["pictures"].append(rect)
        elif min(width, height) <= _THIN:
            found["rules"].append(rect)
        elif width < 0.97 * frame.width or height < 0.97 * frame.height:
            found["boxes"].append(rect)
    return found


def _drawn(page: Any, frame: _Frame) -> Iterator[tuple[int, list[float]]]:
    """Visible rules, boxes and pictures: kind of object and rectangle."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise RefusedError(TOO_MUCH)
    upright: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    waiting = [(pdfium.FPDFPage_GetObject(page, index), upright, 0) for index in range(count)]
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    seen = 0
    while waiting:
        drawn, outer, depth = waiting.pop()
        seen += 1
        if seen > MAX_OBJECTS:
            raise RefusedError(TOO_MUCH)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _within(outer, drawn)
            parts = range(pdfium.FPDFFormObj_CountObjects(drawn))
            waiting += [(pdfium.FPDFFormObj_GetObject(drawn, index), inner, depth + 1) for index in parts]
        visible = kind == pdfium.FPDF_PAGEOBJ_IMAGE or (kind == pdfium.FPDF_PAGEOBJ_PATH and _is_rectangle(drawn))
        if visible and pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            corners = [_mapped(outer, x.value, y.value) for x, y in ((left, bottom), (right, top))]
            yield kind, frame.rect(*corners[0], *corners[1])


def _within(outer: tuple[float, ...], form: Any) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(form, matrix):
        return outer
    a, b, c, d, e, f = outer
    return (
        matrix.a * a + matrix.b * c, matrix.a * b + matrix.b * d, matrix.c * a + matrix.d * c,
        matrix.c * b + matrix.d * d, matrix.e * a + matrix.f * c + e, matrix.e * b + matrix.f * d + f,
    )  # fmt: skip


def _mapped(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_rectangle(path: Any) -> bool:
    """Whether a path is simple enough to be a rule or a box, and not white on white."""
    if pdfium.FPDFPath_CountSegments(path) > _BOX_SEGMENTS:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        return True
    parts = tuple(ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(path, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return bool(fill.value) and not (known and (min(red, green, blue) > 250 or alpha < 8))


def _picture(document: Any, number: int) -> str:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise RefusedError(BROKEN)
    width = _RENDER_WIDTH
    across = pdfium.FPDF_GetPageWidthF(page)
    height = min(2 * width, max(1, round(width * pdfium.FPDF_GetPageHeightF(page) / across))) if across else width
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, width)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), width * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
    return base64.b64encode(b"P5\n%d %d\n255\n" % (width, height) + pixels).decode("ascii")
