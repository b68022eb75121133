"""JSON lines, CSV, ninjs and feeds: each row is an article, and a bad one costs no other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.readers.making import ATOM, DRAFT, FEED, NINJS, ROWS, TABLE

from gongbao.cli.export import tagged_row
from gongbao.cli.parse import article_row
from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import Article, Credit, Kind, Page, Picture, Reading, Source, TaggedArticle
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source, read_source_bytes
from gongbao.ingest.splitter import split

LIMIT = 10_000_000


def read(name: str, raw: bytes, segmenter: Segmenter) -> Reading:
    return split(read_source_bytes(name, raw, Hints(), LIMIT), segmenter)


def without_place(article: Article) -> Article:
    """An article as it is printed, whatever source it was read from."""
    return replace(article, source="", source_sha256="", spans=(), order=0)


def test_rows_under_chinese_and_english_names_are_articles(segmenter: Segmenter) -> None:
    first, second = read("稿件.jsonl", ROWS.encode(), segmenter).articles
    assert (first.headline, first.date, first.page) == ("书屋开到车间", IssueDate(2024, 3, 5), Page("3"))
    assert (first.dateline, first.byline) == ("本报讯", (Credit("周晓岚", "记者"),))
    assert first.paragraphs == ("书屋开到了车间。", "职工可以随时借阅。")
    assert second.byline == (Credit("陈立新", "记者"),)


def test_a_bad_line_is_a_discard_with_its_number_and_the_others_are_read(segmenter: Segmenter) -> None:
    bad = ('{"标题": "断', '["不是一篇"]', '{"备注": "无标题"}', '{"标题": "a\\u0000"}', '{"标题": ' + "[" * 20_000)
    good = ROWS.splitlines()
    reading = read("稿件.jsonl", "\n".join([good[0], *bad, good[1]]).encode(), segmenter)
    assert len(reading.articles) == 2
    numbers = [(one.evidence.split("行")[0], one.reason) for one in reading.discards]
    assert numbers == [(f"第 {n} ", "unreadable") for n in range(2, 7)]


def test_a_line_in_broken_bytes_costs_no_other(segmenter: Segmenter) -> None:
    raw = ROWS.encode()
    reading = read("稿件.jsonl", raw + raw[: len(raw) // 3 - 1], segmenter)
    assert len(reading.articles) == 2
    assert [one.reason for one in reading.discards] == ["unreadable"]


def test_what_no_field_is_known_for_is_a_discard_with_its_column(segmenter: Segmenter) -> None:
    row = {"标题": "书屋开到车间", "正文": "职工可以借阅。", "备注": "急稿", "id": 7, "tags": ["a"]}
    reading = read("稿件.json", json.dumps(row, ensure_ascii=False).encode(), segmenter)
    assert [(one.text, one.reason) for one in reading.discards] == [("备注：急稿", "furniture")]


def test_html_in_a_body_is_read_as_a_browser_shows_it(segmenter: Segmenter) -> None:
    row = {"title": "书屋", "content": "<p>第一段&nbsp;。</p><p>第二段。<br>第三段。<script>不见</script></p>"}
    [article] = read("稿件.json", json.dumps([row]).encode(), segmenter).articles
    assert article.paragraphs == ("第一段\xa0。", "第二段。", "第三段。")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_table_is_read_whatever_parts_its_cells(segmenter: Segmenter, encoding: str, separator: str) -> None:
    raw = TABLE.replace(",", separator).encode(encoding)
    first, second = read("稿件.csv", raw, segmenter).articles
    assert (first.headline, first.paragraphs, first.byline) == (
        "书屋开到车间",
        ("书屋开到了车间。",),
        (Credit("周晓岚"),),
    )
    assert second.date == IssueDate(2024, 3, 6)


def test_a_row_with_too_many_cells_and_a_quotation_mark_left_open_are_discards(segmenter: Segmenter) -> None:
    raw = TABLE + '多,了,一,格,啊\n"没有配对,a\n还有一行,b\n'
    reading = read("稿件.csv", raw.encode(), segmenter)
    assert len(reading.articles) == 2
    assert [one.evidence for one in reading.discards] == [
        "第 4 行有 5 格，多于 4 栏",
        "第 5 行起读不了（引号没有配对）",
    ]
    assert "还有一行" in reading.discards[-1].text


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("稿件.csv", "甲,乙\n1,2\n", "没有“标题”或“正文”"),
        ("稿件.jsonl", '{"甲": 1}\n', "没有“标题”或“正文”"),
        ("稿件.jsonl", "不是\n数据\n", "第 1 行不是 JSON"),
        ("稿件.json", "{}", "没有标题也没有正文"),
        ("稿件.json", '{"标标题\\n次": "一"}', "现有的是 标标题 次"),
        ("稿件.json", "[" * 100_000, "不是 JSON"),
        ("稿件.json", "[]," * 2_100_000, "太多"),
        ("稿件.xml", "<html/>", "不是 RSS"),
        ("稿件.xml", "<rss><channel/></rss>", "没有一篇"),
        ("稿件.xml", "<rss><channel>", "XML"),
        ("稿件.xml", "<!DOCTYPE r [<!ENTITY a 'b'>]><rss>&a;</rss>", "实体"),
    ],
)
def test_what_holds_no_article_is_one_sentence(name: str, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_source_bytes(name, text.encode(), Hints(), LIMIT)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("page", ["sample", "draft"])
def test_what_parse_and_export_print_comes_back_as_the_same_articles(
    segmenter: Segmenter, sample_path: Path, page: str
) -> None:
    source = read_source(sample_path, Hints(newspaper="ldwb"), LIMIT)
    draft = read_source_bytes("draft.docx", DRAFT, Hints("ldwb"), LIMIT)
    articles = split(source if page == "sample" else draft, segmenter).articles
    parsed = [article_row("a.txt", one, "utf-8") for one in articles]
    exported = [tagged_row(TaggedArticle(replace(one, id="ldwb-1")), "utf-8") for one in articles]
    for rows in (parsed, exported):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        reading = read("again.jsonl", text.encode(), segmenter)
        assert [without_place(one) for one in reading.articles] == [without_place(one) for one in articles]
        assert reading.discards == ()


WORDS = st.text(st.sampled_from("工会职工书屋讲述，：“”A1 "), min_size=1, max_size=20).map(str.strip).filter(bool)
WRITER = Credit("周晓岚", "记者")
SEGMENTER = load_segmenter()


@given(
    st.builds(
        Article,
        headline=WORDS,
        paragraphs=st.lists(WORDS.map(lambda words: f"昨天{words}开了会。"), min_size=1, max_size=4).map(tuple),
        kicker=WORDS,
        subhead=WORDS,
        column=WORDS,
        kind=st.sampled_from(Kind),
        byline=st.sampled_from([(), (WRITER,), (WRITER, replace(WRITER, name="陈立新"))]),
        pictures=st.lists(st.builds(Picture, WORDS, st.just((Credit("吴小光", "摄影"),))), max_size=2).map(tuple),
        newspaper=st.sampled_from(["", "ldwb"]),
        date=st.sampled_from([IssueDate(), IssueDate(2024), IssueDate(2024, 3), IssueDate(2024, 3, 5)]),
        page=st.sampled_from([Page(), Page("3"), Page("A03", "工会")]),
    )
)
def test_any_article_comes_back_from_its_row(article: Article) -> None:
    raw = json.dumps(article_row("a.txt", article, "utf-8"), ensure_ascii=False).encode()
    source: Source = read_source_bytes("again.jsonl", raw, Hints(), LIMIT)
    assert [without_place(one) for one in split(source, SEGMENTER).articles] == [article]


def test_an_item_of_ninjs_is_an_article_with_its_rights(segmenter: Segmenter) -> None:
    [article] = read("item.json", NINJS.encode(), segmenter).articles
    assert (article.headline, article.dateline) == ("书屋开到车间", "丰泽")
    assert article.byline == (Credit("周晓岚", "记者"),)
    assert article.paragraphs == ("书屋开到了车间。", "职工可以随时借阅。")
    assert article.pictures == (Picture("职工在书屋看书。", (Credit("吴小光", "摄影"),)),)
    assert article.public is False
    assert (article.url, article.date) == ("http://news.example/items/7", IssueDate(2024, 3, 5))


def test_the_second_version_of_ninjs_is_read_too(segmenter: Segmenter) -> None:
    item = {
        "uri": "urn:7",
        "headlines": [{"role": "short", "value": "书屋"}, {"role": "main", "value": "书屋开到车间"}],
        "bodies": [{"contenttype": "text/plain", "value": "一"}, {"contenttype": "text/html", "value": "<p>二。</p>"}],
        "by": "周晓岚",
        "versioncreated": "2024-03-05T20:00:00Z",
        "associations": [{"name": "main", "type": "picture", "headlines": [{"value": "职工看书"}]}],
    }
    [article] = read("item.json", json.dumps(item).encode(), segmenter).articles
    assert (article.headline, article.paragraphs, article.public) == ("书屋开到车间", ("二。",), True)
    assert article.date == IssueDate(2024, 3, 6)  # it is past midnight in China
    assert [picture.caption for picture in article.pictures] == ["职工看书"]


def test_entries_of_rss_and_atom_are_articles_and_the_feeds_own_words_are_furniture(segmenter: Segmenter) -> None:
    reading = read("feed.rss", FEED.encode(), segmenter)
    first, second = reading.articles
    assert (first.headline, first.dateline, first.url) == ("书屋开到车间", "本报讯", "http://news.example/1")
    assert (first.paragraphs, first.date) == (("书屋开到了车间。", "职工可以随时借阅。"), IssueDate(2024, 3, 5))
    assert second.paragraphs == ("三百名焊工同场比武。",)
    assert [one.text for one in reading.discards] == ["丰泽工人报\n工会新闻"]
    [entry] = read("feed.atom", ATOM.encode(), segmenter).articles
    assert (entry.byline, entry.date, entry.url) == (
        (Credit("陈立新"),),
        IssueDate(2024, 3, 6),
        "http://news.example/2",
    )


def test_a_feed_in_gbk_is_read_by_its_declaration(segmenter: Segmenter) -> None:
    raw = FEED.replace("utf-8", "GB2312").replace("周晓岚", "周喆").encode("gb18030")
    reading = read("feed.xml", raw, segmenter)
    assert (reading.source.encoding, reading.articles[0].byline) == ("gb18030", (Credit("周喆"),))
