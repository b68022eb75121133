"""Dates as other programs write them, read to the day; what no calendar has is unknown and never guessed."""

from __future__ import annotations

import datetime
import email.utils
import re

from gongbao.core.dates import CHINA, UNKNOWN_DATE, IssueDate

_WRITTEN = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)"
    r"(?:(?P<separator>[-/.])(?P<month>\d{1,2})(?:(?P=separator)(?P<day>\d{1,2}))?(?!\d)"
    r"|(?P<packed_month>\d\d)(?P<packed_day>\d\d)(?!\d)"
    r"|年(?:\s*(?P<han_month>\d{1,2})月(?:\s*(?P<han_day>\d{1,2})日)?)?"
    r"|(?!\d))"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\s*(?:Z|[+-]\d\d:?\d\d)$")


def read_date(text: str) -> IssueDate:
    """Read ``2021-07-16``, ``2021/7``, ``20210716``, ``2021年7月16日``, an ISO 8601 moment or a feed's (RFC 822)."""
    written = text.strip()
    if _MOMENT.fullmatch(written):
        return _day_of_iso(written)
    if found := _WRITTEN.match(written):
        month = found["month"] or found["packed_month"] or found["han_month"]
        day = found["day"] or found["packed_day"] or found["han_day"]
        try:
            return IssueDate(int(found["year"]), int(month or 0), int(day or 0))
        except ValueError:
            return UNKNOWN_DATE
    try:
        moment = email.utils.parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return UNKNOWN_DATE
    return _day(moment)


def _day_of_iso(written: str) -> IssueDate:
    try:
        return _day(datetime.datetime.fromisoformat(written.replace(",", ".").replace(" +", "+").replace(" Z", "Z")))
    except ValueError:
        return UNKNOWN_DATE


def _day(moment: datetime.datetime) -> IssueDate:
    try:
        if moment.tzinfo is not None and not moment.utcoffset():
            moment = moment.astimezone(CHINA)
        return IssueDate.of_day(moment)
    except (ValueError, OverflowError):
        return UNKNOWN_DATE
