"""Generations of an index in one folder: a new one is made beside the old one and switched to by a rename."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongbao.core.errors import SearchError
from gongbao.search.entries import FORMAT

_CURRENT = "current.json"
_LOCK = "writer.lock"
_PREFIX = "generation-"


class NotAllowedError(SearchError):
    """The files are there, but this user may not open them; making the index anew would not help."""


class Generations:
    """The folder of an index; at most one process writes in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The generation in use, or None when there is none yet.

        Raises SearchError for one that another version of Gongbao wrote, or that cannot be read.
        """
        stated = self._stated()
        return self._generation(stated[0]) if stated else None

    def words(self) -> str:
        """The fingerprint of the dictionary by which the generation in use was made; empty when it is not known."""
        stated = self._stated()
        return stated[1] if stated else ""

    def not_allowed(self) -> NotAllowedError:
        """What to tell a user who may not read the index."""
        return NotAllowedError(
            f"你没有权限读索引 {self.folder}：请让存档的主人允许你读它，例如运行 chmod -R a+rX {self.folder}。"
        )

    def _stated(self) -> tuple[int, str] | None:
        """Number and words of the generation in use."""
        try:
            stated = json.loads((self.folder / _CURRENT).read_text(encoding="utf-8"))
            number, version, words = int(stated["generation"]), int(stated["format"]), str(stated.get("words", ""))
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise self.not_allowed() from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SearchError(
                f"索引 {self.folder} 读不了（{error}）：请运行 gongbao index --rebuild 重建索引。"
            ) from error
        if version != FORMAT:
            age = "旧" if version < FORMAT else "新"
            raise SearchError(f"索引 {self.folder} 是更{age}的工报写的：请运行 gongbao index --rebuild 重建索引。")
        return number, words

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write; SearchError at once when another process has it. A crash gives it back."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / _LOCK).open("a")
        except OSError as error:
            raise self._unwritable(error) from error
        with lock:
            _lock(lock.fileno(), self.folder)
            self._sweep()
            yield

    @contextmanager
    def fresh(self, words: str) -> Iterator[Path]:
        """An empty folder that becomes the current generation when the block ends well; older ones are removed.

        ``words`` is the fingerprint of the dictionary by which it is made.
        """
        number = max(self._numbers(), default=0) + 1
        folder = self._generation(number)
        try:
            folder.mkdir()
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield folder
            self._switch(number, words)
        finally:
            self._sweep()

    def _sweep(self) -> None:
        """Remove what is not in use: generations that were replaced, or that a crash cut off."""
        try:
            current = self.current()
        except SearchError:  # another version's: what belongs to it is not known
            return
        for number in self._numbers():
            if self._generation(number) != current:
                shutil.rmtree(self._generation(number), ignore_errors=True)

    def _unwritable(self, error: OSError) -> SearchError:
        return SearchError(f"索引 {self.folder} 写不了（{error.strerror}）：请检查文件夹的权限和磁盘空间。")

    def _switch(self, number: int, words: str) -> None:
        beside = self.folder / f"{_CURRENT}.new"
        try:
            with beside.open("w", encoding="utf-8") as file:
                json.dump({"generation": number, "format": FORMAT, "words": words}, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.folder / _CURRENT)
            _sync_folder(self.folder)
        except OSError as error:
            raise self._unwritable(error) from error

    def _generation(self, number: int) -> Path:
        return self.folder / f"{_PREFIX}{number:06d}"

    def _numbers(self) -> list[int]:
        ends = (entry.name.removeprefix(_PREFIX) for entry in self.folder.glob(f"{_PREFIX}*"))
        return sorted(int(end) for end in ends if end.isdecimal())


def _lock(descriptor: int, folder: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SearchError(f"另一个 gongbao 正在写索引 {folder}：请等它做完再试。") from error


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be opened."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
