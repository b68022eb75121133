"""What an expression of time means beside the day of the issue: first and last day, as far as they can be known.

Nothing is invented: what hangs on a day that is not known (昨日 in an issue known to the month) stays open.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.nlp.time_wording import (
    FEAST_DAYS,
    MONTHS_FROM_NOW,
    MONTHS_OF,
    NEAR_DAYS,
    THIRDS,
    WEEKDAYS,
    YEARS_FROM_NOW,
    number,
)

_HALF_A_YEAR = datetime.timedelta(days=183)
_WEEK = datetime.timedelta(days=7)
_OPEN = (UNKNOWN_DATE, UNKNOWN_DATE)
Period = tuple[IssueDate, IssueDate]


@dataclass(frozen=True, slots=True)
class Moment:
    """Whence an expression is read."""

    issue: IssueDate
    day: datetime.date | None  # the day that 今天 is: a wire dateline's, else the issue's where it is known
    planned: bool = False  # the sentence speaks of what is to come
    reported: bool = False  # the sentence says that it is done


def period_of(found: re.Match[str], moment: Moment) -> Period | None:
    """First and last day of a match of EXPRESSION, either UNKNOWN_DATE where left open; None for no day there is."""
    group = found.groupdict()
    try:
        if group["month"]:
            return _calendar(group, moment)
        for name, resolve in _RESOLVERS.items():
            if group[name]:
                return resolve(group, moment)
        return _week(group, moment)
    except (ValueError, OverflowError):  # 30 February; the year 0
        return None


def year_of(written: str, issue: IssueDate) -> int:
    """The year of 今年, 2021年, 九八年 or 98年; 0 when it hangs on an issue's date that is not known."""
    if written in YEARS_FROM_NOW:
        return issue.year + YEARS_FROM_NOW[written] if issue else 0
    year = number(written.removesuffix("年"))
    if year >= 100:
        return year
    # 98年 is the year of that ending nearest to the issue's.
    century = issue.year // 100 * 100
    return min((century + shift + year for shift in (-100, 0, 100)), key=lambda y: abs(y - issue.year)) if issue else 0


def _calendar(group: dict[str, str | None], moment: Moment) -> Period | None:
    day = int_of(group["day"])
    year, month = _year_and_month(group["year"], group["month"] or "", day, moment)
    if not year:
        return _OPEN
    first = _third(year, month, group["part"]) if group["part"] else _same(IssueDate(year, month, day))
    if group["month0"]:  # 1—10月
        return IssueDate(year, number(group["month0"])), first[1]
    later = group["month2"] or group["month3"]
    if not (later or group["day2"]):
        return first
    last_month = number(later.rstrip("份").removesuffix("月")) if later and later not in MONTHS_FROM_NOW else month
    last_day = int_of(group["day2"])
    if not later and last_day and last_day < day:  # 7月28日至3日
        last_month = month % 12 + 1
    last_year = year_of(group["year2"], moment.issue) if group["year2"] else year + (last_month < month)
    last = (
        _third(last_year, last_month, group["part2"])
        if group["part2"]
        else _same(IssueDate(last_year, last_month, last_day))
    )
    return first[0], last[1]


def int_of(written: str | None) -> int:
    """The number, or 0 where nothing stands."""
    return number(written) if written else 0


def _year_and_month(written: str | None, month_written: str, day: int, moment: Moment) -> tuple[int, int]:
    if month_written in MONTHS_FROM_NOW:
        if not moment.issue.month:
            return 0, 0
        index = moment.issue.year * 12 + moment.issue.month - 1 + MONTHS_FROM_NOW[month_written]
        return index // 12, index % 12 + 1
    month = number(month_written.rstrip("份").removesuffix("月"))
    if written:
        return year_of(written, moment.issue), month
    return _likely_year(month, day, moment), month


def _likely_year(month: int, day: int, moment: Moment) -> int:
    """The year of a day that is printed without one: the issue's, or the one before or after it near a year's turn."""
    issue = moment.issue
    last = moment.day or issue.last_day
    if last is None or not issue.month:
        return issue.year
    # The last day that a month may mean speaks for a month alone.
    then = datetime.date(issue.year, month, min(day or 31, calendar.monthrange(issue.year, month)[1]))
    first = then.replace(day=day or 1)
    if first > last + _WEEK and (then - last > _HALF_A_YEAR or moment.reported) and not moment.planned:
        return issue.year - 1
    if last - then > _HALF_A_YEAR and moment.planned:
        return issue.year + 1
    return issue.year


def _third(year: int, month: int, part: str) -> Period:
    """Ten days of a month; its beginning and end are not sharp, so that they are the month."""
    if part not in THIRDS:
        return _same(IssueDate(year, month))
    first, last = THIRDS[part]
    return IssueDate(year, month, first), IssueDate(year, month, last or calendar.monthrange(year, month)[1])


