"""Pictures that lie beside an input, in its folder or archive, under the names by which the input calls them.

What an input names is a stranger's word: nothing outside its own folder is opened, and no address on the network.
"""

from __future__ import annotations

import base64
import binascii
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from gongbao.core.pictures import MOST_BYTES
from gongbao.core.records import PictureFile

MOST_PICTURES = 500  # of one input
MOST_TOTAL_BYTES = 268_435_456  # of one input's pictures, since all of them are in memory at once

Beside = Callable[[str], bytes | None]  # a relative path -> what lies there, None for nothing


def nothing_beside(name: str) -> None:
    """For an input that lies nowhere."""


def picture_beside(path: Path, name: str) -> bytes | None:
    """A file named by the input at ``path``; None for what is not there, leads out of its folder or is too large."""
    folder = path.parent.resolve()
    try:
        wanted = (folder / name).resolve()
        if not wanted.is_relative_to(folder) or not stat.S_ISREG(wanted.stat().st_mode):
            return None
        with wanted.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError, RuntimeError):  # nothing there, no name at all, a circle of links
        return None
    return raw if len(raw) <= MOST_BYTES else None


def with_bytes(pictures: Iterable[PictureFile], beside: Beside) -> Iterator[PictureFile]:
    """The pictures with what they hold, as far as it can be had and is not too much; the others only named."""
    total = 0
    for number, picture in enumerate(pictures):
        raw = picture.raw or _found(picture.name, beside) if number < MOST_PICTURES else b""
        total += len(raw)
        yield replace(picture, raw=raw if total <= MOST_TOTAL_BYTES else b"", name=_shown(picture.name))


def _found(name: str, beside: Beside) -> bytes:
    if name.startswith("data:"):
        return _inside(name)
    path = unquote(name.partition("?")[0].partition("#")[0]).replace("\\", "/")
    if not path or path.startswith("/") or ":" in path.partition("/")[0] or "\0" in path:
        return b""
    return beside(str(PurePosixPath(path))) or b""


def _inside(address: str) -> bytes:
    """The bytes of a data: address."""
    kind, _, coded = address.partition(",")
    if not kind.endswith(";base64"):
        return b""
    try:
        return base64.b64decode(coded)
    except (binascii.Error, ValueError):
        return b""


def _shown(name: str) -> str:
    return name if len(name) <= 300 else f"{name[:40]}…"
