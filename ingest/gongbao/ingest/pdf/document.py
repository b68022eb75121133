"""Pages into one text with marks: articles in reading order, then what belongs to none; nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongbao.core.records import Area, Given, Mark
from gongbao.ingest.advertising import judge_draft
from gongbao.ingest.assemble import Draft
from gongbao.ingest.blocks import BLANK_LINE, Line
from gongbao.ingest.furniture import find_furniture, marks_of
from gongbao.ingest.hints import NO_HINTS, Hints
from gongbao.ingest.marked import TITLES
from gongbao.ingest.notices import ADVERTISEMENT, FURNITURE
from gongbao.ingest.pdf.areas import AreaLines, articles_by_areas, outline
from gongbao.ingest.pdf.columns import Habits, find_blocks, gutters_of, habits_of, rejoin
from gongbao.ingest.pdf.content import PageContent, Rect, around
from gongbao.ingest.pdf.flow import Piece, Turn, pieces_of, read_turn
from gongbao.ingest.pdf.legibility import UNREADABLE_REASON, is_unreadable
from gongbao.ingest.pdf.lines import find_lines
from gongbao.ingest.pdf.margins import Margins, read_margins
from gongbao.ingest.pdf.neighbours import Surroundings, Thing
from gongbao.ingest.pdf.pictures import find_illustrations
from gongbao.ingest.pdf.territory import find_stories
from gongbao.ingest.pdf.titles import find_titles, is_display
from gongbao.ingest.pdf.zones import Zone, find_zones, in_strip

NO_TEXT_LAYER = "no text layer"  # reason of the one notice that is not printed: that nothing could be read
_GUTTER = 3.4  # em between two columns of one article at most
_AREA_SLACK = 6.0  # points by which a picture may stand out of an area that people drew
_AD_SHARE = 0.5  # of a box's characters in lines that are marked: then all of it is an advertisement
_ROW = 2.0  # pitches within which two stories begin at one height
# More than this is no page of articles; who belongs to whom is a question of each to each. Papers: 600 and 150.
_MOST_LINES, _MOST_THINGS = 3000, 400
_ENOUGH_LINES = 40  # of a zone: then it shows by itself how its paragraphs begin
_LEAST_CUES = 1  # titles that a page must have for its layout to tell more than its text


@dataclass(frozen=True, slots=True)
class LaidOutStory:
    """A story as pieces; ``place`` is where it stands on its page."""

    pieces: tuple[Piece, ...]
    place: Rect
    pitch: float


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """A page read: its stories in reading order, what is in none of them, and what its margins say."""

    stories: tuple[LaidOutStory, ...]
    discards: tuple[Piece, ...]
    margins: Margins
    has_cues: bool


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of a document and its marks."""

    text: str
    marks: tuple[Mark, ...]
    given: tuple[Given, ...]
    hints: Hints


def read_layout(page: PageContent, areas: Sequence[Area] = ()) -> LaidOutPage:
    """The stories of one page. Pure; every line of the page is in one story or one discard.

    Where an e-paper's hot areas are given, each area with lines is one story, whatever the layout would say.
    """
    if page.pictures and not page.glyphs:
        notice = Piece("discard", "（这一版只有图，没有文字层）", NO_TEXT_LAYER)
        return LaidOutPage((), (notice,), Margins(), False)
    lines = find_lines(page)
    if len(lines) > _MOST_LINES:
        pieces = tuple(Piece("paragraph", line.text, place=line.rect) for line in lines)
        return LaidOutPage((LaidOutStory(pieces, around([line.rect for line in lines]), 0.0),), (), Margins(), False)
    upright = [line for line in lines if not line.turned]
    margins = read_margins(page, [line for line in upright if not line.vertical])
    in_margins = {id(line) for line, _ in margins.lines}
    body = [line for line in upright if id(line) not in in_margins]
    habits = habits_of([line for line in body if not line.vertical])
    discards = [Piece("discard", line.text, reason, place=line.rect) for line, reason in margins.lines]
    discards += [Piece("discard", line.text, FURNITURE, place=line.rect) for line in lines if line.turned]
    ruled, body = articles_by_areas(body, areas, page.width, page.height)
    stories = [story for one in ruled if one.lines for story in _read_area(page, one, habits)]
    has_cues = bool(stories)
    for zone in find_zones(page, body):
        found, titled = _read_zone(zone, habits, page.boxes)
        has_cues = has_cues or titled
        if not zone.is_page and _is_advertisement([piece for story in found for piece in story.pieces]):
            found = [replace(story, pieces=_discarded(story.pieces, ADVERTISEMENT)) for story in found]
        stories += found
    kept = [story for story in stories if any(piece.role != "discard" for piece in story.pieces)]
    discards += [piece for story in stories if story not in kept for piece in story.pieces]
    return LaidOutPage(tuple(_ordered(kept)), tuple(discards), margins, has_cues)


