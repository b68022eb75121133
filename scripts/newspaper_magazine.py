"""A second style of paper, set by the browser itself: coloured bands, balanced CSS columns, the folio at the foot.

It shares only the sentences with the house style; no line of it is placed by hand. It was made after the
reader, so that its pages tell how the reader does on a paper that it has never seen.
"""

from __future__ import annotations

import datetime
import html
import random
from dataclasses import dataclass, field
from typing import Any

from scripts.newspaper_layouts import MadePage
from scripts.newspaper_prose import PAGE_NAMES, SERIES, Prose, Story
from scripts.newspaper_typesetting import break_lines, fit_size, picture_bytes

_WIDTH, _HEIGHT, _MARGIN, _GAP = 820.0, 1180.0, 30.0, 16.0  # points
_TWELFTHS = 12
# The shares, in twelfths of the page's width, of what stands side by side in a row.
_ROWS = ((12,), (8, 4), (4, 8), (6, 6), (4, 4, 4), (5, 7), (7, 5), (9, 3), (3, 9))
_COLUMNS = {3: 1, 4: 2, 5: 2, 6: 3, 7: 3, 8: 4, 9: 4, 12: 5}
_COLUMN_GAP = 14.0
_FULL = 0.84  # of the lines an area takes: the browser breaks lines a little earlier than the estimate
_FONTS = ("AR PL UMing CN", "Noto Serif CJK SC", "WenQuanYi Zen Hei")
_LOOKS = ("bar", "double", "tint", "plain", "plain")
_STYLE = """
html,body{margin:0;padding:0}.at{position:absolute;box-sizing:border-box}
p{margin:0;text-indent:2em;text-align:justify}p.cross{text-indent:0;font-weight:bold;color:#0a4f80}
p.mid{text-align:center}.cols{column-fill:balance}h2{margin:0;white-space:nowrap;font-weight:bold;line-height:1.25}
.kick{display:inline-block;white-space:nowrap}.tag{background:#a11;color:#fff;padding:1pt 6pt}
.sub,.by{white-space:nowrap}.by{font-family:'AR PL UKai CN';margin:2pt 0 5pt}
.bar{border-left:4pt solid #a11;padding-left:7pt}.double{border-top:3pt double #222;padding-top:5pt}
.tint{background:#f3ecdc;padding:7pt}figure{margin:0 0 6pt;break-inside:avoid}img{display:block;width:100%}
figcaption{font-family:'AR PL UKai CN';line-height:1.3}.credit{text-align:right;font-family:'WenQuanYi Zen Hei'}
.band{background:#a11;color:#fff;font-family:'Noto Sans CJK SC'}.ad{background:#123a5c;color:#fff;text-align:center}
.item{break-inside:avoid}.standing{writing-mode:vertical-rl;float:right;margin-left:10pt}
"""


@dataclass(slots=True)
class _Desk:
    chance: random.Random
    prose: Prose
    font: str
    size: float
    parts: list[str] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)
    discards: list[dict[str, str]] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        return round(1.5 * self.size, 1)


def make_magazine_page(seed: int) -> MadePage:
    """The page of a seed, by the second style. Pure, as ``newspaper_layouts.make_page``."""
    chance = random.Random(seed)  # noqa: S311 - a fixed layout, no secret
    desk = _Desk(chance, Prose(chance), chance.choice(_FONTS), chance.choice((9.0, 9.5, 10.0)))
    folio = _folio(desk)
    y, bottom = 78.0, _HEIGHT - 56.0
    while bottom - y > 150:
        height = min(bottom - y, chance.uniform(210, 380))
        if bottom - y - height < 150:
            height = bottom - y
        _row(desk, y, height)
        y += height + _GAP
    head = f"<!doctype html><html lang=zh-CN><meta charset=utf-8><style>@page{{size:{_WIDTH}pt {_HEIGHT}pt;margin:0}}"
    body = (
        f"body{{position:relative;width:{_WIDTH}pt;height:{_HEIGHT - 1}pt;overflow:hidden;font-family:'{desk.font}'}}"
    )
    text = "\n".join((head + _STYLE + body + "</style><body>", *desk.parts, "</body></html>"))
    truth = {"seed": seed, "folio": folio, "articles": desk.articles, "discards": desk.discards}
    return MadePage(text, _WIDTH, _HEIGHT, truth)


