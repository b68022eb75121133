"""A reporter's story: pasted text or an uploaded file as an article, and the text that is shown with its evidence.

The shown text holds every character of the article's fields once, a line a paragraph; what a paragraph opens with
(dateline, byline) stays where it was written, in front of it. Positions in fields are led back to the shown text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from gongbao.core.errors import InputError
from gongbao.core.records import Article, Credit, Picture, Source

MOST_BYTES = 1_048_576  # of a story's text in UTF-8: a newspaper page has about 20,000
MOST_FILE_BYTES = 10_485_760  # of an uploaded file: a Word document carries its pictures
_LONGEST_NAME = 100  # characters of a file's name
SUFFIXES = (".docx", ".txt", ".text")
PASTED = "粘贴的稿件"  # what a story without a file is called
_TITLES = ("column", "kicker", "headline", "subhead")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES_AROUND = " \t\u3000\xa0\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """Where one field of the article stands in the shown text."""

    field: str  # as in Evidence.field, and dateline
    index: int  # which paragraph, caption or credit, from 0
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Story:
    """An article that is not yet printed, and its text as the reporter sees it."""

    article: Article
    text: str
    places: Mapping[tuple[str, int], Line]  # by field and index, in reading order
    document: bytes = b""  # the uploaded .docx, to be handed back with its keywords; empty for any other
    source: Source | None = None  # what was uploaded; None for a pasted text

    def spot(self, name: str, index: int, start: int, end: int, words: str) -> tuple[int, int] | None:
        """Where a stretch of a field stands in the shown text; None for what is not shown there.

        A byline's positions count within a name or a unit, so its words are looked for where it is printed.
        """
        line = self.places.get((name, index))
        if line is None:
            return None
        if name != "byline":
            return (line.start + start, line.start + end)
        found = self.text.find(words, line.start, line.end) if words else -1
        return (found, found + len(words)) if found >= 0 else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of the story and what it is."""

    role: str  # a field's name, or credit
    text: str


@dataclass(slots=True)
class _Sheet:
    """The article and its shown text as they grow."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    byline: list[Credit] = field(default_factory=list)
    dateline: str = ""
    pictures: list[Picture] = field(default_factory=list)

    def write(self, text: str) -> int:
        """Write a line; where it begins."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text) + 1
        return start

    def credit(self, people: Sequence[Credit], start: int, end: int) -> None:
        """People whom a stretch of the text credits."""
        for one in people:
            if one not in self.byline:
                self.lines.append(Line("byline", len(self.byline), start, end))
                self.byline.append(one)


def pasted_story(text: str, name: str = PASTED) -> Story:
    """The story in a pasted text. Raises InputError for one that is empty, too long or broken."""
    from gongbao.ingest.readers.charsets import is_faulty

    plain = _LINE_ENDS.sub("\n", text)
    if is_faulty(plain):
        raise InputError("稿件里有乱码或看不见的控制字符：请从原稿重新复制。")
    _check_length(plain)
    return _story(name, plain.encode(), list(_plain_parts(plain)))


def uploaded_story(name: str, raw: bytes) -> Story:
    """The story in an uploaded .docx or .txt. Raises InputError, one sentence, for what cannot be read."""
    return story_of(uploaded_source(name, raw))


def uploaded_source(name: str, raw: bytes) -> Source:
    """The file as a source, its name without folders. Raises InputError for another kind, too large, unreadable."""
    from gongbao.ingest.hints import NO_HINTS
    from gongbao.ingest.readers import read_source_bytes
    from gongbao.ingest.readers.kinds import true_suffix

    shown = file_name(name)
    if len(raw) > MOST_FILE_BYTES:
        raise InputError(f"{shown} 超过了 {MOST_FILE_BYTES >> 20} MB：请删去其中的大图片再上传，或把文字粘贴过来。")
    if true_suffix(shown, raw, shown) not in SUFFIXES:
        raise InputError(f"{shown} 不是 .docx 或 .txt 文件：请在 Word 里另存为 .docx，或把文字粘贴过来。")
    source = read_source_bytes(shown, raw, NO_HINTS, MOST_FILE_BYTES)
    _check_length(source.text)
    return source


def story_of(source: Source) -> Story:
    """The story that a source tells: by its own marks where it has any, else by its lines."""
    if any(mark.role != "discard" for mark in source.marks):
        parts = list(_marked_parts(source))
    else:
        pieces, place = [], 0
        for mark in source.marks:
            pieces.append(source.text[place : mark.start])
            place = mark.end
        parts = list(_plain_parts(_LINE_ENDS.sub("\n", "".join([*pieces, source.text[place:]]))))
    document = source.raw if source.raw.startswith(b"PK") else b""
    return replace(_story(source.name, source.raw, parts), document=document, source=source)


