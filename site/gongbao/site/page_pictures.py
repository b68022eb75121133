"""Pictures of pages as readers get them: a copy, a small one, the PDF; what may not be seen is painted over.

A block is painted into the pixels, not laid over them, and what is written is a new picture without anything that
came with the old one (an EXIF record may hold a small picture of its own). A page with nothing to cover is copied
byte for byte. Pictures go to ``pictures/ab/<digest>.jpg``: the digest is of day, page, picture and blocks, so another
picture gets another address, and the old one is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongbao.core.errors import InputError
from gongbao.core.facsimile import Facsimile, Polygon
from gongbao.core.files import Files
from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import PlannedCopy
from gongbao.site.touched import Touched, issue_subject

if TYPE_CHECKING:
    from PIL import Image

SMALL_WIDTH = 480  # pixels: a quarter of a desk's width, or a phone's half at two pixels a point
_MARGIN = 0.006  # of the picture's width, around a block: outlines are drawn by hand and cut letters at their edge
_BLOCK = (221, 221, 221)  # grey: on a page in colours as on one in black
_GROUND = (255, 255, 255)  # under what is transparent
_QUALITY = 88  # of JPEG; from 90 on the files grow faster than the eye sees
_SMALL_QUALITY = 80
_MADE_BY = ("pictures", SMALL_WIDTH, _MARGIN, _BLOCK, _QUALITY, _SMALL_QUALITY)
_CORNERS = 3


class Copies(NamedTuple):
    """Where the copies of a page's files are; empty for what there is none of."""

    picture: str = ""
    small: str = ""
    pdf: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.picture or self.pdf)


def copies_of(page: Facsimile | None) -> Copies:
    """The addresses of a page's files."""
    if page is None:
        return Copies()
    ending = ".jpg" if page.masks else Path(page.picture).suffix
    return Copies(
        _address(page, page.picture, "picture", ending) if page.picture else "",
        _address(page, page.picture, "small", ".jpg") if page.picture else "",
        _address(page, page.pdf, "pdf", ".pdf") if page.pdf else "",
    )


def small_size(page: Facsimile) -> tuple[int, int]:
    """Width and height of the small picture, in pixels."""
    width = min(SMALL_WIDTH, page.width)
    return width, max(1, round(page.height * width / page.width))


def copies(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedCopy]:
    """All pictures and PDFs of the issues that are touched."""
    files = catalogue.printed.files
    if files is None:
        return
    for issue in catalogue.issues:
        if touched.issue(issue.date):
            for page in issue.pages:
                if page.facsimile is not None:
                    yield from _planned(page.facsimile, files)


def _planned(page: Facsimile, files: Files) -> Iterator[PlannedCopy]:
    where, subject = copies_of(page), issue_subject(page.date)
    if where.picture:
        whole = partial(masked, files, page.picture, page.masks) if page.masks else partial(files.read, page.picture)
        yield PlannedCopy(where.picture, (page.picture, page.masks, made_by()), whole, subject)
        small = partial(smaller, files, page.picture, page.masks, small_size(page))
        yield PlannedCopy(where.small, (page.picture, page.masks, small_size(page), made_by()), small, subject)
    if where.pdf:
        yield PlannedCopy(where.pdf, page.pdf, partial(files.read, page.pdf), subject)


def masked(files: Files, name: str, masks: Sequence[Polygon]) -> bytes:
    """The picture with a block over each mask, as JPEG. Raises InputError for one that cannot be read."""
    return _jpeg(_painted(files, name, masks, None), _QUALITY)


def smaller(files: Files, name: str, masks: Sequence[Polygon], size: tuple[int, int]) -> bytes:
    """The picture in this size, with a block over each mask, as JPEG. Raises InputError for one that cannot be read."""
    return _jpeg(_painted(files, name, masks, size), _SMALL_QUALITY)


def _painted(files: Files, name: str, masks: Sequence[Polygon], size: tuple[int, int] | None) -> Image.Image:
    from PIL import Image, ImageOps

    raw = files.read(name)
    try:
        with Image.open(BytesIO(raw)) as opened:
            if size is not None:
                opened.draft("RGB", (2 * size[0], 2 * size[1]))  # a JPEG is unpacked to a half, quarter or eighth
            picture = _without_alpha(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"图片 {files.path(name)} 解不开：请删去这个文件，再读一次它的来源（{error}）。") from error
    _cover(picture, masks)
    return picture if size is None else picture.resize(size, Image.Resampling.LANCZOS)


def _without_alpha(picture: Image.Image) -> Image.Image:
    """A new picture of the same colours, which holds nothing else of the old one."""
    from PIL import Image

    ground = Image.new("RGB", picture.size, _GROUND)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground.paste(layer, mask=layer.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground


def _cover(picture: Image.Image, masks: Sequence[Polygon]) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    margin = max(2, round(picture.width * _MARGIN))
    for mask in masks:
        corners = [(x * picture.width, y * picture.height) for x, y in _surely(mask)]
        draw.polygon(corners, fill=_BLOCK)
        draw.line([*corners, *corners[:2]], fill=_BLOCK, width=2 * margin, joint="curve")
        for x, y in corners:
            draw.ellipse((x - margin, y - margin, x + margin, y + margin), fill=_BLOCK)


def _surely(mask: Polygon) -> Polygon:
    """The outline, or the rectangle around it where what is inside depends on how one counts."""
    corners = tuple(corner for place, corner in enumerate(mask) if corner != mask[place - 1])
    if len(corners) >= _CORNERS and not _crosses_itself(corners):
        return corners
    xs, ys = [x for x, _ in mask], [y for _, y in mask]
    return ((min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys)))


def _crosses_itself(mask: Polygon) -> bool:
    """Whether two sides meet that are not neighbours."""
    sides = list(zip(mask, (*mask[1:], mask[0]), strict=True))
    last = len(sides) - 1
    return any(
        _crossing(*sides[one], *sides[other])
        for one in range(len(sides))
        for other in range(one + 2, len(sides))
        if (one, other) != (0, last)
    )


def _crossing(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    """Whether two stretches meet; those that only touch count as well."""
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _address(page: Facsimile, name: str, what: str, ending: str) -> str:
    return addresses.picture_address(
        ending, str(page.date), page.page.number, name, page.masks if what != "pdf" else (), what
    )


@cache
def made_by() -> tuple[object, ...]:
    """What besides its own file a copy is made from: the same Pillow makes the same bytes."""
    return (*_MADE_BY, version("pillow"))
