"""Pages of a union newspaper as a whole: folio, bands of articles, boxes, L-shapes, briefs, pictures, advertisements.

``make_page(seed)`` is pure: the same seed gives the same page and the same truth.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from scripts.newspaper_articles import set_article, set_briefs, set_photo
from scripts.newspaper_press import Area, Press
from scripts.newspaper_prose import PAGE_NAMES, Prose
from scripts.newspaper_typesetting import SANS, SERIF, Face, Frame, FrameFiller, Placed, Sheet, set_paragraph, to_html

_TABLOID, _BROADSHEET = (765.0, 1105.0), (1105.0, 1560.0)  # points: 270 x 390 mm and 390 x 550 mm
_MARGIN = 38.0
# Chromium embeds TrueType fonts with their names, and the Noto fonts as nameless Type 3: both are met in the field.
_TRUETYPE = {SERIF: "AR PL UMing CN", SANS: "WenQuanYi Zen Hei"}
_WEEKDAYS = "一二三四五六日"
_PAPER = "云桥工友报"
# How many columns each article of a band takes, by the columns of the page.
_BANDS = {
    4: ((4,), (2, 2), (3, 1), (1, 3), (2, 1, 1)),
    5: ((5,), (3, 2), (2, 3), (4, 1), (2, 2, 1)),
    6: ((6,), (4, 2), (3, 3), (2, 4), (2, 2, 2), (3, 2, 1)),
    7: ((7,), (4, 3), (5, 2), (2, 3, 2), (3, 4)),
    8: ((5, 3), (4, 4), (3, 5), (2, 4, 2), (3, 3, 2), (6, 2)),
}


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's HTML, its size in points and what stands on it."""

    html: str
    width: float
    height: float
    truth: dict[str, Any]


def make_page(seed: int) -> MadePage:
    """The page of a seed, by the house style."""
    chance = random.Random(seed)  # noqa: S311 - a fixed layout, no secret
    width, height = _TABLOID if chance.random() < 0.6 else _BROADSHEET
    columns = chance.choice((4, 5, 6)) if width == _TABLOID[0] else chance.choice((6, 7, 8))
    size = chance.choice((9.0, 9.5, 10.0)) if width == _TABLOID[0] else chance.choice((9.5, 10.0, 10.5))
    press = Press(
        chance, Prose(chance), Sheet(width, height), Face(SERIF, size), round(size * chance.choice((1.4, 1.5, 1.6)), 2),
        chance.choice((1.2, 1.5, 2.0)) * size, chance.choice((SERIF, SANS)),
    )  # fmt: skip
    folio = set_folio(press)
    area = Area(_MARGIN, 66, width - 2 * _MARGIN, height - 66 - _MARGIN, columns)
    if chance.random() < 0.5:
        area = _with_advertisements(press, area)
    _fill_area(press, area)
    return finished(press, seed, folio)


def finished(press: Press, seed: int, folio: dict[str, str]) -> MadePage:
    """The page with its truth; on every third page lines stand in the file in another order than on paper."""
    sheet, chance = press.sheet, press.chance
    if chance.random() < 0.5:
        sheet.lines = [line if line.vertical else _in_truetype(line) for line in sheet.lines]
    if chance.random() < 0.33:
        blocks = [sheet.lines[i : i + 7] for i in range(0, len(sheet.lines), 7)]
        chance.shuffle(blocks)
        sheet.lines = [line for block in blocks for line in block]
    truth = {"seed": seed, "folio": folio, "articles": press.articles, "discards": press.discards}
    return MadePage(to_html(sheet, chance), sheet.width, sheet.height, truth)


def _in_truetype(line: Placed) -> Placed:
    """These fonts have no advances for vertical type: set upright, their characters would lie on each other."""
    return replace(line, face=replace(line.face, family=_TRUETYPE[line.face.family]))


def set_folio(press: Press) -> dict[str, str]:
    """The page's head: number, name, date, who edited it; all of it furniture."""
    chance, sheet = press.chance, press.sheet
    day = datetime.date(2019, 1, 1) + datetime.timedelta(days=chance.randint(0, 2200))
    number, name = chance.randint(2, 16), chance.choice(PAGE_NAMES)
    printed = f"{day.year}年{day.month}月{day.day}日"
    weekday = f"星期{_WEEKDAYS[day.weekday()]}"
    inner = sheet.width - 2 * _MARGIN
    editors = f"责任编辑：{press.prose.person()} 美术编辑：{press.prose.person()}"
    form = chance.randint(0, 2)
    texts: tuple[tuple[str, float, float, str], ...]
    if form == 0:
        texts = (
            (f"第{number:02d}版", 24, 22, "left"),
            (name, 24, 20, "center"),
            (f"{printed} {weekday}", 30, 10, "right"),
        )
    elif form == 1:
        texts = ((f"{number:02d}版 {name}", 26, 18, "right"), (f"{printed} {weekday} {_PAPER}", 32, 10, "left"))
    else:
        texts = ((f"{printed} {weekday} 第{number}版 {name}", 32, 11, "center"),)
    for text, y, size, align in texts:
        press.line(text, _MARGIN, y, inner, Face(SANS, size), align)
        press.discard(text, "furniture")
    if form != 0 and chance.random() < 0.6:
        press.line(editors, _MARGIN, 32, inner, Face(SANS, 8), "left" if form == 2 else "center")
        press.discard(editors, "imprint")
    press.shape("rule", _MARGIN, 55, inner, 1)
    return {"date": day.isoformat(), "number": str(number), "name": name}


