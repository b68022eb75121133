"""A third style of paper, a weekly: paragraphs parted by gaps and not by indents, titles in tints, a side column.

Headlines stand in a grey tint over two of five columns while the text flows under and beside it, kickers in bars of
colour. It was made when the reader had been measured on the two other styles.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any

from scripts.newspaper_layouts import MadePage
from scripts.newspaper_press import SMALL, Press, note
from scripts.newspaper_prose import PAGE_NAMES, SERIES, Prose, Story
from scripts.newspaper_typesetting import SANS, SERIF, Face, Frame, Placed, Sheet, break_lines, fit_size, to_html

_WIDTH, _HEIGHT, _MARGIN = 880.0, 1240.0, 34.0  # points
_SIDE, _SIDE_GAP = 160.0, 24.0
_GUTTER, _COLUMNS = 14.0, 5
_TOP, _FOOT, _BAND_GAP = 82.0, 1196.0, 22.0
_LEAST_BAND = 210.0
_PARAGRAPH_GAP = 0.5  # of the pitch
_BAR = 17.0  # points: the height of a kicker's bar
_WHITE, _COLOR = "#fff", "#0b5e6f"


class _Pour:
    """Sets paragraphs into frames, one frame after the other."""

    def __init__(self, press: Press, frames: Sequence[Frame]) -> None:
        self.press, self.frames = press, list(frames)
        self.place, self.y = 0, self.frames[0].y

    def set(self, text: str, face: Face) -> bool:
        """Set a paragraph whole, or nothing of it when it does not fit."""
        pitch, placed = self.press.pitch, []
        place, y = self.place, self.y
        if y > self.frames[place].y:
            y += _PARAGRAPH_GAP * pitch
        lines = break_lines(text, self.frames[0].width / face.size, 0.0)
        for number, line in enumerate(lines):
            while y + pitch > self.frames[place].y + self.frames[place].height + 0.01:
                place += 1
                if place == len(self.frames):
                    return False
                y = self.frames[place].y
            frame = self.frames[place]
            align = "full" if number < len(lines) - 1 else "left"
            placed.append(Placed(line, frame.x, y, frame.width, pitch, face, align))
            y += pitch
        self.press.sheet.lines += placed
        self.place, self.y = place, y
        return True


def make_weekly_page(seed: int) -> MadePage:
    """The page of a seed, by the third style. Pure, as ``newspaper_layouts.make_page``."""
    chance = random.Random(seed)  # noqa: S311 - a fixed layout, no secret
    size = chance.choice((8.5, 9.0, 9.5))
    face = Face(chance.choice((SERIF, "AR PL UMing CN")), size)
    press = Press(chance, Prose(chance), Sheet(_WIDTH, _HEIGHT), face, round(1.45 * size, 1), _GUTTER, SANS)
    folio = _folio(press)
    y, ruled = _TOP, chance.random() < 0.5
    while _FOOT - y > _LEAST_BAND:
        height = min(_FOOT - y, chance.uniform(_LEAST_BAND, 380))
        if _FOOT - y - height < _LEAST_BAND:
            height = _FOOT - y
        _band(press, y, height)
        y += height + _BAND_GAP
        if ruled and _FOOT - y > _LEAST_BAND:
            press.shape("rule", _MARGIN, y - _BAND_GAP / 2, _main_width(), 0.8)
    _side_column(press)
    truth = {"seed": seed, "folio": folio, "articles": press.articles, "discards": press.discards}
    return MadePage(to_html(press.sheet, chance), _WIDTH, _HEIGHT, truth)


def _main_width() -> float:
    return _WIDTH - 2 * _MARGIN - _SIDE - _SIDE_GAP


def _column(number: int) -> tuple[float, float]:
    """Left edge and width of a main column."""
    width = (_main_width() - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
    return _MARGIN + number * (width + _GUTTER), width


def _frames(first: int, count: int, y: float, height: float) -> list[Frame]:
    return [Frame(_column(first + place)[0], y, _column(0)[1], height) for place in range(count)]


def _across(first: int, count: int) -> tuple[float, float]:
    """Left edge and width of several columns."""
    left = _column(first)[0]
    right = _column(first + count - 1)[0] + _column(0)[1]
    return left, right - left


def _folio(press: Press) -> dict[str, str]:
    """The paper and date at the left, number and name of the page on colour at the right; the editor at the foot."""
    chance = press.chance
    day = datetime.date(2023, 1, 6) + datetime.timedelta(days=chance.randint(0, 900))
    number, name = chance.randint(2, 16), chance.choice(PAGE_NAMES)
    date = f"{day.year}年{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"
    printed, editor = f"第{number:02d}版 {name}", f"责编：{press.prose.person()}"
    press.shape("bar", _WIDTH - _MARGIN - 150, 28, 150, 32)
    press.line("云桥工友周报", _MARGIN, 34, 120, Face(SANS, 13, bold=True))
    press.line(date, _MARGIN + 140, 38, 200, Face(SANS, 9))
    press.line(printed, _WIDTH - _MARGIN - 150, 33, 150, Face(SANS, 16, color=_WHITE), "center")
    press.shape("rule", _MARGIN, 66, _WIDTH - 2 * _MARGIN, 1.2)
    press.line(editor, _MARGIN, _HEIGHT - 34, 200, Face(SANS, 8))
    for text, reason in (
        ("云桥工友周报", "furniture"),
        (date, "furniture"),
        (printed, "furniture"),
        (editor, "imprint"),
    ):
        press.discard(text, reason)
    return {"date": day.isoformat(), "number": str(number), "name": name}


def _band(press: Press, y: float, height: float) -> None:
    draw = press.chance.random()
    if draw < 0.35:
        _lead(press, y, height)
    elif draw < 0.8:
        first = press.chance.choice((2, 3))
        _article(press, 0, first, y, height)
        _article(press, first, _COLUMNS - first, y, height)
    else:
        _wide(press, y, height)


def _lead(press: Press, y: float, height: float) -> None:
    """A title in a tint over two columns; the text begins under it and goes on beside it."""
    story = Story(press.prose.headline(2))
    story.kicker = press.prose.kicker() if press.chance.random() < 0.6 else ""
    story.subhead = press.prose.subhead() if press.chance.random() < 0.5 else ""
    entry = note(press, story, "plain")
    entry["kicker"], entry["subhead"] = story.kicker, story.subhead
    left, width = _across(0, 2)
    size = fit_size(story.headline, width - 16, 24, 11)
    tall = 14 + (_BAR + 4 if story.kicker else 0) + 1.3 * size * 2 + (18 if story.subhead else 0)
    press.shape("grey", left, y, width, tall)
    _title(press, story, left + 8, y + 6, width - 16, size)
    below = y + tall + 8
    frames = [*_frames(0, 2, below, y + height - below), *_frames(2, 3, y, height)]
    _text(press, story, frames)


def _article(press: Press, first: int, count: int, y: float, height: float) -> None:
    """A title over its columns, on some a picture at the head of the last one, all of it in a tint on others."""
    story = Story(press.prose.headline(1 if press.chance.random() < 0.6 else 2))
    story.kicker = press.prose.kicker() if press.chance.random() < 0.5 else ""
    story.byline = press.prose.byline() if press.chance.random() < 0.3 else ""
    entry = note(press, story, "plain")
    entry["kicker"], entry["byline"] = story.kicker, story.byline
    left, width = _across(first, count)
    if press.chance.random() < 0.25:
        press.shape("grey", left - 5, y - 5, width + 10, height + 10)
    size = fit_size(story.headline, width - 4, 20 if count < 3 else 26, 11)
    below = _title(press, story, left, y, width, size) + 8
    if story.byline:
        below = press.line(story.byline, left, below - 3, width, Face(SANS, press.small.size), "right") + 5
    frames = _frames(first, count, below, y + height - below)
    if press.chance.random() < 0.35 and frames[-1].height > 170:
        frames[-1] = _picture(press, entry, frames[-1])
    _text(press, story, frames)


def _wide(press: Press, y: float, height: float) -> None:
    """A title over all columns, a picture over the last two."""
    story = Story(press.prose.headline(1))
    story.subhead = press.prose.subhead() if press.chance.random() < 0.5 else ""
    entry = note(press, story, "plain")
    entry["subhead"] = story.subhead
    left, width = _across(0, _COLUMNS)
    below = _title(press, story, left, y, width, fit_size(story.headline, width, 34, 16)) + 10
    under = _picture(press, entry, Frame(_column(3)[0], below, _across(3, 2)[1], y + height - below))
    frames = [*_frames(0, 3, below, y + height - below), *_frames(3, 2, under.y, under.height)]
    _text(press, story, frames)


def _title(press: Press, story: Story, x: float, y: float, width: float, size: float) -> float:
    """Kicker in its bar, headline, subhead, all at the left; the y below them."""
    if story.kicker:
        press.shape("bar", x, y, width, _BAR)
        press.line(story.kicker, x + 6, y + 1, width - 6, Face(SANS, 10.5, color=_WHITE))
        y += _BAR + 4
    for text in story.headline:
        y = press.line(text, x, y, width, Face(SANS, size, bold=True))
    if story.subhead:
        y = press.line(story.subhead, x, y + 1, width, Face(SANS, 11, color=_COLOR))
    return y


def _picture(press: Press, entry: dict[str, Any], frame: Frame) -> Frame:
    """A picture at the head of a frame, its caption and credit; what is left of the frame."""
    caption, credit = press.prose.caption(), press.prose.credit()
    entry["captions"].append(caption)
    entry["credits"].append(credit)
    tall = min(0.62 * frame.width, 0.4 * frame.height)
    press.shape("picture", frame.x, frame.y, frame.width, tall)
    y = frame.y + tall + 3
    face = Face(SANS, round(SMALL * press.body.size, 1), color="#444")
    for line in break_lines(caption, frame.width / face.size, 0):
        y = press.line(line, frame.x, y, frame.width, face)
    y = press.line(credit, frame.x, y, frame.width, face, "right") + 8
    return Frame(frame.x, y, frame.width, frame.y + frame.height - y)


def _text(press: Press, story: Story, frames: Sequence[Frame]) -> None:
    """Paragraphs as long as one fits, now and then a crosshead."""
    pour = _Pour(press, [frame for frame in frames if frame.height > press.pitch])
    bold = Face(SANS, press.body.size, bold=True, color=_COLOR)
    while True:
        text = press.prose.sentences() if story.paragraphs else press.prose.opening()
        kept = len(press.sheet.lines), pour.place, pour.y
        cross = press.prose.crosshead() if story.paragraphs and press.chance.random() < 0.1 else ""
        if (cross and not pour.set(cross, bold)) or not pour.set(text, press.body):
            del press.sheet.lines[kept[0] :]
            return
        if cross:
            story.crossheads.append(len(story.paragraphs))
            story.paragraphs.append(cross)
        story.paragraphs.append(text)


def _side_column(press: Press) -> None:
    """Short items one under the other at the right, under the column's name in a bar; on some an advertisement."""
    x = _WIDTH - _MARGIN - _SIDE
    foot = _FOOT
    press.shape("rule", x - _SIDE_GAP / 2, _TOP, 0.6, _FOOT - _TOP)
    if press.chance.random() < 0.5:
        foot = _FOOT - 150
        _advertisement(press, x, foot + 14)
    series, y, first = press.chance.choice(SERIES), _TOP, True
    press.shape("bar", x, y, _SIDE, 22)
    press.line(series, x, y + 1, _SIDE, Face(SANS, 14, color=_WHITE), "center")
    y += 32
    while True:
        title = press.prose.short_headline(int(_SIDE / (1.2 * press.body.size)))
        face = Face(SANS, round(1.18 * press.body.size, 1), bold=True, color=_COLOR)
        pour = _Pour(press, [Frame(x, y + 1.4 * face.size, _SIDE, foot - y - 1.4 * face.size)])
        text = press.prose.opening()
        if not pour.set(text, press.body):
            return
        story = Story((title,), paragraphs=[text])
        entry = note(press, story, "brief")
        entry["column"], first = (series if first else ""), False
        press.line(title, x, y, _SIDE, face)
        y = pour.y + 12


def _advertisement(press: Press, x: float, y: float) -> None:
    press.shape("bar", x, y, _SIDE, 136)
    y += 18
    for text, size in zip(press.prose.advertisement(), (20.0, 11.0, 9.0, 9.0), strict=False):
        face = Face(SANS, min(size, fit_size([text], _SIDE - 8, size, 6)), color=_WHITE)
        y = press.line(text, x, y, _SIDE, face, "center") + 4
        press.discard(text, "advertisement")
