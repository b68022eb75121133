"""Whose, where and when a figure is, from what was found before it: organisations, districts, the issue's date.

Empty rather than guessed: an organisation that something is given to, a year that is only compared with, a span of
years and a plan say nothing.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gongbao.core.annotations import SHOWN, Figure, Mention, Tag
from gongbao.core.dates import IssueDate
from gongbao.nlp.contexts import Context, Sentences, Zone
from gongbao.nlp.figure_counted import DURATIONS
from gongbao.nlp.layout import Layout
from gongbao.nlp.numerals import read_number

_LONGEST = 400  # characters of a sentence that are looked at; a longer one is none
_STOPS = "。！？!?\n"
_OF_WHOLE = re.compile("其中|包括")
# What stands before an organisation that something is done to, with or at.
_NOT_SUBJECT = re.compile(
    "(?:向|为|给|到|至|在|赴|往|与|和|同|跟|从|对|被|把|经|据|了|过|走进|走访|深入|慰问|联合|会同|携手|位于|前往|参观|进入|"
    "通过|邀请|组织|加入|当选|担任|任|获|《|协助|支持|帮助|指导|考上|毕业于|就职于|来自|原|[“‘])$"
)
_AFTER_NO_SUBJECT = re.compile(
    "的|(?:干部|职工|员工|会员|工人|代表|党员|记者|附近|门口|门前|内|里|等地|”|》|旁|食堂)|"
    "[^，。；、！？]{0,12}?(?:数据|统计|显示|获悉|介绍|表示|通报|消息|透露|了解到|发布|公布)"
)
_CITY = re.compile("全市|全国|本市|我市|我国|北京市(?!.{0,6}区)|世界|全球|全省|各区")
_AGENCIES = re.compile(
    "(?:新华社|央视网|新闻办公室|新闻办|人民网|日报社?|晚报社?|电视台|通讯社|新闻网|报社|中新社|广播电台)$"
)
_MEASURES = DURATIONS | {"%", "倍", "折", "度", "米", "公里", "千米", "厘米", "毫米", "层", "平方米", "平方公里"}
_UNION = "工会"
_OUTSIDE = "outside"  # Mention.role of a place that is not at home

_DIGIT = "[0-9０-９]"
_WHICH = f"(?:{_DIGIT}{{1,2}}|十[一二]?|[一二三四五六七八九])"  # month
_TIME = re.compile(
    rf"(?P<span>近(?:{_DIGIT}+|[一二三四五六七八九十两几]+)年|[一二三四五六七八九十两几多数]+年(?:来|间)|历年|多年来|"
    rf"[自从]{_DIGIT}{{4}}年|{_DIGIT}{{4}}年(?:{_DIGIT}{{1,2}}月)?(?:以来|至今|来|起|到|至|—|-)(?:{_DIGIT}{{4}}年)?|"
    r"“?十[二三四五]五”?)"
    rf"|(?P<compared>(?:比|较|同比)?(?:去年|上年)同期|(?:比|较)(?:去年|上年|前年|{_DIGIT}{{4}}年)|上一年度"
    rf"|(?:比|较)(?:上个?月|(?:{_DIGIT}{{1,2}}[—－至-])?{_DIGIT}{{1,2}}月份?))"
    rf"|(?P<year>(?<!{_DIGIT}){_DIGIT}{{4}})年(?:度)?(?:(?P<month>{_DIGIT}{{1,2}})月(?!{_DIGIT}*[—－至-]))?"
    rf"|(?P<word>去年|前年|今年|明年|本年度?)(?:(?P<its>{_WHICH})月)?"
    rf"|(?P<late>下半年|第?[三四]季度|全年)|(?P<early>上半年|第?[一二]季度|前[0-9一二三四五六七八九十两]+个?(?:月|季度)|"
    rf"{_DIGIT}{{1,2}}[—－至-]{_DIGIT}{{1,2}}月)"
    r"|(?P<near>上个?月|本月|这个月|昨天|昨日|前天|今天|今日|近日|日前|连日来|目前|如今|截至目前)"
    rf"|(?<![0-9０-９个十第])(?P<alone>{_WHICH})月(?!份?(?:以来|至今))"
)
_YEARS_BACK = {"去年": 1, "前年": 2, "今年": 0, "本年": 0, "本年度": 0, "明年": -1}
_ASCII = str.maketrans("０１２３４５６７８９", "0123456789")
_DONE = (Context.REPORTED, Context.LISTED, Context.QUOTED)
_MONTHS = 12
_SOON = 2  # months after the issue's: 自8月1日起 in July is this year's August
_SECOND_HALF = 7  # the month from which 下半年 may be this year's
_LONG_AGO = re.compile("当时|那年|那时|当年|曾")
_EARLIEST, _LATEST = 1840, 2100  # years that a four-digit number before 年 may mean


class _Place(NamedTuple):
    """A name at its place in the laid-out text."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What the article's figures are attributed by."""

    layout: Layout
    sentences: Sentences
    subjects: tuple[_Place, ...]  # organisations that do something
    main: _Place | None  # the organisation that headline and lead are about; None when it is not one
    places: tuple[_Place, ...]
    home: frozenset[str]  # the article's districts
    near: dict[int, set[str]]  # those that a field names, by where the field begins
    is_at_home: bool  # whether the districts are named as often as places elsewhere
    date: IssueDate


