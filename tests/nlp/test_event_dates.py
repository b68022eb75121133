"""Event dates: made-up leads with the day their issue appeared."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.annotations import Event
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Article, Picture
from gongbao.nlp.event_dates import MOST_EVENTS, find_events
from gongbao.nlp.layout import lay_out


class Lead(NamedTuple):
    """A row of events.tsv."""

    part: str
    issue: str
    text: str
    since: str  # ISO 8601, "-" where open, "none" when no time is said
    until: str


def labelled() -> list[Lead]:
    lines = (Path(__file__).parent / "events.tsv").read_text(encoding="utf-8").splitlines()
    return [Lead(*line.split("\t")) for line in lines if not line.startswith("#")]


def events_of(article: Article) -> tuple[Event, ...]:
    return find_events(lay_out(article), article.date)


def first_of(lead: Lead) -> tuple[str, str]:
    events = events_of(Article("", (lead.text,), date=IssueDate.parse(lead.issue)))
    return (str(events[0].since) or "-", str(events[0].until) or "-") if events else ("none", "")


@pytest.mark.parametrize("lead", labelled(), ids=lambda lead: lead.text[:12])
def test_the_event_of_a_lead_is_dated(lead: Lead) -> None:
    assert first_of(lead) == (lead.since, lead.until)


def test_an_event_stands_where_it_says_in_digits_of_any_width() -> None:
    article = Article("", ("本报讯　７月２８日至３０日，培训班开班。",), date=IssueDate(2021, 7, 31))
    (event,) = events_of(article)
    assert event.text == "７月２８日至３０日"
    assert article.paragraphs[0][event.start : event.end] == event.text


def test_a_caption_speaks_for_a_picture_without_text() -> None:
    article = Article("骑手之家揭牌", (), pictures=(Picture("7月28日，骑手在新家歇脚。"),), date=IssueDate(2021, 7, 30))
    (event,) = events_of(article)
    assert (event.field, str(event.since)) == ("caption", "2021-07-28")


def test_a_dateline_is_no_event_and_what_is_in_brackets_is_none() -> None:
    assert events_of(Article("", ("青石区总工会（1998年7月8日成立）有会员七万人。",), date=IssueDate(1998, 7, 9))) == ()
    assert events_of(Article("", ("本报讯　职工艺术节闭幕。",), dateline="新华社北京7月8日电")) == ()


@pytest.mark.parametrize(
    "paragraphs", [("新华社北京7月8日电（记者 沈南）今天，赛事开幕。",), ("赛事开幕", "新华社北京7月8日电　今天开赛。")]
)
def test_today_is_counted_from_the_dateline(paragraphs: tuple[str, ...]) -> None:
    (event,) = events_of(Article("", paragraphs, date=IssueDate(2021, 7, 10)))
    assert (event.text, str(event.since)) == ("今天", "2021-07-08")


def test_a_day_that_does_not_exist_is_no_event() -> None:
    assert events_of(Article("", ("2月30日，什么也没有发生。",), date=IssueDate(2021, 3, 1))) == ()


def test_times_are_few_and_each_period_stands_once() -> None:
    days = "".join(f"7月{day}日开会，" for day in range(1, 29))
    events = events_of(Article("", (days + "7月1日又开会。",), date=IssueDate(2021, 7, 30)))
    assert len(events) == MOST_EVENTS
    assert len({event.since for event in events}) == MOST_EVENTS


def test_a_list_without_a_full_stop_is_not_all_lead() -> None:
    article = Article("通讯录", ("电话",) * 200 + ("7月1日开会",), date=IssueDate(2021, 7, 30))
    assert events_of(article) == ()


def test_without_a_date_nothing_is_invented() -> None:
    (event,) = events_of(Article("", ("上周六，职工联谊。",)))
    assert (event.since, event.until) == (UNKNOWN_DATE, UNKNOWN_DATE)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from("0123７八二十年月日昨今天去上周六初底至—起以来春节期间“”（），。将了"), max_size=60),
        max_size=3,
    ),
    st.sampled_from([UNKNOWN_DATE, IssueDate(2021), IssueDate(2021, 2), IssueDate(2020, 2, 29), IssueDate(1, 1, 1)]),
)
def test_whatever_is_written_is_read_and_stands_where_it_says(paragraphs: list[str], issue: IssueDate) -> None:
    for event in events_of(Article("", tuple(paragraphs), date=issue)):
        assert paragraphs[event.index][event.start : event.end] == event.text
