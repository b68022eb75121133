"""How much of a PDF is read at most, and the words in which worker and parent speak of a file that is not read."""

from __future__ import annotations

import struct

MAX_PAGES = 96  # a thick issue with all supplements; a file with more is not one
MAX_GLYPHS = 400_000  # of a file: a page of a newspaper has 2,000 to 8,000
MAX_PAGE_GLYPHS = 40_000  # of one page
MAX_OBJECTS = 400_000  # drawn things looked at on one page
MEMORY_BYTES = 1_500_000_000  # address space, of which the interpreter and PDFium take about 200 MB
LENGTH = struct.Struct(">Q")  # stands before each message between worker and parent

BROKEN, ENCRYPTED, TOO_MANY_PAGES, TOO_MUCH = "broken", "encrypted", "pages", "much"


class RefusedError(Exception):
    """A file that is not read; its text is one of the words above."""
