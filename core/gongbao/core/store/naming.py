"""Names that people type: of accounts, labels, dossiers."""

from __future__ import annotations

import unicodedata

from gongbao.core.errors import StoreError


def plain_name(name: str) -> str:
    """A name as it is kept and compared: composed characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def checked_name(name: str, what: str, longest: int) -> str:
    """The name as it is kept. Raises StoreError, which says ``what`` needs one, when it cannot be a name."""
    called = plain_name(name)
    if not called or len(called) > longest or not called.isprintable():
        raise StoreError(f"{what}要有名字，{longest} 个字以内、看得见的字：请改正“{called[:longest]}”。")
    return called


def checked_text(text: str, what: str) -> str:
    """Text that every database can hold. Raises StoreError for a NUL or half a surrogate pair."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise StoreError(f"{what}里有存不下的字符（空字符或残缺的字）：请删掉再存。")
    return text
