"""One article at the desk: its tags are decided on, its source is shown, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from tests.desk.conftest import RunningDesk, csrf_of

from gongbao.core.annotations import Status
from gongbao.core.records import TaggedArticle


@pytest.fixture(scope="module")
def editor(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.client("老编") as client:
        yield client


@pytest.fixture(scope="module")
def tagged(desk: RunningDesk) -> TaggedArticle:
    """An article with a tag that the machine has set."""
    return next(
        one for one in desk.project.store.articles() if any(tag.status is Status.SET for tag in one.annotations.tags)
    )


def test_the_words_that_a_tag_rests_on_are_marked_in_the_text(editor: httpx2.Client, tagged: TaggedArticle) -> None:
    text = editor.get(f"/articles/{tagged.article.id}").text
    evidence = next(one for tag in tagged.annotations.tags for one in tag.evidence if one.field == "paragraph")
    assert evidence.text in text
    assert '<mark class="evidence' in text


def test_a_tag_is_rejected_by_name_and_given_back_to_the_machine(
    editor: httpx2.Client, desk: RunningDesk, tagged: TaggedArticle
) -> None:
    address, csrf = f"/articles/{tagged.article.id}", csrf_of(editor)
    tag = next(tag for tag in tagged.annotations.tags if tag.status is Status.SET)
    form = {"csrf": csrf, "facet": tag.facet, "label": tag.label}
    answer = editor.post(f"{address}/tags", data=form | {"verdict": "rejected"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{address}#tags"
    assert status_of(desk, tagged.article.id, tag.label) == "rejected"
    [decision] = desk.project.store.decisions.history(tagged.article.id)
    assert (decision.author, decision.label) == ("老编", tag.label)
    assert f"老编 否定 {tag.label}" in editor.get(address).text
    assert desk.app.state.desk.updates.wait(20)
    found = editor.get("/search", params={"q": f'{tagged.article.headline} 区:"{tag.label}"'})
    assert "没有找到" in found.text or tag.facet != "district"
    editor.post(f"{address}/tags", data=form | {"verdict": "undone"})
    assert desk.app.state.desk.updates.wait(20)
    assert status_of(desk, tagged.article.id, tag.label) == "set"


def test_a_label_of_the_vocabulary_is_added_and_is_found_at_once(
    editor: httpx2.Client, desk: RunningDesk, tagged: TaggedArticle
) -> None:
    form = {"csrf": csrf_of(editor), "label": "送温暖"}
    assert editor.post(f"/articles/{tagged.article.id}/tags", data=form).status_code == 303
    assert status_of(desk, tagged.article.id, "送温暖") == "confirmed"
    assert desk.app.state.desk.updates.wait(20)
    assert tagged.article.id in editor.get("/search", params={"q": "主题:送温暖"}).text


def test_a_label_that_is_in_no_vocabulary_is_refused_with_what_may_be_meant(
    editor: httpx2.Client, tagged: TaggedArticle
) -> None:
    answer = editor.post(f"/articles/{tagged.article.id}/tags", data={"csrf": csrf_of(editor), "label": "送清良"})
    assert answer.status_code == 422
    assert "送清凉" in answer.text


def test_a_reporter_reads_and_does_not_decide(desk: RunningDesk, tagged: TaggedArticle) -> None:
    with desk.client("小记") as reporter:
        text = reporter.get(f"/articles/{tagged.article.id}").text
        assert f"/articles/{tagged.article.id}/tags" not in text
        form = {"csrf": csrf_of(reporter), "label": "送温暖"}
        assert reporter.post(f"/articles/{tagged.article.id}/tags", data=form).status_code == 403


def test_the_source_is_shown_with_what_became_the_article(editor: httpx2.Client, tagged: TaggedArticle) -> None:
    text = editor.get(f"/articles/{tagged.article.id}/source").text
    assert f'<mark class="taken headline">{tagged.article.headline}</mark>' in text


def test_an_unknown_article_and_a_file_that_is_none_are_not_there(editor: httpx2.Client) -> None:
    assert editor.get("/articles/ldwb-1900-01-01").status_code == 404
    for name in ("gongbao.sqlite", "..%2F..%2Fgongbao.sqlite", "0" * 64 + ".jpg"):
        assert editor.get(f"/files/{name}").status_code == 404


def status_of(desk: RunningDesk, article_id: str, label: str) -> str:
    """How a tag stands in the store; an empty string for none."""
    tagged = desk.project.store.article(article_id)
    assert tagged is not None
    return next((str(tag.status) for tag in tagged.annotations.tags if tag.label == label), "")
