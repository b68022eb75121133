"""A date says as much as is known and never more."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.errors import GongbaoError

known_dates = st.dates(datetime.date(1800, 1, 1)).map(lambda d: IssueDate(d.year, d.month, d.day))


@given(known_dates, st.sampled_from(["day", "month", "year", "none"]))
def test_any_date_is_read_back_as_it_was_written(date: IssueDate, precision: str) -> None:
    known = {
        "day": date,
        "month": IssueDate(date.year, date.month),
        "year": IssueDate(date.year),
        "none": UNKNOWN_DATE,
    }[precision]
    assert IssueDate.parse(str(known)) == known


@pytest.mark.parametrize("written", ["2021-13", "2021-02-30", "21-07", "2021/07", "7月", "2021-7-1", "0000"])
def test_what_is_no_date_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(GongbaoError, match="2021-07-16"):
        IssueDate.parse(written)


def test_a_month_may_be_any_of_its_days() -> None:
    month = IssueDate(2024, 2)
    assert (month.first_day, month.last_day) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert UNKNOWN_DATE.first_day is UNKNOWN_DATE.last_day is None


def test_a_date_is_written_in_chinese_as_far_as_it_is_known() -> None:
    assert [IssueDate(2021, 7, 6).chinese, IssueDate(2021, 7).chinese, IssueDate(2021).chinese] == [
        "2021年7月6日",
        "2021年7月",
        "2021年",
    ]
    assert UNKNOWN_DATE.chinese == "日期不详"
