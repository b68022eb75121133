"""Named evidence on a line's role: its shape, how it opens and ends, its neighbours, and what crosses the cut.

A piece of evidence is a name that is true of the line; ``data/weights.json`` says how much each name
speaks for each role. Only the ends of a long line are looked at, so that the cost does not grow with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.core.words import Segmenter
from gongbao.ingest.blocks import LINE_BREAK, Line, width
from gongbao.ingest.credits import (
    closes_with_dateline,
    looks_like_credit_line,
    looks_like_picture_credit,
    opens_with_dateline,
)
from gongbao.ingest.surnames import split_names

_LENGTHS = (2, 4, 6, 9, 13, 18, 24, 32, 45, 70, 120)
_SHORT = 45
_WINDOW = 12  # characters on each side of a cut that are segmented together
_COHESION_WINDOW = 240  # characters before and behind a short line that are compared with it
_ENDS = {
    "。": "full stop", "！": "exclamation mark", "!": "exclamation mark", "？": "question mark", "?": "question mark",
    "…": "ellipsis", "：": "colon", ":": "colon", "；": "semicolon", ";": "semicolon", "，": "comma", ",": "comma",
    "、": "enumeration comma", "—": "dash", "-": "dash", "”": "closing quotation mark", "’": "closing quotation mark",
    "』": "closing quotation mark", "」": "closing quotation mark", "）": "closing bracket", ")": "closing bracket",
    "》": "closing book mark", "“": "opening mark", "（": "opening mark", "《": "opening mark", "‘": "opening mark",
}  # fmt: skip
_BARE_ENDS = ("none", "closing quotation mark", "closing book mark", "closing bracket", "dash", "digit or letter")
_CRIES = ("exclamation mark", "question mark", "ellipsis")
_CRY_LENGTH = 20
_SENTENCE_END = re.compile(r"[。！？!?…][”’』」）)]*$")
_OPENINGS = (
    ("punctuation that cannot open", re.compile(r"[，。、；：！？”’）》」』…]")),
    ("quotation mark", re.compile(r"[“‘「『]")),
    ("bracket", re.compile(r"[（(【\[〔]")),
    ("book mark", re.compile(r"《")),
    ("dash", re.compile(r"[—－-]")),
    ("bullet", re.compile(r"[■□●○◆◇▲△★☆▼◎·•]")),
    ("numbering", re.compile(r"(?:[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十\d０-９]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节条]?)(?:[、，,：:]|[　 ])|[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("number", re.compile(r"[\d０-９]{1,3}[、．.：:](?![\d０-９])|图?[①-⑳]|图[\d０-９]{1,2}")),
    ("date", re.compile(r"(?:[\d０-９]{4}年|[\d０-９]{1,2}月[\d０-９]{1,2}日|[\d０-９]{1,2}日)")),
    ("digit", re.compile(r"[\d０-９]")),
    ("news time", re.compile(r"近日|日前|昨[日天]|今[日天年]|连日来|近期|最近|近年来|目前|去年|本月|上午|当天|新年|不久前|记者(?:从|昨|今|日前|近日)|本报")),
    ("report's turn", re.compile(r"据(?!点)|此外|同时|另外|与此|其中|如今|截至|下一步|活动(?:中|现场)|会上|会议|座谈|随后|然而|但是?|因此|为此|为了?|在.{1,14}[，中上下]|对此|图为|图[:：]")),
    ("Latin letter", re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")),
)  # fmt: skip
_TITLE_NOTE = re.compile(r"[（(](?:[^（()）]{0,8}(?:图片|照片|图表|组图|篆刻|书法|行书|中国画|国画|油画|漫画|摄影|木刻|版画|水彩|剪纸)[^（()）]{0,8}|上|下|中|之?[一二三四五六七八九十]+|[１-９1-9])[）)]$")
_OPENING_MARKS, _CLOSING_MARKS = "“‘（(《「『【", "”’）)》」』】"
_SAYS = re.compile(r"[\u3400-\u9fff]{1,8}(?:说|表示|指出|认为|强调|介绍|告诉)[，：:]")
_VERB_IN_TITLE = re.compile(r"[\u3400-\u9fff](?:将|获|受|被|举行|召开|启动|开展|推进|推出|发布|会见|出席|抵|访|说|谈|为|向|在|让|把|成|助|促|上|入|走)")
_OWN_COLUMN = re.compile(r"编者按|编后|开栏的话|相关链接|小资料|资料|链接|短评|图片新闻|新闻背景|图片说明|图片[:：]?|导读|简讯|要闻|本期|答[:：]?|问[:：]?|记者[:：]|前言|结语|附[:：]?")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of one line before its neighbours are looked at."""

    text: str
    length: str  # upper bound of its length class, as text
    end: str
    is_short: bool
    ends_sentence: bool
    opening: str
    is_dateline: bool
    is_credit: bool
    is_names: bool
    open_marks: int  # quotation marks and brackets opened and not closed

    @property
    def is_bare(self) -> bool:
        """Short, without an end's punctuation or with a cry or a question alone: what a headline looks like."""
        return self.is_short and (self.end in _BARE_ENDS or (self.end in _CRIES and len(self.text) <= _CRY_LENGTH))


