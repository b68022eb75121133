"""Health: what is missing is said from a paper's own habit, and without history nothing is asserted."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.ingest.epaper.health import Known, Missing, findings, is_holiday, usual_pages, weekday_share
from gongbao.ingest.epaper.items import CrawledIssue, CrawledPage, CrawlItem, Fault, FaultKind
from gongbao.ingest.epaper.page_view import PageView

FRIDAY = datetime.date(2021, 7, 16)
ADDRESS = "http://paper.example/content/node_1.htm"


def page(day: datetime.date, number: str, *faults: Fault) -> CrawledPage:
    date = IssueDate.of_day(day)
    view = PageView(number, "", date, "", "", (0, 0), "", (), (), (), (), "", "", ())
    return CrawledPage("ldwb", date, ADDRESS, view, faults=faults)


def gone(day: datetime.date) -> CrawledIssue:
    date = IssueDate.of_day(day)
    return CrawledIssue("ldwb", date, ADDRESS, (), (Fault(FaultKind.GONE, ADDRESS, date),))


def weeks(first: datetime.date, last: datetime.date, weekdays: range, pages: tuple[str, ...] = ("1", "2")) -> Known:
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return {day: pages for day in days if day.weekday() in weekdays}


WORKDAYS = weeks(datetime.date(2021, 5, 3), datetime.date(2021, 7, 15), range(5))


def test_an_issue_that_is_usually_there_is_missing() -> None:
    [found] = findings([gone(FRIDAY)], WORKDAYS)
    assert found.kind is Missing.ISSUE
    assert found.failed
    assert "2021年7月16日没有报纸，而平常这一天都有" in found.sentence


def test_a_day_on_which_the_paper_never_comes_out_is_not_missed() -> None:
    assert findings([gone(FRIDAY + datetime.timedelta(days=1))], WORKDAYS) == ()


@pytest.mark.parametrize("before", [{}, weeks(FRIDAY - datetime.timedelta(days=20), FRIDAY, range(4))])
def test_without_history_no_issue_is_called_missing(before: Known) -> None:
    [found] = findings([gone(FRIDAY)], before)
    assert found.kind is Missing.UNCERTAIN_ISSUE
    assert not found.failed


def test_an_issue_that_the_site_dropped_and_the_store_has_is_no_failure() -> None:
    [found] = findings([gone(FRIDAY)], {FRIDAY: ("1",)})
    assert found.kind is Missing.DROPPED_ISSUE
    assert not found.failed


def test_a_holiday_is_learnt_from_an_earlier_year() -> None:
    holiday = datetime.date(2021, 10, 1)
    earlier = weeks(datetime.date(2020, 7, 1), datetime.date(2020, 12, 31), range(7))
    known = {**earlier, **weeks(datetime.date(2021, 8, 1), datetime.date(2021, 9, 30), range(7))}
    assert [one.kind for one in findings([gone(holiday)], known)] == [Missing.ISSUE]
    rested = {day: pages for day, pages in known.items() if not datetime.date(2020, 10, 1) <= day <= _last_of_break()}
    assert is_holiday(holiday, rested)
    assert findings([gone(holiday)], rested) == ()


def _last_of_break() -> datetime.date:
    return datetime.date(2020, 10, 7)


def test_a_leap_day_has_no_namesake_in_other_years() -> None:
    assert not is_holiday(datetime.date(2024, 2, 29), {datetime.date(2023, 3, 1): ("1",)})


def test_pages_that_the_issue_names_and_that_did_not_come_are_missing() -> None:
    issue = CrawledIssue("ldwb", IssueDate.of_day(FRIDAY), ADDRESS, ("1", "2", "A03"))
    [found] = findings([page(FRIDAY, "1"), page(FRIDAY, "2"), issue], {})
    assert (found.kind, found.page, found.failed) == (Missing.PAGE, "A03", True)
    assert "第 A03 版没有抓到" in found.sentence


def test_a_page_whose_fault_is_told_is_not_told_twice() -> None:
    fault = Fault(FaultKind.UNREACHABLE, ADDRESS, IssueDate.of_day(FRIDAY), "2")
    issue = CrawledIssue("ldwb", IssueDate.of_day(FRIDAY), ADDRESS, ("1", "2"), (fault,))
    assert [one.kind for one in findings([page(FRIDAY, "1"), issue], {})] == [FaultKind.UNREACHABLE]


def test_fewer_pages_than_usual_are_a_remark() -> None:
    issue = CrawledIssue("ldwb", IssueDate.of_day(FRIDAY), ADDRESS, ("1",))
    [found] = findings([page(FRIDAY, "1"), issue], WORKDAYS)
    assert (found.kind, found.page, found.failed) == (Missing.USUAL_PAGE, "2", False)


def test_a_changed_template_names_selector_and_page() -> None:
    fault = Fault(FaultKind.TEMPLATE, ADDRESS, IssueDate.of_day(FRIDAY), "3", "picture、areas")
    [found] = findings([page(FRIDAY, "3", fault)], {})
    assert found.failed
    for words in ("第 3 版", "改版", ADDRESS, "picture、areas"):
        assert words in found.sentence


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_has_a_sentence_and_is_a_failure(kind: FaultKind) -> None:
    [found] = findings([page(FRIDAY, "1", Fault(kind, ADDRESS, IssueDate.of_day(FRIDAY), "1"))], {})
    assert found.failed
    assert found.sentence.startswith("2021年7月16日第 1 版")
    assert found.sentence.endswith("。")


def test_an_issue_that_could_not_be_looked_at_is_not_one_that_did_not_come_out() -> None:
    date = IssueDate.of_day(FRIDAY)
    issue = CrawledIssue("ldwb", date, ADDRESS, (), (Fault(FaultKind.UNREACHABLE, ADDRESS, date),))
    assert [one.kind for one in findings([issue], {})] == [FaultKind.UNREACHABLE]


def test_the_crawl_itself_is_history_for_the_days_around() -> None:
    items: list[CrawlItem] = [page(day, "1") for day in WORKDAYS]
    assert [one.kind for one in findings([*items, gone(FRIDAY)], {})] == [Missing.ISSUE]


days = st.dates(datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))


@given(known=st.dictionaries(days, st.just(("1", "2")), max_size=60), day=days)
def test_a_share_is_a_share_and_usual_pages_were_there(known: Known, day: datetime.date) -> None:
    share = weekday_share(day, known)
    assert share is None or 0 <= share <= 1
    assert set(usual_pages(day, known)) <= {"1", "2"}
    if not known:
        assert share is None
        assert not is_holiday(day, known)
