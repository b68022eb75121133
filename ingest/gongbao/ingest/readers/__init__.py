"""Readers by file extension: one literal table of lazy loaders, and the checks that all of them share.

An input is read whole or refused with one sentence; nothing is repaired in silence.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from gongbao.core.errors import InputError
from gongbao.core.records import Given, Mark, Source
from gongbao.ingest.folio import read_header
from gongbao.ingest.hints import NO_HINTS, UNKNOWN_PAGE, Hints, gather_hints, hints_from_name
from gongbao.ingest.readers.finding import Refuse, find_files, look_at


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a reader makes of the bytes; marks where the input itself tells what is what (records.Source)."""

    text: str
    encoding: str
    marks: tuple[Mark, ...] = ()
    given: tuple[Given, ...] = ()
    hints: Hints = NO_HINTS  # what the document says of itself; a file name and a sidecar are believed before it


Decoder = Callable[[str, bytes, str], Decoded]  # (name, raw, encoding asked for or empty) -> text


def _text(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.text import decode_text

    return decode_text(name, raw, encoding)


def _pdf(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.documents import decode_pdf

    return decode_pdf(name, raw, encoding)


def _docx(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.documents import decode_docx

    return decode_docx(name, raw, encoding)


def _doc(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.documents import decode_doc

    return decode_doc(name, raw, encoding)


READERS: dict[str, tuple[Decoder, str]] = {
    ".txt": (_text, "text/plain"),
    ".text": (_text, "text/plain"),
    ".pdf": (_pdf, "application/pdf"),
    ".docx": (_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".doc": (_doc, "application/msword"),
}


def read_sources(path: Path, hints: Hints, max_bytes: int, refuse: Refuse) -> Iterator[Source]:
    """The sources in one file: itself, or the members of an archive; what cannot be read is refused by itself."""
    try:
        yield read_source(path, hints, max_bytes)
    except InputError as error:
        refuse(error)


def read_source(path: Path, hints: Hints, max_bytes: int) -> Source:
    """Read one file. Raises InputError, in one sentence, for whatever cannot be read as text in full."""
    if not stat.S_ISREG(look_at(path).st_mode):
        raise InputError(f"{path} 不是普通文件，读不了：请给出文件。")
    known = gather_hints(path, hints)
    try:
        with path.open("rb") as opened:
            raw = opened.read(max_bytes + 1)  # no more is held in memory than may be read
    except OSError as error:
        raise InputError(f"{path.name} 打不开（{error.strerror or error}）：请检查权限。") from error
    return _source(path.name, raw, known, max_bytes)


def read_source_bytes(name: str, raw: bytes, hints: Hints, max_bytes: int) -> Source:
    """As ``read_source``, for an input that is already in memory; it has a name and no sidecar."""
    return _source(name, raw, hints.over(hints_from_name(name)), max_bytes)


def find_inputs(paths: Sequence[Path], refuse: Refuse) -> list[Path]:
    """Files as given, folders replaced by the readable files under them, sorted; sidecars are left out.

    What is not there, a folder without a readable file, and what cannot be looked at are refused one by one.
    """
    return find_files(paths, READERS, refuse)


def _source(name: str, raw: bytes, hints: Hints, max_bytes: int) -> Source:
    if len(raw) > max_bytes:
        raise InputError(f"{name} 超过了 {max_bytes} 字节的上限：请拆开它，或调高设置 ingest.max_bytes。")
    if not raw:
        raise InputError(f"{name} 是空文件：请换成有内容的文件。")
    decode, media_type = READERS.get(PurePath(name).suffix.lower(), (_text, "text/plain"))
    decoded = decode(name, raw, hints.encoding)
    if not decoded.text or decoded.text.isspace():
        raise InputError(f"{name} 里只有空白，没有文字：请换成有内容的文件。")
    known = hints.over(decoded.hints)
    if not decoded.marks:
        known = known.over(_printed_hints(decoded.text, known))
    return Source(
        name,
        raw,
        hashlib.sha256(raw).hexdigest(),
        decoded.encoding,
        decoded.text,
        known.newspaper,
        known.date,
        known.page,
        media_type,
        marks=decoded.marks,
        given=decoded.given,
    )


def _printed_hints(text: str, stronger: Hints) -> Hints:
    """What the page's own folio says; its name counts for nothing when the number is known to be another one."""
    date, page = read_header(text)
    contradicts = stronger.page.number and page.number and stronger.page.number != page.number
    return Hints(date=date, page=UNKNOWN_PAGE if contradicts else page)
