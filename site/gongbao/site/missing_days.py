"""Days of which an issue is missing, as far as the archive itself can tell: by the habit of the weeks around them.

A day counts as missing when in at least four in five of the weeks around it there is an issue of its weekday. The
weeks around are the nearest four on either side that have any issue at all, and that are not further than a quarter of
a year: a month that is missing as a whole is then seen to be missing. Nothing is missing before the first issue and
after the last one, nor where there are too few weeks on one side to make a habit. A holiday on which the paper does not
come out looks the same; the calendar says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Set

_WEEKS = 4  # looked at on either side
_REACH = 13  # weeks in which they must lie
_HABIT = 0.8  # share of them that makes a weekday one on which the paper comes out
_AT_LEAST = 2  # weeks on either side: one alone may be where the paper ends or begins


class Habits:
    """The days of all issues of an archive."""

    def __init__(self, days: Set[datetime.date]) -> None:
        self._days = {day.toordinal() for day in days}
        self._weeks = {_week(day) for day in self._days}

    def missing(self, year: int) -> frozenset[tuple[int, int]]:
        """(month, day) of the days of a year of which an issue is missing."""
        if not self._days:
            return frozenset()
        first = max(min(self._days), datetime.date(year, 1, 1).toordinal())
        last = min(max(self._days), datetime.date(year, 12, 31).toordinal())
        found = (datetime.date.fromordinal(day) for day in range(first, last + 1) if self._is_missing(day))
        return frozenset((day.month, day.day) for day in found)

    def _is_missing(self, day: int) -> bool:
        if day in self._days:
            return False
        before, after = self._nearest(day, -7), self._nearest(day, 7)
        if min(len(before), len(after)) < _AT_LEAST:
            return False
        around = (*before, *after)
        return sum(each in self._days for each in around) >= _HABIT * len(around)

    def _nearest(self, day: int, side: int) -> list[int]:
        """The same weekday of the nearest weeks on one side that have any issue."""
        within = (day + side * weeks for weeks in range(1, _REACH + 1))
        return [each for each in within if _week(each) in self._weeks][:_WEEKS]


def _week(day: int) -> int:
    return (day - 1) // 7  # day 1 of the calendar was a Monday
