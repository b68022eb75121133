"""tantivy's files as files: are they whole, who may read them, and reading where nothing may be written."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# tantivy ends each of its data files with: JSON that holds its version and the CRC-32 of all before it, the
# length of that JSON and this number, both as four bytes, the lowest first.
_FOOTER_MARK = 1337
_CHUNK = 1 << 20
_READ_LOCK = ".tantivy-meta.lock"
_STATE_FILES = ("meta.json", ".managed.json")  # tantivy makes them readable for their owner alone


def damaged(generation: Path) -> bool:
    """Whether a data file that the latest commit uses is not what tantivy wrote; reads every byte once."""
    writers = set(map(_writer_of_whole, _data_files(generation)))
    return "" in writers or len(writers) > 1


def share(generation: Path) -> None:
    """Let those read tantivy's state who may read the folder it is in."""
    mode = generation.stat().st_mode & 0o666
    for name in _STATE_FILES:
        path = generation / name
        if path.exists() and path.stat().st_mode & 0o666 != mode:
            with suppress(PermissionError):  # another's file, which that one shares or not
                path.chmod(mode)


@contextmanager
def readable(generation: Path) -> Iterator[Path]:
    """A folder in which tantivy can open the generation: itself, or links to its files where nothing may be written.

    tantivy takes a lock to read, and makes a file for it. The links are needed only until all files are open.
    """
    lock = generation / _READ_LOCK
    if os.access(lock if lock.exists() else generation, os.W_OK):
        yield generation
        return
    links = Path(tempfile.mkdtemp(prefix="gongbao-index-"))
    try:
        for path in generation.iterdir():
            if not path.name.startswith("."):
                (links / path.name).symlink_to(path.resolve())
        yield links
    finally:
        shutil.rmtree(links, ignore_errors=True)


def _data_files(generation: Path) -> Iterator[Path]:
    """The files of the latest commit; a crash may leave others, which nobody reads."""
    for segment in json.loads((generation / "meta.json").read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        deletes = segment["deletes"]
        current = f"{name}.{deletes['opstamp']}.del" if deletes else ""
        files = sorted(generation.glob(f"{name}.*"))
        yield from (path for path in files if path.suffix != ".del" or path.name == current)


def _writer_of_whole(path: Path) -> str:
    """The version of tantivy that wrote the file; an empty string when the file is not what was written."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8))
        length, mark = (int.from_bytes(file.read(4), "little") for _ in range(2))
        end = size - 8 - length
        if mark != _FOOTER_MARK or end < 0:
            return ""
        file.seek(end)
        try:
            footer = json.loads(file.read(length))
            writer, stated = json.dumps(footer["version"]), footer["crc"]
        except (ValueError, KeyError, TypeError):
            return ""
        file.seek(0)
        found = 0
        while chunk := file.read(min(_CHUNK, end)):
            found, end = zlib.crc32(chunk, found), end - len(chunk)
        return writer if found == stated else ""
