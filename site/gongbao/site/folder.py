"""The output folder: files go in whole, what no build needs any more goes out, and nothing of the user's is touched.

``.gongbao/manifest.tsv`` lists every file of the last finished build with its size, its SHA-256
and the fingerprint of what it was made from. ``.gongbao/journal`` lists what an unfinished build
has written so far; the next build trusts none of those files, so that a build that was killed
and run again ends with the same bytes as one that was not. ``manifest-sha256.txt`` is for whoever checks the
archive later, without Gongbao if need be.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import NamedTuple, Self

from gongbao.core.errors import OutputError

STATE_FOLDER = ".gongbao"
MANIFEST = f"{STATE_FOLDER}/manifest.tsv"
JOURNAL = f"{STATE_FOLDER}/journal"
CHECKSUMS = "manifest-sha256.txt"  # of all other files: for sha256sum -c, gongbao site check and BagIt
_SPARE = ".spare"  # beside the file that is being written; renamed when whole
_FIRST_LINE = "gongbao site 1"


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What a build did, in files; ``articles`` is how many of them are article pages."""

    articles: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def pages(self) -> int:
        """Files of the archive as it is now."""
        return self.written + self.unchanged


class _Line(NamedTuple):
    size: int
    sha256: str
    fingerprint: str


class SiteFolder:
    """An archive being built. Use as a context manager; ``finish`` makes the build valid."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._base = str(root)
        self._new: dict[str, _Line] = {}
        self._old: dict[str, _Line] = {}
        self._doubtful: set[str] = set()  # written by a build that did not finish
        self._folders: set[str] = set()
        self._written = 0
        self._journal: int | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except OSError as error:
            self._close()
            raise _refusal(self.root, error) from error
        except OutputError:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def keep(self, address: str, fingerprint: str) -> bool:
        """Whether the file stands as it should, made from the same inputs; then it is kept as it is."""
        line = self._old.get(address)
        if line is None or line.fingerprint != fingerprint or not self._is_whole(address, line):
            return False
        self._new[address] = line
        return True

    def has(self, address: str) -> bool:
        """Whether an earlier build wrote this file."""
        return address in self._old

    def keep_group(self, fingerprint: str) -> bool:
        """Keep every file with this fingerprint when there is one and all stand; for steps that write many files."""
        group = [address for address, line in self._old.items() if line.fingerprint == fingerprint]
        if not group or not all(self._is_whole(address, self._old[address]) for address in group):
            return False
        self._new.update((address, self._old[address]) for address in group)
        return True

    def write(self, address: str, fingerprint: str, data: bytes) -> None:
        """Put one file in its place, whole; a file that has these very bytes already is left alone.

        Raises OutputError when it cannot be written, the disk is full, or a file stands there
        that no build has written.
        """
        if address in self._new:
            raise ValueError(f"two pages want the address {address}")
        line = _Line(len(data), hashlib.sha256(data).hexdigest(), fingerprint)
        old = self._old.get(address)
        self._new[address] = line
        if old is not None and old.sha256 == line.sha256 and self._is_whole(address, line):
            return
        try:
            self._put(address, data)
        except OSError as error:
            raise _refusal(self.root / address, error) from error
        self._written += 1

    def finish(self, articles: int = 0) -> SiteCounts:
        """Remove what earlier builds wrote and this one did not, then declare the build valid."""
        checksums = "".join(f"{self._new[address].sha256}  {address}\n" for address in sorted(self._new))
        self.write(CHECKSUMS, CHECKSUMS, checksums.encode())
        try:
            unwanted = (self._old.keys() | self._doubtful) - self._new.keys()
            removed = sum(self._remove(address) for address in sorted(unwanted))
            if self._new != self._old or self._doubtful:
                lines = [_FIRST_LINE] + ["\t".join((a, *map(str, self._new[a]))) for a in sorted(self._new)]
                self._replace(MANIFEST, ("\n".join(lines) + "\n").encode())
            if self._journal is not None or self._doubtful:
                (self.root / JOURNAL).unlink(missing_ok=True)
        except OSError as error:
            raise _refusal(self.root, error) from error
        return SiteCounts(articles, self._written, len(self._new) - self._written, removed)

    def _open(self) -> None:
        manifest, journal = self.root / MANIFEST, self.root / JOURNAL
        if self.root.exists():
            if not self.root.is_dir():
                raise OutputError(f"{self.root} 不是文件夹，存档写不进去：请换一个输出文件夹。")
            known = manifest.exists() or journal.exists()
            if not known and any(path.name != STATE_FOLDER for path in self.root.iterdir()):
                raise OutputError(
                    f"文件夹 {self.root} 里有别的文件，不是以前建的存档，为免误删没有动它：请换一个空文件夹。"
                )
        (self.root / STATE_FOLDER).mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.root / STATE_FOLDER, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"另一个程序正在写存档 {self.root}：请等它写完再试。") from None
        if manifest.exists():
            self._old = _read_manifest(manifest)
        if journal.exists():
            # The last line may have been cut off in the middle; its file was not written then.
            self._doubtful = {a for a in journal.read_text(encoding="utf-8").split("\n")[:-1] if _is_inside(a)}
        for folder in {STATE_FOLDER, *(address.rpartition("/")[0] for address in self._doubtful)}:
            (self.root / folder / _SPARE).unlink(missing_ok=True)

    def _close(self) -> None:
        for handle in (self._journal, self._lock):
            if handle is not None:
                os.close(handle)
        self._journal = self._lock = None

    def _is_whole(self, address: str, line: _Line) -> bool:
        if address in self._doubtful:
            return False
        try:
            return os.stat(f"{self._base}/{address}").st_size == line.size  # noqa: PTH116 (a call for each of 100,000)
        except OSError:
            return False

    def _put(self, address: str, data: bytes) -> None:
        if self._journal is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._journal = os.open(f"{self._base}/{JOURNAL}", flags, 0o666)
            os.write(self._journal, b"\n")  # ends a line that a killed build may have cut off
        ours = address in self._old or address in self._doubtful
        if not ours and os.path.lexists(f"{self._base}/{address}"):
            raise OutputError(f"{self.root / address} 不是以前建存档时写的文件，为免误删没有动它：请把它移走再试。")
        os.write(self._journal, f"{address}\n".encode())
        folder = address.rpartition("/")[0]
        if folder not in self._folders:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        self._replace(address, data)

    def _replace(self, address: str, data: bytes) -> None:
        path = f"{self._base}/{address}"
        spare = path[: path.rindex("/") + 1] + _SPARE
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

    def _remove(self, address: str) -> int:
        path = self.root / address
        try:
            path.unlink()
        except FileNotFoundError:
            return 0
        for folder in path.parents:
            if folder == self.root:
                break
            try:
                folder.rmdir()
            except OSError:  # not empty
                break
        return 1


def _read_manifest(path: Path) -> dict[str, _Line]:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    found: dict[str, _Line] = {}
    try:
        if lines[0] != _FIRST_LINE or lines[-1]:
            raise ValueError(lines[0])
        for line in lines[1:-1]:
            address, size, sha256, fingerprint = line.split("\t")
            if not _is_inside(address):
                raise ValueError(address)
            found[address] = _Line(int(size), sha256, fingerprint)
    except ValueError as error:
        raise OutputError(f"存档的清单 {path} 坏了：请删掉 {path.parent.parent} 再建一次。") from error
    return found


def _is_inside(address: str) -> bool:
    """Whether a listed path stays in the archive, so that a damaged list can delete nothing elsewhere."""
    path = PurePosixPath(address)
    return bool(address) and not path.is_absolute() and ".." not in path.parts and path.parts[0] != STATE_FOLDER


def _refusal(path: Path, error: OSError) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(f"磁盘满了，{path} 写不下：请腾出空间再运行一次，已经写好的不会丢。")
    return OutputError(f"{path} 写不进去（{error.strerror or error}）：请查看文件夹的权限，或换一个输出文件夹。")
