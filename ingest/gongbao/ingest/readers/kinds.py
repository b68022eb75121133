"""What a file is by its first bytes, whatever its name says: a page saved as .txt, a PDF renamed to .docx.

Such a file is read as what it is, and the source's media type shows it.
"""

from __future__ import annotations

import io
import re
from pathlib import PurePath

from gongbao.core.errors import InputError
from gongbao.ingest.readers.zipped import ZipFaultError, open_zip

WORD_DOCUMENT = "word/document.xml"
_LOOKED_AT = 1024  # bytes
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNATURES = ((b"%PDF-", ".pdf"), (_OLE, ".doc"), (b"{\\rtf", ".doc"))
_PACKED = {b"\x1f\x8b": "gzip", b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"BZh": "bzip2"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TEXTUAL = ("", ".txt", ".text", ".htm", ".html", ".xhtml", ".shtml", ".xml", ".rss", ".atom", ".doc", ".docx")
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_PAGE = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)


def true_suffix(name: str, raw: bytes, shown: str) -> str:
    """The suffix of the reader that the content calls for; the name's own where the content does not tell.

    ``shown`` is how a sentence calls the input.
    Raises InputError for packed files of a kind that nothing here unpacks.
    """
    suffix = PurePath(name).suffix.lower()
    for signature, kind in _PACKED.items():
        if raw.startswith(signature):
            raise InputError(f"{shown} 是 {kind} 压缩文件，不能直接读：请先解压，或改用 zip。")
    for signature, found in _SIGNATURES:
        if raw.startswith(signature):
            return found
    if raw.startswith(_ZIP):
        return _zip_suffix(raw, suffix)
    return _markup_suffix(raw) or suffix if suffix in _TEXTUAL else suffix


def _zip_suffix(raw: bytes, suffix: str) -> str:
    """A Word document and other zip files are told apart by what is in them; a damaged one is what it is called."""
    try:
        with open_zip(io.BytesIO(raw)) as opened:
            return ".docx" if WORD_DOCUMENT in opened.namelist() else ".zip"
    except ZipFaultError:
        return suffix if suffix == ".docx" else ".zip"


def _markup_suffix(raw: bytes) -> str:
    head = raw[:_LOOKED_AT].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head.startswith("<"):
        return ""
    if _FEED.search(head):
        return ".xml"
    return ".html" if _PAGE.match(head) else ""
