"""A label for many articles: shown first, done exactly so, taken back exactly so."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest
from tests.desk.conftest import RunningDesk, csrf_of

EVERYTHING = {"everything": "true", "label": "送温暖"}


def fields(text: str, action: str) -> dict[str, str]:
    """The hidden fields of a form."""
    form = text.partition(f'action="{action}"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {unescape(name): unescape(value) for name, value in found}


def statuses(desk: RunningDesk, label: str) -> dict[str, str]:
    """{id: how the label stands} of the articles that have it."""
    return {
        one.article.id: str(tag.status)
        for one in desk.project.store.articles()
        for tag in one.annotations.tags
        if tag.label == label
    }


def previewed(editor: httpx2.Client, **form: object) -> str:
    answer = editor.post("/bulk", data={"csrf": csrf_of(editor)} | form)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_all_that_a_query_finds_is_tagged_and_set_back_as_it_was(fresh_desk: RunningDesk) -> None:
    desk, count = fresh_desk, fresh_desk.project.backend.count()
    before = statuses(desk, "送温暖")
    first = next(iter(desk.project.store.articles())).article.id
    desk.project.store.decisions.decide(first, [("campaign", "送温暖", "rejected")], "旁人")
    with desk.client("老编") as editor:
        text = previewed(editor, **EVERYTHING)
        assert f"选中 <b>{count}</b> 篇" in text
        assert statuses(desk, "送温暖") == before | {first: "rejected"}  # a preview changes nothing
        answer = editor.post("/bulk/decisions", data=fields(text, "/bulk/decisions"))
        assert answer.status_code == 303, answer.text
        assert set(statuses(desk, "送温暖").values()) == {"confirmed"}
        assert len(statuses(desk, "送温暖")) == count
        done = editor.get(answer.headers["location"]).text
        assert f"改了 <b>{count}</b> 篇" in done
        assert desk.app.state.desk.updates.wait(30)
        assert f"找到 <b>{count}</b> 篇" in editor.get("/search", params={"q": "主题:送温暖"}).text
        undone = editor.post("/bulk/undo", data=fields(done, "/bulk/undo"))
        assert "回到了改以前的样子" in editor.get(undone.headers["location"]).text
        assert desk.app.state.desk.updates.wait(30)
    assert statuses(desk, "送温暖") == before | {first: "rejected"}


def test_what_was_decided_again_since_is_not_set_back(fresh_desk: RunningDesk) -> None:
    one, other = [tagged.article.id for tagged in fresh_desk.project.store.articles()][:2]
    with fresh_desk.client("老编") as editor:
        text = previewed(editor, label="送温暖", article=[one, other])
        assert "要确认的有 <b>2</b> 篇" in text
        assert "其余已经是这样" not in text  # there is no rest
        address = editor.post("/bulk/decisions", data=fields(text, "/bulk/decisions")).headers["location"]
        fresh_desk.project.store.decisions.decide(other, [("campaign", "送温暖", "rejected")], "旁人")
        done = editor.get(address).text
        assert "改了 <b>1</b> 篇" in done
        editor.post("/bulk/undo", data=fields(done, "/bulk/undo"))
        assert statuses(fresh_desk, "送温暖") == {other: "rejected"}
        assert "已经没有可以撤销的" in editor.get(address).text


def test_other_articles_than_were_shown_are_not_touched(desk: RunningDesk) -> None:
    with desk.client("老编") as editor:
        form = fields(previewed(editor, **EVERYTHING), "/bulk/decisions")
        answer = editor.post("/bulk/decisions", data=form | {"q": "怀柔"})
        assert answer.status_code == 409
        assert "没有改动" in answer.text
    assert statuses(desk, "送温暖") == {}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"label": "送温暖"}, "没有选中文章"),
        ({"label": "没有的标签", "everything": "true"}, "词表里没有标签"),
        ({"label": "送温暖", "everything": "true", "q": "区县乡:x"}, "区"),
        ({"label": "送温暖", "everything": "true", "verdict": "maybe"}, "verdict"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(desk: RunningDesk, form: dict[str, str], sentence: str) -> None:
    with desk.client("老编") as editor:
        answer = editor.post("/bulk", data={"csrf": csrf_of(editor)} | form)
        assert answer.status_code == 422
        assert sentence in answer.text
