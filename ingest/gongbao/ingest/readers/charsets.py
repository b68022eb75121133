"""Encodings of inputs that may declare their own: believed where the bytes bear it out, else found by evidence.

A declaration can lie: a page saved again as UTF-8 keeps its old ``charset=gb2312``. Bytes that are valid UTF-8
beyond ASCII are UTF-8 whatever is declared, for text in another encoding hardly ever happens to be that.
"""

from __future__ import annotations

import codecs
import re

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.text import decode_text

_DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1024, pages with long heads declare later
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]{1,40})[\"']"
    rb"|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{1,40})",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_FAULTY = re.compile("[\ufffd\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]")  # lost, half a pair, or no character of a text


def decode_declared(name: str, raw: bytes, asked: str) -> Decoded:
    """Markup as text: by what was asked for, a byte order mark, UTF-8, the declaration, detection; in this order.

    Raises InputError for what none of them explains.
    """
    declared = declared_encoding(raw)
    if asked or not declared or raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode_text(name, raw, asked)
    if not is_utf8(raw):
        try:
            return decode_text(name, raw, declared)
        except InputError:
            pass  # it lies, or the encoding it names does not exist: the bytes themselves are asked
    return decode_text(name, raw, "")


def decode_rows(name: str, raw: bytes, asked: str) -> Decoded:
    """An export as text, where one damaged row must not cost the others.

    A damaged byte of a file that is UTF-8 otherwise becomes half a surrogate pair, and a lost character stays:
    ``is_faulty`` finds both in the row that they are in. Raises InputError for what no encoding explains.
    """
    if not asked and is_utf8(raw):
        return Decoded(raw.decode("utf-8").removeprefix("\ufeff"), "utf-8")
    try:
        return decode_text(name, raw, asked)
    except InputError:
        if asked or not any(not line.isascii() and is_utf8(line) for line in raw.split(b"\n")):
            raise
        return Decoded(raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff"), "utf-8")


def declared_encoding(raw: bytes) -> str:
    """What an XML declaration or a ``meta`` element near the beginning says; empty when neither does."""
    found = _DECLARED.search(raw[:_DECLARED_WITHIN])
    return (found["xml"] or found["meta"]).decode("ascii") if found else ""


def is_utf8(raw: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def without_declaration(text: str) -> str:
    """Markup without its XML declaration, which speaks of bytes that are no more."""
    found = _XML_DECLARATION.match(text)
    return text[found.end() :] if found else text


def is_faulty(text: str) -> bool:
    """Whether a text holds what no printed text can: control characters, half a surrogate pair, U+FFFD."""
    return _FAULTY.search(text) is not None