def _with_advertisements(press: Press, area: Area) -> Area:
    """Advertisements at the foot of the page; returns the area that is left."""
    height = press.chance.choice((92.0, 120.0))
    top = area.y + area.height - height
    count = press.chance.choice((1, 2, 3))
    width = (area.width - 10 * (count - 1)) / count
    for place in range(count):
        box = Area(area.x + place * (width + 10), top, width, height, 1)
        set_advertisement(press, box) if press.chance.random() < 0.75 else set_lost_papers(press, box)
    return Area(area.x, area.y, area.width, area.height - height - 16, area.columns)


def set_advertisement(press: Press, box: Area) -> None:
    """A display advertisement in its box."""
    press.shape("box", box.x, box.y, box.width, box.height)
    y = box.y + 8
    for place, text in enumerate(press.prose.advertisement()):
        size = (24.0, 14.0, 11.0, 10.0)[place]
        y = press.line(text, box.x + 6, y, box.width - 12, Face(SANS, size, bold=place < 2), "center")
        press.discard(text, "advertisement")


def set_lost_papers(press: Press, box: Area) -> None:
    """Paid notices of lost papers in their box."""
    press.shape("box", box.x, box.y, box.width, box.height)
    y = press.line("遗失声明", box.x, box.y + 5, box.width, Face(SANS, 13, bold=True), "center") + 3
    press.discard("遗失声明", "advertisement")
    face = Face(SERIF, 8.0)
    frames = [Frame(box.x + 8, y, box.width - 16, box.y + box.height - y - 4)]
    filler = FrameFiller(press.sheet, frames, 11)
    while filler.room >= 4:
        text = press.prose.lost_papers()
        press.discard(text, "advertisement")
        set_paragraph(text, filler, face)


def _fill_area(press: Press, area: Area) -> None:
    """Bands from top to bottom, each cut into articles side by side."""
    chance = press.chance
    gap = 1.3 * press.pitch
    count = chance.choice((2, 3, 3)) if area.height < 1100 else chance.choice((3, 4))
    shares = [chance.uniform(0.8, 1.3) for _ in range(count)]
    room = area.height - gap * (count - 1)
    y = area.y
    turns = _turns(press, count)
    for place in range(count):
        height = room * shares[place] / sum(shares)
        _fill_band(press, Area(area.x, y, area.width, height, area.columns), turns[place])
        y += height + gap
        if place < count - 1 and chance.random() < 0.5:
            press.shape("rule", area.x, y - gap / 2, area.width, 0.6)


def _turns(press: Press, count: int) -> list[str]:
    """The turn line of one band's first article, on some pages."""
    turns = [""] * count
    if press.chance.random() < 0.3:
        form = press.chance.choice(("（下转第{}版）", "（上接第{}版）"))
        turns[press.chance.randrange(count)] = form.format(press.chance.randint(2, 8))
    return turns


def _fill_band(press: Press, band: Area, turn: str) -> None:
    chance = press.chance
    parts = chance.choice(_BANDS[band.columns])
    grid = band.frames(press.gutter)
    start = 0
    for place, count in enumerate(parts):
        frames = grid[start : start + count]
        area = Area(frames[0].x, band.y, frames[-1].x + frames[-1].width - frames[0].x, band.height, count)
        set_part(press, area, turn if place == 0 else "")
        start += count
        if place < len(parts) - 1 and chance.random() < 0.4:
            press.shape("rule", area.x + area.width + press.gutter / 2, band.y, 0.5, band.height)


def set_part(press: Press, area: Area, turn: str) -> None:
    """One article, or what takes an article's place."""
    chance = press.chance
    draw = chance.random()
    if turn:
        set_article(press, area, turn=turn)
    elif area.columns >= 4 and area.height > 22 * press.pitch and draw < 0.45:
        _set_l_shape(press, area)
    elif area.columns <= 3 and draw < 0.18:
        _boxed(press, area, set_briefs)
    elif area.columns <= 3 and draw < 0.3 and area.height > 200:
        set_photo(press, area)
    elif draw < 0.45:
        _boxed(press, area, lambda one_press, inner: set_article(one_press, inner, "boxed"))
    else:
        set_article(press, area)


def _boxed(press: Press, area: Area, setter: Callable[[Press, Area], None]) -> None:
    press.shape("tint" if press.chance.random() < 0.3 else "box", area.x, area.y, area.width, area.height)
    setter(press, area.shrunk(7))


def _set_l_shape(press: Press, area: Area) -> None:
    """An article around another one that stands at its lower left or right."""
    chance = press.chance
    grid = area.frames(press.gutter)
    count = chance.randint(2, area.columns - 2)
    frames = grid[-count:] if chance.random() < 0.6 else grid[:count]
    height = area.height * chance.uniform(0.36, 0.5)
    width = frames[-1].x + frames[-1].width - frames[0].x
    inset = Area(frames[0].x, area.y + area.height - height, width, height, count)
    set_article(press, area, "L", inset)
    if chance.random() < 0.5:
        _boxed(press, inset, lambda one_press, inner: set_article(one_press, inner, "boxed"))
    else:
        press.shape("rule", inset.x, inset.y - press.pitch / 2, inset.width, 0.6)
        set_article(press, inset)
