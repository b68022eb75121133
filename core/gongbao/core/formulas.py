"""Text in a cell of a spreadsheet that stays text and never becomes a formula."""

from __future__ import annotations

# OWASP, "CSV Injection": a cell that begins so may be run. East Asian editions take the full-width signs too.
_BEGIN_FORMULAS = tuple("=+-@＝＋－＠\t\r\n\0")
TEXT_FOLLOWS = "'"


def as_text(value: str) -> str:
    """The value, behind an apostrophe where a spreadsheet might run it, which it takes for “text follows”."""
    return TEXT_FOLLOWS + value if value.startswith(_BEGIN_FORMULAS) else value
