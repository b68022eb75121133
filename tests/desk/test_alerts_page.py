"""Saved searches at the desk: what is new is told once, to whoever saved the search, and in a feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import httpx2
import pytest
from click.testing import CliRunner
from tests.desk.conftest import RunningDesk, csrf_of

from gongbao.cli.main import gongbao
from gongbao.core.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def reporter(fresh_desk: RunningDesk) -> Iterator[httpx2.Client]:
    with fresh_desk.client("小记") as client:
        yield client


def subscribe(client: httpx2.Client, name: str, query: str) -> httpx2.Response:
    return client.post("/alerts", data={"csrf": csrf_of(client), "name": name, "q": query})


def printed_anew(desk: RunningDesk, headline: str) -> str:
    """Let another article appear; its id."""
    editing, old = desk.project.store.editing, next(iter(desk.project.store.articles())).article
    story = replace(old, id="", headline=headline, source="", source_sha256="", spans=())
    article_id = editing.save_draft(story, headline.encode(), "小记")
    editing.publish(article_id, "老编")
    desk.app.state.desk.changed([article_id])
    assert desk.app.state.desk.updates.wait(20)
    return article_id


def test_only_what_came_since_is_new_until_it_was_looked_at(reporter: httpx2.Client, fresh_desk: RunningDesk) -> None:
    assert subscribe(reporter, "职工的事", "职工").status_code == 303
    assert "没有新的" in reporter.get("/alerts").text
    article_id = printed_anew(fresh_desk, "刚刚登出来的职工新闻")
    for address in ("/alerts", "/alerts/news"):
        text = reporter.get(address).text
        assert "新找到 1 篇" in text
        assert f"/articles/{article_id}" in text
    answer = reporter.post("/alerts/seen", data={"csrf": csrf_of(reporter), "name": "职工的事"})
    assert answer.headers["location"].startswith("/search?q=")
    assert "没有新的" in reporter.get("/alerts").text


def test_the_command_line_takes_no_news_from_the_desk(reporter: httpx2.Client, fresh_desk: RunningDesk) -> None:
    subscribe(reporter, "职工的事", "职工")
    printed_anew(fresh_desk, "又登出来的职工新闻")
    folder = str(fresh_desk.project.settings.folder)
    result = CliRunner().invoke(gongbao, ["-C", folder, "alerts"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "新找到 1 篇" in reporter.get("/alerts").text


def test_the_feed_is_read_without_a_log_in_by_its_secret_address_alone(
    reporter: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    subscribe(reporter, "职工的事", "职工")
    text = reporter.post("/alerts/feed", data={"csrf": csrf_of(reporter)}).text
    address = text.partition("/feeds/")[2].partition("<")[0]
    with fresh_desk.client() as nobody:
        answer = nobody.get(f"/feeds/{address}")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
        assert entries
        assert entries[0].findtext(f"{ATOM}title")
        assert nobody.get("/feeds/x").status_code == 404
        bearer = nobody.get("/", headers={"authorization": f"Bearer {address}"})
        assert bearer.status_code == 303
        reporter.post("/alerts/feed", data={"csrf": csrf_of(reporter)})
        assert nobody.get(f"/feeds/{address}").status_code == 404


def test_a_search_belongs_to_who_saved_it(reporter: httpx2.Client, fresh_desk: RunningDesk) -> None:
    subscribe(reporter, "职工的事", "职工")
    with fresh_desk.client("老编") as editor:
        assert "职工的事" not in editor.get("/alerts").text
        gone = editor.post("/alerts/forget", data={"csrf": csrf_of(editor), "name": "职工的事"})
        assert gone.status_code == 404
        assert "同事" in subscribe(editor, "职工的事", "职工").text
    reporter.post("/alerts/forget", data={"csrf": csrf_of(reporter), "name": "职工的事"})
    assert fresh_desk.project.store.saved_searches.all() == []


def test_an_address_for_the_news_is_its_owners_to_set(
    reporter: httpx2.Client, fresh_desk: RunningDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(reporter, "职工的事", "职工")
    assert "存邮箱" not in reporter.get("/alerts").text  # no mail server is set

    def kept(client: httpx2.Client, address: str) -> httpx2.Response:
        return client.post("/alerts/mail", data={"csrf": csrf_of(client), "name": "职工的事", "address": address})

    assert kept(reporter, " xiaoji@example.org ").status_code == 303
    assert "没有设发邮件的服务器" in reporter.get("/alerts").text
    with_mail = {"desk.smtp_host": "mail.example.org"}
    monkeypatch.setattr(fresh_desk.project, "settings", Settings(fresh_desk.project.settings.folder, with_mail))
    assert 'value="xiaoji@example.org"' in reporter.get("/alerts").text
    refused = kept(reporter, "a@example.org, b@example.org")
    assert refused.status_code == 422
    assert "邮箱" in refused.text
    with fresh_desk.client("老编") as editor:
        assert kept(editor, "laobian@example.org").status_code == 404
    [search] = fresh_desk.project.store.saved_searches.all()
    assert search.mail == "xiaoji@example.org"
    kept(reporter, "")
    assert fresh_desk.project.store.saved_searches.all()[0].mail == ""


@pytest.mark.parametrize(("name", "query"), [("空的", " "), ("错的", '"'), ("", "职工"), ("长" * 150, "职工")])
def test_what_cannot_be_saved_is_refused_in_a_sentence(desk: RunningDesk, name: str, query: str) -> None:
    with desk.client("小记") as client:
        assert subscribe(client, name, query).status_code == 422


def test_a_search_that_can_no_longer_be_asked_does_not_hide_the_others(
    reporter: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    subscribe(reporter, "好的", "职工")
    fresh_desk.project.store.saved_searches.save("坏的", "区县乡:房山", [], owner="小记")
    text = reporter.get("/alerts").text
    assert "这次没有查成" in text
    assert "好的" in text


def test_drafts_are_listed_and_lead_to_their_page(reporter: httpx2.Client, fresh_desk: RunningDesk) -> None:
    assert "没有等发表的稿件" in reporter.get("/drafts").text
    old = next(iter(fresh_desk.project.store.articles())).article
    story = replace(old, id="", headline="待发表的稿子", source="", source_sha256="", spans=())
    article_id = fresh_desk.project.store.editing.save_draft(story, b"x", "小记")
    text = reporter.get("/drafts").text
    assert "待发表的稿子" in text
    assert f"/articles/{article_id}" in text
