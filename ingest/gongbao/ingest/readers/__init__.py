"""Readers by file extension: one literal table of lazy loaders, and the checks that all of them share.

An input is read as what its content shows it to be, whole, or refused with one sentence; nothing is repaired in
silence.
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gongbao.core.errors import InputError
from gongbao.core.records import Given, Mark, PictureFile, Source
from gongbao.ingest.folio import read_header
from gongbao.ingest.hints import NO_HINTS, UNKNOWN_PAGE, Hints, gather_hints, hints_from_name
from gongbao.ingest.readers.beside import Beside, nothing_beside, picture_beside, with_bytes
from gongbao.ingest.readers.finding import Refuse, find_files, look_at


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a reader makes of the bytes; marks where the input itself tells what is what (records.Source)."""

    text: str
    encoding: str
    marks: tuple[Mark, ...] = ()
    given: tuple[Given, ...] = ()
    hints: Hints = NO_HINTS  # what the document says of itself; a file name and a sidecar are believed before it
    pictures: tuple[PictureFile, ...] = ()  # without bytes where they lie beside the input


ARCHIVE = ".zip"
Decoder = Callable[[str, bytes, str], Decoded]  # (name, raw, encoding asked for or empty) -> text


def _text(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.text import decode_text

    return decode_text(name, raw, encoding)


def _pdf(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.pdf import decode_pdf

    return decode_pdf(name, raw, encoding)


def _docx(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.word import decode_docx

    return decode_docx(name, raw, encoding)


def _doc(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.doc import decode_doc

    return decode_doc(name, raw, encoding)


def _html(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.html import decode_html

    return decode_html(name, raw, encoding)


def _feed(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.feeds import decode_feed

    return decode_feed(name, raw, encoding)


def _json(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.json_lines import decode_json

    return decode_json(name, raw, encoding)


def _table(name: str, raw: bytes, encoding: str) -> Decoded:
    from gongbao.ingest.readers.tables import decode_table

    return decode_table(name, raw, encoding)


def _zip(name: str, raw: bytes, encoding: str) -> Decoded:
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise InputError(f"{name} 不是能读的 ZIP 压缩包：请重新打包。")
    raise InputError(f"{name} 是压缩包，不能当作一篇稿子读：请用 gongbao build 或 gongbao parse 读整个包，或先解压。")


READERS: dict[str, tuple[Decoder, str]] = {
    ".txt": (_text, "text/plain"),
    ".text": (_text, "text/plain"),
    ".pdf": (_pdf, "application/pdf"),
    ".docx": (_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".doc": (_doc, "application/msword"),
    ".html": (_html, "text/html"),
    ".htm": (_html, "text/html"),
    ".xhtml": (_html, "application/xhtml+xml"),
    ".shtml": (_html, "text/html"),
    ".xml": (_feed, "application/xml"),
    ".rss": (_feed, "application/rss+xml"),
    ".atom": (_feed, "application/atom+xml"),
    ".json": (_json, "application/json"),
    ".jsonl": (_json, "application/x-ndjson"),
    ".ndjson": (_json, "application/x-ndjson"),
    ".csv": (_table, "text/csv"),
    ".tsv": (_table, "text/tab-separated-values"),
    ARCHIVE: (_zip, "application/zip"),
}


def read_sources(path: Path, hints: Hints, max_bytes: int, refuse: Refuse) -> Iterator[Source]:
    """The sources in one file: itself, or the members of an archive; what cannot be read is refused by itself.

    ``max_bytes`` is the limit of a file, and of each member of an archive by itself.
    """
    try:
        if path.suffix.lower() == ARCHIVE and stat.S_ISREG(look_at(path).st_mode) and zipfile.is_zipfile(path):
            yield from _read_archive(path, hints, max_bytes, refuse)
        else:
            yield read_source(path, hints, max_bytes)
    except InputError as error:
        refuse(error)


def _read_archive(path: Path, hints: Hints, max_bytes: int, refuse: Refuse) -> Iterator[Source]:
    from gongbao.ingest.readers.archives import read_members

    known = gather_hints(path, NO_HINTS)
    for member in read_members(path, READERS, max_bytes, refuse):
        try:
            said = hints.over(member.hints).over(known)
            shown = f"{path.name} 里的 {member.name}"
            yield _source(member.name, member.raw, said, max_bytes, shown, member.beside)
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
    return _source(path.name, raw, known, max_bytes, beside=partial(picture_beside, path))


def read_source_bytes(name: str, raw: bytes, hints: Hints, max_bytes: int) -> Source:
    """As ``read_source``, for an input that is already in memory; it has a name and no sidecar."""
    return _source(name, raw, hints.over(hints_from_name(name)), max_bytes)


def find_inputs(paths: Sequence[Path], refuse: Refuse) -> list[Path]:
    """Files as given, folders replaced by the readable files under them, sorted; sidecars are left out.

    What is not there, a folder without a readable file, and what cannot be looked at are refused one by one.
    """
    return find_files(paths, READERS, refuse)


def _source(
    name: str, raw: bytes, hints: Hints, max_bytes: int, shown: str = "", beside: Beside = nothing_beside
) -> Source:
    """``shown`` is how the input is called in a sentence, when its name alone does not tell where it is."""
    from gongbao.ingest.readers.kinds import true_suffix

    shown = shown or name
    if len(raw) > max_bytes:
        raise InputError(f"{shown} 超过了 {max_bytes} 字节的上限：请拆开它，或调高设置 ingest.max_bytes。")
    if not raw:
        raise InputError(f"{shown} 是空文件：请换成有内容的文件。")
    decode, media_type = READERS.get(true_suffix(name, raw, shown), (_text, "text/plain"))
    decoded = decode(shown, raw, hints.encoding)
    if not decoded.text or decoded.text.isspace():
        raise InputError(f"{shown} 里只有空白，没有文字：请换成有内容的文件。")
    known = hints.over(decoded.hints)
    if not _tells_articles(decoded.marks):
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
        pictures=tuple(with_bytes(decoded.pictures, beside)),
    )


def _tells_articles(marks: Sequence[Mark]) -> bool:
    if not marks:
        return False
    from gongbao.ingest.marked import tells_articles  # with it the splitter, which a draft that is tagged never needs

    return tells_articles(marks)


def _printed_hints(text: str, stronger: Hints) -> Hints:
    """What the page's own folio says; its name counts for nothing when the number is known to be another one."""
    date, page = read_header(text)
    contradicts = stronger.page.number and page.number and stronger.page.number != page.number
    return Hints(date=date, page=UNKNOWN_PAGE if contradicts else page)
