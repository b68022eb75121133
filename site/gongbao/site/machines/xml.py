"""XML as text: escaped, and without the characters that XML 1.0 has no way to write."""

from __future__ import annotations

import re
from html import escape

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """The value between tags or inside double quotes; what XML cannot hold is dropped."""
    return escape(NOT_XML.sub("", value))


def document(lines: list[str]) -> bytes:
    """Lines of markup as a file."""
    return (DECLARATION + "\n".join(lines) + "\n").encode()
