"""Dates as people write them mean the same days in the browser and in the newsroom's search."""

from __future__ import annotations

import datetime
import itertools
import random
from typing import Any

import pytest

from gongbao.search.query.periods import parse_period

pytestmark = pytest.mark.browser

TODAYS = [datetime.date(2022, 3, 31), datetime.date(2024, 2, 29), datetime.date(2023, 1, 1), datetime.date(2021, 12, 5)]
POINTS = [
    "2021", "2021年", "2021-07", "2021/7", "2021.7", "202107", "2021年7月", "2021年七月", "2021年十二月", "2021-07-16",
    "20210716", "2021年7月16号", "2021年二月二十八日", "2020-02-29", "2021-02-29", "2021-13", "2021-00", "0000",
    "2021年上半年", "2021下半年", "2021H1", "2021-h2", "2021年第三季度", "2021年三季度", "2021Q4", "2021年5季度",
    "今天", "昨天", "前天", "today", "yesterday", "本周", "上周", "上个星期", "lastweek", "本月", "上月", "上个月",
    "今年", "去年", "前年", "lastyear", "去年7月", "今年3月5日", "去年2月29日", "前年四季度", "去年下半年",
    "去年十一月", "近三个月", "近3个月", "近 3 个月", "最近半年", "近一年", "近半个月", "近半天", "近7天", "近两周",
    "近十二个星期",
    "近零天", "近0天", "近9999年", "近9999天", "last7days", "last2weeks", "last3months", "last1year", "7月", "三季度",
    "上半年", "春节", "国庆", "一二月", "二十一年", "近二十一天", "近一百天", "２０２１年７月", "",
]  # fmt: skip
_ASK = """(asked) => asked.map(([text, today]) => {
    const read = gongbaoSearch.parsePeriod(text, today);
    return typeof read === "string" ? read : read.period;
})"""


def _expected(text: str, today: datetime.date) -> list[int] | str:
    try:
        period = parse_period(text, today)
    except ValueError as error:
        return str(error)
    first, last = period.first, period.last
    return [int(f"{first:%Y%m%d}") if first else 0, int(f"{last:%Y%m%d}") if last else 99999999]


def _as_in_a_calendar(read: list[int] | str) -> list[int] | str:
    """The browser ends every month on a 31st."""
    if isinstance(read, str) or read[1] % 100 != 31:
        return read
    year, month = read[1] // 10000, read[1] // 100 % 100
    last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
    return [read[0], int(f"{last:%Y%m%d}")]


def test_points_and_ranges_are_read_alike_and_refused_with_the_same_words(searchable: Any) -> None:
    chance = random.Random(4)
    ranges = [
        f"{start}{sign}{end}"
        for start, end in itertools.product(POINTS, POINTS)
        for sign in [chance.choice(["..", "至", "~", "—", "到", "..."])]
    ]
    written = [*POINTS, *chance.sample(ranges, 1_500), "2021年7月至今", "..", "2021..2022..2023"]
    asked = [(text, today) for text in written for today in TODAYS]
    page = searchable.write([]).open()
    page.evaluate("() => gongbaoSearch.store.manifest()")
    found = page.evaluate(_ASK, [[text, int(f"{today:%Y%m%d}")] for text, today in asked])
    for (text, today), read in zip(asked, found, strict=True):
        assert _as_in_a_calendar(read) == _expected(text, today), f"{text!r} on {today}"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ([20190101, 20211231], "2019年至2021年"),
        ([20210301, 20210631], "2021年3月至2021年6月"),
        ([20210716, 20210716], "2021年7月16日"),
        ([0, 20191231], "2019年止"),
        ([20200301, 99999999], "2020年3月起"),
        ([20210228, 20210331], "2021年2月28日至2021年3月31日"),
    ],
)
def test_a_period_is_told_in_words(searchable: Any, period: list[int], text: str) -> None:
    page = searchable.write([]).open()
    assert page.evaluate("(period) => gongbaoSearch.periodText(period)", period) == text
