"""The property comment of the vendor's pages, with the prefix ``founder-`` or without it."""

from __future__ import annotations

import html
import re

from gongbao.core.dates import UNKNOWN_DATE, IssueDate

PAGE_VIEW = "2"  # founder-type of a page view; an article's is 1
_COMMENT = re.compile(r"<!--\s*enpproperty(?P<inside>.*?)/enpproperty\s*-->", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(
    r"<(?:founder-)?(?P<name>[a-z]+)>(?P<value>.*?)</(?:founder-)?(?P=name)>", re.DOTALL | re.IGNORECASE
)


def read_properties(text: str) -> dict[str, str]:
    """The fields by name in lower case without prefix: date, pagenum, papername, title, type, …"""
    found = _COMMENT.search(text)
    fields = _FIELD.finditer(found["inside"]) if found else ()
    return {one["name"].lower(): html.unescape(one["value"]).strip() for one in fields}


def date_of(properties: dict[str, str]) -> IssueDate:
    """The issue's date, or none when the comment has no such date as a calendar has."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", properties.get("date", ""))
    try:
        return IssueDate(*map(int, found.groups())) if found else UNKNOWN_DATE
    except ValueError:
        return UNKNOWN_DATE


def page_number(printed: str) -> str:
    """A page's number as file names have it: 01 is 1, a01 is A01."""
    return printed.strip().upper().lstrip("0")
