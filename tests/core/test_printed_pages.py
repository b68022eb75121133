"""Printed pages in the store: replaced by what is whole, never worsened by a look that could not have everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Area, Page, PrintedPage, Reading
from gongbao.core.store import Store
from gongbao.core.store.printed_pages import PrintedIssue, merged

MakeReading = Callable[..., Reading]
DAY = IssueDate(2022, 3, 4)
CORNERS = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.3))
WHOLE = PrintedPage(
    "ldwb", DAY, Page("1", "要闻"), "a.jpg", 700, 1100, "a.pdf", (Area(CORNERS, "page.txt"), Area(((0.0, 0.5),) * 3))
)
HALF = replace(WHOLE, picture="", width=0, height=0, areas=(Area(CORNERS),), complete=False)

pages = st.builds(
    PrintedPage,
    newspaper=st.just("ldwb"),
    date=st.just(DAY),
    page=st.builds(Page, number=st.just("1"), name=st.sampled_from(("", "要闻"))),
    picture=st.sampled_from(("", "a.jpg", "b.jpg")),
    pdf=st.sampled_from(("", "a.pdf")),
    areas=st.sampled_from(((), (Area(CORNERS),), (Area(CORNERS, "one.htm"),))),
    complete=st.booleans(),
)


def test_a_page_is_found_again_as_it_was_saved(store: Store) -> None:
    assert store.printed_pages.save([WHOLE]) == 1
    assert store.printed_pages.page("ldwb", DAY, "1") == WHOLE
    assert store.printed_pages.page("ldwb", DAY, "2") is None
    assert store.printed_pages.save([WHOLE]) == 0


def test_a_page_that_came_in_full_is_not_replaced_by_one_that_did_not(store: Store) -> None:
    store.printed_pages.save([WHOLE, HALF])
    assert store.printed_pages.page("ldwb", DAY, "1") == WHOLE


def test_a_page_that_was_not_whole_gains_and_loses_nothing(store: Store) -> None:
    store.printed_pages.save([HALF])
    store.printed_pages.save([replace(WHOLE, pdf="", complete=False)])
    kept = store.printed_pages.page("ldwb", DAY, "1")
    assert kept == replace(WHOLE, complete=False)
    store.printed_pages.save([HALF])
    kept = store.printed_pages.page("ldwb", DAY, "1")
    assert kept is not None
    assert (kept.picture, kept.pdf, kept.areas[0].source) == ("a.jpg", "a.pdf", "page.txt")
    store.printed_pages.save([WHOLE])
    assert store.printed_pages.page("ldwb", DAY, "1") == WHOLE


@given(before=pages, now=pages)
def test_no_file_is_ever_lost_to_an_incomplete_look(before: PrintedPage, now: PrintedPage) -> None:
    kept = merged(before, now)
    assert kept.complete == (before.complete or now.complete)
    if not now.complete:
        assert kept.picture or not before.picture
        assert kept.pdf or not before.pdf
    assert merged(kept, now) == kept


def test_pages_stream_by_day_and_number_from_a_day_on(store: Store) -> None:
    days = [IssueDate(2022, month, day) for month in (1, 2) for day in range(1, 29)]
    made = [replace(WHOLE, date=day, page=Page(f"{n:02d}")) for day in days for n in range(1, 12)]
    store.printed_pages.save([*reversed(made), replace(WHOLE, newspaper="other")])
    assert list(store.printed_pages.pages("ldwb")) == made
    assert list(store.printed_pages.pages()) == [*made, replace(WHOLE, newspaper="other")]
    assert list(store.printed_pages.pages("ldwb", IssueDate(2022, 2, 28))) == made[-11:]


def test_issues_tell_which_pages_there_are_and_which_are_not_whole(store: Store) -> None:
    later = replace(HALF, date=IssueDate(2022, 3, 5), page=Page("A02"))
    store.printed_pages.save([WHOLE, replace(HALF, page=Page("2")), later])
    assert store.printed_pages.issues("ldwb") == [
        PrintedIssue(DAY, ("1", "2"), ("2",)),
        PrintedIssue(IssueDate(2022, 3, 5), ("A02",), ("A02",)),
    ]
    assert store.printed_pages.issues("other") == []


def test_the_articles_of_an_area_are_found_and_withdrawn_ones_are_not(store: Store, make_reading: MakeReading) -> None:
    reading = make_reading(("驿站添新座", "街角的驿站添了十把椅子。"), ("夜班热饭", "食堂夜里也开火。"), date=str(DAY))
    [outcome] = store.save([reading])
    assert store.printed_pages.articles(WHOLE) == {"page.txt": outcome.articles}
    store.withdraw(outcome.articles[0], "撤稿")
    assert store.printed_pages.articles(WHOLE) == {"page.txt": outcome.articles[1:]}
    assert store.printed_pages.articles(HALF) == {}


def test_a_page_without_day_or_number_is_a_mistake_of_ours(store: Store) -> None:
    for page in (replace(WHOLE, page=Page()), replace(WHOLE, date=IssueDate(2022, 3))):
        with pytest.raises(ValueError, match="needs newspaper"):
            store.printed_pages.save([page])
