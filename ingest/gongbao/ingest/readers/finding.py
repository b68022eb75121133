"""Which files are meant by the paths that somebody gave; what cannot be looked at is told by name, never passed over.

A folder is walked through its links too, each real folder once, so that a loop of links ends.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from gongbao.core.errors import GongbaoError, InputError

Refuse = Callable[[GongbaoError], None]


class NothingToReadError(InputError):
    """A folder that holds no file that could be read: wrong for an input, usual for one that waits for files."""


_LONGEST_NAME = 100  # characters; a longer name of no file is more likely a text that was pasted
_SHOWN = 20
_SENTENCE_MARKS = frozenset("，。！？；\n")


def find_files(paths: Sequence[Path], suffixes: Collection[str], refuse: Refuse) -> list[Path]:
    """The files that the paths name, each once, in order; folders give their files of the suffixes, sorted.

    Whatever cannot be found or looked at is refused by itself, and the rest is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            if stat.S_ISDIR(look_at(path).st_mode):
                found |= dict.fromkeys(_find_inside(path, suffixes, refuse))
            else:
                found[path] = None
        except InputError as error:
            refuse(error)
    return list(found)


def look_at(path: Path) -> os.stat_result:
    """What stands at a path. Raises InputError when nothing does, or it cannot be told, or its name is not UTF-8."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if shown != str(path):
        raise InputError(f"文件名 {shown} 不是 UTF-8：请先给它改名。")
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise _missing(path) from error
    except OSError as error:
        if len(path.name) > _LONGEST_NAME:  # longer than the file system has names
            raise _missing(path) from error
        raise InputError(f"{path} 打不开（{error.strerror or error}）：请检查它和所在文件夹的权限。") from error


def _missing(path: Path) -> InputError:
    text = str(path)
    if os.path.islink(path):  # noqa: PTH114 - false for a name that no file can have
        return InputError(f"{path} 是断了的链接：请修好或移走它。")
    if len(path.name) > _LONGEST_NAME or not _SENTENCE_MARKS.isdisjoint(text):
        shown = " ".join(text[:_SHOWN].split())
        return InputError(f"找不到文件“{shown}…”：这里要的是文件名，文章请先存成 .txt 文件。")
    return InputError(f"找不到文件 {path}：请检查路径。")


def _find_inside(folder: Path, suffixes: Collection[str], refuse: Refuse) -> list[Path]:
    refused: list[InputError] = []

    def refuse_folder(error: OSError) -> None:
        refused.append(InputError(f"文件夹 {error.filename} 打不开（{error.strerror}）：请检查权限。"))

    found = []
    for path in _walk(folder, refused, refuse_folder):
        if path.suffix.lower() not in suffixes:
            continue
        try:
            if stat.S_ISREG(look_at(path).st_mode):
                found.append(path)
            else:
                refused.append(InputError(f"{path} 不是普通文件，读不了：请移走它。"))
        except InputError as error:
            refused.append(error)
    for one in refused:
        refuse(one)
    if not found and not refused:
        raise NothingToReadError(f"文件夹 {folder} 里没有能读的文件：能读的是 {'、'.join(suffixes)}。")
    return sorted(found)


def _walk(folder: Path, refused: list[InputError], onerror: Callable[[OSError], None]) -> Iterator[Path]:
    """Every path under a folder that is neither a folder nor hidden; each real folder is entered once."""
    entered = {_identity(look_at(folder))}
    for here, folders, names in os.walk(folder, onerror=onerror, followlinks=True):
        kept = []
        for name in sorted(folders):
            if name.startswith("."):
                continue
            try:
                identity = _identity(look_at(Path(here, name)))
            except InputError as error:
                refused.append(error)
                continue
            if identity not in entered:
                entered.add(identity)
                kept.append(name)
        folders[:] = kept
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def _identity(seen: os.stat_result) -> tuple[int, int]:
    return seen.st_dev, seen.st_ino
