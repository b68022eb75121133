"""Dates as a newspaper's archive knows them: to the day, the month, the year, or not at all."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from gongbao.core.errors import GongbaoError

# All of China keeps one time, so a moment given in UTC falls on the day that it is there.
CHINA = datetime.timezone(datetime.timedelta(hours=8))
_WRITTEN = re.compile(r"(?P<year>(?!0000)\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class IssueDate:
    """The date of an issue, as far as it is known; a part that is not known is 0 and no day is invented."""

    year: int = 0
    month: int = 0  # 0 when only the year is known
    day: int = 0  # 0 when only the month is known

    def __post_init__(self) -> None:
        if (self.day and not self.month) or (self.month and not self.year):
            raise ValueError(f"a date cannot be known to the day without month and year: {self!r}")
        if self.year:
            datetime.date(self.year, self.month or 1, self.day or 1)  # raises on 2021-02-30

    def __bool__(self) -> bool:
        return bool(self.year)

    def __str__(self) -> str:
        """ISO 8601, as long as the date is known: ``2021-07-16``, ``2021-07``, ``2021`` or an empty string."""
        if not self.year:
            return ""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        return f"{text}-{self.day:02d}" if self.day else text

    @classmethod
    def parse(cls, text: str) -> IssueDate:
        """Read ``2021-07-16``, ``2021-07``, ``2021`` or an empty string; anything else is a GongbaoError."""
        if not text:
            return UNKNOWN_DATE
        written = _WRITTEN.fullmatch(text.strip())
        try:
            if written is None:
                raise ValueError
            return cls(*(int(part) if part else 0 for part in written.group("year", "month", "day")))
        except ValueError:
            raise GongbaoError(f"日期“{text}”不成立：请写成 2021-07-16、2021-07 或 2021。") from None

    @classmethod
    def of_day(cls, day: datetime.date) -> IssueDate:
        """A day of the calendar; of a moment, the day that it falls on."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> datetime.date | None:
        """The earliest day that this date may mean, or None when nothing is known."""
        return datetime.date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last_day(self) -> datetime.date | None:
        """The latest day that this date may mean, or None when nothing is known."""
        if not self.year:
            return None
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def chinese(self) -> str:
        """As it is written in a Chinese text: ``2021年7月16日``, ``2021年7月``, ``2021年`` or ``日期不详``."""
        if not self.year:
            return "日期不详"
        text = f"{self.year}年"
        if self.month:
            text += f"{self.month}月"
        return f"{text}{self.day}日" if self.day else text


UNKNOWN_DATE = IssueDate()
