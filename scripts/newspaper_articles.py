"""Articles set into an area of a page: title, columns, pictures, crossheads, turn lines; all goes to the truth.

Areas and columns are in points. An article fills its area: paragraphs are written until no room is left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scripts.newspaper_press import Area, Press, note
from scripts.newspaper_prose import SERIES, Story
from scripts.newspaper_typesetting import (
    SANS,
    SERIF,
    Face,
    Frame,
    FrameFiller,
    Placed,
    break_lines,
    fit_size,
    natural_width,
    set_paragraph,
)

_LEAST_ROWS = 5  # a column with less room than this takes no text of its own


def set_article(press: Press, area: Area, kind: str = "plain", inset: Area | None = None, turn: str = "") -> None:
    """A whole article; ``inset`` is a part of the area, at its bottom, that belongs to something else."""
    chance = press.chance
    story = Story(press.prose.headline(1 if area.columns < 2 or chance.random() < 0.6 else 2))
    entry = note(press, story, kind)
    frames = area.frames(press.gutter)
    tall = area.height > 16 * press.pitch
    style = chance.random()
    if area.columns >= 3 and tall and style < 0.16:
        frames = _vertical_title(press, story, area, frames)
    elif area.columns >= 3 and tall and style < 0.3 and inset is None:
        part = replace(area, width=frames[-2].x + frames[-2].width - area.x, columns=area.columns - 1)
        top = _title(press, story, part)
        frames = [*(_lowered(one, top) for one in frames[:-1]), frames[-1]]
    else:
        top = _title(press, story, area)
        frames = [_lowered(one, top) for one in frames]
    entry.update(kicker=story.kicker, headline=list(story.headline), subhead=story.subhead, byline=story.byline)
    if inset is not None:
        frames = [_above(one, inset, press.pitch) for one in frames]
    elif area.columns >= 2 and tall and chance.random() < 0.45:
        frames = _with_picture(press, entry, frames)
    frames = [one for one in frames if one.height >= _LEAST_ROWS * press.pitch]
    fill(press, story, entry, FrameFiller(press.sheet, frames, press.pitch), turn)


def _lowered(frame: Frame, top: float) -> Frame:
    return Frame(frame.x, top, frame.width, frame.y + frame.height - top)


def _above(frame: Frame, inset: Area, pitch: float) -> Frame:
    overlaps = frame.x < inset.x + inset.width and inset.x < frame.x + frame.width
    return Frame(frame.x, frame.y, frame.width, inset.y - pitch - frame.y) if overlaps else frame


def _title(press: Press, story: Story, area: Area) -> float:
    """Kicker, headline, subhead and byline over the area; returns where text begins."""
    chance, body = press.chance, press.body
    largest = {1: 17.0, 2: 24.0}.get(area.columns, 24.0 + 4 * area.columns)
    bound = min(largest, 46.0, max(15.0, area.height / 7))
    if area.columns == 1:
        story.headline = (press.prose.short_headline(int(area.width / (1.45 * body.size))),)
    size = fit_size(story.headline, area.width - 4, bound, 1.3 * body.size)
    if any(natural_width(text, size) > area.width for text in story.headline):
        story.headline = (press.prose.short_headline(int(area.width / size) - 1),)
    face = Face(press.title_family, size, bold=True)
    align = "center" if chance.random() < 0.7 else "left"
    y = area.y
    second = round(max(1.15 * body.size, 0.52 * size), 1)
    if area.columns >= 2 and chance.random() < 0.4:
        story.kicker = press.prose.kicker()
        y = press.line(story.kicker, area.x, y, area.width, Face(SANS, second), align) + 2
        if natural_width(story.kicker, second) < area.width / 2 and chance.random() < 0.3:
            press.shape("rule", area.x, y - 1, area.width, 0.5)
    for text in story.headline:
        y = press.line(text, area.x, y, area.width, face, align)
    if area.columns >= 2 and chance.random() < 0.35:
        story.subhead = press.prose.subhead()
        y = press.line(story.subhead, area.x, y + 2, area.width, Face(SERIF, second), align)
    if chance.random() < 0.3:
        story.byline = press.prose.byline()
        y = press.line(story.byline, area.x, y + 3, area.width, Face(SANS, body.size), align)
    return y + 0.6 * press.pitch


def _vertical_title(press: Press, story: Story, area: Area, frames: list[Frame]) -> list[Frame]:
    """The headline from top to bottom in the first column, or in the last; text in the others."""
    column = frames[0] if press.chance.random() < 0.75 else frames[-1]
    size = fit_size(story.headline, area.height - 4, 0.8 * column.width / len(story.headline), 1.4 * press.body.size)
    if any(natural_width(text, size) > area.height for text in story.headline):
        story.headline = (press.prose.short_headline(int(area.height / size) - 1),)
    face = Face(press.title_family, size, bold=True)
    step = size * 1.25
    right = column.x + (column.width + step * len(story.headline)) / 2
    for place, text in enumerate(story.headline):
        x = right - step * (place + 1)
        height = natural_width(text, size) + size
        press.sheet.lines.append(Placed(text, x, area.y, step, height, face, vertical=True))
    return [one for one in frames if one is not column]


def _with_picture(press: Press, entry: dict[str, Any], frames: list[Frame]) -> list[Frame]:
    """A picture over some of the columns, at their head or in their middle; the text flows around it."""
    chance = press.chance
    width = chance.randint(1, max(1, len(frames) - 1)) if len(frames) < 4 else chance.randint(2, 3)
    first = chance.randint(0, len(frames) - width) if chance.random() < 0.5 else len(frames) - width
    chosen = frames[first : first + width]
    span = chosen[-1].x + chosen[-1].width - chosen[0].x
    room = min(one.height for one in chosen)
    top = max(one.y for one in chosen)
    height = min(0.64 * span, room - 12 * press.pitch)
    if height < 50:
        return frames
    if chance.random() < 0.4 and room > height + 24 * press.pitch:
        top += press.pitch * chance.randint(6, 10)
    bottom = set_picture(press, entry, Area(chosen[0].x, top, span, height, 1)) + 0.5 * press.pitch
    split: list[Frame] = []
    for one in frames:
        if one in chosen:
            split.append(Frame(one.x, one.y, one.width, top - 0.4 * press.pitch - one.y))
            split.append(_lowered(one, bottom))
        else:
            split.append(one)
    return split


def set_picture(press: Press, entry: dict[str, Any], area: Area) -> float:
    """A picture with its caption and credit; returns the y below them."""
    press.shape("picture", area.x, area.y, area.width, area.height)
    caption, credit = press.prose.caption(), press.prose.credit()
    y = area.y + area.height + 3
    lines = break_lines(caption, area.width / press.small.size, 0)
    for text in lines:
        y = press.line(text, area.x, y, area.width, press.small)
    room = area.width - natural_width(lines[-1], press.small.size)
    if press.chance.random() < 0.3 and natural_width(credit, press.small.size) + 12 < room:
        press.line(credit, area.x, y - press.small.size * 1.3, area.width, press.small, "right")
    else:
        y = press.line(credit, area.x, y, area.width, press.small, "right")
    entry["captions"].append(caption)
    entry["credits"].append(credit)
    return y


def fill(press: Press, story: Story, entry: dict[str, Any], filler: FrameFiller, turn: str = "") -> None:
    """Write paragraphs until the frames are full; ``turn`` is a line that sends the reader to another page, or back."""
    chance, prose = press.chance, press.prose
    if turn.startswith("（上接"):
        _set_turn(press, entry, filler, turn)
        text = prose.sentences()
        story.paragraphs.append(text[text.index("，") + 1 :] if "，" in text else text)
        set_paragraph(story.paragraphs[-1], filler, press.body, 0)
    has_byline = bool(story.byline)
    ends = 1 if turn.startswith("（下转") else 0
    while filler.room > ends + 3:
        if story.paragraphs and filler.room > 14 and chance.random() < 0.1:
            _set_crosshead(press, story, filler)
        text = prose.sentences() if story.paragraphs or has_byline else prose.opening()
        fitted = text if ends else shortened(text, filler, press.body.size, filler.room)
        if not fitted:
            break
        if len(break_lines(fitted, filler.width / press.body.size)) > filler.room - ends:
            lines = break_lines(fitted, filler.width / press.body.size)[: filler.room - ends]
            _set_cut(press, story, filler, lines)
            break
        story.paragraphs.append(fitted)
        set_paragraph(fitted, filler, press.body)
    if ends and filler.room:
        _set_turn(press, entry, filler, turn)


def shortened(text: str, filler: FrameFiller, size: float, room: int) -> str:
    """As many sentences of a text as the room takes; empty when not even one fits."""
    sentences = text.split("。")[:-1]
    while sentences:
        candidate = "。".join(sentences) + "。"
        if len(break_lines(candidate, filler.width / size)) <= room:
            return candidate
        sentences.pop()
    return ""


def _set_cut(press: Press, story: Story, filler: FrameFiller, lines: list[str]) -> None:
    """A paragraph that goes on elsewhere: its last line here is full."""
    story.paragraphs.append("".join(lines))
    for place, text in enumerate(lines):
        x, y, width, height = filler.take()
        shift = 0.0 if place else 2 * press.body.size
        press.sheet.lines.append(Placed(text, x + shift, y, width - shift, height, press.body, "full"))


def _set_turn(press: Press, entry: dict[str, Any], filler: FrameFiller, turn: str) -> None:
    x, y, width, height = filler.take()
    align = "right" if turn.startswith("（下转") else "left"
    press.sheet.lines.append(Placed(turn, x, y, width, height, Face(SANS, press.body.size), align))
    entry["turn"] = turn
    press.discard(turn, "continuation line")


def _set_crosshead(press: Press, story: Story, filler: FrameFiller) -> None:
    text = press.prose.crosshead()
    face = Face(SANS, press.body.size + press.chance.choice((0.0, 1.0)), bold=True)
    if natural_width(text, face.size) > filler.width:
        return
    x, y, width, height = filler.take()
    story.crossheads.append(len(story.paragraphs))
    story.paragraphs.append(text)
    press.sheet.lines.append(
        Placed(text, x, y, width, height, face, "center" if press.chance.random() < 0.7 else "left")
    )


def set_briefs(press: Press, area: Area) -> None:
    """A standing column's name over short items, each with its small headline."""
    chance, body = press.chance, press.body
    series = chance.choice(SERIES)
    y = press.line(series, area.x, area.y + 2, area.width, Face(SANS, 16 if area.columns < 3 else 22, True), "center")
    y += 0.5 * press.pitch
    filler = FrameFiller(press.sheet, [_lowered(one, y) for one in area.frames(press.gutter)], press.pitch)
    face = Face(SANS, round(body.size * 1.15, 1), bold=True)
    align = "center" if chance.random() < 0.5 else "left"
    first = True
    while filler.room >= 7:
        story = Story((press.prose.short_headline(int(filler.width / face.size) - 1),))
        entry = note(press, story, "brief")
        entry["column"] = series if first else ""
        first = False
        x, top, width, height = filler.take()
        press.sheet.lines.append(Placed(story.headline[0], x, top, width, height, face, align))
        text = shortened(press.prose.opening(), filler, body.size, filler.room) or press.prose.closing()[:20] + "。"
        for paragraph in (text, shortened(press.prose.sentences(), filler, body.size, filler.room - 6)):
            if paragraph and len(break_lines(paragraph, filler.width / body.size)) <= filler.room:
                story.paragraphs.append(paragraph)
                set_paragraph(paragraph, filler, body)


def set_photo(press: Press, area: Area) -> None:
    """Picture news: a picture, a headline, one paragraph and a credit."""
    story = Story((press.prose.short_headline(int(area.width / 18)),))
    entry = note(press, story, "photo")
    text = press.prose.caption() + press.prose.sentences()
    lines = break_lines(text, area.width / press.body.size)
    below = len(lines) * press.pitch + 3.2 * press.pitch + 24
    press.shape("picture", area.x, area.y, area.width, max(40.0, area.height - below))
    y = area.y + max(40.0, area.height - below) + 4
    y = press.line(story.headline[0], area.x, y, area.width, Face(press.title_family, 17, True), "center") + 3
    filler = FrameFiller(press.sheet, [Frame(area.x, y, area.width, len(lines) * press.pitch)], press.pitch)
    set_paragraph(text, filler, press.body)
    story.paragraphs.append(text)
    credit = press.prose.credit()
    press.line(credit, area.x, y + len(lines) * press.pitch, area.width, press.small, "right")
    entry["credits"].append(credit)