def shape_of(line: Line) -> Shape:
    """The shape of a line; only its first and last characters are looked at, and how often marks stand in it."""
    text = line.text
    tail = text[-4:]
    credit = looks_like_credit_line(text)
    return Shape(
        text=text,
        length=_length_class(len(text)),
        end=_end_of(tail),
        is_short=len(text) <= _SHORT,
        ends_sentence=_SENTENCE_END.search(tail) is not None,
        opening=_opening_of(text[:24]),
        is_dateline=opens_with_dateline(text),
        is_credit=credit or closes_with_dateline(text),
        is_names=not credit and len(text) <= 20 and bool(split_names(text)),
        open_marks=sum(text.count(one) for one in "“（《『") - sum(text.count(one) for one in "”）》』"),
    )


def _length_class(length: int) -> str:
    place = bisect_left(_LENGTHS, length)
    return str(_LENGTHS[place]) if place < len(_LENGTHS) else "any"


def _end_of(tail: str) -> str:
    last = tail[-1]
    if last in _ENDS:
        return _ENDS[last]
    return "digit or letter" if last.isascii() or "０" <= last <= "ｚ" else "none"


def _opening_of(head: str) -> str:
    for name, pattern in _OPENINGS:
        if pattern.match(head):
            return name
    return "none"


def page_evidence(lines: Sequence[Line], segmenter: Segmenter) -> list[list[str]]:
    """The evidence on every line of a page, in order."""
    shapes = [shape_of(line) for line in lines]
    cuts = [[]] + [cut_evidence(lines[i - 1], lines[i], shapes[i - 1], shapes[i], segmenter) for i in range(1, len(lines))]
    runs = _bare_runs(shapes)
    ends = _run_ends(shapes)
    unfinished = _unfinished_share(shapes)
    evidence = []
    for index, line in enumerate(lines):
        found = _own_evidence(shapes[index], line)
        found += _neighbours(shapes, index)
        found += cuts[index]
        if index + 1 < len(lines):
            found += [f"next: {one}" for one in cuts[index + 1]]
        if shapes[index].is_bare:
            found += _title_evidence(shapes, index)
            found.append(f"bare lines together: {runs[index]}")
            found += _place_in_run(shapes, index, ends)
        elif index and not shapes[index].is_short and shapes[index - 1].ends_sentence:
            found += _topic_evidence(shapes[index - 1].text, shapes[index].text)
        if index and not line.wrap_width and not shapes[index - 1].ends_sentence:
            found.append(f"cut: {shapes[index - 1].end}, page's long lines left unfinished: {unfinished}")
        if shapes[index].end == "none":
            found.append(f"page's long lines left unfinished: {unfinished}, length {shapes[index].length}")
        evidence.append(found)
    return evidence


def _unfinished_share(shapes: Sequence[Shape]) -> str:
    """How many long lines of the page break off: a page with wrapped columns breaks off often."""
    long = [shape for shape in shapes if not shape.is_short]
    if len(long) < 2:
        return "unknown"
    share = sum(shape.end == "none" for shape in long) / len(long)
    return "none" if share < 0.02 else "few" if share < 0.15 else "many"


def _bare_runs(shapes: Sequence[Shape]) -> list[str]:
    sizes = [0] * len(shapes)
    start = 0
    for index in range(len(shapes) + 1):
        if index == len(shapes) or not shapes[index].is_bare:
            for inside in range(start, index):
                sizes[inside] = index - start
            start = index + 1
    return [str(min(size, 4)) if size < 6 else "many" for size in sizes]


def _run_ends(shapes: Sequence[Shape]) -> list[int]:
    """For each line the first line from there on that is not bare."""
    ends = [len(shapes)] * (len(shapes) + 1)
    for index in range(len(shapes) - 1, -1, -1):
        ends[index] = ends[index + 1] if shapes[index].is_bare and not shapes[index].is_credit else index
    return ends


