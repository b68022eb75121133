"""Word documents (.docx) as articles: by styles, or by a bold centred title; else as plain text for the splitter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gongbao.core.errors import InputError
from gongbao.core.records import PictureFile
from gongbao.ingest.folio import read_header
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import is_faulty
from gongbao.ingest.readers.sheet import FURNITURE, HIDDEN, Sheet
from gongbao.ingest.readers.word_parts import WordParts
from gongbao.ingest.readers.word_roles import ABOVE, LONGEST_TITLE, assign_roles
from gongbao.ingest.readers.word_styles import Styles, attribute, child
from gongbao.ingest.readers.word_text import Paragraph, read_paragraphs

ENCODING = "utf-8"  # what the text is kept in, whatever the XML inside declares

Notes = dict[str, list[Paragraph]]


def decode_docx(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError for what is no Word document, is too large unpacked, or holds what no text can."""
    with WordParts(name, raw) as parts:
        styles = Styles(parts.part("word/styles.xml"))
        content = child(parts.document(), "body")
        body = [] if content is None else read_paragraphs(name, content, styles)
        notes = _read_notes(name, parts, styles)
        pictures = {one: parts.picture(one) for one in dict.fromkeys(one for each in body for one in each.pictures)}
        frame = [one.text for root in parts.furniture() for one in read_paragraphs(name, root, styles) if one.text]
    frame = list(dict.fromkeys(frame))
    roles = assign_roles(body)
    decoded = _plain(body, notes, frame) if roles is None else _laid_out(body, roles, notes, frame)
    decoded = replace(decoded, pictures=tuple(_with_bytes(decoded.pictures, pictures)))
    if is_faulty(decoded.text):
        raise InputError(f"{name} 里有已经丢失的字或控制字符：请从原稿重新导出。")
    return decoded


def _with_bytes(found: Iterable[PictureFile], pictures: Mapping[str, tuple[str, bytes]]) -> Iterator[PictureFile]:
    """The pictures under their own names; ``pictures`` is {relation: (name, bytes)}."""
    for one in found:
        name, raw = pictures[one.name]
        yield replace(one, name=name, raw=raw)


def _read_notes(name: str, parts: WordParts, styles: Styles) -> Notes:
    """{``footnote 2``: its paragraphs} of footnotes and endnotes; their separators have no text."""
    notes: Notes = {}
    for kind in ("footnote", "endnote"):
        root = parts.part(f"word/{kind}s.xml")
        for element in root if root is not None else ():
            notes[f"{kind} {attribute(element, 'id')}"] = read_paragraphs(name, element, styles)
    return notes


def _laid_out(body: Sequence[Paragraph], roles: Sequence[str], notes: Notes, frame: Sequence[str]) -> Decoded:
    """Every paragraph with its role; an article's footnotes are its last paragraphs."""
    sheet = Sheet()
    article, before = 0, ""
    waiting: list[str] = []
    for paragraph, role in zip(body, roles, strict=True):
        if _opens(role, before):
            _add_notes(sheet, waiting, notes, article)
            article += 1
        before = role or before
        waiting += paragraph.notes
        for relation in paragraph.pictures:
            sheet.picture(relation, article)
        _add(sheet, paragraph, role, article)
    _add_notes(sheet, waiting, notes, article)
    for text in frame:
        sheet.discard(text, FURNITURE)
    short = (one.text for one in body if 0 < len(one.text) <= LONGEST_TITLE)
    date, page = read_header("\n".join([*frame, *short]))
    return sheet.decoded(ENCODING, Hints(date=date, page=page))


def _opens(role: str, before: str) -> bool:
    """Whether an article opens at a role that stands behind another; what stands above a headline opens with it."""
    if role in ABOVE:
        return before not in ("", "furniture", *ABOVE)
    return role == "headline" and before not in ("", "furniture", *ABOVE, "headline")


def _add(sheet: Sheet, paragraph: Paragraph, role: str, article: int) -> None:
    if role == "furniture":
        sheet.discard(paragraph.text, FURNITURE)
    elif any(piece.is_hidden and piece.text.strip() for piece in paragraph.pieces):
        sheet.add_pieces([(one.text, HIDDEN if one.is_hidden else "") for one in paragraph.pieces], role, article)
    else:
        sheet.add(paragraph.text, role, article)


def _add_notes(sheet: Sheet, waiting: list[str], notes: Notes, article: int) -> None:
    for note in waiting:
        for paragraph in notes.get(note, ()):
            _add(sheet, paragraph, "paragraph", article)
    waiting.clear()


def _plain(body: Sequence[Paragraph], notes: Notes, frame: Sequence[str]) -> Decoded:
    """The text as Word itself would save it, for the splitter. A frame that tells date or page goes first.

    Where the writer set empty paragraphs they part blocks; where there are none, each paragraph is a block. What is
    not to be read stands behind the text, marked as discards.
    """
    shown = "\n".join(one.text for one in body).strip("\n").split("\n")
    gap = "\n" if "" in shown else "\n\n"
    folios = [text for text in frame if any(read_header(text))]
    below = [one.text for paragraph in body for note in paragraph.notes for one in notes.get(note, ())]
    above = [f"{folio}\n" for folio in folios]
    text = gap.join([*above, *shown, *(f"\n{note}" for note in below if note)])
    hidden = ("".join(one.text for one in paragraph.pieces if one.is_hidden) for paragraph in body)
    sheet = Sheet(text.strip("\n"))
    for printed in frame:
        sheet.discard("" if printed in folios else printed, FURNITURE)
    for written in hidden:
        sheet.discard(written, HIDDEN)
    return replace(sheet.decoded(ENCODING), pictures=tuple(_placed(body, gap.join([*above, ""]), gap)))


def _placed(body: Sequence[Paragraph], above: str, gap: str) -> Iterator[PictureFile]:
    """The pictures, each where its paragraph begins in a text of all lines below ``above`` with gaps between."""
    place, begun = len(above), False
    for paragraph in body:
        yield from (PictureFile(relation, place, None) for relation in paragraph.pictures)
        for line in paragraph.text.split("\n"):
            begun = begun or bool(line)  # blank lines above the first are not in the text
            place += len(line) + len(gap) if begun else 0