def _folio(desk: _Desk) -> dict[str, str]:
    """The page's name in a band at the head; number, date and editor at the foot."""
    chance = desk.chance
    day = datetime.date(2022, 1, 3) + datetime.timedelta(days=chance.randint(0, 1200))
    number, name = chance.randint(2, 12), chance.choice(PAGE_NAMES)
    inner = _WIDTH - 2 * _MARGIN
    printed = f"{day.year}年{day.month}月{day.day}日 第{number}版"
    editor = f"责任编辑 {desk.prose.person()}"
    desk.parts.append(_at(_MARGIN, 28, inner, 34, "band", "font-size:22pt;line-height:34pt;padding-left:14pt", name))
    desk.parts.append(_at(_MARGIN, _HEIGHT - 40, inner, 16, "", "font-size:9pt", printed))
    desk.parts.append(_at(_MARGIN, _HEIGHT - 40, inner, 16, "", "font-size:9pt;text-align:right", editor))
    desk.discards.append({"text": name, "reason": "furniture"})
    desk.discards.append({"text": printed, "reason": "furniture"})
    desk.discards.append({"text": editor, "reason": "imprint"})
    return {"date": day.isoformat(), "number": str(number), "name": name}


def _at(x: float, y: float, width: float, height: float, kind: str, style: str, inner: str) -> str:
    box = f"left:{x:.1f}pt;top:{y:.1f}pt;width:{width:.1f}pt;height:{height:.1f}pt"
    return f'<div class="at {kind}" style="{box};{style}">{inner}</div>'


def _row(desk: _Desk, y: float, height: float) -> None:
    unit = (_WIDTH - 2 * _MARGIN + _GAP) / _TWELFTHS
    x = _MARGIN
    shares = desk.chance.choice(_ROWS)
    for place, share in enumerate(shares):
        width = share * unit - _GAP
        draw = desk.chance.random()
        if share <= 4 and place == len(shares) - 1 and draw < 0.3:
            kind, inner = "ad", _advertisement(desk, height)
        elif share <= 4 and draw < 0.5:
            kind, inner = "tint", _briefs(desk, width - 14, height - 14)
        else:
            kind = desk.chance.choice(_LOOKS)
            inner = _article(desk, share, width - 14, height - 14)
        style = f"font-size:{desk.size:g}pt;line-height:{desk.pitch:g}pt"
        desk.parts.append(_at(x, y, width, height, kind, style, inner))
        x += share * unit


def _advertisement(desk: _Desk, height: float) -> str:
    lines = desk.prose.advertisement()
    desk.discards += [{"text": text, "reason": "advertisement"} for text in lines]
    sizes = (22, 13, 10, 10)
    inner = "".join(f'<div style="font-size:{sizes[i]}pt;line-height:1.6">{text}</div>' for i, text in enumerate(lines))
    return f'<div style="padding-top:{height / 4:.0f}pt">{inner}</div>'


def _note(desk: _Desk, story: Story, kind: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "kind": kind, "kicker": "", "headline": list(story.headline), "subhead": "", "column": "", "byline": "",
        "paragraphs": story.paragraphs, "crossheads": story.crossheads, "captions": [], "credits": [], "turn": "",
    }  # fmt: skip
    desk.articles.append(entry)
    return entry


def _article(desk: _Desk, share: int, width: float, height: float) -> str:
    """One article: title, columns that the browser balances, on some a picture in the first column."""
    chance, columns = desk.chance, _COLUMNS[share]
    story = Story(desk.prose.headline(1 if columns < 3 or chance.random() < 0.5 else 2))
    entry = _note(desk, story, "plain")
    upright = columns >= 3 and height > 240 and chance.random() < 0.15
    title, used = _upright(desk, story, height) if upright else _title(desk, story, entry, columns, width)
    entry["headline"] = list(story.headline)
    free_width, free_height = (width - used, height) if upright else (width, height - used)
    column = (free_width - _COLUMN_GAP * (columns - 1)) / columns
    room = int(columns * int(free_height / desk.pitch) * _FULL)
    inner = ""
    if columns >= 2 and room > 14 * columns and chance.random() < 0.4:
        inner, taken = _picture(desk, entry, column)
        room -= int(taken / desk.pitch) + columns
    inner += _paragraphs(desk, story, column, room)
    rule = ";column-rule:.5pt solid #999" if chance.random() < 0.4 else ""
    return f'{title}<div class="cols" style="column-count:{columns};column-gap:{_COLUMN_GAP}pt{rule}">{inner}</div>'


