"""A new label is tried on the archive before it is kept, and tags what the trial said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk.conftest import RunningDesk, csrf_of, running

from gongbao.desk.editor.vocabulary import FILE

LABEL = {"facet": "campaign", "name": "社工进站", "aliases": "专职工会社会工作者\n专职工会社工", "note": "试一试"}


@pytest.fixture
def own_desk(sample_newsroom: Path, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk whose newsroom has a vocabulary of its own."""
    folder = tmp_path / "newsroom"
    shutil.copytree(sample_newsroom, folder)
    (folder / "vocabulary").mkdir()
    (folder / "gongbao.toml").write_text('[nlp]\nvocabulary = "vocabulary"\n', "utf-8")
    yield from running(folder)


def test_a_trial_keeps_nothing_and_the_label_then_tags_what_it_said(own_desk: RunningDesk) -> None:
    project = own_desk.project
    file = project.settings.folder / "vocabulary" / FILE
    with own_desk.client("老编") as editor:
        form = LABEL | {"csrf": csrf_of(editor)}
        text = editor.post("/vocabulary/trial", data=form).text
        assert "会标上 <b>1</b> 篇" in text
        assert not file.exists()
        answer = editor.post("/vocabulary", data=form)
        assert answer.status_code == 303, answer.text
        assert "“社工进站”已经写进词表" in editor.get(answer.headers["location"]).text
        assert own_desk.app.state.desk.updates.wait(60)
        assert "找到 <b>1</b> 篇" in editor.get("/search", params={"q": "主题:社工进站"}).text
        again = editor.post("/vocabulary", data=form | {"aliases": "职工社工"})
        assert again.status_code == 303
        assert file.read_text("utf-8").count("[[label]]") == 1
        assert "职工社工" in file.read_text("utf-8")
        assert "已经有的 1 篇" in editor.post("/vocabulary/trial", data=form).text


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"facet": "person"}, {"aliases": "送(清凉|温暖)"}, {"aliases": "字" * 60}, {"name": "a\x7f"}],
)
def test_what_no_vocabulary_may_hold_is_refused(desk: RunningDesk, changes: dict[str, str]) -> None:
    with desk.client("老编") as editor:
        answer = editor.post("/vocabulary/trial", data=LABEL | changes | {"csrf": csrf_of(editor)})
        assert answer.status_code == 422
        assert "：" in answer.text or "请选" in answer.text


def test_without_a_folder_a_label_is_tried_and_not_kept(desk: RunningDesk) -> None:
    with desk.client("老编") as editor:
        form = LABEL | {"csrf": csrf_of(editor)}
        assert "会标上 <b>1</b> 篇" in editor.post("/vocabulary/trial", data=form).text
        answer = editor.post("/vocabulary", data=form)
        assert answer.status_code == 422
        assert "还没有本报的词表文件夹" in answer.text


def test_the_page_lists_every_label_with_its_number(desk: RunningDesk) -> None:
    with desk.client("老编") as editor:
        text = editor.get("/vocabulary").text
        for name in ("送清凉", "慰问", "房山区"):
            assert name in text
    with desk.client("小记") as reporter:
        assert reporter.get("/vocabulary").status_code == 403
