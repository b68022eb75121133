"""How newspaper Chinese writes times: one pattern for all expressions, and the values of their parts.

The pattern is matched on text whose full-width digits were made plain (``plain_digits`` keeps every position).
"""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九"
_YEAR = (
    rf"(?<![\d{_DIGITS}])(?:\d{{4}}|\d{{2}}|[{_DIGITS}][{_DIGITS}〇零○]{{3}})年(?![来前后级度龄内多])|"
    "今年|去年|前年|明年"
)
_MONTH = rf"(?<![\d{_DIGITS}十])(?:1[0-2]|0?[1-9]|十[一二]|[{_DIGITS}十])月份?|本月|当月|上个?月|下个?月"
_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_DIGITS}]?|[{_DIGITS}]"
_PARTS = "上旬|中旬|下旬|初|底|末|中(?![国央学])"
_HOUR = "(?:(?:上午|下午|晚上?|凌晨)?(?:[0-9]{1,2}[时点])?)"
_TO = "至|到|—{1,2}|[-－～~–]"

# The parts a calendar date may have; each named group is None where it does not stand.
_CALENDAR = (
    rf"(?P<year>{_YEAR})?(?:(?P<month0>(?<![\d.])(?:1[0-2]|[1-9]))月?(?:{_TO}))?(?P<month>{_MONTH})"
    rf"(?:(?P<day>{_DAY})(?:日|号|(?!\d)(?={_TO}))|(?P<part>{_PARTS}))?"
    rf"(?:{_HOUR}?(?:{_TO}|和|与|及|、)(?:(?P<month2>{_MONTH}))?(?:(?P<day2>{_DAY})[日号]|(?P<part2>{_PARTS}))"
    rf"|(?:{_TO})(?P<year2>\d{{4}}年|今年)?(?P<month3>{_MONTH}))?"
)
_SEASONS = "[上下]半年|前三季度|第?[一二三四]季度"
_YEAR_ONLY = (
    rf"(?P<only>{_YEAR})(?:(?P<season>{_SEASONS}|[春夏秋冬](?!节|运|晚)[天季]?|年?初|年?底|年?末|年中)"
    rf"|(?:{_TO})(?P<only2>\d{{4}}年(?!来)|今年))?"
)
_BARE_DAY = (
    rf"(?<![\d月{_DIGITS}十第])(?P<bare>3[01]|[12]\d|[1-9])日(?:(?:{_TO}|和|、)(?P<bare2>3[01]|[12]\d|[1-9])日)?"
)
_WEEK = r"(?P<which>上个?|本|这|下个?)?(?:周|星期)(?:(?P<weekday>[一二三四五六日天末])|(?(which)|(?!)))"
_RELATIVE = (
    "(?P<near>[昨今明](?:天|日(?![头报])|晚|夜|晨|早)|昨(?=[在于，])|前天|前日|后天)"
    "|(?P<vague>近日(?!来)|(?<![0-9节生假末十])日前|近期|最近|不久前|前不久|前几天|前些天|前些日子|几天前)"
    "|(?P<lately>连日来?|近日来|近来|这几天|这些天|近几天|几天来|一段时间以来|入[春夏秋冬伏汛]以来|开年以来|开春以来)"
    "|(?P<now>即日起)"
)
_FEAST = (
    "[“‘]?(?P<feast>元旦|春节|元宵节?|三八|清明节?|五一|五四|端午节?|六一|七一|八一|中秋节?|教师节|国庆节?|十一|重阳节|"
    "护士节|记者节|两节|双节)[”’]?(?:国际)?(?:劳动节|妇女节|儿童节|青年节|建军节|建党节)?[”’]?"
    "(?P<around>期间|假期|小?长假|黄金周|前夕|来临之际|即将来临|到来之际|将至|节前|当[天日])"
)
_SEASON = f"(?P<part_of_year>暑期|暑假|今夏|今春|今秋|{_SEASONS})"
_FIRST = f"0123456789{_DIGITS}十第今去前明本当上下这昨后近日最不几连入开即元春清端中教国重护记两双周星暑“‘"

EXPRESSION = re.compile(
    rf"(?=[{_FIRST}])(?:{_CALENDAR}|{_FEAST}|{_YEAR_ONLY}|{_BARE_DAY}|{_RELATIVE}|{_SEASON}|{_WEEK})"
)

# Days of feasts that have one in the solar calendar; of the others only the year can be told.
FEAST_DAYS = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "清明": (4, 5),
    "五一": (5, 1),
    "五四": (5, 4),
    "护士节": (5, 12),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "记者节": (11, 8),
}
# First and last month of what is said of a year.
MONTHS_OF = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "春": (3, 5),
    "夏": (6, 8),
    "秋": (9, 11),
    "暑期": (7, 8),
    "暑假": (7, 8),
    "今春": (3, 5),
    "今夏": (6, 8),
    "今秋": (9, 11),
}
NEAR_DAYS = {"昨": -1, "今": 0, "明": 1, "前": -2, "后": 2}
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
YEARS_FROM_NOW = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
MONTHS_FROM_NOW = {"本月": 0, "当月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0)}  # 0: the month's last day

_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789")
_VALUES = {
    **{digit: value for value, digit in enumerate(_DIGITS, 1)},
    "〇": 0,
    "零": 0,
    "○": 0,
    **{str(value): value for value in range(10)},
}


def plain_digits(text: str) -> str:
    """The text with ASCII digits for full-width ones; as long as before."""
    return text.translate(_PLAIN)


def number(written: str) -> int:
    """The value of a day, a month or a year: 28, 二十八, 十, 一九九八; digits and numerals only."""
    if "十" not in written:
        return int("".join(str(_VALUES[digit]) for digit in written))
    tens, ones = written.split("十", 1)
    return (_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0)