def _title(desk: _Desk, story: Story, entry: dict[str, Any], columns: int, width: float) -> tuple[str, float]:
    """Kicker in a tag, headline, subhead, byline; and the height they take in points."""
    chance = desk.chance
    size = fit_size(story.headline, width - 6, 15.0 + 4.5 * columns, 13.0)
    if columns == 1:
        story.headline, size = (desk.prose.short_headline(int(width / 15)),), 14.0
    align = chance.choice(("left", "center"))
    family = chance.choice(("Noto Serif CJK SC", "Noto Sans CJK SC"))
    parts, used = [], 1.25 * size * len(story.headline) + 8
    if columns >= 2 and chance.random() < 0.45:
        story.kicker = entry["kicker"] = desk.prose.kicker()
        tag = "tag" if chance.random() < 0.5 else ""
        parts.append(
            f'<div><span class="kick {tag}" style="font-size:12pt;line-height:16pt">{story.kicker}</span></div>'
        )
        used += 20
    parts += [f"<h2 style=\"font-size:{size:g}pt;font-family:'{family}'\">{text}</h2>" for text in story.headline]
    if columns >= 2 and chance.random() < 0.3:
        story.subhead = entry["subhead"] = desk.prose.subhead()
        parts.append(f'<div class="sub" style="font-size:13pt;line-height:19pt">{story.subhead}</div>')
        used += 19
    if chance.random() < 0.4:
        story.byline = entry["byline"] = desk.prose.byline()
        parts.append(f'<div class="by">{story.byline}</div>')
        used += desk.pitch + 7
    return f'<div style="text-align:{align};margin-bottom:6pt">{"".join(parts)}</div>', used


def _upright(desk: _Desk, story: Story, height: float) -> tuple[str, float]:
    """A headline from top to bottom at the article's right edge; and the width it takes in points."""
    story.headline = (desk.prose.short_headline(int(height / 26)),)
    size = min(28.0, height / (len(story.headline[0]) + 1))
    style = f"font-size:{size:g}pt;font-family:'Noto Sans CJK SC'"
    return f'<h2 class="standing" style="{style}">{story.headline[0]}</h2>', 1.25 * size + 12


def _picture(desk: _Desk, entry: dict[str, Any], column: float) -> tuple[str, float]:
    caption, credit, small = desk.prose.caption(), desk.prose.credit(), 0.9 * desk.size
    entry["captions"].append(caption)
    entry["credits"].append(credit)
    tall = 0.7 * column
    words = f"{html.escape(caption)}</figcaption><div class=credit style='font-size:{small:g}pt'>{credit}</div>"
    inner = f'<img src="{picture_bytes(desk.chance)}" style="height:{tall:.0f}pt">'
    inner += f'<figcaption style="font-size:{small:g}pt">'
    lines = len(break_lines(caption, column / small, 0)) + 1
    return f"<figure>{inner}{words}</figure>", tall + lines * desk.pitch + 8


def _paragraphs(desk: _Desk, story: Story, column: float, room: int) -> str:
    chance, parts = desk.chance, list[str]()
    place = chance.choice(("", " mid"))
    while room > 3:
        text = desk.prose.sentences() if story.paragraphs else desk.prose.opening()
        lines = len(break_lines(text, column / desk.size))
        if lines > room and story.paragraphs:
            break
        if story.paragraphs and room - lines > 8 and chance.random() < 0.12:
            cross = desk.prose.crosshead()
            story.crossheads.append(len(story.paragraphs))
            story.paragraphs.append(cross)
            parts.append(f'<p class="cross{place}">{html.escape(cross)}</p>')
            room -= 1
        story.paragraphs.append(text)
        parts.append(f"<p>{html.escape(text)}</p>")
        room -= lines
    return "".join(parts)


def _briefs(desk: _Desk, width: float, height: float) -> str:
    """A standing column of short items one under the other."""
    series = desk.chance.choice(SERIES)
    parts = [f'<div style="font-size:17pt;line-height:26pt;color:#a11">{series}</div>']
    room, first = int((height - 26) / desk.pitch * 0.9), True
    while True:
        story = Story((desk.prose.short_headline(int(width / (1.2 * desk.size)) - 1),))
        text = desk.prose.opening()
        lines = len(break_lines(text, width / desk.size)) + 2
        if lines > room and not first:
            return "".join(parts)
        entry = _note(desk, story, "brief")
        entry["column"], first = (series if first else ""), False
        story.paragraphs.append(text)
        bold = f"font-weight:bold;font-size:{1.15 * desk.size:.1f}pt"
        parts.append(f'<div class=item><div style="{bold}">{story.headline[0]}</div><p>{html.escape(text)}</p></div>')
        room -= lines
