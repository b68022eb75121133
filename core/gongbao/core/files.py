"""Pictures and PDFs beside the database, each known by the digest of its bytes: ``ab/<sha256>.jpg``.

A name always means the same bytes, so nothing is ever overwritten and the same file is kept once. A file is
written beside its place, brought to the disk and renamed: after a crash it is there in full or not at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from gongbao.core.errors import InputError, OutputError

FILES = "files"  # their folder in archive.folder
SUFFIXES = (".jpg", ".png", ".gif", ".webp", ".pdf")
_NAME = re.compile(r"[0-9a-f]{64}\.(?:" + "|".join(one[1:] for one in SUFFIXES) + ")")
_UNFINISHED = ".part"
_READABLE = 0o644  # temporary files are their owner's alone; a web server may be another user


class Files:
    """A folder of files that are known by their bytes; it is made when something is first kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, raw: bytes, suffix: str) -> str:
        """Keep the bytes and return their name. A damaged file of that name is replaced.

        Raises ValueError for a suffix that is not in ``SUFFIXES``, OutputError when the disk does not take it.
        """
        if suffix not in SUFFIXES:
            raise ValueError(f"files are kept as {SUFFIXES}, not as {suffix!r}")
        name = self.name_of(raw, suffix)
        path = self.path(name)
        try:
            if not _holds(path, raw):
                _write(path, raw)
        except OSError as error:
            raise OutputError(f"存不了文件 {path}（{error.strerror}）：请查看磁盘空间和权限，再运行一次。") from error
        return name

    @staticmethod
    def name_of(raw: bytes, suffix: str) -> str:
        """The name under which these bytes are kept."""
        return hashlib.sha256(raw).hexdigest() + suffix

    def path(self, name: str) -> Path:
        """Where a file of this name stands or would stand; ValueError for what is no name of a kept file."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a kept file: {name!r}")
        return self.folder / name[:2] / name

    def __contains__(self, name: object) -> bool:
        """Whether there is a file of this name."""
        return isinstance(name, str) and bool(_NAME.fullmatch(name)) and self.path(name).is_file()

    def read(self, name: str) -> bytes:
        """The bytes. Raises InputError when the file is not there or no longer what it was."""
        path = self.path(name)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise InputError(f"文件 {path} 读不了（{error.strerror}）：请用备份恢复，或再读一次它的来源。") from error
        if hashlib.sha256(raw).hexdigest() != name.partition(".")[0]:
            raise InputError(f"文件 {path} 坏了：请用备份恢复，或再读一次它的来源。")
        return raw

    def remove_unfinished(self) -> int:
        """Remove what a crash left half-written; how many. Only for the one command that writes."""
        left = list(self.folder.glob(f"??/.*{_UNFINISHED}"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except FileNotFoundError:
        return False


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(prefix=f".{path.stem[:16]}.", suffix=_UNFINISHED, dir=path.parent)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 (a file descriptor)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_READABLE)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
