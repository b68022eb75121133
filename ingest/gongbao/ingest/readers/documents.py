"""PDF and Word files: told apart from broken ones, and refused until their readers are built."""

from __future__ import annotations

import io
import zipfile
from typing import NoReturn

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded

_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_PDF_HEADER_WITHIN = 1024  # where readers look for %PDF-, by the specification's implementation notes


def decode_pdf(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError: a broken file is named as such, a sound one as not yet read."""
    if b"%PDF-" not in raw[:_PDF_HEADER_WITHIN] or b"%%EOF" not in raw:
        _refuse_broken(name, "PDF")
    _refuse_unread(name, "PDF")


def decode_docx(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError: a broken file is named as such, a sound one as not yet read."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            sound = "word/document.xml" in archive.namelist() and archive.testzip() is None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        sound = False
    if not sound:
        _refuse_broken(name, "Word")
    _refuse_unread(name, "Word")


def decode_doc(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError: a broken file is named as such, a sound one as not yet read."""
    if not raw.startswith(_OLE_SIGNATURE):
        _refuse_broken(name, "Word")
    _refuse_unread(name, "Word")


def _refuse_broken(name: str, kind: str) -> NoReturn:
    raise InputError(f"{name} 不是能读的 {kind} 文件：请重新导出，或另存为 UTF-8 文本（.txt）。")


def _refuse_unread(name: str, kind: str) -> NoReturn:
    raise InputError(f"{name} 是 {kind} 文件，目前还不能读：请另存为 UTF-8 文本（.txt）。")
