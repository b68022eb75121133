"""An issue with its pages in small, and a calendar that says which days are missing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.site.printing import Newspaper, reading

from gongbao.core.dates import IssueDate
from gongbao.core.records import Page, TaggedArticle
from gongbao.site.missing_days import Habits

Make = Callable[..., TaggedArticle]
_MONDAY = datetime.date(2022, 1, 3)
_DAY = datetime.timedelta(days=1)


def _weekdays(weeks: int, first: datetime.date = _MONDAY) -> set[datetime.date]:
    """Monday to Friday of so many weeks."""
    return {first + (7 * week + day) * _DAY for week in range(weeks) for day in range(5)}


def _missing(days: set[datetime.date], year: int = 2022) -> set[datetime.date]:
    return {datetime.date(year, month, day) for month, day in Habits(days).missing(year)}


def test_a_day_on_which_the_paper_always_comes_out_is_missing_and_weekends_are_not() -> None:
    gone = {_MONDAY + 72 * _DAY, _MONDAY + 100 * _DAY}
    assert _missing(_weekdays(30) - gone) == gone
    assert _missing(_weekdays(30)) == set()


def test_a_whole_month_is_missing_where_the_weeks_on_both_sides_tell() -> None:
    gone = {day for day in _weekdays(40) if day.month == 5}
    assert _missing(_weekdays(40) - gone) == gone


def test_nothing_is_missing_where_the_paper_may_have_begun_or_ended() -> None:
    later = _weekdays(20, datetime.date(2023, 1, 2))
    assert _missing(_weekdays(20) | later) == set()
    assert _missing(set()) == set()
    assert _missing({_MONDAY}) == set()


def test_a_paper_that_changed_its_days_misses_none_of_the_old_ones() -> None:
    twice_a_week = {day for day in _weekdays(60) if day.weekday() in (1, 3)}
    changed = {day for day in _weekdays(60) if day < datetime.date(2022, 7, 4)} | {
        day for day in twice_a_week if day >= datetime.date(2022, 7, 4)
    }
    near_the_change = {day for day in _missing(changed) if abs(day - datetime.date(2022, 7, 4)).days > 7}
    assert near_the_change == set()


@given(st.sets(st.integers(0, 800).map(lambda day: _MONDAY + day * _DAY), max_size=60))
def test_no_day_with_an_issue_and_none_outside_the_archive_is_missing(days: set[datetime.date]) -> None:
    for year in (2021, 2022, 2023, 2024):
        for day in _missing(days, year):
            assert day not in days
            assert min(days) < day < max(days)


def test_the_calendar_marks_them_and_says_that_it_may_be_wrong(make_article: Make, build: Any, tmp_path: Path) -> None:
    gone = datetime.date(2022, 3, 16)
    days = sorted(_weekdays(20) - {gone})
    build([make_article(n, date=IssueDate.of_day(day)) for n, day in enumerate(days)], tmp_path / "public")
    text = (tmp_path / "public" / "calendar" / "2022.html").read_text(encoding="utf-8")
    assert re.findall(r'<span class="missing" title="([^"]*)">(\d+)</span>', text) == [("3月16日的报存档里没有", "16")]
    assert "的 1 天照前后几周的规律该有报，存档里没有；也可能那天休刊。" in text


def test_a_day_that_comes_later_is_no_longer_missing_in_its_year_and_the_next(
    make_article: Make, build: Any, tree: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    days = sorted(_weekdays(14, datetime.date(2021, 11, 1)))
    articles = [make_article(n, date=IssueDate.of_day(day)) for n, day in enumerate(days)]
    gone = days.index(datetime.date(2021, 12, 31))
    build([*articles[:gone], *articles[gone + 1 :]], tmp_path / "updated")
    build(articles, tmp_path / "updated")
    build(articles, tmp_path / "fresh")
    assert tree(tmp_path / "updated") == tree(tmp_path / "fresh")


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paper = Newspaper(tmp_path_factory.mktemp("issue"))
    paper.project.store.save([reading(f"p2-{n}", f"第二版的第{n}条消息", page=Page("2", "工会")) for n in range(1, 12)])
    return paper.publish() / "issues/2022/2022-03-04"


def test_a_page_is_shown_in_small_as_its_picture_or_as_its_headlines(issue: Path) -> None:
    text = (issue / "index.html").read_text(encoding="utf-8")
    assert "<p>共2版，14 篇" in text
    strip = text[text.index('<ol class="strip"') : text.index('<div class="sheets">')]
    assert re.findall(r'<img src="([^"]+)" width="480" height="686" alt="" loading="lazy">', strip)
    assert strip.count("第二版的第") == 7
    assert re.findall(r'href="\.\./\.\./\.\./(issues/[^"]+)"', strip) == [
        f"issues/2022/2022-03-04/page-{number}.html" for number in (1, 2)
    ]
    assert strip.count("aria-hidden") == 1  # headlines that stand below as well are not read out twice


@pytest.mark.browser
def test_an_issue_is_a_row_of_pages_on_a_desk_and_three_abreast_on_a_phone(issue: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((issue / "index.html").as_uri())
        for width in (320, 390, 1280, 3840):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width
            tall = page.locator(".strip li").first.bounding_box()
            assert tall is not None
            assert tall["height"] < 600
        boxes = [page.locator(".strip :is(img, .tiny)").nth(number).bounding_box() for number in (0, 1)]
        assert all(boxes)
        assert len({round(box["height"]) for box in boxes if box}) == 1


@pytest.mark.browser
def test_the_way_from_the_issue_to_an_article_needs_no_mouse_and_no_script(issue: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((issue / "index.html").as_uri())
        page.focus(".strip a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/page-1.html")
        page.focus(".plate a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/**")
        page.focus(".whereabouts")
        page.keyboard.press("Enter")
        page.wait_for_url("**/page-1.html#a1")
