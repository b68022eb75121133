"""The shape of one line, seen by itself: how long it is, how it opens and ends, what it is made of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from gongbao.ingest.blocks import Line
from gongbao.ingest.credits import closes_with_dateline, looks_like_credit_line, opens_with_dateline
from gongbao.ingest.surnames import split_names

SHORT = 45  # characters; a longer line is text
_LENGTHS = (2, 4, 6, 9, 13, 18, 24, 32, 45, 70, 120)
_CRY_LENGTH = 20  # a headline may be a cry or a question; a longer one is a sentence
_NAME_LIST_LENGTH = 20
_ENDS = {
    "。": "full stop", "！": "exclamation mark", "!": "exclamation mark", "？": "question mark", "?": "question mark",
    "…": "ellipsis", "：": "colon", ":": "colon", "；": "semicolon", ";": "semicolon", "，": "comma", ",": "comma",
    "、": "enumeration comma", "—": "dash", "-": "dash", "”": "closing quotation mark", "’": "closing quotation mark",
    "』": "closing quotation mark", "」": "closing quotation mark", "）": "closing bracket", ")": "closing bracket",
    "》": "closing book mark", "“": "opening mark", "（": "opening mark", "《": "opening mark", "‘": "opening mark",
}  # fmt: skip
_BARE_ENDS = frozenset(
    ("none", "closing quotation mark", "closing book mark", "closing bracket", "dash", "digit or letter")
)
_CRIES = frozenset(("exclamation mark", "question mark", "ellipsis"))
_SENTENCE_ENDS = ("。", "！", "？", "!", "?", "…")
_CLOSING_MARKS = "”’』」）)"
CANNOT_OPEN = "punctuation that cannot open"
_HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
_NUMBER = r"[一二三四五六七八九十\d０-９]{1,3}"
_OPENINGS = (
    (CANNOT_OPEN, r"[，。、；：！？”’）》」』…]"),
    ("quotation mark", r"[“‘「『]"),
    ("bracket", r"[（(【\[〔]"),
    ("book mark", r"《"),
    ("dash", r"[—－-]"),
    ("bullet", r"[■□●○◆◇▲△★☆▼◎·•]"),
    (
        "numbering",
        rf"(?:{_HAN_NUMBER}|[（(]{_NUMBER}[）)]|第{_HAN_NUMBER}[章节条]?)(?:[、，,：:]|[　 ])|[（(]{_HAN_NUMBER}[）)]",
    ),
    ("number", r"[\d０-９]{1,3}[、．.：:](?![\d０-９])|图?[①-⑳]|图[\d０-９]{1,2}"),
    ("date", r"(?:[\d０-９]{4}年|[\d０-９]{1,2}月[\d０-９]{1,2}日|[\d０-９]{1,2}日)"),
    ("digit", r"[\d０-９]"),
    (
        "news time",
        (
            r"近日|日前|昨[日天]|今[日天年]|连日来|近期|最近|近年来|目前|去年|本月|上午|当天|新年|不久前"
            r"|记者(?:从|昨|今|日前|近日)|本报"
        ),
    ),
    (
        "report's turn",
        (
            r"据(?!点)|此外|同时|另外|与此|其中|如今|截至|下一步|活动(?:中|现场)|会上|会议|座谈|随后|然而|但是?"
            r"|因此|为此|为了?|在.{1,14}[，中上下]|对此|图为|图[:：]"
        ),
    ),
    ("Latin letter", r"[A-Za-zＡ-Ｚａ-ｚ]"),
)
_OPENING_NAMES = tuple(name for name, _ in _OPENINGS)
_OPENING = re.compile("|".join(f"({pattern})" for _, pattern in _OPENINGS))  # the first that fits has its number


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of one line before its neighbours are looked at."""

    text: str
    length: str  # upper bound of its length class, as text
    end: str  # a name of _ENDS, "none" after a Han character, or "digit or letter"
    opening: str  # a name of _OPENINGS or "none"
    is_short: bool
    ends_sentence: bool
    is_dateline: bool
    is_credit: bool
    is_names: bool
    open_marks: int  # quotation marks and brackets opened and not closed; negative when closed and not opened
    is_bare: bool  # short, without an end's punctuation or with a cry or a question alone: as a headline looks


def shape_of(line: Line) -> Shape:
    """The shape of a line; only its first and last characters are looked at, and how often marks stand in it."""
    text = line.text
    credit = looks_like_credit_line(text)
    short = len(text) <= SHORT
    end = _end_of(text[-1])
    return Shape(
        text=text,
        length=_length_class(len(text)),
        end=end,
        opening=_opening_of(text[:24]),
        is_short=short,
        ends_sentence=text[-4:].rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS),
        is_dateline=opens_with_dateline(text),
        is_credit=credit or closes_with_dateline(text),
        is_names=not credit and len(text) <= _NAME_LIST_LENGTH and bool(split_names(text)),
        open_marks=sum(map(text.count, "“（《『")) - sum(map(text.count, "”）》』")),
        is_bare=short and (end in _BARE_ENDS or (end in _CRIES and len(text) <= _CRY_LENGTH)),
    )


def _length_class(length: int) -> str:
    place = bisect_left(_LENGTHS, length)
    return str(_LENGTHS[place]) if place < len(_LENGTHS) else "any"


def _end_of(last: str) -> str:
    if last in _ENDS:
        return _ENDS[last]
    return "digit or letter" if last.isascii() or "０" <= last <= "ｚ" else "none"


def _opening_of(head: str) -> str:
    found = _OPENING.match(head)
    return _OPENING_NAMES[found.lastindex - 1] if found and found.lastindex else "none"