def _place_in_run(shapes: Sequence[Shape], index: int, ends: Sequence[int]) -> list[str]:
    """What stands before and behind the bare lines that this one is among."""
    first = index == 0 or not shapes[index - 1].is_bare or shapes[index - 1].is_credit
    end = ends[index]
    behind = _look(shapes[end]) if end < len(shapes) else "page's edge"
    found = [f"{'first' if first else 'later'} bare line of a run, behind the run: {behind}, {min(end - index, 3)} on"]
    if first and index > 1 and shapes[index - 1].is_credit:
        found.append(f"first bare line, before: credit behind {_look(shapes[index - 2])}")
    for place in range(end, min(end + _PICTURE_ITEM, len(shapes))):
        if shapes[place].is_credit and place > end:
            if looks_like_picture_credit(shapes[place].text):
                found.append(f"{'first' if first else 'later'} bare line, picture credit behind the text below")
            else:
                found.append(f"{'first' if first else 'later'} bare line, credit behind the text below")
            break
        if shapes[place].is_bare or shapes[place].is_dateline:
            break
    return found


_PICTURE_ITEM = 5  # lines that a picture's text and its credit take


def _own_evidence(shape: Shape, line: Line) -> list[str]:
    text = shape.text
    found = [
        "always",
        f"length up to {shape.length}",
        f"ends with {shape.end}",
        f"opens with {shape.opening}",
        f"length up to {shape.length}, ends with {shape.end}",
    ]
    if shape.is_dateline:
        found.append("opens with a dateline")
    if shape.is_credit:
        found.append("credits people")
        if looks_like_picture_credit(text):
            found.append("credits a picture")
    if shape.is_names:
        found.append(f"made of names, {min(len(text), 5)} characters")
    elif shape.is_bare and not shape.is_credit and len(text) <= 24 and (split_names(text[-3:]) or split_names(text[-2:])):
        found.append("ends with a name")
    if closes_with_dateline(text):
        found.append("closing dateline alone")
    if shape.is_short:
        if "。" in text[:-1]:
            found.append("full stop inside a short line")
        if "，" in text:
            found.append("comma inside a short line")
        if " " in text or "　" in text:
            found.append("space inside a short line")
        if _TITLE_NOTE.search(text):
            found.append("note behind a title")
        if "：" in text[1:-1]:
            found.append("colon inside a short line")
        if text[0] in "（(" and text[-1] in "）)":
            found.append("wholly in brackets")
        if _OWN_COLUMN.match(text):
            found.append("opens with a standing heading")
        if _SAYS.match(text):
            found.append("opens with a speaker")
    if line.wrap_width:
        found.append("in a block wrapped by a machine")
    if line.gap == LINE_BREAK:
        found.append("after a single line break")
    return found


def _neighbours(shapes: Sequence[Shape], index: int) -> list[str]:
    found = []
    shape = shapes[index]
    look = "bare" if shape.is_bare else "dateline" if shape.is_dateline else "short" if shape.is_short else "long"
    for step, name in ((-1, "before"), (1, "next"), (-2, "second before"), (2, "second next")):
        place = index + step
        if not 0 <= place < len(shapes):
            found.append(f"{look}, {name}: page's edge")
            continue
        found.append(f"{look}, {name}: {_look(shapes[place])}")
    if index and shape.is_bare and shapes[index - 1].is_bare:
        found.append("longer than the bare line before" if len(shape.text) > len(shapes[index - 1].text) else "not longer than the bare line before")
    return found


def _look(shape: Shape) -> str:
    """A line as its neighbours see it."""
    if shape.is_dateline:
        return "dateline"
    if shape.is_credit:
        return "credit"
    if shape.is_names:
        return "names"
    if shape.is_bare:
        return "bare to 13" if len(shape.text) <= 13 else "bare to 24" if len(shape.text) <= 24 else "bare"
    if shape.is_short:
        return "short sentence" if shape.ends_sentence else "short, unfinished"
    return "sentence" if shape.ends_sentence else "unfinished"


def _title_evidence(shapes: Sequence[Shape], index: int) -> list[str]:
    """Whether a bare line's words come back behind it, and how far the text behind it is the text before."""
    words = _pairs(shapes[index].text)
    before = _pairs(_gather(shapes, range(index - 1, max(-1, index - 5), -1)))
    behind = _pairs(_gather(shapes, range(index + 1, min(len(shapes), index + 5))))
    if not words:
        return ["says nothing"]
    found = [
        f"words that come back behind: {_share(len(words & behind), len(words))}",
        f"words that stood before: {_share(len(words & before), len(words))}",
    ]
    if before and behind:
        found.append(f"text behind shares with text before: {min(10, 100 * len(before & behind) // min(len(before), len(behind)))}")
    return found


