"""CSV as spreadsheets open it right: what was printed stays text and never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongbao.cli.output import flat, print_rows
from gongbao.core.formulas import as_text


def harmless(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with each text that a spreadsheet might run behind an apostrophe, which it takes for “text follows”."""
    return {name: value if isinstance(value, int | float) else cell(value) for name, value in row.items()}


def print_sheet(rows: Iterable[Mapping[str, Any]], style: str, columns: Mapping[str, str]) -> None:
    """As ``print_rows``; as CSV each row harmless."""
    print_rows(map(harmless, rows) if style == "csv" else rows, style, columns)


def cell(value: object) -> str:
    """One cell that stays text."""
    return as_text(flat(value))
