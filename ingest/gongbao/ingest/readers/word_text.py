"""The paragraphs of a Word document in reading order, with what their styles say.

Tracked deletions are no text any more and tracked insertions are; comments are the desk's talk and left out;
hidden text is kept apart. A row of a table is one paragraph, unless its cells hold several each: then the table
only lays out the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongbao.core.errors import InputError
from gongbao.ingest.readers.markup import Element, local_name
from gongbao.ingest.readers.word_styles import NO_STYLE, Style, Styles, attribute, child, is_on, own_style, value

CELL_GAP = "\u3000"  # between the cells of a row
_GONE = frozenset(("del", "moveFrom", "delText", "delInstrText", "instrText"))
_NO_TEXT = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "annotationRef",
        "binData",
        "txbxContent",
    ]
)
_BLOCKS_INSIDE = frozenset(["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"])
_WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = {"blip": "embed", "imagedata": "id"}  # DrawingML's and VML's element, and which attribute has the relation
_PRIVATE_USE = range(0xE000, 0xF900)  # where a symbol font keeps its pictures


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that is shown or hidden as a whole."""

    text: str
    is_hidden: bool = False
    is_bold: bool = False
    size: int = 0  # in half points; 0 when it does not say


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``notes`` are the ids of its footnotes, as ``footnote 2``, ``pictures`` those of what it shows."""

    pieces: tuple[Piece, ...]
    style: Style = NO_STYLE
    notes: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()  # ids of relations
    goes_on: bool = False  # its end was deleted: the next paragraph is the rest of it

    @property
    def text(self) -> str:
        """What is shown of it, without the white space at its ends."""
        return "".join(piece.text for piece in self.pieces if not piece.is_hidden).strip()

    @property
    def is_bold(self) -> bool:
        """Whether all that is shown is bold."""
        shown = [piece for piece in self.pieces if piece.text.strip() and not piece.is_hidden]
        return bool(shown) and all(piece.is_bold or self.style.is_bold for piece in shown)

    @property
    def size(self) -> int:
        """The largest type in it, in half points; 0 when nothing says."""
        return max((piece.size for piece in self.pieces if piece.text.strip()), default=0) or self.style.size


def read_paragraphs(name: str, root: Element, styles: Styles) -> list[Paragraph]:
    """The paragraphs below a part's root. Raises InputError where a part of the text is another file."""
    paragraphs: list[Paragraph] = []
    for paragraph in _blocks(name, root, styles):
        before = paragraphs[-1] if paragraphs else None
        if before is not None and before.goes_on:
            joined = (
                before.pieces + paragraph.pieces,
                before.notes + paragraph.notes,
                before.pictures + paragraph.pictures,
            )
            paragraphs[-1] = Paragraph(joined[0], before.style, joined[1], joined[2], paragraph.goes_on)
        else:
            paragraphs.append(paragraph)
    return paragraphs


def _blocks(name: str, parent: Element, styles: Styles) -> Iterator[Paragraph]:
    for element in parent:
        kind = local_name(element)
        if kind == "p":
            yield _paragraph(element, styles)
            for box in _text_boxes(element):
                yield from _blocks(name, box, styles)
        elif kind == "tbl":
            yield from _table(name, element, styles)
        elif kind == "AlternateContent":
            yield from _blocks(name, _alternative(element), styles)
        elif kind == "altChunk":
            raise InputError(f"{name} 里嵌着另一个文件，读不全：请在 Word 里打开并另存一次。")
        elif kind in _BLOCKS_INSIDE:
            yield from _blocks(name, element, styles)


def _paragraph(element: Element, styles: Styles) -> Paragraph:
    properties = child(element, "pPr")
    named, own = styles[value(child(properties, "pStyle"))], own_style(element)
    style = Style(
        own.role or named.role, named.is_centred or own.is_centred, named.is_bold, named.is_hidden, named.size
    )
    inside = _Inside()
    _inline(element, Piece("", style.is_hidden), styles, inside)
    goes_on = child(child(properties, "rPr"), "del") is not None
    return Paragraph(tuple(inside.pieces), style, tuple(inside.notes), tuple(inside.pictures), goes_on)


@dataclass(slots=True)
class _Inside:
    """What a paragraph holds, as it is gathered."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def _inline(parent: Element, look: Piece, styles: Styles, inside: _Inside) -> None:
    """Gather the text below an element; ``look`` is how it is shown, with no text yet."""
    for element in parent:
        kind = local_name(element)
        if kind in _GONE or kind in _NO_TEXT:
            continue
        if kind == "AlternateContent":
            _inline(_alternative(element), look, styles, inside)
        elif kind in _PICTURES:
            inside.pictures += filter(None, (attribute(element, _PICTURES[kind]),))
        elif kind in ("footnoteReference", "endnoteReference"):
            inside.notes.append(f"{kind.removesuffix('Reference')} {attribute(element, 'id')}")
        elif text := _written(element, kind):
            inside.pieces.append(replace(look, text=text))
        else:
            _inline(element, _run_look(element, look, styles) if kind == "r" else look, styles, inside)


def _written(element: Element, kind: str) -> str:
    """What an element stands for by itself; empty for one that only holds others."""
    if kind == "t":
        return element.text or ""
    if kind == "sym":
        code = attribute(element, "char")
        number = int(code, 16) if len(code) == 4 and set(code.lower()) <= set("0123456789abcdef") else 0
        is_character = number >= ord(" ") and number not in _PRIVATE_USE and not 0xD800 <= number < 0xE000
        return chr(number) if is_character else ""
    return _WRITTEN.get(kind, "")


def _run_look(run: Element, look: Piece, styles: Styles) -> Piece:
    properties = child(run, "rPr")
    if properties is None:
        return look
    named, own = styles[value(child(properties, "rStyle"))], own_style(run)
    hidden = own.is_hidden if child(properties, "vanish") is not None else look.is_hidden or named.is_hidden
    return Piece("", hidden, is_on(properties, "b") or named.is_bold, own.size or named.size)


def _alternative(element: Element) -> Element:
    """Of the alternatives that different versions of Word show, the first that has any content."""
    return next((one for one in element if len(one)), element[0] if len(element) else element)


def _text_boxes(parent: Element) -> Iterator[Element]:
    """The text boxes anchored below an element, each once though two versions of Word may have it written twice."""
    for element in parent:
        kind = local_name(element)
        if kind == "txbxContent":
            yield element
        elif kind == "AlternateContent":
            yield from _text_boxes(_alternative(element))
        elif kind not in _GONE:
            yield from _text_boxes(element)


def _table(name: str, table: Element, styles: Styles) -> Iterator[Paragraph]:
    for row in table:
        kind = local_name(row)
        if kind in _BLOCKS_INSIDE:
            yield from _table(name, row, styles)
        elif kind == "tr" and child(child(row, "trPr"), "del") is None:
            yield from _row(name, row, styles)


def _row(name: str, row: Element, styles: Styles) -> Iterator[Paragraph]:
    cells = [
        [one for one in _blocks(name, cell, styles) if one.pieces or one.notes or one.pictures] for cell in _cells(row)
    ]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        pieces: list[Piece] = []
        for (only,) in filled:
            pieces += ([Piece(CELL_GAP)] if pieces else []) + list(only.pieces)
        notes = tuple(note for (only,) in filled for note in only.notes)
        yield Paragraph(tuple(pieces), notes=notes, pictures=tuple(one for (only,) in filled for one in only.pictures))
    else:
        for cell in filled:
            yield from cell


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        kind = local_name(element)
        if kind == "tc":
            yield element
        elif kind in _BLOCKS_INSIDE:
            yield from _cells(element)
