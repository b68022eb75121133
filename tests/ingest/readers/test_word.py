"""Word documents: styles make articles, nothing that is shown is lost, and nothing outside is touched."""

from __future__ import annotations

import pytest
from tests.ingest.readers.making import DRAFT, FULL_DRAFT, docx, paragraph, part, run, table, zipped

from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import Credit, Page, Reading
from gongbao.core.words import Segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source_bytes
from gongbao.ingest.splitter import split

LIMIT = 10_000_000
BODY = "本报讯 丰泽区总工会昨天为环卫职工送去了防寒手套和围巾，职工们说心里暖和。"


def read(raw: bytes, segmenter: Segmenter, name: str = "稿件.docx") -> Reading:
    return split(read_source_bytes(name, raw, Hints(), LIMIT), segmenter)


def test_styles_make_an_article(segmenter: Segmenter) -> None:
    [article] = read(DRAFT, segmenter).articles
    assert (article.kicker, article.headline) == ("夏日送凉 情暖一线", "清凉站开进建筑工地")
    assert article.subhead == "——丰泽区总工会为户外职工送清凉"
    assert article.byline == (Credit("周晓岚", "记者", "本报"),)
    assert article.dateline == "本报讯"
    assert article.paragraphs[1] == "随时可以歇脚"
    assert [span.role for span in article.spans].count("crosshead") == 1
    assert [picture.caption for picture in article.pictures] == ["职工在清凉站里喝绿豆汤。"]


def test_tables_boxes_notes_and_insertions_are_text_and_deletions_and_comments_are_none(segmenter: Segmenter) -> None:
    reading = read(FULL_DRAFT, segmenter)
    [article] = reading.articles
    assert article.paragraphs == (
        "班组每周一上安全课，由老师傅来讲，工会发教材。",
        "班组\u3000课时",
        "焊工班\u300012",
        "链接：安全课开到年底。",
        "教材由区总工会编写。",
    )
    assert "领导参加" not in reading.source.text
    assert "核实" not in reading.source.text


def test_hidden_text_headers_and_footers_are_discards(segmenter: Segmenter) -> None:
    reading = read(FULL_DRAFT, segmenter)
    assert [(one.text, one.reason) for one in reading.discards] == [
        ("（内部：待核）", "hidden"),
        ("内部稿件", "furniture"),
        ("2024年3月5日 星期二 第3版 工会", "furniture"),
    ]


def test_a_header_that_prints_date_and_page_is_believed(segmenter: Segmenter) -> None:
    source = read(FULL_DRAFT, segmenter).source
    assert (source.date, source.page) == (IssueDate(2024, 3, 5), Page("3", "工会"))
    named = read(FULL_DRAFT, segmenter, "2024-03-06-02.docx").source
    assert (named.date, named.page.number) == (IssueDate(2024, 3, 6), "2")


def test_headings_without_a_title_are_the_headlines_of_several_articles(segmenter: Segmenter) -> None:
    raw = docx(
        paragraph("书屋开到车间", "Heading1"),
        paragraph(BODY),
        paragraph("怎么借书", "Heading2"),
        paragraph("刷工作证就能借。"),
        paragraph("夜班食堂升级", "Heading1"),
        paragraph("夜班职工吃上了热饭。"),
    )
    first, second = read(raw, segmenter).articles
    assert (first.headline, second.headline) == ("书屋开到车间", "夜班食堂升级")
    assert first.paragraphs[1:] == ("怎么借书", "刷工作证就能借。")


def test_a_title_over_several_headings_is_the_pages_and_the_first_articles_kicker(segmenter: Segmenter) -> None:
    raw = docx(
        paragraph("冬送温暖", "Title"),
        *(paragraph("书屋开到车间", "Heading1"), paragraph(BODY)),
        *(paragraph("夜班食堂升级", "Heading1"), paragraph("夜班职工吃上了热饭。")),
    )
    first, second = read(raw, segmenter).articles
    assert (first.kicker, first.headline, second.headline) == ("冬送温暖", "书屋开到车间", "夜班食堂升级")


def test_a_bold_centred_first_paragraph_is_the_headline(segmenter: Segmenter) -> None:
    raw = docx(
        paragraph("冬日暖流", centred=True),
        paragraph("手套送到环卫站", centred=True, bold=True),
        paragraph("——丰泽区总工会走访职工", centred=True),
        paragraph("记者 周晓岚", centred=True),
        paragraph(BODY),
    )
    [article] = read(raw, segmenter).articles
    assert (article.kicker, article.headline) == ("冬日暖流", "手套送到环卫站")
    assert article.subhead == "——丰泽区总工会走访职工"
    assert article.byline == (Credit("周晓岚", "记者"),)


def test_a_page_of_several_articles_without_styles_goes_to_the_splitter(segmenter: Segmenter) -> None:
    raw = docx(
        *(paragraph("手套送到环卫站", centred=True, bold=True), paragraph(BODY)),
        *(paragraph("书屋开到车间", centred=True, bold=True), paragraph("本报讯 书屋昨天开到了车间。")),
    )
    reading = read(raw, segmenter)
    assert not reading.source.marks
    assert [article.headline for article in reading.articles] == ["手套送到环卫站", "书屋开到车间"]


def test_a_table_that_lays_out_the_page_keeps_its_paragraphs_apart(segmenter: Segmenter) -> None:
    cell = paragraph("书屋开到车间", "Title") + paragraph(BODY)
    [article] = read(docx(table([[cell, paragraph("职工可以随时借阅。")]])), segmenter).articles
    assert article.headline == "书屋开到车间"
    assert article.paragraphs[-1] == "职工可以随时借阅。"


def test_a_deleted_paragraph_end_joins_the_two(segmenter: Segmenter) -> None:
    cut = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("书屋开到") + "</w:p>"
    [article] = read(docx(paragraph("书屋", "Title"), cut, paragraph("车间。")), segmenter).articles
    assert article.paragraphs == ("书屋开到车间。",)


EVIL = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (docx(document=EVIL + part("document", "<w:body/>").split("?>")[1]), "实体"),
        (docx(document="<w:document>"), "XML"),
        (docx(document=part("document", "<w:p>" * 300 + "</w:p>" * 300)), "XML"),
        (docx(document=" " * 17_000_000), "太大"),
        (docx(document=part("document", f"<w:body>{paragraph('书屋')}<w:altChunk/></w:body>")), "嵌着"),
        (docx(), "空白"),
        (zipped({"xl/workbook.xml": "<a/>"}), "压缩包"),
        (DRAFT[:-9], "不是能读的 Word"),
        (docx(paragraph("书屋\ufffd", "Title")), "丢失"),
    ],
)
def test_what_is_no_sound_document_is_one_sentence(raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_source_bytes("稿件.docx", raw, Hints(), LIMIT)
    assert str(caught.value).endswith("。")


def test_a_document_under_another_name_is_read_as_what_it_is() -> None:
    source = read_source_bytes("稿件.txt", DRAFT, Hints(), LIMIT)
    assert source.media_type.endswith("wordprocessingml.document")
    assert source.marks
