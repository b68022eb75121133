"""Setting type: paragraphs broken into lines with kinsoku, lines placed in frames, a page as HTML.

All lengths are points from the page's upper left corner. The result is a list of placed things; ``to_html``
prints them as absolutely positioned elements, so that a page is the same wherever it is rendered.
"""

from __future__ import annotations

import base64
import html
import random
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_CANNOT_OPEN = "，。、；：！？”’）》」』…％%"
_CANNOT_CLOSE = "“‘（《「『"
_HALF_WIDTH = 0.58  # em: the widest digit of the two fonts, rounded up
_LATIN = 0.66  # em, likewise for letters


@dataclass(frozen=True, slots=True)
class Face:
    """A font, its size in points and its weight."""

    family: str
    size: float
    bold: bool = False
    color: str = "#111"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of type: upper left corner, width, height."""

    text: str
    x: float
    y: float
    width: float
    height: float
    face: Face
    align: str = "left"  # left, center, right or full (both edges)
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule, box or picture."""

    kind: str  # rule, box, tint, grey, bar or picture
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Sheet:
    """All that is placed on one page."""

    width: float
    height: float
    lines: list[Placed] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """One column that text flows into."""

    x: float
    y: float
    width: float
    height: float


def advance(character: str) -> float:
    """Width in em: whole for Han and full-width marks, about half for what is narrow."""
    if character == " ":
        return 0.3
    if character.isascii():
        return _LATIN if character.isalpha() else _HALF_WIDTH
    return 1.0


def break_lines(text: str, width: float, indent: float = 2.0) -> list[str]:
    """Lines of at most ``width`` em; the first is ``indent`` em shorter. No line opens with a closing mark."""
    lines: list[str] = []
    line, used = "", indent
    for character in text:
        step = advance(character)
        if used + step > width + 1e-6 and line:
            carried = _carried(line, character)
            lines.append(line[: len(line) - len(carried)])
            line = carried
            used = sum(map(advance, line))
        line, used = line + character, used + step
    if line:
        lines.append(line)
    return lines


def _carried(line: str, following: str) -> str:
    """What must go to the next line with the character that does not fit."""
    cut = len(line)
    while cut > 1 and (
        following in _CANNOT_OPEN
        or line[cut - 1] in _CANNOT_CLOSE
        or (following.isascii() and following.isalnum() and line[cut - 1].isascii() and line[cut - 1].isalnum())
    ):
        cut -= 1
        following = line[cut]
    return line[cut:]


def set_paragraph(text: str, frames: FrameFiller, face: Face, indent: float = 2.0) -> None:
    """Place a paragraph's lines; all but the last reach both edges."""
    lines = break_lines(text, frames.width / face.size, indent)
    for place, line in enumerate(lines):
        x, y, width, height = frames.take()
        shift = indent * face.size if place == 0 else 0.0
        align = "full" if place < len(lines) - 1 else "left"
        frames.sheet.lines.append(Placed(line, x + shift, y, width - shift, height, face, align))


class FrameFiller:
    """Hands out one line after another of a row of frames."""

    def __init__(self, sheet: Sheet, frames: Sequence[Frame], pitch: float) -> None:
        self.sheet = sheet
        self.pitch = pitch
        self._places = [
            (frame.x, frame.y + row * pitch, frame.width, pitch)
            for frame in frames
            for row in range(int((frame.height + 0.01) // pitch))
        ]
        self.width = frames[0].width if frames else 0.0

    @property
    def room(self) -> int:
        """Lines that are left."""
        return len(self._places)

    def take(self) -> tuple[float, float, float, float]:
        """The next line's x, y, width and height."""
        return self._places.pop(0)


def picture_bytes(chance: random.Random) -> str:
    """A small grey picture as a data address; what it shows is of no matter."""
    size = 12
    rows = b"".join(b"\0" + bytes(chance.randint(60, 220) for _ in range(size)) for _ in range(size))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(raw).decode("ascii")


def to_html(sheet: Sheet, chance: random.Random) -> str:
    """The page as HTML; pictures are drawn from ``chance``."""
    head = (
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><style>"
        f"@page{{size:{sheet.width}pt {sheet.height}pt;margin:0}}html,body{{margin:0;padding:0}}"
        "div,img{position:absolute;white-space:nowrap;box-sizing:border-box}"
        f"body{{position:relative;width:{sheet.width}pt;height:{sheet.height - 1}pt;overflow:hidden}}"
        ".center{text-align:center}.right{text-align:right}.full{text-align:justify;text-align-last:justify;"
        "text-justify:inter-character}.v{writing-mode:vertical-rl}</style><body>"
    )
    parts = [head]
    parts += [_shape_html(shape, chance) for shape in sheet.shapes]
    parts += [_line_html(line) for line in sheet.lines]
    return "\n".join(parts) + "</body></html>"


def _shape_html(shape: Shape, chance: random.Random) -> str:
    box = f"left:{shape.x:.2f}pt;top:{shape.y:.2f}pt;width:{shape.width:.2f}pt;height:{shape.height:.2f}pt"
    if shape.kind == "picture":
        return f'<img style="{box}" src="{picture_bytes(chance)}">'
    look = {
        "rule": "background:#222", "box": "border:0.8pt solid #333", "tint": "background:#e4ecec",
        "grey": "background:#ececec", "bar": "background:#0b5e6f"}[shape.kind]  # fmt: skip
    return f'<div style="{box};{look}"></div>'


def _line_html(line: Placed) -> str:
    face = line.face
    if line.vertical and face.family not in (SERIF, SANS):  # fonts without metrics for vertical setting
        step = 1.04 * face.size
        single = [
            Placed(one, line.x, line.y + place * step, line.width, step, face, "center")
            for place, one in enumerate(line.text)
        ]
        return "\n".join(map(_line_html, single))
    style = (
        f"left:{line.x:.2f}pt;top:{line.y:.2f}pt;width:{line.width:.2f}pt;height:{line.height:.2f}pt;"
        f"font:{'bold ' if face.bold else ''}{face.size:g}pt/{line.width if line.vertical else line.height:.2f}pt "
        f"'{face.family}';color:{face.color}"
    )
    kinds = f"{line.align}{' v' if line.vertical else ''}"
    return f'<div class="{kinds}" style="{style}">{html.escape(line.text)}</div>'


def natural_width(text: str, size: float) -> float:
    """Width of a line in points."""
    return sum(map(advance, text)) * size


def fit_size(texts: Iterable[str], width: float, largest: float, smallest: float) -> float:
    """The largest size in whole points at which each text fits into the width; ``smallest`` at the least."""
    widest = max(natural_width(text, 1.0) for text in texts)
    return float(max(smallest, min(largest, int(width / widest))))
