"""The programming interface: tags, decisions and search for the paper's own system, one and many at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from tests.desk.conftest import RunningDesk

from gongbao.desk.api.models import MOST_STORIES
from gongbao.desk.reporter.story import MOST_BYTES

STORY = {"text": "房山区总工会送清凉\n7月16日（星期四），房山区总工会把300份清凉包送到窦店镇。", "date": "2021-07-20"}


@pytest.fixture(scope="module")
def program(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.program("小记") as client:
        yield client


def test_a_story_is_answered_with_tags_hints_and_what_was_printed(program: httpx2.Client) -> None:
    answer = program.post("/api/suggest", json={**STORY, "name": "稿 1"})
    assert answer.status_code == 200, answer.text
    row = answer.json()
    assert row["name"] == "稿 1"
    assert row["headline"] == "房山区总工会送清凉"
    assert row["labels"]["district"] == ["房山区"]
    assert row["tag_line"].startswith("房山区 #送清凉")
    assert [one["kind"] for one in row["hints"]] == ["date"]
    assert row["printed_before"] is not None
    for tag in row["tags"]:
        assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in tag["evidence"])


def test_the_archive_is_left_alone_when_nobody_asks_for_it(program: httpx2.Client) -> None:
    assert program.post("/api/suggest", json={**STORY, "archive": False}).json()["printed_before"] is None


def test_a_batch_is_answered_in_its_order_and_a_bad_story_spoils_no_other(program: httpx2.Client) -> None:
    stories = [{**STORY, "name": "好"}, {"text": " ", "name": "空"}, {**STORY, "date": "2021-02-30", "name": "日子"}]
    results = program.post("/api/suggest/batch", json={"stories": stories}).json()["results"]
    assert [one["name"] for one in results] == ["好", "空", "日子"]
    assert results[0]["labels"]["campaign"] == ["送清凉"]
    assert "稿件里没有文字" in results[1]["error"]
    assert "2021-02-30" in results[2]["error"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 7},
        {"text": "标题", "txet": "x"},
        {"text": "标题", "date": "昨天"},
        {"text": "长" * (MOST_BYTES + 1)},
    ],
)
def test_what_is_not_a_story_is_refused_in_one_sentence(program: httpx2.Client, body: dict[str, object]) -> None:
    answer = program.post("/api/suggest", json=body)
    assert answer.status_code == 422
    assert "请改正再送" in answer.json()["error"]


def test_a_story_with_half_a_character_is_refused(program: httpx2.Client) -> None:
    answer = program.post(
        "/api/suggest", content=b'{"text": "a\\ud800b"}', headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422


def test_a_batch_that_is_too_long_is_refused(program: httpx2.Client) -> None:
    stories = [{"text": "标题"}] * (MOST_STORIES + 1)
    assert program.post("/api/suggest/batch", json={"stories": stories}).status_code == 422


def test_search_answers_as_the_archive_does(program: httpx2.Client, desk: RunningDesk) -> None:
    row = program.get("/api/search", params={"q": "职工", "limit": 3, "facets": ["district", "campaign"]}).json()
    found = desk.project.backend.search("职工", limit=3)
    assert row["total"] == found.total
    assert [one["id"] for one in row["hits"]] == [one.id for one in found.hits]
    assert set(row["facets"]) == {"district", "campaign"}
    for hit in row["hits"]:
        for snippet in hit["snippets"]:
            assert all(snippet["text"][start:end] for start, end in snippet["highlights"])
    assert program.get("/api/search").json()["total"] == desk.project.backend.count()


def test_a_query_that_is_wrong_is_refused_in_one_sentence(program: httpx2.Client) -> None:
    answer = program.get("/api/search", params={"q": "区县乡:房山"})
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_decisions_on_a_published_article_need_an_editor(program: httpx2.Client, desk: RunningDesk) -> None:
    article_id = next(iter(desk.project.store.stamps()))
    lesson = {
        "article_id": article_id,
        "judgments": [{"facet": "activity", "label": "慰问", "verdict": "confirmed"}],
    }
    refused = program.post("/api/learn", json={"lessons": [lesson]}).json()["results"][0]
    assert "编辑" in refused["error"]
    with desk.program("老编") as editor:
        done = editor.post("/api/learn", json={"lessons": [lesson, {**lesson, "article_id": "没有这篇"}]}).json()
    assert done["results"][0] == {"article_id": article_id, "changed": 1, "draft": False}
    assert "没有编号为" in done["results"][1]["error"]
    history = desk.project.store.decisions.history(article_id)
    assert [(one.label, str(one.verdict), one.author) for one in history] == [("慰问", "confirmed", "老编")]


def test_a_story_with_decisions_is_kept_as_a_draft_that_no_reader_sees(
    program: httpx2.Client, desk: RunningDesk
) -> None:
    judgments = [
        {"facet": "activity", "label": "慰问", "verdict": "confirmed"},
        {"facet": "campaign", "label": "送清凉", "verdict": "rejected"},
    ]
    kept = program.post("/api/learn", json={"lessons": [{"story": STORY, "judgments": judgments}]}).json()["results"][0]
    assert kept["draft"] is True
    assert kept["article_id"] not in desk.project.store.stamps()
    tagged = desk.project.store.article(kept["article_id"])
    assert tagged is not None
    assert str(tagged.article.state) == "draft"
    assert tagged.article.headline == "房山区总工会送清凉"
    standing = {one.label: str(one.status) for one in tagged.annotations.tags if one.is_decided}
    assert standing == {"慰问": "confirmed", "送清凉": "rejected"}


def test_a_lesson_says_what_it_is_about(program: httpx2.Client) -> None:
    judgments = [{"facet": "activity", "label": "慰问", "verdict": "confirmed"}]
    lessons = [{"judgments": judgments}, {"article_id": "x", "story": STORY, "judgments": judgments}]
    for one in program.post("/api/learn", json={"lessons": lessons}).json()["results"]:
        assert "只能写一个" in one["error"]


def test_without_an_account_nothing_is_answered(desk: RunningDesk) -> None:
    with desk.client() as nobody:
        for address in ("/api/suggest", "/api/suggest/batch", "/api/learn"):
            assert nobody.post(address, json=STORY).status_code == 401
        assert nobody.get("/api/search").status_code == 401
        assert nobody.get("/api/openapi.json").status_code == 401


def test_the_description_names_every_route_and_its_limits_and_so_does_the_document(
    program: httpx2.Client, root: Path
) -> None:
    described = program.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/api/suggest", "/api/suggest/batch", "/api/learn", "/api/search"}
    schemas = described["components"]["schemas"]
    assert schemas["SuggestRequest"]["properties"]["text"]["maxLength"] == MOST_BYTES
    document = (root / "docs" / "desk-api.md").read_text(encoding="utf-8")
    assert set(re.findall(r"/api/[a-z/]+[a-z]", document)) - {"/api/openapi"} == set(described["paths"])
    unnamed = {name for name in schemas["Suggested"]["properties"] if f"`{name}`" not in document}
    assert unnamed == {"headline"}
