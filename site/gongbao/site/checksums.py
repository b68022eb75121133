"""The list of all files with their SHA-256, for whoever checks the archive later: ``sha256sum -c``, BagIt."""

from __future__ import annotations

from collections.abc import Iterable

from gongbao.site.manifest import Line
from gongbao.site.sorted_lines import SortedLines

CHECKSUMS = "manifest-sha256.txt"  # of all other files
_BEFORE_ADDRESS = 66  # of a line: 64 digits, two spaces


def checksums(lines: Iterable[Line]) -> bytes:
    """The list made anew, in order of address."""
    return b"".join(_checksum(line) for line in sorted(lines, key=lambda line: line.address))


def changed_checksums(before: bytes, gone: Iterable[Line], present: Iterable[Line]) -> bytes:
    """The list of the last build with these files gone and those as they are now."""
    changes: dict[bytes, bytes | None] = {f"{line.address}\n".encode(): None for line in gone}
    changes |= {f"{line.address}\n".encode(): _checksum(line) for line in present}
    return SortedLines(before, _BEFORE_ADDRESS).with_changes(changes)


def _checksum(line: Line) -> bytes:
    return f"{line.sha256}  {line.address}\n".encode()
