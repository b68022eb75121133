"""A built archive as a BagIt bag (RFC 8493), the form in which libraries take digital collections over."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from gongbao.core.errors import InputError, OutputError
from gongbao.site.checking import file_digest, read_checksums
from gongbao.site.checksums import CHECKSUMS

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_PART = ".part"  # beside the bag while it is being filled
_PROGRESS_EVERY = 200  # files


def make_bag(folder: Path, bag: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Copy the archive's files into a new bag; returns how many.

    The archive lies under ``data/`` and can be opened there. The same archive gives the same bytes: no date is in it.
    Raises InputError where a file is missing or is not what was built, OutputError where the bag cannot be written.
    """
    listed = read_checksums(folder)
    listed[CHECKSUMS] = file_digest(folder / CHECKSUMS)
    if bag.exists():
        raise OutputError(f"{bag} 已经有了，为免覆盖没有动它：请换一个名字。")
    part = bag.with_name(bag.name + _PART)
    try:
        shutil.rmtree(part, ignore_errors=True)
        size = _fill(folder, part, listed, progress or (lambda done, total: None))
        _write_tags(part, listed, size)
        part.rename(bag)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise OutputError(f"{bag} 写不成（{error.strerror or error}）：请查看磁盘空间和权限，再运行一次。") from error
    except InputError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return len(listed)


def _fill(folder: Path, bag: Path, listed: dict[str, str], progress: Callable[[int, int], None]) -> int:
    size = 0
    for number, (address, sha256) in enumerate(sorted(listed.items()), 1):
        source, target = folder / address, bag / "data" / address
        if not source.is_file():
            raise InputError(f"{source} 不见了，没有装包：请先运行 gongbao site check {folder}。")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if file_digest(target) != sha256:
            raise InputError(f"{source} 和生成时不一样，没有装包：请先运行 gongbao site check {folder}。")
        size += target.stat().st_size
        if number % _PROGRESS_EVERY == 0 or number == len(listed):
            progress(number, len(listed))
    return size


def _write_tags(bag: Path, listed: dict[str, str], size: int) -> None:
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": (
            f"Bag-Software-Agent: Gongbao {metadata.version('gongbao')}\nPayload-Oxum: {size}.{len(listed)}\n"
        ),
        "manifest-sha256.txt": "".join(f"{digest}  data/{address}\n" for address, digest in sorted(listed.items())),
    }
    for name, text in tags.items():
        (bag / name).write_text(text, encoding="utf-8", newline="\n")
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    (bag / "tagmanifest-sha256.txt").write_text(lines, encoding="utf-8", newline="\n")
