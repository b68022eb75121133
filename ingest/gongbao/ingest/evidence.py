"""Named evidence on each line's role: its shape, its neighbours, what crosses the cuts, where the subject changes.

A piece of evidence is a name that is true of the line; ``data/weights.json`` says how much each name
speaks for each role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongbao.core.words import Segmenter
from gongbao.ingest.blocks import LINE_BREAK, Line
from gongbao.ingest.credits import closes_with_dateline, looks_like_picture_credit
from gongbao.ingest.joining import cut_evidence
from gongbao.ingest.shapes import Shape, shape_of
from gongbao.ingest.surnames import split_names
from gongbao.ingest.topics import title_evidence, topic_evidence
from gongbao.ingest.wrapping import wrap_evidence

_PICTURE_ITEM = 5  # lines that a picture's text and its credit take
_SIGNED_LINE = 24  # characters; a longer line that ends with a name is text
_TITLE_NOTE = re.compile(
    r"[（(](?:[^（()）]{0,8}(?:图片|照片|图表|组图|篆刻|书法|行书|中国画|国画|油画|漫画|摄影|木刻|版画|水彩|剪纸)[^（()）]{0,8}"
    r"|上|下|中|之?[一二三四五六七八九十]+|[１-９1-9])[）)]$"
)
_SAYS = re.compile(r"[㐀-鿿]{1,8}(?:说|表示|指出|认为|强调|介绍|告诉)[，：:]")
_STANDING_HEADING = re.compile(
    r"编者按|编后|开栏的话|相关链接|小资料|资料|链接|短评|图片新闻|新闻背景|图片说明|图片[:：]?|导读|简讯|要闻|本期"
    r"|答[:：]?|问[:：]?|记者[:：]|前言|结语|附[:：]?"
)


def page_evidence(lines: Sequence[Line], segmenter: Segmenter) -> list[list[str]]:
    """The evidence on every line of a page, in order. Linear in the number of lines."""
    shapes = [shape_of(line) for line in lines]
    cuts: list[list[str]] = [[]]
    for index in range(1, len(lines)):
        cuts.append(cut_evidence(shapes[index - 1], shapes[index], segmenter))
    cuts.append([])
    looks = [_look(shape) for shape in shapes]
    runs = _BareRuns(shapes)
    wraps = wrap_evidence(lines, shapes)
    unfinished = f"page's long lines left unfinished: {_unfinished_share(shapes)}"
    evidence = []
    for index, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        found = _shape_evidence(shape, line)
        found += _neighbours(shapes, looks, index)
        found += cuts[index]
        found += [f"next: {one}" for one in cuts[index + 1]]
        behind_sentence = index > 0 and shapes[index - 1].ends_sentence
        if shape.is_bare:
            found += title_evidence(shapes, index)
            found += runs.evidence(index)
        elif behind_sentence and not shape.is_short:
            found += topic_evidence(shapes[index - 1].text, shape.text)
        if wraps[index]:
            found.append(wraps[index])
        if index and not line.wrap_width and not behind_sentence:
            found.append(f"cut: {shapes[index - 1].end}, {unfinished}")
        if shape.end == "none":
            found.append(f"{unfinished}, length {shape.length}")
        evidence.append(found)
    return evidence


def _unfinished_share(shapes: Sequence[Shape]) -> str:
    """How many long lines of the page break off: a page with wrapped columns breaks off often."""
    long = [shape for shape in shapes if not shape.is_short]
    if len(long) < 2:
        return "unknown"
    share = sum(shape.end == "none" for shape in long) / len(long)
    return "none" if share < 0.02 else "few" if share < 0.15 else "many"


def _shape_evidence(shape: Shape, line: Line) -> list[str]:
    text = shape.text
    found = [
        "always",
        f"length up to {shape.length}",
        f"ends with {shape.end}",
        f"opens with {shape.opening}",
        f"length up to {shape.length}, ends with {shape.end}",
    ]
    holds = [
        (shape.is_dateline, "opens with a dateline"),
        (shape.is_credit, "credits people"),
        (shape.is_credit and looks_like_picture_credit(text), "credits a picture"),
        (shape.is_names, f"made of names, {min(len(text), 5)} characters"),
        (not shape.is_names and _ends_with_name(shape), "ends with a name"),
        (closes_with_dateline(text), "closing dateline alone"),
        (line.wrap_width > 0, "in a block wrapped by a machine"),
        (line.gap == LINE_BREAK, "after a single line break"),
    ]
    if shape.is_short:
        holds += _inside_short_line(text)
    return found + [name for is_true, name in holds if is_true]


def _inside_short_line(text: str) -> list[tuple[bool, str]]:
    return [
        ("。" in text[:-1], "full stop inside a short line"),
        ("，" in text, "comma inside a short line"),
        (" " in text or "　" in text, "space inside a short line"),
        (text[-1] in "）)" and _TITLE_NOTE.search(text) is not None, "note behind a title"),
        ("：" in text[1:-1], "colon inside a short line"),
        (text[0] in "（(" and text[-1] in "）)", "wholly in brackets"),
        (text[0] in "【［[〔·" and text[-1] in "】］]〕·", "set off as a label"),
        (_STANDING_HEADING.match(text) is not None, "opens with a standing heading"),
        (_SAYS.match(text) is not None, "opens with a speaker"),
    ]


def _ends_with_name(shape: Shape) -> bool:
    if not shape.is_bare or shape.is_credit or len(shape.text) > _SIGNED_LINE:
        return False
    return bool(split_names(shape.text[-3:]) or split_names(shape.text[-2:]))


def _neighbours(shapes: Sequence[Shape], looks: Sequence[str], index: int) -> list[str]:
    found = []
    shape = shapes[index]
    look = "bare" if shape.is_bare else "dateline" if shape.is_dateline else "short" if shape.is_short else "long"
    for step, name in ((-1, "before"), (1, "next"), (-2, "second before"), (2, "second next")):
        place = index + step
        seen = looks[place] if 0 <= place < len(shapes) else "page's edge"
        found.append(f"{look}, {name}: {seen}")
    if index and shape.is_bare and shapes[index - 1].is_bare:
        longer = len(shape.text) > len(shapes[index - 1].text)
        found.append(f"{'longer' if longer else 'not longer'} than the bare line before")
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


class _BareRuns:
    """Bare lines that stand together: titles do by twos and threes, lists and verse by the dozen."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        count = len(shapes)
        self._ends = [count] * (count + 1)  # for each line the first line from there on that is not bare
        for index in range(count - 1, -1, -1):
            is_in_run = shapes[index].is_bare and not shapes[index].is_credit
            self._ends[index] = self._ends[index + 1] if is_in_run else index
        self._sizes = [0] * count
        start = 0
        for index in range(count + 1):
            if index == count or not shapes[index].is_bare:
                self._sizes[start:index] = [index - start] * (index - start)
                start = index + 1

    def evidence(self, index: int) -> list[str]:
        """What stands before and behind the bare lines that this one is among."""
        shapes, end = self._shapes, self._ends[index]
        is_first = index == 0 or not shapes[index - 1].is_bare or shapes[index - 1].is_credit
        place = "first" if is_first else "later"
        size = self._sizes[index]
        behind = _look(shapes[end]) if end < len(shapes) else "page's edge"
        found = [
            f"bare lines together: {'many' if size > 5 else min(size, 4)}",
            f"{place} bare line of a run, behind the run: {behind}, {min(end - index, 3)} on",
        ]
        if is_first and index > 1 and shapes[index - 1].is_credit:
            found.append(f"first bare line, before: credit behind {_look(shapes[index - 2])}")
        credit = self._credit_behind(end)
        return [*found, f"{place} bare line, {credit} behind the text below"] if credit else found

    def _credit_behind(self, end: int) -> str:
        """Whether the text below the run is closed by a credit, as a picture item is."""
        for place in range(end, min(end + _PICTURE_ITEM, len(self._shapes))):
            shape = self._shapes[place]
            if shape.is_credit and place > end:
                return "picture credit" if looks_like_picture_credit(shape.text) else "credit"
            if shape.is_bare or shape.is_dateline:
                return ""
        return ""
