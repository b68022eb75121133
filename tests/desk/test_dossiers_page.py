"""Dossiers: from a list of results to a file that can be handed on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import httpx2
import pytest
from docx import Document
from tests.desk.conftest import RunningDesk, csrf_of


@pytest.fixture
def reporter(fresh_desk: RunningDesk) -> Iterator[httpx2.Client]:
    with fresh_desk.client("小记") as client:
        yield client


def collected(client: httpx2.Client, **form: object) -> str:
    """Collect articles; the address of the dossier."""
    answer = client.post("/dossiers/articles", data={"csrf": csrf_of(client), "dossier": "一线职工"} | form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def order(desk: RunningDesk, address: str) -> list[str]:
    found = desk.project.store.dossiers.find(int(address.rpartition("/")[2]))
    assert found is not None
    return [one.article_id for one in found.items]


def test_ticked_and_found_articles_come_into_one_dossier_each_once(
    reporter: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    ids = [one.article.id for one in fresh_desk.project.store.articles()]
    address = collected(reporter, article=ids[:2])
    assert collected(reporter, everything="true", q="") == address
    assert order(fresh_desk, address)[:2] == ids[:2]
    assert sorted(order(fresh_desk, address)) == sorted(ids)
    assert "一线职工" in reporter.get("/search").text  # offered there for the next


def test_articles_are_moved_noted_and_taken_out(reporter: httpx2.Client, fresh_desk: RunningDesk) -> None:
    ids = [one.article.id for one in fresh_desk.project.store.articles()][:3]
    address = collected(reporter, article=ids)
    form = {"csrf": csrf_of(reporter), "article": ids[2]}
    reporter.post(f"{address}/items", data=form | {"action": "up"})
    assert order(fresh_desk, address) == [ids[0], ids[2], ids[1]]
    reporter.post(f"{address}/items", data=form | {"action": "note", "note": "<b>头条</b>可用"})
    assert "&lt;b&gt;头条&lt;/b&gt;可用" in reporter.get(address).text
    reporter.post(f"{address}/items", data=form | {"action": "remove"})
    assert order(fresh_desk, address) == ids[:2]
    again = reporter.post(f"{address}/items", data=form | {"action": "up"})
    assert again.status_code == 422
    assert "别人刚拿走" in again.text


def test_a_dossier_is_exported_in_order_with_its_notes_and_twice_the_same(
    reporter: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    articles = [one.article for one in fresh_desk.project.store.articles()][:2]
    address = collected(reporter, article=[one.id for one in articles])
    form = {"csrf": csrf_of(reporter), "article": articles[0].id, "action": "note", "note": "=1+1"}
    reporter.post(f"{address}/items", data=form)
    rows = list(csv.DictReader(io.StringIO(reporter.get(f"{address}/export/csv").content.decode("utf-8-sig"))))
    assert [row["标题"] for row in rows] == [one.headline for one in articles]
    assert rows[0]["说明"] == "'=1+1"
    word = reporter.get(f"{address}/export/docx")
    assert word.content == reporter.get(f"{address}/export/docx").content
    texts = [paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs]
    assert texts[0] == "一线职工"
    assert "=1+1" in texts
    assert [text for text in texts if text in {one.headline for one in articles}] == [one.headline for one in articles]
    page = reporter.get(f"{address}/export/html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert articles[1].paragraphs[0] in page.text
    assert reporter.get(f"{address}/export/exe").status_code == 404


def test_others_read_a_dossier_and_only_its_owner_or_an_editor_drops_it(fresh_desk: RunningDesk) -> None:
    dossiers = fresh_desk.project.store.dossiers
    number = dossiers.create("老编的选题", "老编").id
    with fresh_desk.client("小记") as reporter:
        assert "老编的选题" in reporter.get("/dossiers").text
        refused = reporter.post(f"/dossiers/{number}/delete", data={"csrf": csrf_of(reporter)})
        assert refused.status_code == 422
        assert dossiers.find(number) is not None
    with fresh_desk.client("总管") as admin:
        csrf = csrf_of(admin)
        admin.post(f"/dossiers/{number}", data={"csrf": csrf, "name": "改过的名字"})
        assert [one.name for one in dossiers.all()] == ["改过的名字"]
        assert admin.post(f"/dossiers/{number}/delete", data={"csrf": csrf}).status_code == 303
        assert dossiers.all() == []
        assert admin.get(f"/dossiers/{number}").status_code == 404


@pytest.mark.parametrize(
    "form", [{}, {"dossier": "x"}, {"article": ["no-such"]}, {"article": ["no-such"], "dossier": "字" * 150}]
)
def test_what_cannot_be_collected_is_refused_in_a_sentence(desk: RunningDesk, form: dict[str, object]) -> None:
    with desk.client("小记") as client:
        answer = client.post("/dossiers/articles", data={"csrf": csrf_of(client)} | form)
        assert answer.status_code == 422
        assert "：" in answer.text
