"""Figures that do not add up: parts that are more than their whole, and lists whose sum is not the total beside it.

Only figures of one unit in one sentence are compared, and none that is approximate.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gongbao.core.annotations import Figure
from gongbao.core.figure_sums import NOT_SUMMED
from gongbao.desk.reporter.hints import Hint, hint_at
from gongbao.desk.reporter.story import Story

_SENTENCE_END = re.compile("[。！？；\n]")
_TOTAL = re.compile(r"(?:共计|总计|合计|一共|总共|共)[^，。；、：\d]{0,8}$")
_PART = re.compile(r"其中(?:包括|有|含)?(?P<said>[^。；]{0,20})$")
# Between a list's figures where the next one is no further part: 另有182人受伤, 比上年增加10公斤, 包括男136人.
_ELSE = re.compile("其中|包括|另|此外|其余|比|较|增|减|与|分别")
_RATE = re.compile("每|均|单产|最高|最低|以上|至少")  # a part may be more than the average of the whole
_BETWEEN = 16  # characters between two figures of one list: 男职工30人、女职工25人
_LEAST_PARTS = 2
_SLIP = 2.0  # a sum that is more than twice the total, or less than half of it, is of something else
_TIMES = frozenset(("秒", "分", "分钟", "小时", "天", "岁"))  # a record and an age are parts of nothing
_TOLERANCE = 1e-6  # of sums of decimals


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure in the shown text."""

    figure: Figure
    start: int
    end: int


def sum_hints(story: Story, figures: Iterable[Figure]) -> Iterator[Hint]:
    """Hints about totals, each at the total's place."""
    placed = sorted(_placed(story, figures), key=lambda one: one.start)
    for sentence in _by_sentence(story.text, placed):
        for some in _by_unit(sentence).values():
            yield from _parts_over_whole(story.text, some)
            yield from _list_beside_total(story.text, some)


def _parts_over_whole(text: str, some: Sequence[_Placed]) -> Iterator[Hint]:
    """300人，其中女职工200人、男职工120人: what stands behind 其中 is part of the figure before it."""
    for number, first in enumerate(some[1:], 1):
        whole = some[number - 1]
        said = _PART.search(text, whole.end, first.start)
        if said is None or _ELSE.search(said["said"]) or not _is_alone(text, whole, some[: number - 1]):
            continue
        parts = [first, *_list_behind(text, first, some[number + 1 :])]
        sums = list(accumulate(one.figure.value for one in parts))
        if len(parts) > 1 and _meets([sums[-1]], 2 * sums[0]):  # 选手886人，女选手437人，男选手449人: parts of the part
            continue
        if sums[-1] > whole.figure.value + _TOLERANCE and not _meets(sums, whole.figure.value):
            told = f"其中的{_added(parts)}超过了总数{_written(whole)}。"
            yield hint_at(text, "sum", whole.start, whole.end, told)


def _is_alone(text: str, whole: _Placed, before: Sequence[_Placed]) -> bool:
    """Whether a figure stands for a whole by itself: neither 65名运动员和8名教练员, nor a rate."""
    near = text[max(0, whole.start - _BETWEEN) : whole.start]
    return not _RATE.search(near) and not (before and whole.start - before[-1].end <= _BETWEEN)


def _list_beside_total(text: str, some: Sequence[_Placed]) -> Iterator[Hint]:
    """男职工30人、女职工25人，共60人: a list, and the total right behind it."""
    for number, total in enumerate(some):
        if number < _LEAST_PARTS or not _TOTAL.search(text[max(0, total.start - _BETWEEN) : total.start]):
            continue
        parts = _list_before(text, total, some[:number])
        sums = list(accumulate(one.figure.value for one in reversed(parts)))
        is_close = bool(sums) and total.figure.value / _SLIP <= sums[-1] <= total.figure.value * _SLIP
        if len(parts) >= _LEAST_PARTS and is_close and not _meets(sums, total.figure.value):
            told = f"前面的{_added(parts)}，与总数{_written(total)}不符。"
            yield hint_at(text, "sum", total.start, total.end, told)


def _meets(sums: Sequence[float], total: float) -> bool:
    """Whether the list adds up, or so much of it as is beside the total."""
    return any(abs(one - total) <= _TOLERANCE for one in sums)


def _list_behind(text: str, first: _Placed, others: Sequence[_Placed]) -> Iterator[_Placed]:
    """The figures that go on with a list; one called a total, or of something else, ends it."""
    last = first
    for one in others:
        between = text[last.end : one.start]
        if len(between) > _BETWEEN or _ELSE.search(between) or _TOTAL.search(between):
            return
        yield one
        last = one


def _list_before(text: str, total: _Placed, others: Sequence[_Placed]) -> list[_Placed]:
    """The list that ends right before a total, in reading order."""
    found: list[_Placed] = []
    behind = total
    for one in reversed(others):
        between = text[one.end : behind.start]
        if len(between) > _BETWEEN or _ELSE.search(between):
            break
        found.append(one)
        behind = one
    return found[::-1]


def _placed(story: Story, figures: Iterable[Figure]) -> Iterator[_Placed]:
    for one in figures:
        place = story.spot(one.field, one.index, one.start, one.end, one.text)
        if place is not None:
            yield _Placed(one, *place)


def _by_sentence(text: str, placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    some: list[_Placed] = []
    for one in placed:
        if some and _SENTENCE_END.search(text, some[-1].end, one.start):
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _by_unit(sentence: Iterable[_Placed]) -> dict[str, list[_Placed]]:
    """The exact figures by unit; where one of a unit is approximate nothing can be added up."""
    groups: dict[str, list[_Placed]] = defaultdict(list)
    for one in sentence:
        groups[one.figure.unit].append(one)
    return {
        unit: some
        for unit, some in groups.items()
        if unit and unit not in NOT_SUMMED | _TIMES and not any(one.figure.approximate for one in some)
    }


def _added(parts: Sequence[_Placed]) -> str:
    """30＋25＝55人."""
    total = math.fsum(one.figure.value for one in parts)
    terms = "＋".join(_plain(one.figure.value) for one in parts)
    return f"{terms}＝{_plain(total)}{parts[0].figure.unit}" if len(parts) > 1 else f"{terms}{parts[0].figure.unit}"


def _written(one: _Placed) -> str:
    return f"{_plain(one.figure.value)}{one.figure.unit}"


def _plain(value: float) -> str:
    return f"{round(value, 6):.15g}"
