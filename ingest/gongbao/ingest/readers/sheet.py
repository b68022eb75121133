"""The text of a structured input as it is put together from its parts, and the marks that say what each part is.

What a format stores in fields has no text of its own: its parts are written one below the other, blank lines
between them, as they would stand on a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.core.records import Given, Mark, PictureFile
from gongbao.ingest.hints import NO_HINTS, Hints
from gongbao.ingest.readers import Decoded

FURNITURE = "furniture"  # reasons of discards
UNREADABLE = "unreadable"
HIDDEN = "hidden"


class Sheet:
    """Takes parts in reading order; each printed character stands in exactly one mark."""

    def __init__(self, above: str = "") -> None:
        """``above`` is text without marks, which the splitter is to read."""
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._given: list[Given] = []
        self._pictures: list[PictureFile] = []
        if above:
            self._write(f"{above}\n\n")

    def add(self, text: str, role: str, article: int = 0) -> None:
        """A part of an article; each of its lines is one mark of the role, and white space alone is none."""
        for line in printed_lines(text):
            self._mark(line, role, article, "")
            self._write("\n\n")

    def add_pieces(self, pieces: list[tuple[str, str]], role: str, article: int = 0) -> None:
        """One paragraph that something stands in which is no part of it: (text, reason or empty), in order.

        An empty reason is the paragraph's own text, which goes on behind the discard.
        """
        begun = False
        for text, reason in pieces:
            if reason and text.strip():
                self._mark(text, "discard", article, reason)
                continue
            for number, line in enumerate(text.split("\n")):  # a line break begins a paragraph
                self._write("\n" if number else "")
                if line.strip():
                    self._mark(line, "continuation" if begun and not number else role, article, "")
                    begun = True
                else:
                    self._write(line)
        self._write("\n\n")

    def discard(self, text: str, reason: str, evidence: str = "") -> None:
        """Text that belongs to no article, of any number of lines, as one discard."""
        if text.strip():
            self._mark(text, "discard", 0, reason, evidence)
            self._write("\n\n")

    def give(self, given: Given) -> None:
        """What the input says of an article beside its text."""
        self._given.append(given)

    def picture(self, name: str, article: int | None = 0, raw: bytes = b"") -> None:
        """A picture before what is put on the sheet next; without bytes it lies beside the input."""
        self._pictures.append(PictureFile(name, self._length, article, raw))

    def decoded(self, encoding: str, hints: Hints = NO_HINTS) -> Decoded:
        """All that was put on the sheet."""
        return Decoded(
            "".join(self._parts), encoding, tuple(self._marks), tuple(self._given), hints, tuple(self._pictures)
        )

    def _mark(self, text: str, role: str, article: int, reason: str, evidence: str = "") -> None:
        self._marks.append(Mark(self._length, self._length + len(text), role, article, reason, evidence))
        self._write(text)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def printed_lines(text: str) -> Iterator[str]:
    """The lines of a text that hold more than white space, without the white space at their ends."""
    return filter(None, map(str.strip, text.splitlines()))
