"""One article out of a page's PDF, by the outline that the e-paper drew around it on the page's picture."""

from __future__ import annotations

from gongbao.core.records import Area
from gongbao.ingest.pdf.document import compose, read_area
from gongbao.ingest.pdf.isolation import read_pages
from gongbao.ingest.readers import Decoded


def decode_area(name: str, raw: bytes, area: Area) -> Decoded | None:
    """What stands inside an area of the PDF's first page, as one article; None when no text does.

    Raises InputError, in one sentence, for a file that cannot be read.
    """
    found = read_area(read_pages(name, raw)[0], area)
    if found is None:
        return None
    composed = compose([found])
    return Decoded(composed.text, "pdf", composed.marks, composed.given, composed.hints)
