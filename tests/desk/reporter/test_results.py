"""What a reporter leaves with says the same in every form, and an uploaded document stays what it was."""

from __future__ import annotations

import datetime
import io
import json
import zipfile

import pytest
from docx import Document

from gongbao.core.annotations import NOTHING_FOUND
from gongbao.core.errors import InputError
from gongbao.desk.reporter.examining import Examined, Reporter
from gongbao.desk.reporter.results import before_row, keywords, story_docx, story_json, story_ninjs, story_row, tag_line
from gongbao.desk.reporter.story import pasted_story, uploaded_story
from gongbao.desk.reporter.suggesting import Choices
from gongbao.desk.reporter.word import with_keywords

TODAY = datetime.date(2021, 7, 20)
CHOICES = Choices(
    accepted=frozenset({("activity", "慰问"), ("activity", "文艺演出")}), rejected=frozenset({("campaign", "送温暖")})
)


@pytest.fixture(scope="module")
def found(reporter: Reporter) -> Examined:
    text = "房山区送清凉\n本报讯（记者 田小禾）7月2日，何远山把2800份清凉包送到窦店镇，慰问环卫工人。"
    return reporter.examine(pasted_story(text), TODAY, CHOICES)


def members(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def uploaded() -> bytes:
    made = Document()
    made.add_heading("房山区送清凉", 0)
    made.add_paragraph("7月2日，清凉包送到窦店镇。").add_run("加粗的字").bold = True
    made.core_properties.keywords = "内部; 送清凉"
    made.core_properties.author = "田小禾"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_the_tag_line_has_districts_then_topics(found: Examined) -> None:
    assert tag_line(found.suggestions) == "房山区 #送清凉 #慰问 #文艺演出"


def test_json_tells_text_tags_evidence_and_hints(found: Examined) -> None:
    row = json.loads(story_json(found.story, found.suggestions, found.hints))
    assert row["labels"] == {"district": ["房山区"], "campaign": ["送清凉"], "activity": ["慰问", "文艺演出"]}
    assert row["date"] == "2021-07-20"
    for tag in row["tags"]:
        for evidence in tag["evidence"]:
            assert row["text"][evidence["start"] : evidence["end"]] == evidence["text"]
    assert row == json.loads(json.dumps(story_row(found.story, found.suggestions, found.hints)))


def test_what_was_printed_before_is_plain_json_with_dates_as_far_as_known(found: Examined) -> None:
    row = before_row(found.before)
    assert json.loads(json.dumps(row)) == row
    dates = [one["date"] for one in row["same_event"] + row["campaigns"][0]["articles"]]
    assert "2021-07-03" in dates


def test_ninjs_holds_the_labels_and_is_withheld(found: Examined, reporter: Reporter) -> None:
    item = json.loads(
        story_ninjs(found.story, found.suggestions, found.annotations, reporter.project.settings).decode()
    )
    assert item["pubStatus"] == "withheld"
    assert item["places"] == [{"name": "房山区", "rel": "about"}]
    assert {"送清凉", "慰问", "文艺演出"} <= {one["name"] for one in item["subjects"]}
    assert item["by"] == "记者 田小禾"
    assert "renditions" not in item


def test_ninjs_of_a_story_without_labels_is_written_too(reporter: Reporter) -> None:
    story = pasted_story("只有一行字")
    item = json.loads(story_ninjs(story, (), NOTHING_FOUND, reporter.project.settings))
    assert item["uri"].startswith("urn:uuid:")


def test_an_uploaded_document_keeps_all_but_its_keywords(found: Examined) -> None:
    raw = uploaded()
    story = uploaded_story("稿件.docx", raw)
    written = story_docx(story, found.suggestions)
    before, after = members(raw), members(written)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"docProps/core.xml"}
    properties = Document(io.BytesIO(written)).core_properties
    assert properties.keywords == "内部; 送清凉; 房山区; 慰问; 文艺演出"
    assert properties.author == "田小禾"


def test_a_document_without_properties_is_given_them(found: Examined) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in members(uploaded()).items():
            if name != "docProps/core.xml":
                package.writestr(name, content.replace(b"/docProps/core.xml", b"/docProps/none.xml"))
    relations = members(target.getvalue())["_rels/.rels"]
    assert b"core-properties" in relations  # it points to a part that is not there
    written = with_keywords("稿件.docx", target.getvalue(), keywords(found.suggestions))
    assert Document(io.BytesIO(written)).core_properties.keywords == "房山区; 送清凉; 慰问; 文艺演出"


def test_a_pasted_story_becomes_a_document_the_same_each_time(found: Examined) -> None:
    written = story_docx(found.story, found.suggestions)
    assert written == story_docx(found.story, found.suggestions)
    document = Document(io.BytesIO(written))
    assert document.paragraphs[0].text == "房山区送清凉"
    assert document.paragraphs[1].text.startswith("本报讯（记者 田小禾）7月2日")
    assert document.core_properties.keywords == "房山区; 送清凉; 慰问; 文艺演出"
    again = uploaded_story("稿件.docx", written)
    assert again.article.paragraphs == found.story.article.paragraphs
    assert again.article.headline == found.story.article.headline


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04broken", b"no zip at all"])
def test_a_damaged_document_is_refused_in_one_sentence(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"稿件\.docx"):
        with_keywords("稿件.docx", raw, ["慰问"])


def test_a_zip_file_that_is_no_document_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(InputError, match=r"稿件\.docx"):
        with_keywords("稿件.docx", target.getvalue(), ["慰问"])