def attributed(
    figures: Sequence[Figure],
    layout: Layout,
    sentences: Sentences,
    mentions: Iterable[Mention],
    tags: Iterable[Tag],
    date: IssueDate,
) -> tuple[Figure, ...]:
    """The figures with who, where, when and part, as far as they are known.

    ``mentions`` and ``tags`` are those of the same article; the tags' evidence says where its districts are named.
    """
    starts = {(span.field, span.index): span.start for span in layout.fields}
    mentions = tuple(mentions)
    set_tags = [tag for tag in tags if tag.facet == "district" and tag.status in SHOWN]
    subjects = _subjects(mentions, starts, layout.text)
    home = frozenset(tag.label for tag in set_tags)
    places = _places(mentions, set_tags, starts)
    near: dict[int, set[str]] = defaultdict(set)
    for place in places:
        if place.name in home:
            near[layout.field_at(place.start).start].add(place.name)
    around = _Around(
        layout,
        sentences,
        subjects,
        _main(subjects, sentences),
        places,
        home,
        near,
        2 * sum(place.name in home for place in places) >= len(places),
        date,
    )
    done: list[Figure] = []
    units: dict[tuple[str, int], set[str]] = defaultdict(set)  # of each field's figures so far
    for figure in figures:
        start = starts[figure.field, figure.index] + figure.start
        sentence = _sentence(layout, start)
        before = layout.text[sentence:start]
        met = units[figure.field, figure.index]
        is_part = figure.part or (figure.unit in met and _OF_WHOLE.search(before) is not None)
        met.add(figure.unit)
        who = _who(around, figure.unit, sentence, start)
        where = _where(around, sentence, start)
        done.append(replace(figure, who=who, where=where, when=_when(around, before, start), part=is_part))
    return tuple(done)


def _sentence(layout: Layout, position: int) -> int:
    """Where the sentence that holds the position begins; it ends at 。！？, not at a semicolon."""
    field = layout.field_at(position)
    low = max(field.start, position - _LONGEST)
    return max(low, *(layout.text.rfind(stop, low, position) + 1 for stop in _STOPS))


def _subjects(mentions: Iterable[Mention], starts: dict[tuple[str, int], int], text: str) -> tuple[_Place, ...]:
    """The organisations that stand where a subject can."""
    found = []
    for mention in mentions:
        field = starts.get((mention.field, mention.index))
        if mention.kind != "organisation" or field is None or _AGENCIES.search(mention.name):
            continue
        start, end = field + mention.start, field + mention.end
        if _NOT_SUBJECT.search(text, max(0, start - 4), start) or _AFTER_NO_SUBJECT.match(text, end):
            continue
        found.append(_Place(start, end, mention.name))
    return tuple(sorted(found))


def _main(subjects: Sequence[_Place], sentences: Sentences) -> _Place | None:
    """The union of the headline and the lead at its first place, when they name only one organisation.

    Only a union: a ministry that a report of figures begins with is whose report it is, seldom whose figures.
    """
    first = [one for one in subjects if sentences.at(one.start).zone in (Zone.TITLE, Zone.LEAD)]
    return first[0] if len({one.name for one in first}) == 1 and _UNION in first[0].name else None


