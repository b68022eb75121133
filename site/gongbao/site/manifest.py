"""What an archive's builds keep of themselves: every file with its hash and what it was made from.

``.gongbao/manifest.tsv``: a first line of JSON (format, number of files, SHA-256 of the lines below, and of the
other files of ``.gongbao/`` that belong to this build), then for each file its subject (touched.py), address, size
in bytes, SHA-256 and the fingerprint of its inputs, sorted by subject and address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from gongbao.core.errors import OutputError
from gongbao.site.sorted_lines import SortedLines

STATE_FOLDER = ".gongbao"
MANIFEST = f"{STATE_FOLDER}/manifest.tsv"
_FORMAT = 2
_FIRST_FORMAT = b"gongbao site 1\n"  # address, size, SHA-256, fingerprint; sorted by address


class Line(NamedTuple):
    """One file of a finished build."""

    subject: str
    address: str
    size: int  # bytes
    sha256: str
    fingerprint: str

    @property
    def key(self) -> bytes:
        """By which the line is found in the manifest."""
        return _key(self.subject, self.address)

    def as_bytes(self) -> bytes:
        """The line as it is written."""
        return "\t".join(map(str, self)).encode() + b"\n"


class Manifest:
    """The files of the last finished build; looked up one by one, or all at once."""

    def __init__(self, lines: bytes = b"", count: int = 0, state: Mapping[str, str] | None = None) -> None:
        self._lines = SortedLines(lines)
        self.count = count
        self.state = dict(state or {})  # name in .gongbao/ -> SHA-256

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Raises OutputError for one that is damaged: without it nobody knows which files are ours."""
        data = path.read_bytes()
        try:
            if data.startswith(_FIRST_FORMAT):
                return _of_first_format(data[len(_FIRST_FORMAT) :])
            first, _, lines = data.partition(b"\n")
            head = json.loads(first)
            if head["format"] != _FORMAT or head["lines"] != hashlib.sha256(lines).hexdigest():
                raise ValueError(head)
            return cls(lines, head["files"], head["state"])
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(f"存档的清单 {path} 坏了：请删掉 {path.parent.parent} 再建一次。") from error

    def find(self, subject: str, address: str) -> Line | None:
        """The file that an earlier build wrote for this subject at this address."""
        found = self._lines.find(_key(subject, address))
        return _line(found) if found else None

    def of_subject(self, subject: str) -> Iterator[Line]:
        """All files of a subject, in order."""
        return map(_line, self._lines.beginning_with(subject.encode() + b"\t"))

    def __iter__(self) -> Iterator[Line]:
        return map(_line, self._lines.text.splitlines())

    def with_changes(self, changes: Mapping[bytes, Line | None], state: Mapping[str, str]) -> Manifest:
        """Another manifest: lines by their key, None for a file that is gone."""
        known = self._lines
        written = {key: line and line.as_bytes() for key, line in changes.items()}
        count = self.count
        for key, line in changes.items():
            count += (line is not None) - (known.find(key) is not None)
        return Manifest(known.with_changes(written), count, state)

    def as_bytes(self) -> bytes:
        """The file's content."""
        head = {
            "format": _FORMAT,
            "files": self.count,
            "lines": hashlib.sha256(self._lines.text).hexdigest(),
            "state": dict(sorted(self.state.items())),
        }
        return json.dumps(head).encode() + b"\n" + self._lines.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Manifest):
            return NotImplemented
        return self._lines.text == other._lines.text and self.state == other.state

    __hash__ = None  # type: ignore[assignment]  # it holds a mapping


def manifest_of(lines: Mapping[str, Line], state: Mapping[str, str]) -> Manifest:
    """The manifest of these files, by address."""
    text = b"".join(line.as_bytes() for line in sorted(lines.values()))
    return Manifest(text, len(lines), state)


def is_inside(address: str) -> bool:
    """Whether a listed path stays in the archive, so that a damaged list can delete nothing elsewhere."""
    path = PurePosixPath(address)
    return bool(address) and not path.is_absolute() and ".." not in path.parts and path.parts[0] != STATE_FOLDER


def _key(subject: str, address: str) -> bytes:
    return f"{subject}\t{address}\t".encode()


def _line(text: bytes) -> Line:
    subject, address, size, sha256, fingerprint = text.decode().rstrip("\n").split("\t")
    return Line(subject, address, int(size), sha256, fingerprint)


def _of_first_format(text: bytes) -> Manifest:
    """An archive of an older Gongbao: all that counts is which files are ours, for all are made anew."""
    lines = {}
    for row in text.decode().splitlines():
        address, size, sha256, _ = row.split("\t")
        if not is_inside(address):
            raise ValueError(address)
        lines[address] = Line("", address, int(size), sha256, "")
    return manifest_of(lines, {})
