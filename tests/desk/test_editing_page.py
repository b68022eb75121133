"""Correcting an article: a revision with who and why, both texts when two do it at once, and what readers see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.conftest import RunningDesk, csrf_of
from tests.desk.test_bulk import fields

from gongbao.core.records import Article, Credit, Picture, State
from gongbao.desk.editor.article_form import article_of, form_of
from gongbao.desk.editor.comparing import differences
from gongbao.pipeline import publish


@pytest.fixture
def editor(fresh_desk: RunningDesk) -> Iterator[httpx2.Client]:
    with fresh_desk.client("老编") as client:
        yield client


def first(desk: RunningDesk) -> Article:
    return next(iter(desk.project.store.articles())).article


def sent(client: httpx2.Client, article: Article, **changes: object) -> httpx2.Response:
    """Post the form of an article as a browser does, with these changes."""
    form = asdict(form_of(article)) | {"seen": article.revision, "csrf": csrf_of(client)} | changes
    return client.post(f"/articles/{article.id}/edit", data=form)


def test_paragraphs_that_a_column_break_cut_are_joined_and_found_at_once(
    editor: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    article = first(fresh_desk)
    joined = "".join(article.paragraphs)
    answer = sent(editor, article, paragraphs=joined, headline="改过的大标题", reason="栏间断开了")
    assert answer.status_code == 303, answer.text
    present = fresh_desk.project.store.article(article.id)
    assert present is not None
    assert present.article.paragraphs == (joined,)
    [_, revision] = fresh_desk.project.store.editing.revisions(article.id)
    assert (revision.author, revision.reason) == ("老编", "栏间断开了")
    assert fresh_desk.app.state.desk.updates.wait(20)
    assert article.id in editor.get("/search", params={"q": "标题:改过的大标题"}).text
    assert "老编：栏间断开了" in editor.get(f"/articles/{article.id}").text


def test_the_form_stands_beside_the_source(editor: httpx2.Client, fresh_desk: RunningDesk) -> None:
    article = first(fresh_desk)
    text = editor.get(f"/articles/{article.id}/edit").text
    assert f'<mark class="taken headline">{article.headline}</mark>' in text
    assert f'name="seen" value="{article.revision}"' in text


def test_sending_the_form_as_it_came_makes_no_revision(editor: httpx2.Client, fresh_desk: RunningDesk) -> None:
    for tagged in fresh_desk.project.store.articles():
        assert sent(editor, tagged.article).status_code == 303
        assert len(fresh_desk.project.store.editing.revisions(tagged.article.id)) == 1


def test_the_second_of_two_editors_is_told_and_shown_both(editor: httpx2.Client, fresh_desk: RunningDesk) -> None:
    article = first(fresh_desk)
    with fresh_desk.client("总管") as other:
        assert sent(other, article, headline="总管改的标题").status_code == 303
    answer = sent(editor, article, headline="老编改的标题", reason="我的理由")
    assert answer.status_code == 409
    assert "总管" in answer.text
    for text in ("总管改", "老编改", "我的理由"):
        assert text in answer.text
    present = fresh_desk.project.store.article(article.id)
    assert present is not None
    assert present.article.headline == "总管改的标题"
    seen = fields(answer.text, f"/articles/{article.id}/edit")["seen"]
    assert sent(editor, article, headline="商量过的标题", seen=seen).status_code == 303
    authors = [one.author for one in fresh_desk.project.store.editing.revisions(article.id)]
    assert authors == ["reader", "总管", "老编"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"headline": "", "paragraphs": "", "kicker": "没有丢的引题"}, "请至少写一样再存"),
        ({"date": "七月的一天", "kicker": "没有丢的引题"}, "七月的一天"),
        ({"kind": "诗", "kicker": "没有丢的引题"}, "没有“诗”这种体裁"),
    ],
)
def test_a_correction_that_is_refused_is_still_in_the_form_with_why(
    editor: httpx2.Client, fresh_desk: RunningDesk, wrong: dict[str, str], told: str
) -> None:
    article = first(fresh_desk)
    answer = sent(editor, article, reason="没有丢的理由", **wrong)
    assert answer.status_code == 422
    assert told in answer.text.partition('role="alert">')[2].partition("</p>")[0]
    for kept in ("没有丢的引题", "没有丢的理由"):
        assert f'value="{kept}"' in answer.text
    assert first(fresh_desk) == article


def test_a_refused_correction_does_not_overlook_what_another_has_written_meanwhile(
    editor: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    article = first(fresh_desk)
    with fresh_desk.client("总管") as other:
        sent(other, article, headline="总管改的标题")
    refused = fields(sent(editor, article, date="七月的一天").text, f"/articles/{article.id}/edit")
    assert sent(editor, article, seen=refused["seen"], headline="老编改的标题").status_code == 409


def test_an_earlier_revision_is_shown_against_the_present_one_and_brought_back(
    editor: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    article = first(fresh_desk)
    sent(editor, article, headline="改坏了的标题")
    text = editor.get(f"/articles/{article.id}/revisions/1").text
    assert "改坏了的" in text
    answer = editor.post(f"/articles/{article.id}/revisions", data=fields(text, f"/articles/{article.id}/revisions"))
    assert answer.status_code == 303
    assert first(fresh_desk).headline == article.headline
    assert editor.get(f"/articles/{article.id}/revisions/99").status_code == 404


def test_a_withdrawn_article_is_gone_for_readers_and_comes_back(editor: httpx2.Client, fresh_desk: RunningDesk) -> None:
    article, store = first(fresh_desk), fresh_desk.project.store
    address, csrf = f"/articles/{article.id}/state", csrf_of(editor)
    without = editor.post(address, data={"csrf": csrf, "action": "withdraw"})
    assert without.status_code == 422
    assert "原因" in without.text
    editor.post(address, data={"csrf": csrf, "action": "withdraw", "reason": "事实有误"})
    assert fresh_desk.app.state.desk.updates.wait(20)
    assert article.id not in store.stamps()
    assert article.id not in fresh_desk.project.backend.indexed_versions()
    assert "已撤回：事实有误" in editor.get(f"/articles/{article.id}").text
    editor.post(address, data={"csrf": csrf, "action": "restore"})
    assert fresh_desk.app.state.desk.updates.wait(20)
    assert article.id in fresh_desk.project.backend.indexed_versions()


def test_a_draft_and_what_is_not_public_reach_neither_archive_nor_index_nor_feed_before_an_editor_says_so(
    editor: httpx2.Client, fresh_desk: RunningDesk, tmp_path: Path
) -> None:
    store = fresh_desk.project.store
    story = replace(first(fresh_desk), id="", headline="还没有登报的草稿", source="", source_sha256="", spans=())
    draft = store.editing.save_draft(story, b"raw", "小记")
    hidden = first(fresh_desk).id
    for article_id, action in ((draft, ""), (hidden, "hide")):
        if action:
            data = {"csrf": csrf_of(editor), "action": action, "reason": "新华社稿"}
            editor.post(f"/articles/{article_id}/state", data=data)
        fresh_desk.app.state.desk.changed([article_id])
    assert fresh_desk.app.state.desk.updates.wait(20)
    for article_id in (draft, hidden):
        assert article_id not in fresh_desk.project.backend.indexed_versions()
        assert article_id not in {one.article.id for one in store.articles()}
        assert editor.get(f"/articles/{article_id}").status_code == 200
    assert "没有找到" in editor.get("/search", params={"q": "还没有登报的草稿"}).text
    publish(fresh_desk.project, tmp_path / "site")
    built = b"".join(path.read_bytes() for path in sorted((tmp_path / "site").rglob("*")) if path.is_file())
    for secret in ("还没有登报的草稿", draft, hidden):
        assert secret.encode() not in built
    editor.post(f"/articles/{draft}/state", data={"csrf": csrf_of(editor), "action": "publish"})
    editor.post(f"/articles/{hidden}/state", data={"csrf": csrf_of(editor), "action": "show"})
    assert fresh_desk.app.state.desk.updates.wait(20)
    assert {draft, hidden} <= fresh_desk.project.backend.indexed_versions().keys()


def test_a_notice_of_correction_stands_with_the_article_until_it_is_taken_off(
    editor: httpx2.Client, fresh_desk: RunningDesk
) -> None:
    article, store = first(fresh_desk), fresh_desk.project.store
    address = f"/articles/{article.id}/notices"
    answer = editor.post(address, data={"csrf": csrf_of(editor), "text": "应为三千份。", "date": "2021-07-20"})
    assert answer.status_code == 303, answer.text
    present = store.article(article.id)
    assert present is not None
    [notice] = present.notices
    assert (str(notice.date), notice.text, notice.author) == ("2021-07-20", "应为三千份。", "老编")
    assert "2021-07-20：应为三千份。" in editor.get(f"/articles/{article.id}").text
    editor.post(f"{address}/{notice.id}", data={"csrf": csrf_of(editor)})
    gone = store.article(article.id)
    assert gone is not None
    assert gone.notices == ()


@pytest.mark.parametrize(
    "changes",
    [{"headline": "", "paragraphs": ""}, {"date": "去年"}, {"kind": "诗"}, {"seen": "x"}, {"headline": "a" * 3000}],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(desk: RunningDesk, changes: dict[str, object]) -> None:
    with desk.client("老编") as editor:
        answer = sent(editor, first(desk), **changes)
        assert answer.status_code == 422
        assert "：" in answer.text


def test_a_reporter_cannot_change_what_is_printed(desk: RunningDesk) -> None:
    with desk.client("小记") as reporter:
        assert sent(reporter, first(desk), headline="我改").status_code == 403
        assert reporter.get(f"/articles/{first(desk).id}/edit").status_code == 403


_WORDS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=8)
_CREDITS = st.builds(Credit, _WORDS.filter(bool), _WORDS, _WORDS)


@given(st.lists(_WORDS.filter(bool)), st.lists(_CREDITS, unique=True), st.lists(_WORDS), _WORDS)
def test_a_form_that_nobody_touched_gives_the_article_back(
    paragraphs: list[str], byline: list[Credit], captions: list[str], kicker: str
) -> None:
    article = Article(
        "标题",
        tuple(paragraphs),
        kicker,
        byline=tuple({f"{one}": one for one in byline}.values()),
        pictures=tuple(map(Picture, captions)),
        state=State.DRAFT,
    )
    assert article_of(form_of(article), article) == article
    assert differences(article, article) == []
