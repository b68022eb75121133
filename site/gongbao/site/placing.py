"""Putting a file in its place, whole, from any process: written beside it and renamed.

Whoever builds has put the address into the journal before (folder.py), so that a file of a build that was killed is
known for one.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gongbao.core.errors import OutputError

SPARE = ".spare"  # how a file's name begins that is being written, beside the one that it will be


class Place(NamedTuple):
    """Where a file goes."""

    root: str
    address: str
    known: str = ""  # SHA-256 of what stands there; empty where nothing does, or nothing that may be trusted


class Placed(NamedTuple):
    """A file that is in its place."""

    size: int  # bytes
    sha256: str
    written: bool  # False: these very bytes stood there


def place_file(place: Place, data: bytes) -> Placed:
    """Put one file in its place. Raises OutputError when it cannot be written, or the disk is full."""
    sha256, path = hashlib.sha256(data).hexdigest(), f"{place.root}/{place.address}"
    if sha256 == place.known and has_size(path, len(data)):
        return Placed(len(data), sha256, written=False)
    try:
        replace_file(path, data)
    except FileNotFoundError:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
        except OSError as error:
            raise refusal(Path(path), error) from error
    except OSError as error:
        raise refusal(Path(path), error) from error
    return Placed(len(data), sha256, written=True)


def replace_file(path: str, data: bytes) -> None:
    """Write the bytes beside the path and rename. Raises OSError, and leaves nothing beside it."""
    spare = f"{path[: path.rindex('/') + 1]}{SPARE}{os.getpid()}"
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    except OSError:
        with suppress(OSError):
            os.unlink(spare)  # noqa: PTH108
        raise
    finally:
        os.close(handle)
    os.replace(spare, path)  # noqa: PTH105


def remove_spares(folder: Path) -> None:
    """Remove what builds that were killed left half-written in a folder."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(SPARE) and entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink(missing_ok=True)


def refusal(path: Path, error: OSError) -> OutputError:
    """Why something could not be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(f"磁盘满了，{path} 写不下：请腾出空间再运行一次，已经写好的不会丢。")
    return OutputError(f"{path} 写不进去（{error.strerror or error}）：请查看文件夹的权限，或换一个输出文件夹。")


def has_size(path: str, size: int) -> bool:
    """Whether a file is there, of so many bytes."""
    try:
        return os.stat(path).st_size == size  # noqa: PTH116 (for each of 100,000)
    except OSError:
        return False
