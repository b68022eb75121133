"""When what an article reports happened: expressions of time in headline, lead and captions, the event's own first.

A dateline's date (新华社北京7月8日电) is when it was written: nothing happened then, but 今天 is counted from it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongbao.core.annotations import Event
from gongbao.core.dates import IssueDate
from gongbao.nlp.contexts import LEAD_CHARACTERS, SHORT_ITEM
from gongbao.nlp.layout import FieldSpan, Layout
from gongbao.nlp.time_resolution import Moment, Period, period_of
from gongbao.nlp.time_wording import EXPRESSION, plain_digits

MOST_EVENTS = 8  # of one article; a lead names two or three
_MOST_CAPTIONS = 20
_MOST_LEAD_PARAGRAPHS = 4  # bylines and crossheads before the first full sentence
_LONGEST_LOOKED_AT = 400  # characters of one field; contexts.LEAD_CHARACTERS ends a lead before
_YEARS_BACK = 1  # what is older is history: 2008年进厂
_WRITTEN_WITHIN = 7  # days before the issue that a dateline may be of

_SENTENCE = re.compile(r"[。！？!?；;\n]")
_CLAUSE = re.compile(r"[^，。！？!?；;：\n]*")
_TIME_OF_DAY = re.compile(r"(?:(?:当?天|日)?[上下]午|晚上?|凌晨|清晨|起)?[0-9]{0,2}[时点]?，")
_PLANNED = re.compile("将(?!近|军|士|领|来)|拟(?:于|在|定)|定于|即将|计划(?:于|在)|预计|有望|接受报名|即日起")
_REPORTED = re.compile("了|举行(?!在即)|召开|成立|揭牌|启动|开赛|落幕|闭幕|结束|完成|[已曾]")
_BEFORE = re.compile(
    r"(?:(?P<never>截至|截止到?|每年?|常年|历年|逢|比|较|同|《[^》\n]{0,40})|(?P<aside>此前的?|早在|生于|迎接|庆祝|纪念|迎来))$"
)
_OPENED = re.compile(r"[（(][^）)\n]{0,30}$")
_NOT_AFTER = re.compile(
    r"\s*(?:(?:专|综合)?[电讯](?!视|影|子|台|梯|力|话|气|动|缆|工|网|器|站|焊)|之?前(?!后|往|来|夕|天|方|期|台|沿)|以前|"
    r"之?内(?!部)|同期|出生|生于|生(?=[，。的])|至周|到周|至星期|到星期)"
)
_OPEN_ENDED = re.compile("(?:上午|下午)?(?:零时|0时)?(?P<from>起)|(?P<since>以来|至今)")
_ACTED_FROM_THEN = re.compile("[从自]$")
_LEARNT = re.compile(r"，?[^，。]{0,14}?(?:获悉|了解到|得知|采访)")
_REPORTER_BEFORE = re.compile(r"记者[^，。]{0,4}$")
_LAW = re.compile(r"[^，。；]{0,12}(?:施行|实施|颁布|公布|生效|修订)的")
_LAW_TO_BE = re.compile(r"[^，。；]{0,6}(?:施行|实施|生效)")
_DATELINE = re.compile(
    r"(?P<date>(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月[0-9一二三四五六七八九十]{1,3}日)\s*(?:专|综合)?[电讯]"
)
_DATELINE_WITHIN = 40  # characters of the lead that may hold a dateline

# What an expression speaks for the event, by where it stands and what it says. Chosen on the "seen" leads of
# tests/nlp/events.tsv; only their order matters.
_FIRST_SENTENCE, _LEAD, _CAPTION, _TITLE = 3.0, 2.0, 2.5, 1.5
_BY_KIND = {
    "month": 0.4,
    "day": 1.0,
    "bare": 1.0,
    "near": 1.0,
    "weekday": 0.9,
    "vague": 0.7,
    "feast": 0.6,
    "which": 0.6,
    "lately": 0.5,
    "part_of_year": 0.3,
    "now": 0.1,
    "only": 0.1,
}
_ONLY_LEARNT, _PLAN, _OF_A_LAW, _LAST_YEAR, _ASIDE, _SINCE = -1.2, -0.3, -2.0, -0.4, -1.5, -0.4


@dataclass(frozen=True, slots=True)
class _Candidate:
    event: Event
    score: float
    start: int  # in the laid-out text


def find_events(layout: Layout, issue: IssueDate) -> tuple[Event, ...]:
    """The article's expressions of time, the event's own first; MOST_EVENTS at most, each date once."""
    today = _day_written(layout, issue)
    candidates = [
        candidate for place, end in _places(layout) for candidate in _in_field(layout, place, end, Moment(issue, today))
    ]
    candidates.sort(key=lambda one: (-one.score, one.start))
    kept: dict[object, Event] = {}
    for candidate in candidates:
        event = candidate.event
        known = bool(event.since or event.until)
        kept.setdefault((event.since, event.until) if known else event.text, event)
    return tuple(kept.values())[:MOST_EVENTS]


def _places(layout: Layout) -> Iterator[tuple[FieldSpan, int]]:
    """Titles, lead and captions, each with where it ends: a lead as contexts.py sees it, but in whole sentences."""
    captions = paragraphs = 0
    lead_end = len(layout.text) if len(layout.text) <= SHORT_ITEM else -1
    for place in layout.fields:
        if place.field in ("kicker", "headline", "subhead"):
            yield place, place.end
        elif place.field == "caption":
            captions += 1
            if captions <= _MOST_CAPTIONS:
                yield place, place.end
        elif place.field == "paragraph" and (lead_end < 0 or place.start < lead_end):
            yield place, place.end
            paragraphs += 1
            if lead_end < 0 and paragraphs == _MOST_LEAD_PARAGRAPHS:
                lead_end = 0
            elif lead_end < 0 and "。" in layout.text[place.start : place.end]:
                lead_end = place.start + LEAD_CHARACTERS


def _day_written(layout: Layout, issue: IssueDate) -> datetime.date | None:
    """The day that 今天 is: the dateline's where it is just before the issue, else the issue's."""
    day = issue.first_day if issue.day else None
    if not issue.month:
        return day
    tops = [place for place in layout.fields if place.field in ("dateline", "paragraph")][:_MOST_LEAD_PARAGRAPHS]
    texts = (layout.text[place.start : min(place.end, place.start + _DATELINE_WITHIN)] for place in tops)
    found = _DATELINE.search(plain_digits("\n".join(texts)))
    written = EXPRESSION.match(found["date"]) if found else None
    period = period_of(written, Moment(issue, day)) if written else None
    then = period[0].first_day if period and period[0].day else None
    last = issue.last_day
    if then is None or last is None:
        return day
    is_near = 0 <= (last - then).days <= _WRITTEN_WITHIN if issue.day else True
    return then if is_near else day


def _in_field(layout: Layout, place: FieldSpan, end: int, moment: Moment) -> Iterator[_Candidate]:
    text = plain_digits(layout.text[place.start : min(end, place.start + _LONGEST_LOOKED_AT)])
    for found in EXPRESSION.finditer(text):
        start = place.start + found.start()
        before, sentence = text[max(0, found.start() - 44) : found.start()], _sentence(text, found)
        told = _BEFORE.search(before)
        if (told and told["never"]) or _OPENED.search(before) or _NOT_AFTER.match(text, found.end()):
            continue
        planned = found["near"] == "明天" or bool(_PLANNED.search(_clause(text, found)))
        period = period_of(found, Moment(moment.issue, moment.day, planned, bool(_REPORTED.search(sentence))))
        tail = _OPEN_ENDED.match(text, found.end())
        if period is None or _is_no_event(found, place, period, moment.issue):
            continue
        period = _open_ended(period, tail, moment.issue)
        score = _score(found, text, place, period, moment.issue) + _PLAN * planned
        score += _OF_A_LAW * _is_of_a_law(text, found.end(), planned or tail is not None)
        score += _ASIDE * bool(told) + _SINCE * bool(tail)
        last = found.end() if tail is None else tail.end()
        first = found.start() - bool(tail and _ACTED_FROM_THEN.search(before))
        printed = layout.text[place.start + first : place.start + last]
        event = Event(printed, *period, place.field, place.index, first, last)
        yield _Candidate(event, score, start)


def _sentence(text: str, found: re.Match[str]) -> str:
    stop = _SENTENCE.search(text, found.end())
    starts = [mark.end() for mark in _SENTENCE.finditer(text, 0, found.start())]
    return text[starts[-1] if starts else 0 : stop.start() if stop else len(text)]


def _is_of_a_law(text: str, end: int, to_be: bool) -> bool:
    return bool(_LAW.match(text, end) or (to_be and _LAW_TO_BE.match(text, end)))


def _clause(text: str, found: re.Match[str]) -> str:
    """What says whether it is to come: the clause that the expression stands in, or the next one after 8月5日，"""
    start = max(map(text.rfind, "，。！？；：\n", [0] * 7, [found.start()] * 7)) + 1
    alone = _TIME_OF_DAY.match(text, found.end())
    further = _CLAUSE.match(text, alone.end() if alone else found.end())
    return text[start : further.end() if further else found.end()]


def _is_no_event(found: re.Match[str], place: FieldSpan, period: Period, issue: IssueDate) -> bool:
    """History (2008年进厂), or a year that a headline names a meeting by."""
    latest = period[1] or period[0]
    if found["only"] and place.field != "paragraph" and not found["season"]:
        return True
    return bool(issue and latest and latest.year < issue.year - _YEARS_BACK)


def _open_ended(period: Period, tail: re.Match[str] | None, issue: IssueDate) -> Period:
    """从7月1日起 has no end that is known; 今年以来 lasts until the issue."""
    if tail is None:
        return period
    return period[0], IssueDate() if tail["from"] else issue


def _score(found: re.Match[str], text: str, place: FieldSpan, period: Period, issue: IssueDate) -> float:
    if place.field == "paragraph":
        score = _LEAD if _SENTENCE.search(text, 0, found.start()) else _FIRST_SENTENCE
    else:
        score = _CAPTION if place.field == "caption" else _TITLE
    groups = found.groupdict()
    score += next((_BY_KIND[kind] for kind in ("day", *_BY_KIND) if groups[kind]), 0.0)
    if _LEARNT.match(text, found.end()) or _REPORTER_BEFORE.search(text, 0, found.start()):
        score += _ONLY_LEARNT
    if issue and period[1] and period[1].year < issue.year and issue.month > 1:
        score += _LAST_YEAR
    return score
