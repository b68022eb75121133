"""Pictures that come with articles: looked at before they are kept, kept byte for byte, known by their digest.

A picture is unpacked once in full, so that none is kept that a later build could not show.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from gongbao.core.files import Files
from gongbao.core.records import PictureFile, Source

MOST_BYTES = 67_108_864  # of a picture; one of 100 megapixels from a camera is some 40 MB
MOST_PIXELS = 120_000_000  # unpacked, 360 MB
LEAST_SIDE = 48  # pixels: icons, rules and counters of visitors are no pictures of an article
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}
_TURNED = (5, 6, 7, 8)  # of EXIF's orientations those that lie on their side
_ORIENTATION = 0x0112


class PictureFaultError(Exception):
    """A picture that cannot be kept; its text says why, for a person."""


class Look(NamedTuple):
    """What a picture is."""

    suffix: str  # one of files.SUFFIXES
    width: int  # in pixels, as shown
    height: int


class Kept(NamedTuple):
    """A source whose pictures are kept."""

    source: Source  # with those of its pictures that are in the archive's files, without their bytes
    missing: tuple[str, ...]  # a sentence for each of the others that could not be had


def look(raw: bytes, *, unpack: bool = True) -> Look:
    """What the bytes hold. Raises PictureFaultError for what no browser shows, is damaged or too large.

    Damage is found by unpacking, which takes a tenth of a second for each ten megapixels.
    """
    from PIL import Image

    if len(raw) > MOST_BYTES:
        raise PictureFaultError(f"超过 {MOST_BYTES >> 20} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a camera wrote that nobody needs
            with Image.open(BytesIO(raw), formats=_FORMATS) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS:
                    raise PictureFaultError(f"有 {width}×{height} 像素，太大")
                if unpack:
                    opened.load()
                turned = opened.getexif().get(_ORIENTATION) in _TURNED
                suffix = _SUFFIXES[str(opened.format)]
    except PictureFaultError:
        raise
    except Exception as error:  # whatever a decoder raises of what strangers made
        raise PictureFaultError("不是能显示的图片（JPEG、PNG、GIF、WebP），或已损坏") from error
    return Look(suffix, height, width) if turned else Look(suffix, width, height)


def keep_pictures(files: Files, source: Source) -> Kept:
    """Keep the pictures that a source brings along; one that it only names and nobody has is missing.

    What is too small to be a picture of an article is neither. Raises OutputError when the disk does not take it.
    """
    kept: list[PictureFile] = []
    missing: list[str] = []
    for picture in source.pictures:
        if not picture.raw:
            missing.append(f"{source.name} 的图片 {picture.name} 没有找到")
            continue
        try:
            seen = _look_once(files, picture.raw)
        except PictureFaultError as error:
            missing.append(f"{source.name} 的图片 {picture.name} {error}")
            continue
        if min(seen.width, seen.height) >= LEAST_SIDE:
            file = files.keep(picture.raw, seen.suffix)
            kept.append(replace(picture, raw=b"", file=file, width=seen.width, height=seen.height))
    return Kept(replace(source, pictures=tuple(kept)), tuple(missing))


def _look_once(files: Files, raw: bytes) -> Look:
    """As ``look``; a picture that is kept already was unpacked then."""
    seen = look(raw, unpack=False)
    return seen if files.name_of(raw, seen.suffix) in files else look(raw)
