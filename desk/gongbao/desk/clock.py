"""What time it is: for sessions in UTC, for people in the newsroom's own time zone."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """The present time, UTC."""
    return datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """The day in the newsroom's own time zone, from which 今天 and 近三个月 are counted."""
    return datetime.datetime.now().astimezone().date()
