"""What every Word document of the desk has: a Chinese font, and the same bytes whenever it is made."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can tell
_FONT = "宋体"


def set_font(document: Document, *styles: str) -> None:
    """Have the text of these styles set in a Chinese font; python-docx knows of Latin ones only."""
    from docx.oxml.ns import qn

    for name in styles:
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _FONT)


def packed(document: Document) -> bytes:
    """The document as a file, without the moments at which its parts were packed."""
    made, target = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(zipfile.ZipInfo(part.filename, EPOCH), before.read(part), zipfile.ZIP_DEFLATED)
    return target.getvalue()