def _topic_evidence(before: str, text: str) -> list[str]:
    """Whether a paragraph opens something new: its first words were not in the paragraph before, it has its own date."""
    head = text[:_TOPIC_HEAD]
    shared = _pairs(head) & _pairs(before[:_COHESION_WINDOW])
    found = [f"pairs shared with the paragraph before: {min(len(shared), 4)}"]
    if _OWN_DATE.search(head):
        found.append("long, tells its own day")
        if not shared:
            found.append("long, tells its own day, shares nothing with the paragraph before")
    if not _SENTENCE_STOP.search(text[:-1]):
        found.append("one long sentence")
    if closing := _CLOSING_NAME.search(text[-24:]):
        found.append("closes with a name in brackets" if split_names(closing[1]) else "closes with brackets")
    if _CLOSING_NAME.search(before[-24:]):
        found.append("long, before: closes with brackets")
    return found


_TOPIC_HEAD = 40
_OWN_DATE = re.compile(r"[\d０-９一二三四五六七八九十]日(?!报)|日前|近日|最近|目前|去年|前不久")
_SENTENCE_STOP = re.compile(r"[。！？]")
_CLOSING_NAME = re.compile(r"[（(]([^（()）]{1,20})[）)]$")


def _gather(shapes: Sequence[Shape], places: range) -> str:
    text = ""
    for place in places:
        if not shapes[place].is_bare:
            room = _COHESION_WINDOW - len(text)
            text += shapes[place].text[:room] + " "
        if len(text) >= _COHESION_WINDOW:
            break
    return text


def _pairs(text: str) -> set[str]:
    """Overlapping pairs of characters, those with a mark or a very common character left out."""
    return {pair for pair in map("".join, zip(text, text[1:], strict=False)) if not _COMMON & set(pair)}


_COMMON = frozenset("的一是在了和有为这个上我他中大以会到说，。、：；“”！？（）《》 　·—…")


def _share(part: int, whole: int) -> str:
    share = part / whole
    return "none" if part == 0 else "a few" if share < 0.2 else "some" if share < 0.45 else "most"


def cut_evidence(before: Line, after: Line, left: Shape, right: Shape, segmenter: Segmenter) -> list[str]:
    """What speaks for and against two lines being one paragraph; names begin with ``cut:``."""
    found = []
    if after.wrap_width:
        found.append(f"cut: machine's line {'full' if before.is_full else 'short by ' + _room(before)}, {'ends' if left.ends_sentence else 'goes on'}")
    if left.ends_sentence:
        found.append("cut: behind a sentence")
        if left.open_marks > 0:
            found.append("cut: behind a sentence, inside a quotation or bracket")
        if not right.is_short or right.end != "none":
            return found
        return found
    found.append(f"cut: {left.end}, {'long' if len(left.text) > 24 else 'short' if len(left.text) > 9 else 'very short'} line before")
    if left.open_marks > 0:
        found.append("cut: quotation or bracket left open")
        if right.open_marks < 0:
            found.append("cut: quotation or bracket closed behind")
    if right.opening == "punctuation that cannot open":
        found.append("cut: punctuation that cannot open")
    if left.end in ("none", "digit or letter") and right.opening not in ("punctuation that cannot open",):
        found.append(_crossing(left.text[-_WINDOW:], right.text[:_WINDOW], segmenter))
    if right.ends_sentence:
        found.append("cut: second part ends a sentence")
    return found


def _room(line: Line) -> str:
    room = line.wrap_width - width(line.text)
    return "4" if room <= 4 else "8" if room <= 8 else "many"


def _crossing(left: str, right: str, segmenter: Segmenter) -> str:
    """Whether a word, a name or a number lies across the cut when the two ends are segmented as one text."""
    if left[-1].isdigit() and (right[0].isdigit() or right[0] in "年月日时分点％%万亿元"):
        return "cut: number across"
    place = 0
    for word in segmenter.cut(left + right):
        if place < len(left) < place + len(word):
            known = segmenter.has_word(word)
            return f"cut: word of {min(len(word), 4)} across" if known else "cut: new word across"
        place += len(word)
    return "cut: between words"
