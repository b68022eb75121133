"""Damage to an index's files, as a disk does it: the bytes are others, and nobody who has the file open is killed."""

from __future__ import annotations

from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Other bytes in a file's place. Whoever has mapped the old file goes on with it: to shorten it would kill them."""
    beside = path.with_name(f"{path.name}.beside")
    beside.write_bytes(data)
    beside.replace(path)
