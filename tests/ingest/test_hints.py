"""What a file name, a sidecar and options say of an input."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import Page
from gongbao.ingest.hints import Hints, gather_hints, hints_from_name


@pytest.mark.parametrize(
    ("name", "date", "page", "newspaper"),
    [
        ("2021-07-16-03-工会.txt", IssueDate(2021, 7, 16), Page("3", "工会"), ""),
        ("2021-07-laodong-page.txt", IssueDate(2021, 7), Page(), ""),
        ("ldwb_20210716_A03.txt", IssueDate(2021, 7, 16), Page("A03"), "ldwb"),
        ("2021年7月16日第3版.txt", IssueDate(2021, 7, 16), Page("3"), ""),
        ("2021年7月16日第3版 综合新闻.txt", IssueDate(2021, 7, 16), Page("3", "综合新闻"), ""),
        ("2021年.txt", IssueDate(2021), Page(), ""),
        ("19980106-10.txt", IssueDate(1998, 1, 6), Page("10"), ""),
        ("2021-13.txt", UNKNOWN_DATE, Page(), ""),
        ("2021-02-30-03.txt", UNKNOWN_DATE, Page(), ""),
        ("20219999.txt", UNKNOWN_DATE, Page(), ""),
        ("工会要闻.txt", UNKNOWN_DATE, Page(), ""),
        ("123456789.txt", UNKNOWN_DATE, Page(), ""),
    ],
)
def test_a_file_name_says_date_and_page_or_nothing(name: str, date: IssueDate, page: Page, newspaper: str) -> None:
    assert hints_from_name(name) == Hints(newspaper, date, page)


@given(st.text(max_size=40))
def test_no_file_name_breaks_the_reading_of_names(name: str) -> None:
    hints = hints_from_name(name)
    assert hints.date or hints == Hints()


def test_options_win_over_the_sidecar_and_the_sidecar_over_the_name(tmp_path: Path) -> None:
    page = tmp_path / "2020-01-02-05.txt"
    page.with_suffix(".toml").write_text('date = "2021-07-16"\npage = "3"\npage_name = "工会"\n', encoding="utf-8")
    gathered = gather_hints(page, Hints(page=Page("8")))
    assert gathered == Hints("", IssueDate(2021, 7, 16), Page("8", "工会"))


def test_a_sidecar_may_write_its_date_as_toml_does(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.with_suffix(".toml").write_text("date = 2021-07-16\npage = 3\n", encoding="utf-8")
    assert gather_hints(page, Hints()) == Hints("", IssueDate(2021, 7, 16), Page("3"))


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ('date = "2021-13"', "2021-13"),
        ('datum = "2021"', "datum"),
        ("page = [1]", "page"),
        ("page = true", "page"),
        ("= =", "TOML"),
        ("date = 12:30:00", "12:30:00"),
    ],
)
def test_a_sidecar_that_is_wrong_is_one_sentence(tmp_path: Path, written: str, part: str) -> None:
    page = tmp_path / "page.txt"
    page.with_suffix(".toml").write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=part) as caught:
        gather_hints(page, Hints())
    assert "\n" not in str(caught.value)