def read_area(page: PageContent, area: Area) -> LaidOutPage | None:
    """The one story inside an area, as a page of its own; None when nothing stands there. Pure."""
    lines = [line for line in find_lines(page) if not line.turned]
    [found], _ = articles_by_areas(lines, [area], page.width, page.height)
    habits = habits_of([line for line in lines if not line.vertical])
    return LaidOutPage(tuple(_read_area(page, found, habits)), (), Margins(), True) if found.lines else None


def _read_area(page: PageContent, found: AreaLines, habits: Habits) -> Iterator[LaidOutStory]:
    """The one story of a hot area: what the layout takes for further titles are headings inside it."""
    rect = outline(found.area, page.width, page.height)
    inside = [picture for picture in page.pictures if rect.holds(picture, _AREA_SLACK)]
    rules = [rule for rule in page.rules if rect.holds(rule, _AREA_SLACK)]
    first, *others = _ordered(_read_zone(Zone(rect, list(found.lines), rules, inside), habits, page.boxes)[0])
    pieces = list(first.pieces)
    for story in others:
        pieces += [replace(one, role="crosshead") if one.role in TITLES else one for one in story.pieces]
    yield LaidOutStory(tuple(pieces), around([story.place for story in (first, *others)]), habits.pitch)


def _read_zone(zone: Zone, habits: Habits, boxes: Sequence[Rect]) -> tuple[list[LaidOutStory], bool]:
    """The stories of a zone, and whether titles told where they begin."""
    own = habits_of([line for line in zone.lines if not line.vertical])
    gap = own.gap if len(zone.lines) > _ENOUGH_LINES else habits.gap
    here = replace(habits, edges=own.edges, font=own.font if own.edges else habits.font, gap=gap)
    display = [line for line in zone.lines if is_display(line, here) or in_strip(line, boxes)]
    shown = {id(line) for line in display}
    text_lines = rejoin([line for line in zone.lines if id(line) not in shown], here)
    blocks = find_blocks(text_lines, here, [*zone.rules, *(line.rect for line in display)])
    titles = find_titles(display, here, zone.rules, gutters_of(blocks, _GUTTER * here.size))
    illustrations = find_illustrations(zone.pictures, blocks, here)
    captions = {id(block) for one in illustrations for block in one.blocks}
    things: list[Thing] = [*titles, *(block for block in blocks if id(block) not in captions), *illustrations]
    if len(things) > _MOST_THINGS:
        return list(_apart(zone, here)), False
    surroundings = Surroundings(
        tuple(things), tuple(zone.rules), tuple(zone.inner), _GUTTER * here.size, not zone.is_page
    )
    laid_out = []
    for story in find_stories(surroundings, here):
        pieces = tuple(_judged(pieces_of(story, here)))
        if pieces:
            place = around([piece.place for piece in pieces if piece.place is not None])
            laid_out.append(LaidOutStory(pieces, place, here.pitch))
    return laid_out, len(titles) >= _LEAST_CUES


def _apart(zone: Zone, habits: Habits) -> Iterator[LaidOutStory]:
    """The lines of a zone as they stand, from top to bottom: what stands in so many pieces is no page of articles."""
    ordered = sorted(zone.lines, key=lambda line: (line.rect.top, line.rect.left))
    pieces = tuple(_judged([Piece("paragraph", line.text, place=line.rect) for line in ordered]))
    yield LaidOutStory(pieces, around([line.rect for line in ordered]), habits.pitch)


