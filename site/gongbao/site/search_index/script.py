"""Data as script files, since a page opened from a disk may load scripts but not fetch files."""

from __future__ import annotations

import json

FUNCTION = "gongbaoSearch.receive"
FOLDER_FILES = 256  # files of one kind in a folder, so that no folder grows beyond what a file manager likes


def shard_path(kind: str, number: int) -> str:
    """The name of a numbered file: ``shards/01/02`` is number 258."""
    return f"{kind}/{number // FOLDER_FILES:02x}/{number % FOLDER_FILES:02x}"


def script(name: str, payload: object) -> tuple[str, bytes]:
    """The file that hands the payload to the search engine under its name: its path and its bytes."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    # Both end a line in a script of before 2019, which takes a string literal for unfinished.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"search/{name}.js", f'{FUNCTION}("{name}",{text});\n'.encode("utf-8", "backslashreplace")
