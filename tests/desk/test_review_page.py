"""The review queue asks what the machine is not sure of, and lists what looks wrong in the archive."""

from __future__ import annotations

import datetime

import pytest
from lxml import html
from tests.desk.conftest import RunningDesk, csrf_of

from gongbao.core.records import Discard
from gongbao.core.store.seen import Kind
from gongbao.desk.editor.reviewing import like_text, missing_days


def test_a_question_is_answered_once_and_counted(fresh_desk: RunningDesk) -> None:
    store = fresh_desk.project.store
    before = store.reviewing.progress()
    [first, *_] = store.decisions.uncertain(1)
    form = {"article_id": first.article_id, "facet": first.tag.facet, "label": first.tag.label, "verdict": "confirmed"}
    with fresh_desk.client("老编") as editor:
        text = editor.get("/review").text
        assert f"评过 <b>0</b> / {before.total}" in text
        assert f"确认：{first.tag.label}" in text
        csrf = csrf_of(editor)
        part = editor.post("/review/tags", data=form | {"csrf": csrf}, headers={"hx-request": "true"})
        assert part.text.startswith('<li class="answered">')
        assert f"评过 <b>1</b> / {before.total}" in part.text
        assert store.decisions.uncertain(1)[0] != first
        answer = editor.post("/review/tags", data=form | {"csrf": csrf, "verdict": "undone"})
        assert answer.headers["location"] == "/review#tags"
    assert store.decisions.history(first.article_id)[-1].verdict == "undone"


def test_articles_without_a_district_are_those_that_show_none(desk: RunningDesk) -> None:
    total, listed = desk.project.store.reviewing.without("district", 100)
    wanted = {one.article.id for one in desk.project.store.articles() if not one.labels("district")}
    assert {one.article_id for one in listed} == wanted
    assert total == len(wanted)


def test_every_queue_is_on_the_page_and_no_reporter_sees_it(desk: RunningDesk) -> None:
    with desk.client("老编") as editor:
        text = editor.get("/review").text
        for name in ("拿不准的标签", "像正文的弃料", "没有区的报道", "重复的", "缺的报纸"):
            assert name in text
    with desk.client("小记") as reporter:
        assert reporter.get("/review").status_code == 403


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("本市各级工会走访慰问一线职工，送去防暑降温用品。" * 3, True),
        ("热线电话 010-12345678 欢迎订阅" * 10, False),
        ("好。好。好。", False),
    ],
)
def test_a_discard_that_reads_like_text_is_listed(text: str, listed: bool) -> None:
    assert bool(like_text([("a.txt", Discard(0, len(text), text, "furniture"))])) == listed


def test_a_day_on_which_the_paper_mostly_comes_out_and_has_nothing_is_missing() -> None:
    start = datetime.date(2021, 3, 1)
    days = [start + datetime.timedelta(number) for number in range(120)]
    workdays = [day for day in days if day.weekday() < 5]
    gone = datetime.date(2021, 5, 12)
    assert missing_days([day.isoformat() for day in workdays if day != gone]) == [gone]
    assert missing_days([]) == []
    assert missing_days(["2021-05-12"]) == []


def test_what_was_looked_at_is_not_listed_again_until_it_is_taken_back(fresh_desk: RunningDesk) -> None:
    store = fresh_desk.project.store
    total, [first, *_] = store.reviewing.without("district", 1)
    form = {"kind": "no district", "key": first.article_id, "seen": "yes"}
    with fresh_desk.client("老编") as editor:
        csrf = csrf_of(editor)
        part = editor.post("/review/seen", data=form | {"csrf": csrf}, headers={"hx-request": "true"})
        assert part.text.lstrip().startswith('<li class="answered">')
        assert 'value="no"' in part.text
        assert f'id="count-no-district" hx-swap-oob="true">{total - 1}<' in part.text
        text = editor.get("/review").text
        assert f"/articles/{first.article_id}" not in text.partition('id="districts"')[2].partition("</section>")[0]
        assert "看过、不再列出的 1 条。" in text
        assert store.reviewing.without("district", 1)[0] == total - 1
        answer = editor.post("/review/seen", data={"kind": "no district", "seen": "none", "csrf": csrf})
        assert answer.headers["location"] == "/review#districts"
        assert store.reviewing.without("district", 1)[0] == total
    assert store.seen.counts()[Kind.NO_DISTRICT] == 0


def test_all_that_are_shown_are_marked_at_once_and_nobody_else_may(fresh_desk: RunningDesk) -> None:
    store = fresh_desk.project.store
    _, listed = store.reviewing.without("district", 30)
    keys = [one.article_id for one in listed]
    with fresh_desk.client("老编") as editor:
        text = html.fromstring(editor.get("/review").text)
        [form] = text.xpath("//section[@id='districts']/form")
        assert form.xpath("input[@name='key']/@value") == keys
        data = {"kind": "no district", "key": keys, "seen": "yes", "csrf": csrf_of(editor)}
        assert editor.post("/review/seen", data=data).status_code == 303
        assert store.reviewing.without("district", 30) == (0, [])
        bad = editor.post("/review/seen", data=data | {"kind": "everything"})
        assert bad.status_code == 422
        many = editor.post("/review/seen", data=data | {"key": [str(n) for n in range(31)]})
        assert many.status_code == 422
    with fresh_desk.client("小记") as reporter:
        denied = reporter.post("/review/seen", data=data | {"csrf": csrf_of(reporter)})
        assert denied.status_code == 403