def _year(group: dict[str, str | None], moment: Moment) -> Period:
    year = year_of(group["only"] or "", moment.issue)
    if not year:
        return _OPEN
    if group["only2"]:
        return IssueDate(year), IssueDate(year_of(group["only2"], moment.issue))
    season = (group["season"] or "").removeprefix("第")
    months = MONTHS_OF.get(season) or MONTHS_OF.get(season[:1])
    if months is None:
        return _same(IssueDate(year))
    return IssueDate(year, months[0]), IssueDate(year, months[1])


def _bare_day(group: dict[str, str | None], moment: Moment) -> Period:
    """28日: the last day of that number that had come, or the next one when it is planned."""
    if moment.day is None:
        return _OPEN
    first = _day_near(int_of(group["bare"]), moment.day, moment.planned)
    if not group["bare2"]:
        return _same(IssueDate.of_day(first))
    return IssueDate.of_day(first), IssueDate.of_day(_day_near(int_of(group["bare2"]), first, planned=True))


def _day_near(day: int, today: datetime.date, planned: bool) -> datetime.date:
    index = today.year * 12 + today.month - 1
    for shift in (0, 1, 2) if planned else (0, -1, -2):  # of two months in a row one has every day up to 31
        year, month = divmod(index + shift, 12)
        if day <= calendar.monthrange(year, month + 1)[1]:
            then = datetime.date(year, month + 1, day)
            if (then >= today) if planned else (then <= today):
                return then
    raise ValueError(day)


def _near(group: dict[str, str | None], moment: Moment) -> Period:
    shift = NEAR_DAYS[(group["near"] or "")[0]]
    return _OPEN if moment.day is None else _days(moment.day + datetime.timedelta(days=shift))


def _week(group: dict[str, str | None], moment: Moment) -> Period | None:
    """上周六, 本周三, 周二, 上周, 周末; a week begins on Monday."""
    which, weekday = (group["which"] or "").rstrip("个"), group["weekday"]
    if moment.day is None:
        return _OPEN
    monday = moment.day - datetime.timedelta(days=moment.day.weekday())
    monday += {"上": -_WEEK, "下": _WEEK}.get(which, datetime.timedelta())
    if not weekday:
        return _days(monday, monday + datetime.timedelta(days=6)) if which else None
    if weekday == "末":
        return _days(monday + datetime.timedelta(days=5), monday + datetime.timedelta(days=6)) if which else _OPEN
    then = monday + datetime.timedelta(days=WEEKDAYS[weekday])
    if not which and then > moment.day and not moment.planned:
        then -= _WEEK
    if not which and then < moment.day and moment.planned:
        then += _WEEK
    return _days(then)


def _feast(group: dict[str, str | None], moment: Moment) -> Period:
    """Holidays move, so that 期间 is known to the month; of feasts by the moon no more than the year is."""
    name, around = (group["feast"] or ""), group["around"] or ""
    fixed = FEAST_DAYS.get(name) or FEAST_DAYS.get(name.removesuffix("节"))
    during = around in ("期间", "假期", "黄金周") or around.endswith("长假")
    if fixed is None or not moment.issue.month:
        known = during and moment.issue and name not in ("两节", "双节")
        return _same(IssueDate(moment.issue.year)) if known else _OPEN
    here = moment.day or moment.issue.last_day
    assert here is not None
    then = min((datetime.date(here.year + shift, *fixed) for shift in (-1, 0, 1)), key=lambda day: abs(day - here))
    if during:
        return _same(IssueDate(then.year, then.month))
    if around in ("当天", "当日"):
        return _days(then)
    return UNKNOWN_DATE, IssueDate.of_day(then)


def _season(group: dict[str, str | None], moment: Moment) -> Period:
    if not moment.issue:
        return _OPEN
    first, last = MONTHS_OF[(group["part_of_year"] or "").removeprefix("第")]
    is_past = moment.issue.month and first > moment.issue.month and not moment.planned
    year = moment.issue.year - bool(is_past)
    return IssueDate(year, first), IssueDate(year, last)


def _lately(group: dict[str, str | None], moment: Moment) -> Period:
    return UNKNOWN_DATE, moment.issue


def _now(group: dict[str, str | None], moment: Moment) -> Period:
    return moment.issue, UNKNOWN_DATE


def _vague(group: dict[str, str | None], moment: Moment) -> Period:
    return _OPEN


def _days(first: datetime.date, last: datetime.date | None = None) -> Period:
    return IssueDate.of_day(first), IssueDate.of_day(last or first)


def _same(date: IssueDate) -> Period:
    return date, date


_RESOLVERS = {
    "feast": _feast,
    "only": _year,
    "bare": _bare_day,
    "near": _near,
    "vague": _vague,
    "lately": _lately,
    "now": _now,
    "part_of_year": _season,
}