def _judged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without what cannot be read; a story that is an advertisement as a whole is discarded."""
    readable = [
        Piece("discard", piece.text, UNREADABLE_REASON, place=piece.place) if is_unreadable(piece.text) else piece
        for piece in pieces
    ]
    if _is_advertisement([piece for piece in readable if piece.role != "discard"]):
        yield from _discarded(readable, ADVERTISEMENT)
        return
    yield from readable


def _discarded(pieces: Sequence[Piece], reason: str) -> tuple[Piece, ...]:
    return tuple(Piece("discard", piece.text, piece.reason or reason, place=piece.place) for piece in pieces)


def _is_advertisement(pieces: Sequence[Piece]) -> bool:
    """Whether the words are an advertisement's: judged as a whole, then line by line."""
    if not pieces:
        return False
    lines = list(_lines(pieces))
    titles = [line for line, piece in zip(lines, pieces, strict=True) if piece.role in TITLES]
    body = [(line, piece.role) for line, piece in zip(lines, pieces, strict=True) if line not in titles]
    if judge_draft(Draft(titles, body)) is not None:
        return True
    if any(piece.role == "byline" for piece in pieces):
        return False
    marked = set(find_furniture(lines))
    marked |= {place for place, line in enumerate(lines) if (found := marks_of(line.text)) and found.is_strong}
    ads = sum(len(lines[place].text) for place in marked)
    return ads > _AD_SHARE * sum(len(line.text) for line in lines)


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    start = 0
    for piece in pieces:
        yield Line(start, start + len(piece.text), piece.text, BLANK_LINE)
        start += len(piece.text) + 2


def _ordered(stories: Sequence[LaidOutStory]) -> list[LaidOutStory]:
    """From top to bottom; what begins at one height from left to right."""
    rows: list[list[LaidOutStory]] = []
    for story in sorted(stories, key=lambda one: (one.place.top, one.place.left)):
        if rows and story.place.top - rows[-1][0].place.top < _ROW * story.pitch:
            rows[-1].append(story)
        else:
            rows.append([story])
    return [story for row in rows for story in sorted(row, key=lambda one: one.place.left)]


def compose(pages: Sequence[LaidOutPage]) -> Composed:
    """One text of all pages; without marks where no page has titles, so that the words alone decide."""
    writer = _Writer()
    linked = _linked(pages)
    given: list[Given] = []
    for number, page in enumerate(pages):
        for place, story in enumerate(page.stories):
            source = linked.get((number, place))
            article = writer.begin(None if source is None else writer.numbers[source])
            writer.numbers[number, place] = article
            writer.write(story.pieces, article, goes_on=source is not None)
            if source is None and len(pages) > 1:
                given.append(Given(article, date=page.margins.date, page=page.margins.page))
        writer.write(page.discards, 0)
    hints = NO_HINTS
    if pages:
        date = next((page.margins.date for page in pages if page.margins.date), NO_HINTS.date)
        hints = Hints(date=date, page=pages[0].margins.page if len(pages) == 1 else NO_HINTS.page)
    has_cues = any(page.has_cues for page in pages)
    marks = tuple(mark for mark in writer.marks if has_cues or mark.reason == NO_TEXT_LAYER)
    return Composed(writer.text, marks, tuple(given) if has_cues else (), hints)


def _linked(pages: Sequence[LaidOutPage]) -> dict[tuple[int, int], tuple[int, int]]:
    """Stories that come from another page of the document, each with where it began; both must say so."""
    onward: dict[tuple[str, str], tuple[int, int]] = {}
    back: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        here = page.margins.page.number
        for place, story in enumerate(page.stories):
            for turn in _turns(story):
                if turn.onward:
                    onward[here, turn.page] = (number, place)
                else:
                    back.setdefault((turn.page, here), []).append((number, place))
    return {
        targets[0]: onward[key]
        for key, targets in back.items()
        if key in onward and len(targets) == 1 and onward[key] < targets[0] and all(key)
    }


def _turns(story: LaidOutStory) -> Iterator[Turn]:
    for piece in story.pieces:
        if piece.role == "discard" and (turn := read_turn(piece.text)) is not None:
            yield turn


class _Writer:
    """Puts pieces behind each other, blank lines between them, and marks each."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.numbers: dict[tuple[int, int], int] = {}
        self._length = 0
        self._articles = 0

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def begin(self, known: int | None) -> int:
        """The number of the article that follows: a new one, or one that goes on."""
        if known is not None:
            return known
        self._articles += 1
        return self._articles - 1

    def write(self, pieces: Sequence[Piece], article: int, *, goes_on: bool = False) -> None:
        """Pieces of one article; the second part of one keeps its title as a heading inside the text."""
        for piece in pieces:
            role = piece.role
            if goes_on and role in ("kicker", "headline", "subhead", "column"):
                role = "crosshead"
            elif goes_on and role == "paragraph" and piece.begins_open:
                role = "continuation"
            self.parts.append(f"{piece.text}\n\n")
            self.marks.append(Mark(self._length, self._length + len(piece.text), role, article, piece.reason))
            self._length += len(piece.text) + 2
