"""Traps of e-paper pages: verification, month index, entry pages, articles without body, saved pages."""

from __future__ import annotations

import pytest

from gongbao.core.errors import InputError
from gongbao.ingest.epaper.article_view import read_article_view
from gongbao.ingest.epaper.page_view import entry_redirect, is_verification, read_front_pages, read_month_index
from gongbao.ingest.readers.epaper import decode_epaper

VERIFICATION = "<html><title>验证中</title><body>请稍候</body></html>".encode()


def test_a_verification_page_is_recognised_and_never_read() -> None:
    assert is_verification(VERIFICATION)
    with pytest.raises(InputError, match="验证"):
        decode_epaper("a.htm", VERIFICATION, "")


def test_an_article_that_speaks_of_verification_is_none() -> None:
    assert not is_verification("<div id=ozoom><p>身份验证中心今天启用。</p></div>".encode())


def test_a_month_index_gives_each_day_once_and_in_order() -> None:
    raw = b"<p><period><period_date>2021-07-02</period_date></period><period_date>2021-07-01</period_date></p>"
    assert [str(day) for day in read_month_index(raw * 2)] == ["2021-07-01", "2021-07-02"]


def test_a_month_index_with_a_day_that_no_calendar_has_keeps_its_other_days() -> None:
    raw = (
        b"<p><period><period_date>2021-13-45</period_date><front_page>a.htm</front_page></period>"
        b"<period><period_date>2021-07-01</period_date><front_page>b.htm</front_page></period></p>"
    )
    assert [str(day) for day in read_month_index(raw)] == ["2021-07-01"]
    assert [str(day) for day in read_front_pages(raw, "http://a.cn/")] == ["2021-07-01"]


def test_an_entry_page_leads_to_its_issue() -> None:
    raw = b'<html><head><META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2026-07/18/node_1.htm"></head></html>'
    assert entry_redirect(raw, "http://a.cn/paperindex.htm") == "http://a.cn/html/2026-07/18/node_1.htm"
    assert entry_redirect(b"", "http://a.cn/") == ""


def test_an_article_without_body_is_told_and_not_read_as_whole() -> None:
    raw = "<founder-title>标题一行</founder-title><div id=ozoom></div><p>版权所有</p>".encode()
    assert read_article_view(raw, None).missing == ("body",)
    with pytest.raises(InputError, match="没有正文"):
        decode_epaper("a.htm", raw, "")


def test_a_page_of_another_kind_is_left_to_the_general_reader() -> None:
    assert decode_epaper("a.htm", "<article><p>普通网页</p></article>".encode(), "") is None


def test_a_name_outside_gb2312_survives_a_saved_page_that_declares_gb2312() -> None:
    raw = (
        '<meta charset="gb2312"><founder-title>新书架</founder-title>'
        "<founder-author>本报记者 王小喆</founder-author><founder-content><P>　　书架搬进车间。</founder-content>"
    ).encode("gb18030")
    decoded = decode_epaper("content_1.htm", raw, "")
    assert decoded is not None
    assert decoded.encoding == "gb18030"
    assert [(mark.role, decoded.text[mark.start : mark.end].strip()) for mark in decoded.marks] == [
        ("headline", "新书架"),
        ("byline", "本报记者 王小喆"),
        ("paragraph", "书架搬进车间。"),
    ]


def test_a_page_view_whose_founder_content_holds_the_papers_name_is_no_article() -> None:
    raw = (
        "<p>第A01版：头版</p><!--enpproperty <founder-type>2</founder-type>"
        "<founder-content>工厂报</founder-content> /enpproperty-->"
    ).encode()
    with pytest.raises(InputError, match="版面页"):
        decode_epaper("node_1.htm", raw, "")


def test_properties_without_a_prefix_give_date_and_page() -> None:
    raw = (
        "<div id=ozoom><p>车间有了书架。</p></div>"
        "<!--enpproperty <date>2021-07-16 01:00:00</date><pagenum>03</pagenum> /enpproperty-->"
    ).encode()
    hints = read_article_view(raw, None).decoded.hints
    assert (str(hints.date), hints.page.number) == ("2021-07-16", "3")


def test_text_that_a_page_repeats_is_a_discard_and_stands_in_one_article_once() -> None:
    body = "<founder-content><P>书架搬进车间。</founder-content>"
    decoded = read_article_view(f"<div>{body}</div><div>{body}</div>".encode(), None).decoded
    assert [(mark.role, mark.reason) for mark in decoded.marks] == [("paragraph", ""), ("discard", "repeated")]
