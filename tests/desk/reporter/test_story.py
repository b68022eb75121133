"""A pasted or uploaded story is an article, and its fields are found again in the text that is shown."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.errors import InputError
from gongbao.desk.reporter.story import (
    MOST_BYTES,
    MOST_FILE_BYTES,
    Story,
    file_name,
    pasted_story,
    uploaded_story,
)

PASTED = (
    "房山区总工会慰问一线职工\r\n\r\n"
    "　　本报讯（记者 田小禾 通讯员 宋小欣）7月16日，房山区总工会把清凉包送到窦店镇。\r\n第二段说的是别的。\n□费明华"
)


def shown(story: Story, field: str, index: int = 0) -> str:
    line = story.places[field, index]
    return story.text[line.start : line.end]


def docx(*paragraphs: tuple[str, str]) -> bytes:
    made = Document()
    for text, style in paragraphs:
        made.add_paragraph(text, style=style)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_headline_byline_and_dateline_are_read_and_stay_in_the_shown_text() -> None:
    story = pasted_story(PASTED)
    assert story.article.headline == "房山区总工会慰问一线职工"
    assert story.article.dateline == "本报讯"
    assert [one.name for one in story.article.byline] == ["田小禾", "宋小欣", "费明华"]
    assert story.article.paragraphs == ("7月16日，房山区总工会把清凉包送到窦店镇。", "第二段说的是别的。")
    assert story.text.splitlines() == [line.strip() for line in PASTED.split("\n") if line.strip()]


def test_every_field_stands_where_the_story_says() -> None:
    story = pasted_story(PASTED)
    assert shown(story, "headline") == story.article.headline
    for number, paragraph in enumerate(story.article.paragraphs):
        assert shown(story, "paragraph", number) == paragraph
    assert shown(story, "byline", 1) == "（记者 田小禾 通讯员 宋小欣）"
    assert story.spot("byline", 1, 0, 3, "宋小欣") == (story.text.index("宋小欣"), story.text.index("宋小欣") + 3)
    assert story.spot("page", 0, 0, 2, "工会") is None


def test_a_draft_without_a_headline_has_none() -> None:
    story = pasted_story("本报讯（记者 田小禾）今天，区总工会慰问了职工。")
    assert story.article.headline == ""
    assert story.article.paragraphs == ("今天，区总工会慰问了职工。",)


@given(st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30), max_size=8))
def test_every_line_of_a_pasted_text_is_shown_and_every_field_is_in_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        with pytest.raises(InputError):
            pasted_story(text)
        return
    story = pasted_story(text)
    assert story.text.split("\n") == [line.strip() for line in text.split("\n") if line.strip()]
    for number, paragraph in enumerate(story.article.paragraphs):
        assert shown(story, "paragraph", number) == paragraph


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\u3000", "没有文字"),
        ("坏\x00字", "控制字符"),
        ("坏\ud800字", "控制字符"),
        ("长" * (MOST_BYTES // 3 + 1), "超过了 1 MB"),
    ],
)
def test_what_is_no_story_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        pasted_story(text)
    assert "\n" not in str(refused.value)


def test_a_word_document_is_read_by_its_styles_and_kept_as_it_came() -> None:
    raw = docx(("青石区送清凉", "Title"), ("7月16日，慰问开始。", "Normal"), ("第二段。", "Normal"))
    story = uploaded_story("稿件.docx", raw)
    assert story.article.headline == "青石区送清凉"
    assert story.article.paragraphs == ("7月16日，慰问开始。", "第二段。")
    assert story.document == raw


def test_a_word_document_without_styles_is_read_by_its_lines() -> None:
    story = uploaded_story("稿件.docx", docx(("青石区送清凉", "Normal"), ("7月16日，慰问开始了，很热闹。", "Normal")))
    assert story.article.headline == "青石区送清凉"
    assert story.article.paragraphs == ("7月16日，慰问开始了，很热闹。",)


def test_a_text_file_in_gbk_is_read() -> None:
    story = uploaded_story("稿件.txt", "青石区送清凉\n七月，慰问开始了。".encode("gbk"))
    assert story.article.headline == "青石区送清凉"
    assert story.document == b""


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("稿件.pdf", b"%PDF-1.4", "不是 .docx 或 .txt"),
        ("图.png", b"\x89PNG\r\n", "不是 .docx 或 .txt"),
        ("伪装.txt", b"%PDF-1.4 ....", "不是 .docx 或 .txt"),
        ("坏.docx", b"PK\x03\x04nothing", "Word 文件"),
        ("空.txt", b"", "空文件"),
        ("大.txt", b"a" * (MOST_FILE_BYTES + 1), "超过了 10 MB"),
        ("长.txt", "长".encode() * (MOST_BYTES // 3 + 1), "超过了 1 MB"),
    ],
)
def test_an_upload_that_cannot_be_read_is_refused_in_one_sentence(name: str, raw: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        uploaded_story(name, raw)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/稿件.txt", "稿件.txt"),
        ("C:\\稿子\\七月.docx", "七月.docx"),
        ("a\x00b\n.txt", "ab.txt"),
        ("", "粘贴的稿件"),
        ("..", "粘贴的稿件"),
        ("长" * 200 + ".docx", "长" * 95 + ".docx"),
    ],
)
def test_a_file_is_called_by_the_last_part_of_its_name(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
