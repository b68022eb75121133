"""Text that looks like markup stays text, wherever it was typed and wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import httpx2
import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page
from tests.desk.conftest import RunningDesk, csrf_of

from gongbao.desk.app import ROUTERS
from gongbao.desk.editor.article_form import form_of

HOSTILE = "\"><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">'{{7*7}}"
RAW = ("<script>document", "<img src=x", "49'")  # none of them may stand in a page's source


@pytest.fixture(scope="module")
def planted(desk: RunningDesk) -> str:
    """An article that is hostile in every field, with a note, a saved query and a folder to match; its id."""
    article = next(iter(desk.project.store.articles())).article
    hostile = {
        name: HOSTILE if isinstance(value, str) and name not in ("kind", "date") else value
        for name, value in asdict(form_of(article)).items()
    }
    with desk.client("老编") as client:
        csrf = csrf_of(client)
        sent = hostile | {"seen": article.revision, "csrf": csrf, "reason": HOSTILE}
        assert client.post(f"/articles/{article.id}/edit", data=sent).status_code == 303
        notice = {"text": HOSTILE, "csrf": csrf}
        assert client.post(f"/articles/{article.id}/notices", data=notice).status_code == 303
        client.post("/dossiers", data={"name": HOSTILE[:90], "csrf": csrf})
        client.post("/alerts", data={"name": HOSTILE[:90], "query": f'"{HOSTILE[2:40]}"', "csrf": csrf})
        client.post("/story", data={"text": f"{HOSTILE}\n{HOSTILE}", "csrf": csrf})
        client.post("/story/draft", data={"text": f"{HOSTILE}\n{HOSTILE}", "csrf": csrf})
    assert desk.app.state.desk.updates.wait(30)
    return article.id


def pages(article_id: str) -> list[str]:
    """The address of every page, with a hostile query and whatever its path names."""
    found = []
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and not route.path.startswith("/api/"):
                path = route.path.replace("{article_id}", article_id).replace("{number}", "1")
                found.append("/".join("1" if part.startswith("{") else part for part in path.split("/")))
    return sorted(found)


def test_no_page_holds_what_was_typed_as_markup(desk: RunningDesk, planted: str) -> None:
    asked = {"q": HOSTILE, "query": HOSTILE, "back": HOSTILE, "name": HOSTILE, "typed": HOSTILE}
    shown = 0
    with desk.client("总管") as client:
        for address in pages(planted):
            for answer in (client.get(address), client.get(address, params=asked)):
                assert answer.status_code < 500, address
                if "html" in answer.headers.get("content-type", ""):
                    shown += "&lt;script&gt;document" in answer.text
                    assert not [raw for raw in RAW if raw in answer.text], address
    assert shown >= 5  # as text it is there


def test_a_story_that_is_hostile_is_shown_as_text(desk: RunningDesk, planted: str) -> None:
    with desk.client("小记") as client:
        answer: httpx2.Response = client.post(
            "/story", data={"text": f"{HOSTILE}\n{HOSTILE}", "csrf": csrf_of(client)}, headers={"hx-request": "true"}
        )
        assert answer.status_code == 200
        assert "&lt;script&gt;document" in answer.text
        assert not [raw for raw in RAW if raw in answer.text]


def test_nothing_runs_in_a_browser(page_of: Callable[..., Page], planted: str) -> None:
    page = page_of("老编")
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for address in (
        f"/articles/{planted}",
        f"/articles/{planted}/edit",
        "/search?q=*",
        "/drafts",
        "/dossiers",
        "/alerts",
    ):
        page.goto(address)
        assert page.title() != "ran"
        assert page.locator("img[src=x]").count() == 0
    assert said == []
