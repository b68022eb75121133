"""The reporter's page over HTTP: it works without scripts, keeps every choice, and shows markup as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape

import httpx2
import pytest
from docx import Document
from lxml import html
from tests.desk.conftest import RunningDesk, csrf_of
from tests.ingest.readers.making import PICTURED_DRAFT

STORY = (
    "房山区总工会送清凉\n本报讯（记者 田小禾）7月16日（星期四），房山区总工会把300份清凉包送到窦店镇，慰问环卫工人。"
)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture(scope="module")
def reporter(desk: RunningDesk) -> Iterator[httpx2.Client]:
    with desk.client("小记") as client:
        yield client


@pytest.fixture(scope="module")
def csrf(reporter: httpx2.Client) -> str:
    return csrf_of(reporter, "/story")


def post(client: httpx2.Client, csrf: str, address: str = "/story", **fields: object) -> httpx2.Response:
    return client.post(address, data={"csrf": csrf, "date": "2021-07-20", **fields})


def chosen(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"accepted": [], "rejected": [], "skipped": [], "token": []}
    for name, value in _HIDDEN.findall(text):
        if name in found:
            found[name].append(unescape(value))
    return found


def test_a_pasted_story_comes_back_with_its_tags_and_their_evidence(reporter: httpx2.Client, csrf: str) -> None:
    answer = post(reporter, csrf, text=STORY)
    assert answer.status_code == 200
    assert re.search(r'<mark class="facet-district " title="房山区">房山区</mark>', answer.text)
    assert re.search(r'<output id="tag-line"[^>]*>房山区 #送清凉', answer.text)
    assert "2021年7月16日是星期五，不是星期四。" in answer.text
    assert "已报过？" in answer.text


def test_every_choice_travels_with_the_form(reporter: httpx2.Client, csrf: str) -> None:
    first = post(reporter, csrf, text=STORY, accept="activity:慰问")
    assert chosen(first.text)["accepted"] == ["activity:慰问"]
    second = post(reporter, csrf, text=STORY, accepted=["activity:慰问"], reject="campaign:送清凉")
    assert chosen(second.text)["rejected"] == ["campaign:送清凉"]
    assert "#送清凉" not in second.text
    third = post(
        reporter, csrf, text=STORY, accepted=["activity:慰问"], rejected=["campaign:送清凉"], undo="campaign:送清凉"
    )
    assert chosen(third.text)["rejected"] == []
    assert "#送清凉" in third.text


def test_a_label_is_added_by_its_initials(reporter: httpx2.Client, csrf: str) -> None:
    answer = post(reporter, csrf, text="今天的新闻\n一句没有标签的话。", typed="slq")
    assert chosen(answer.text)["accepted"] == ["campaign:送清凉"]
    assert "已加上“送清凉”。" in answer.text
    unknown = post(reporter, csrf, text="今天的新闻\n一句没有标签的话。", typed="绝无此签")
    assert "词表里没有“绝无此签”" in unknown.text


def test_what_is_typed_is_offered_as_buttons(reporter: httpx2.Client) -> None:
    offered = reporter.get("/story/labels", params={"typed": "slq"}).text
    assert 'value="campaign:送清凉"' in offered
    assert "<html" not in offered


def test_a_part_is_answered_to_a_script_and_a_page_to_a_form(reporter: httpx2.Client, csrf: str) -> None:
    part = reporter.post("/story", data={"csrf": csrf, "text": STORY}, headers={"hx-request": "true"})
    assert part.text.lstrip().startswith('<form id="story"')
    assert "<!DOCTYPE html>" in post(reporter, csrf, text=STORY).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " \n"}, "稿件里没有文字"),
        ({"text": STORY, "date": "昨天"}, "见报日期“昨天”不成立"),
        ({"text": STORY, "accept": "nonsense"}, "送来的标签写法不对"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused_and_stays_on_the_page(
    reporter: httpx2.Client, csrf: str, fields: dict[str, str], sentence: str
) -> None:
    answer = post(reporter, csrf, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields["text"].strip() in unescape(answer.text)


def test_markup_in_a_story_is_shown_as_text(reporter: httpx2.Client, csrf: str) -> None:
    evil = '<script>alert("x")</script>\n<img src=x onerror=alert(1)>送清凉 "><b>'
    answer = post(reporter, csrf, text=evil, name='"><script>', token='"><script>', typed="<script>")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "&lt;script&gt;" in answer.text


def document() -> bytes:
    made = Document()
    made.add_heading("房山区总工会送清凉", 0)
    made.add_paragraph("7月16日，房山区总工会把300份清凉包送到窦店镇。")
    made.core_properties.author = "田小禾"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_an_uploaded_document_goes_out_with_its_keywords(reporter: httpx2.Client, csrf: str) -> None:
    seen = reporter.post(
        "/story", data={"csrf": csrf, "text": ""}, files={"upload": ("七月稿件.docx", document(), "application/x")}
    )
    assert seen.status_code == 200, seen.text
    token = chosen(seen.text)["token"][0]
    text = unescape(re.search(r'<textarea id="text"[^>]*>([^<]*)</textarea>', seen.text)[1])  # type: ignore[index]
    answer = post(reporter, csrf, "/story/export/docx", text=text, token=token, name="七月稿件.docx")
    properties = Document(io.BytesIO(answer.content)).core_properties
    assert properties.author == "田小禾"
    assert "房山区; 送清凉" in properties.keywords


def test_another_reporters_document_is_not_handed_out(reporter: httpx2.Client, csrf: str, desk: RunningDesk) -> None:
    seen = reporter.post("/story", data={"csrf": csrf}, files={"upload": ("稿.docx", document(), "application/x")})
    token = chosen(seen.text)["token"][0]
    with desk.client("老编") as other:
        answer = post(other, csrf_of(other, "/story"), "/story/export/docx", text="另一篇\n别的话。", token=token)
    assert Document(io.BytesIO(answer.content)).core_properties.author != "田小禾"


@pytest.mark.parametrize(
    ("form", "begins"), [("json", b"{"), ("ninjs", b"{"), ("docx", b"PK"), ("txt", "房山区 #".encode())]
)
def test_every_export_is_a_file(reporter: httpx2.Client, csrf: str, form: str, begins: bytes) -> None:
    answer = post(reporter, csrf, f"/story/export/{form}", text=STORY)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert post(reporter, csrf, "/story/export/exe", text=STORY).status_code == 404


def test_a_story_without_the_forms_token_is_refused(reporter: httpx2.Client) -> None:
    assert reporter.post("/story", data={"text": STORY}).status_code == 403
    assert reporter.post("/story/draft", data={"text": STORY}).status_code == 403


def test_a_draft_that_was_just_kept_shows_its_tags(reporter: httpx2.Client, csrf: str) -> None:
    draft = post(reporter, csrf, "/story/draft", text=f"先存的\n{STORY}")
    labels = html.fromstring(reporter.get(draft.headers["location"]).text).xpath('//*[@id="tags"]//li//b/text()')
    assert {"房山区", "送清凉", "慰问"} <= set(labels)


def test_a_draft_that_is_still_being_tagged_is_not_said_to_have_no_tags(
    reporter: httpx2.Client, desk: RunningDesk, csrf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.desk.pages.story.TAGGED_WITHIN", 0)
    with desk.project.locked():  # another program writes: the tags have to wait
        draft = post(reporter, csrf, "/story/draft", text=f"后存的\n{STORY}").headers["location"]
        tags = html.fromstring(reporter.get(draft).text).get_element_by_id("tags").text_content()
        assert "机器还在标注这一篇" in tags
        assert "没有。" not in tags
    assert desk.app.state.desk.updates.wait(20)
    tags = html.fromstring(reporter.get(draft).text).get_element_by_id("tags").text_content()
    assert "机器还在标注" not in tags
    assert "送清凉" in tags


def test_the_pictures_of_an_uploaded_document_stand_with_its_draft(reporter: httpx2.Client, csrf: str) -> None:
    upload = {"upload": ("稿.docx", PICTURED_DRAFT, "application/x")}
    seen = reporter.post("/story", data={"csrf": csrf}, files=upload)
    text = html.fromstring(seen.text).xpath("string(//textarea[@name='text'])")
    [token] = chosen(seen.text)["token"]
    draft = post(reporter, csrf, "/story/draft", text=text, token=token)
    assert draft.status_code == 303
    shown = html.fromstring(reporter.get(draft.headers["location"]).text)
    first, second = shown.xpath("//p[@class='kept']//img")
    assert first.getparent().getparent().getnext().text_content() == "图：职工在清凉站里喝绿豆汤。"
    for image in (first, second):
        answer = reporter.get(image.get("src"))
        assert answer.status_code == 200
        assert answer.headers["content-type"] in ("image/jpeg", "image/png")
