"""Pictures for who passes a page on: one of the archive, one for each page name and for each campaign.

A pattern that follows from the name, and the name in the newsroom's own font (``site.font``). No font is shipped, and
none of the machine's is looked for: two machines would draw two pictures. Without a font there is the pattern alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.core.errors import InputError
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import PlannedCopy
from gongbao.site.machines.sharing import ARCHIVE_PICTURE, HEIGHT, WIDTH, campaign_picture, page_picture
from gongbao.site.render import Site
from gongbao.site.summaries import page_of

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

    Font = ImageFont.FreeTypeFont

_PAPER, _INK, _SOFT, _RULE = "#fbf9f5", "#201d1a", "#645d54", "#d8d1c5"  # as in gongbao.css
_TINTS = ("#f1dcd5", "#e6bfb5", "#d99c90", "#a3201d")
_TILE, _ROWS, _COLUMNS = 90, 7, 4  # of the pattern: seven rows fill the height
_MARGIN = 60
_LARGE, _SMALL, _LEAST = 120, 44, 48  # sizes of type in pixels
_MADE_BY = ("sharing", WIDTH, HEIGHT, _TINTS, _TILE, _LARGE, _SMALL)


def sharing_pictures(catalogue: Catalogue, site: Site) -> Iterator[PlannedCopy]:
    """All of them, where the archive's own address is known."""
    if not site.url:
        return
    made_by = (*_MADE_BY, version("pillow"), _digest(site.font) if site.font else "")
    names = {page_of(key).name for key in set(catalogue.rows.pages)} - {""}
    wanted = {ARCHIVE_PICTURE: site.newspaper}
    wanted |= {page_picture(name): name for name in sorted(names)}
    wanted |= {campaign_picture(label): label for label in sorted(catalogue.listed["campaign"])}
    for address, name in wanted.items():
        below = site.newspaper if name != site.newspaper else site.place
        yield PlannedCopy(address, (made_by, name, below), partial(draw, name, below, site.font))


def draw(name: str, below: str, font: str) -> bytes:
    """A PNG with the pattern of the name and, given a font file, the name and a smaller line below it.

    Raises InputError for a font that cannot be read.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(picture)
    _pattern(canvas, name)
    if font:
        _write(canvas, _writable(name), _writable(below), font)
    out = BytesIO()
    picture.save(out, "PNG")  # with a palette it would be half as large and take three times as long
    return out.getvalue()


def _pattern(canvas: ImageDraw.ImageDraw, name: str) -> None:
    """Tiles along the left edge, their tints by the digest of the name, the same above as below."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            byte = digest[min(row, _ROWS - 1 - row) * _COLUMNS + column]
            left, top = column * _TILE, row * _TILE
            tint = _TINTS[byte % len(_TINTS)]
            corners = [(left, top), (left + _TILE, top), (left + _TILE, top + _TILE), (left, top + _TILE)]
            canvas.polygon(corners, fill=tint)
            if byte & 0x40:  # a corner of it in the next tint
                del corners[byte >> 7 & 1]
                canvas.polygon(corners, fill=_TINTS[(byte + 1) % len(_TINTS)])
    canvas.rectangle((_COLUMNS * _TILE, 0, WIDTH, 8), fill=_TINTS[-1])
    canvas.line((_COLUMNS * _TILE + _MARGIN, 430, WIDTH - _MARGIN, 430), fill=_RULE, width=3)


def _write(canvas: ImageDraw.ImageDraw, name: str, below: str, font: str) -> None:
    left = _COLUMNS * _TILE + _MARGIN
    room = WIDTH - _MARGIN - left
    shown, size = name, _LARGE
    while size > _LEAST and _font(font, size).getlength(shown) > room:
        size -= 8
    while len(shown) > 1 and _font(font, size).getlength(shown) > room:
        shown = shown.rstrip("…")[:-1] + "…"
    canvas.text((left, 380), shown, _INK, _font(font, size), anchor="ls")
    canvas.text((left, 510), below, _SOFT, _font(font, _SMALL), anchor="ls")


def _writable(text: str) -> str:
    """The text with a question mark for half a surrogate pair, and in one line."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


@cache
def _font(path: str, size: int) -> Font:
    from PIL import ImageFont

    try:
        return ImageFont.truetype(path, size)
    except OSError as error:
        raise _refusal(path, error) from error


@cache
def _digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: str, error: OSError) -> InputError:
    return InputError(f"字体文件 {path} 读不了（{error}）：请检查设置 site.font，或者把它空着。")