def _places(mentions: Iterable[Mention], tags: Iterable[Tag], starts: dict[tuple[str, int], int]) -> tuple[_Place, ...]:
    """Where the article's districts and the places outside home are named."""
    found: set[_Place] = set()
    for tag in tags:
        for evidence in tag.evidence:
            field = starts.get((evidence.field, evidence.index))
            if field is not None:
                found.add(_Place(field + evidence.start, field + evidence.end, tag.label))
    labels = {tag.label for tag in tags}
    for mention in mentions:
        field = starts.get((mention.field, mention.index))
        if mention.kind == "place" and field is not None:
            name = mention.name if mention.role == _OUTSIDE or not mention.unit else mention.unit
            if mention.role == _OUTSIDE or name in labels:
                found.add(_Place(field + mention.start, field + mention.end, name))
    return tuple(sorted(found))


def _between(places: Sequence[_Place], start: int, end: int) -> Sequence[_Place]:
    """Those that begin in a stretch of the text."""
    return places[bisect_left(places, (start, 0, "")) : bisect_left(places, (end, 0, ""))]


def _who(around: _Around, unit: str, sentence: int, start: int) -> str:
    """The organisation before the figure in its sentence; else the only one of headline and lead, for what is done."""
    before = [one for one in _between(around.subjects, sentence, start) if one.end <= start]
    if before:
        return before[-1].name
    main = around.main
    if main is None or main.start > start or unit in _MEASURES:
        return ""
    return main.name if around.sentences.at(start).context in _DONE else ""


def _where(around: _Around, sentence: int, start: int) -> str:
    """The place that the sentence names last before the figure; else the paragraph's only one, else the article's."""
    before = _between(around.places, sentence, start)
    whole = max((one.start() for one in _CITY.finditer(around.layout.text, sentence, start)), default=-1)
    if before and whole < before[-1].start:
        return "" if len(before) > 1 and _is_listed(around.layout.text, before[-2], before[-1]) else before[-1].name
    if whole >= 0:
        return ""
    near = around.near.get(around.layout.field_at(start).start) or (around.home if around.is_at_home else ())
    return next(iter(near)) if len(near) == 1 else ""


def _is_listed(text: str, first: _Place, second: _Place) -> bool:
    """Whether two places are of one list: what follows it is of neither alone."""
    between = text[first.end : second.start]
    return first.name != second.name and len(between) <= 2 and between[:1] in ("、", "和", "与", "及")


def _when(around: _Around, before: str, start: int) -> str:
    """The time that the sentence names last before the figure, to the month; else the issue's for what is done."""
    found = None
    for one in _TIME.finditer(before):
        part_of_year = one["early"] or one["late"]
        if one["compared"] is None and not (part_of_year and found is not None and (found["year"] or found["word"])):
            found = one
    context = around.sentences.at(start).context
    if found is not None:
        return _time(found, around.date, context)
    is_now = context in _DONE and _LONG_AGO.search(before) is None
    return _month(around.date.year, around.date.month) if is_now else ""


def _time(found: re.Match[str], date: IssueDate, context: Context) -> str:
    if found["span"]:
        return ""
    if found["year"]:
        year = int(found["year"].translate(_ASCII))
        return _month(year, _number(found["month"])) if _EARLIEST <= year <= _LATEST else ""
    if not date.year:
        return ""
    if found["word"]:
        return _month(date.year - _YEARS_BACK[found["word"]], _number(found["its"]))
    if found["early"] or found["late"]:
        is_past = found["late"] and 0 < date.month < _SECOND_HALF
        return _month(date.year - bool(is_past and context in _DONE), 0)
    if found["near"]:
        return _near(found["near"], date)
    month = _number(found["alone"])
    is_last_year = date.month and month > date.month + _SOON and context in _DONE
    return _month(date.year - bool(is_last_year), month)


def _near(word: str, date: IssueDate) -> str:
    if word in ("上月", "上个月"):
        if not date.month:
            return ""
        return _month(date.year, date.month - 1) if date.month > 1 else _month(date.year - 1, _MONTHS)
    days = {"昨天": 1, "昨日": 1, "前天": 2}.get(word, 0)
    day = date.first_day if date.day else None
    if days and day is not None:
        day -= datetime.timedelta(days=days)
        return _month(day.year, day.month)
    return _month(date.year, date.month)


def _number(digits: str | None) -> int:
    return int(read_number(digits) or 0) if digits else 0


def _month(year: int, month: int) -> str:
    """ISO 8601; empty when the year is not known, without the month when that is not known or is none."""
    if not year:
        return ""
    return f"{year:04d}-{month:02d}" if 1 <= month <= _MONTHS else f"{year:04d}"