def file_name(name: str) -> str:
    """The last part of a path that a browser sent, printable and of a length that can be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    last = "".join(character for character in last if character.isprintable()).strip(" .") or PASTED
    suffix = PurePath(last).suffix[:_LONGEST_NAME]
    return last if len(last) <= _LONGEST_NAME else last[: _LONGEST_NAME - len(suffix)] + suffix


def _check_length(text: str) -> None:
    if not text.strip(_SPACES_AROUND + "\n\r"):
        raise InputError("稿件里没有文字：请粘贴正文，第一行写标题。")
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise InputError(f"稿件有 {size >> 10} KB，超过了 {MOST_BYTES >> 20} MB：请一次只放一篇稿子。")


def _plain_parts(text: str) -> Iterator[_Part]:
    """The lines of a plain text: a headline where the first is one, then paragraphs."""
    from gongbao.nlp.drafts import read_draft

    draft = read_draft("", text)
    if draft.headline:
        yield _Part("headline", draft.headline)
    for paragraph in draft.paragraphs:
        yield _Part("paragraph", paragraph)


def _marked_parts(source: Source) -> Iterator[_Part]:
    """The marks' stretches; of a file with several stories the later titles are paragraphs of this one."""
    waiting: _Part | None = None
    for mark in source.marks:
        text = " ".join(source.text[mark.start : mark.end].split("\n")).strip(_SPACES_AROUND)
        if mark.role == "discard" or not text:
            continue
        if mark.role == "continuation" and waiting is not None:
            waiting = replace(waiting, text=waiting.text + text)
            continue
        if waiting is not None:
            yield waiting
        role = "paragraph" if mark.article and mark.role in _TITLES else mark.role
        waiting = _Part(role, text)
    if waiting is not None:
        yield waiting


def _story(name: str, raw: bytes, parts: Sequence[_Part]) -> Story:
    sheet = _Sheet()
    last = len(parts) - 1
    for number, part in enumerate(parts):
        _WRITERS.get(part.role, _write_paragraph)(sheet, part, number == last)
    article = Article(
        headline=sheet.titles.get("headline", ""),
        paragraphs=tuple(sheet.paragraphs),
        kicker=sheet.titles.get("kicker", ""),
        subhead=sheet.titles.get("subhead", ""),
        column=sheet.titles.get("column", ""),
        byline=tuple(sheet.byline),
        dateline=sheet.dateline,
        pictures=tuple(sheet.pictures),
        source=name,
        source_sha256=hashlib.sha256(raw).hexdigest(),
    )
    lines = sorted(sheet.lines, key=lambda line: line.start)
    return Story(article, "\n".join(sheet.pieces), {(line.field, line.index): line for line in lines})


def _write_title(sheet: _Sheet, part: _Part, is_last: bool) -> None:
    if part.role in sheet.titles:  # a headline of two lines: its second is read as a paragraph, nothing is joined
        _write_paragraph(sheet, part, is_last)
        return
    sheet.titles[part.role] = part.text
    start = sheet.write(part.text)
    sheet.lines.append(Line(part.role, 0, start, start + len(part.text)))


def _write_caption(sheet: _Sheet, part: _Part, is_last: bool) -> None:
    start = sheet.write(part.text)
    sheet.lines.append(Line("caption", len(sheet.pictures), start, start + len(part.text)))
    sheet.pictures.append(Picture(caption=part.text))


def _write_credit(sheet: _Sheet, part: _Part, is_last: bool) -> None:
    from gongbao.ingest.credits import parse_credit_line, parse_people

    bare = part.text.strip("（()）■□●— ")
    people = parse_credit_line(part.text) or parse_people(bare) or (Credit(bare),)
    start = sheet.write(part.text)
    if part.role == "credit" and sheet.pictures and not sheet.pictures[-1].credits:
        sheet.pictures[-1] = replace(sheet.pictures[-1], credits=tuple(people))
    sheet.credit(people, start, start + len(part.text))


def _write_dateline(sheet: _Sheet, part: _Part, is_last: bool) -> None:
    start = sheet.write(part.text)
    if not sheet.dateline:
        sheet.dateline = part.text
        sheet.lines.append(Line("dateline", 0, start, start + len(part.text)))


def _write_paragraph(sheet: _Sheet, part: _Part, is_last: bool) -> None:
    """A paragraph; the first may open with dateline and byline, a line of its own may be the byline."""
    from gongbao.ingest.credits import looks_like_credit_line, parse_credit_line, read_opening

    is_first = not sheet.paragraphs
    if (is_first or is_last) and looks_like_credit_line(part.text) and parse_credit_line(part.text):
        _write_credit(sheet, part, is_last)
        return
    start = sheet.write(part.text)
    begins = 0
    opening = read_opening(part.text) if is_first and not sheet.dateline else None
    if opening is not None:
        begins = opening.text_start
        sheet.dateline = opening.dateline
        if opening.dateline:
            sheet.lines.append(Line("dateline", 0, start, start + opening.dateline_end))
        sheet.credit(opening.credits, start + opening.dateline_end, start + begins)
    sheet.lines.append(Line("paragraph", len(sheet.paragraphs), start + begins, start + len(part.text)))
    sheet.paragraphs.append(part.text[begins:])


_WRITERS: Mapping[str, Callable[[_Sheet, _Part, bool], None]] = {
    **dict.fromkeys(_TITLES, _write_title),
    **dict.fromkeys(("byline", "credit"), _write_credit),
    "caption": _write_caption,
    "dateline": _write_dateline,
}
