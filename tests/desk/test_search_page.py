"""Searching at the desk: the address holds the query, and every link on the page is a search that can be made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx2
import pytest
from tests.desk.conftest import RunningDesk

from gongbao.desk.editor.narrowing import has_filter, label_filter, with_filter, with_period, without_filter

_LINK = re.compile(r'href="(/search\?[^"]*)"')


@pytest.fixture(scope="module")
def editor(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.client("老编") as client:
        yield client


def test_without_a_query_everything_is_there_newest_first(editor: httpx2.Client, desk: RunningDesk) -> None:
    answer = editor.get("/search")
    assert f"找到 <b>{desk.project.backend.count()}</b> 篇" in answer.text
    assert "全部报道，新的在前" in answer.text


def test_what_is_found_is_marked_and_its_labels_are_shown(editor: httpx2.Client) -> None:
    text = editor.get("/search", params={"q": "职工"}).text
    assert '<mark class="found">职工</mark>' in text
    assert "理解为 <code>职工</code>" in text


def test_every_link_to_a_search_finds_something_and_facets_say_how_much(editor: httpx2.Client) -> None:
    text = editor.get("/search", params={"q": "职工"}).text
    addresses = {unescape(one) for one in _LINK.findall(text)}
    assert len(addresses) > 5
    for address in sorted(addresses)[::4]:  # every kind of link is among them
        answer = editor.get(address)
        assert answer.status_code == 200, address
        assert "找到 <b>" in answer.text, address
    counted = re.findall(r'<li><a href="(/search\?[^"]*)">([^<]+)</a> <span class="count">(\d+)</span>', text)
    for address, name, count in counted[::3]:
        if name.isdecimal():
            continue  # a year: that search shows its months
        assert f"找到 <b>{count}</b> 篇" in editor.get(unescape(address)).text, name


def test_a_query_that_is_wrong_is_answered_with_where(editor: httpx2.Client) -> None:
    answer = editor.get("/search", params={"q": "送清凉 区县乡:房山"})
    assert answer.status_code == 422
    assert '<mark class="wrong">区县乡:房山</mark>' in answer.text


def test_nothing_found_and_could_not_look_are_told_apart(fresh_desk: RunningDesk) -> None:
    with fresh_desk.client("小记") as reporter:
        nothing = reporter.get("/search", params={"q": "绝无此事绝无此人"})
        assert nothing.status_code == 200
        assert "没有找到：存档里没有这样的报道" in nothing.text
        index = fresh_desk.project.archive_folder / "index"
        index.rename(index.with_name("index-away"))
        failed = reporter.get("/search", params={"q": "绝无此事绝无此人"})
        assert failed.status_code == 503
        assert "这次没有查成，不是没有找到" in failed.text


def test_who_types_is_sent_the_results_alone(editor: httpx2.Client) -> None:
    answer = editor.get("/search", params={"q": "职工"}, headers={"hx-request": "true"})
    assert "<!DOCTYPE" not in answer.text
    assert "找到 <b>" in answer.text


@pytest.mark.parametrize("address", ["/search?start=-5&sort=x&by=y", "/search?start=999999999999999", "/search?q=%22"])
def test_an_address_that_somebody_made_up_is_no_fault(editor: httpx2.Client, address: str) -> None:
    assert editor.get(address).status_code in (200, 422)


def test_markup_in_a_query_stays_text(editor: httpx2.Client) -> None:
    text = editor.get("/search", params={"q": '"<script>alert(1)</script>'}).text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ("", '区:"房山区"'),
        ("*", '区:"房山区"'),
        ("送清凉 近三个月", '送清凉 近三个月 区:"房山区"'),
        ("快递员 或 外卖员", '(快递员 或 外卖员) 区:"房山区"'),
    ],
)
def test_a_filter_is_added_to_the_query_as_typed_and_taken_off_again(query: str, narrowed: str) -> None:
    written = label_filter("district", "房山区")
    assert with_filter(query, written) == narrowed
    assert has_filter(narrowed, written)
    assert not has_filter(query, written)
    assert not has_filter(without_filter(narrowed, written), written)


def test_a_period_takes_the_place_of_another() -> None:
    assert with_period("送清凉 日期:2020", "2021-07") == "送清凉 日期:2021-07"
    assert with_period("", "2021") == "日期:2021"
