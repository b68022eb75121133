"""Jobs and units beside a person's name: 北京公交集团第三分公司驾驶员王某, 王某（工会主席）, 王某，某公司焊工。"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongbao.nlp.names import Cut
from gongbao.nlp.organisations import Body
from gongbao.nlp.word_lists import word_set

_BETWEEN = " 　:：/／”"  # one of these may stand between a title and the name
_JOINS = "、兼"  # 党组书记、主席
_MOST_JOINED = 4  # titles in one row
_GAP = 10  # characters of a department's name between the unit and the title
# A department, a shop or a line of a unit, before the title.
_DEPARTMENT = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{0,9}(?:部|科|室|处|组|班|队|车间|站|所|中心|段|线|路|店|厂|区|分会|支部)的?|的"
)
_OPENS = re.compile(r"[，,（(](?:现任|曾任|任|系|是)?")
_UNIT_BEFORE_ROLE = re.compile(r"(?:[市区县镇乡]|街道|地区|集团|公司|社区|园区|局)总?工会|[市区县]总")
_LONGEST_UNIT = 8


# Jobs by their last character, as there are too many to list: 值守员, 架梁工, 面点师. A word of the segmenter each.
_JOB = re.compile(r"[\u4e00-\u9fff]{0,3}[员工师匠手长]")
_SHORTEST_JOB = 2


class Held(NamedTuple):
    """A job and where it is held, as printed; empty where none is."""

    role: str = ""
    unit: str = ""


@cache
def _sizes() -> tuple[int, ...]:
    return tuple(sorted({len(title) for title in word_set("titles")}, reverse=True))


@cache
def _prefix_sizes() -> tuple[int, ...]:
    return tuple(sorted({len(prefix) for prefix in word_set("role_prefixes")}, reverse=True))


def title_after(text: str, start: int) -> str:
    """The title or address that begins here (王某主席, 王某师傅); empty for none."""
    honorifics, titles = word_set("honorifics"), word_set("titles")
    for size in _sizes():
        word = text[start : start + size]
        if word in titles or word in honorifics:
            return word
    return ""


class Roles:
    """The jobs of one text."""

    def __init__(self, cut: Cut, bodies: Sequence[Body]) -> None:
        self.cut = cut
        self._bodies = bodies
        self._ends = [body.end for body in bodies]

    def before(self, name: int) -> Held:
        """The titles that end where a name begins, and the unit before them."""
        text = self.cut.text
        end = name - 1 if name and text[name - 1] in _BETWEEN else name
        start = self._row_start(end)
        if start == end:
            return Held()
        return Held(text[start:end], self._unit_before(start))

    def after(self, name_end: int) -> Held:
        """The title right after a name, or in brackets or after a comma with its unit."""
        text = self.cut.text
        title = title_after(text, name_end)
        if title:
            return Held(title if title in word_set("titles") else "")
        opened = _OPENS.match(text, name_end)
        if opened is None:
            return Held()
        number = bisect_left(self._ends, opened.end())
        for body in self._bodies[number : number + 2]:
            if body.start == opened.end():
                title = self._long_title(body.end)
                if title:
                    return Held(title, text[body.start : body.end])
        title = self._long_title(opened.end())
        closes = opened.end() + len(title)
        return Held(title) if title and text[closes : closes + 1] in ("，", "）", ")", "。") else Held()

    def _long_title(self, start: int) -> str:
        """A title that begins here, with what may stand before it (副, 一级)."""
        text, at = self.cut.text, start
        for size in _prefix_sizes():
            if text[start : start + size] in word_set("role_prefixes"):
                at = start + size
                break
        titles = word_set("titles")
        for size in _sizes():
            for begin in {at, start}:
                if text[begin : begin + size] in titles and (start == begin or begin == at):
                    return text[start : begin + size]
        return ""

    def _row_start(self, end: int) -> int:
        """Where the row of titles that ends here begins; ``end`` itself for none."""
        text, start = self.cut.text, self._title_start(end)
        for _ in range(_MOST_JOINED):
            if start == end or not start or text[start - 1] not in _JOINS:
                break
            further = self._title_start(start - 1)
            if further == start - 1:
                break
            start = further
        return start

    def _title_start(self, end: int) -> int:
        text, titles = self.cut.text, word_set("titles")
        for size in _sizes():
            start = end - size
            if start >= 0 and text[start:end] in titles and self.cut.may_end(start):
                return self._with_prefixes(start)
        start, word_end = self.cut.word_at(end - 1) if end else (0, 0)
        if word_end > end:  # 值守/员樊
            start = end - 1
        if not end or _JOB.fullmatch(text, start, end) is None:
            return end
        if end - start < _SHORTEST_JOB:  # 架梁/工
            start = self.cut.word_at(start - 1)[0] if start else start
        word = text[start:end]
        is_job = len(word) >= _SHORTEST_JOB and _JOB.fullmatch(word) and word not in word_set("never_jobs")
        return start if is_job else end

    def _with_prefixes(self, start: int) -> int:
        text, prefixes = self.cut.text, word_set("role_prefixes")
        for _ in range(2):  # 全国 优秀
            for size in _prefix_sizes():
                if start >= size and text[start - size : start] in prefixes and self.cut.may_end(start - size):
                    start -= size
                    break
            else:
                break
        return start

    def _unit_before(self, role: int) -> str:
        """The organisation that ends where the titles begin, with its department when one stands between."""
        text = self.cut.text
        number = bisect_left(self._ends, role + 1) - 1
        if number >= 0:
            body = self._bodies[number]
            between = text[body.end : role]
            if not between or (len(between) <= _GAP and _DEPARTMENT.fullmatch(between)):
                return text[body.start : role].removesuffix("的")
        found = list(_UNIT_BEFORE_ROLE.finditer(text, max(0, role - _LONGEST_UNIT), role))
        return found[-1][0] if found and found[-1].end() == role else ""
