"""Web pages of unknown sites: the article is found, all other visible text is a discard, and bounds hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.readers.making import ARTICLE_PAGE

from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.records import Credit, Reading
from gongbao.core.words import Segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source_bytes
from gongbao.ingest.readers.html_article import align
from gongbao.ingest.readers.markup import MOST_HTML_BYTES, blocks_of, parse_html
from gongbao.ingest.splitter import split

LIMIT = 100_000_000


def read(raw: bytes, segmenter: Segmenter, name: str = "page.html") -> Reading:
    return split(read_source_bytes(name, raw, Hints(), LIMIT), segmenter)


def test_the_article_is_found_and_the_rest_is_furniture(segmenter: Segmenter) -> None:
    reading = read(ARTICLE_PAGE.encode(), segmenter)
    [article] = reading.articles
    assert article.headline == "夜班食堂开到凌晨两点"
    assert len(article.paragraphs) == 4
    assert article.byline == (Credit("陈立新"),)
    assert article.date == IssueDate(2024, 3, 5)
    assert [picture.caption for picture in article.pictures] == ["职工在夜班食堂吃面。吴小光 摄"]
    discarded = "\n".join(one.text for one in reading.discards)
    assert {one.reason for one in reading.discards} == {"furniture"}
    assert all(words in discarded for words in ("首页", "相关新闻", "安全帽里的提醒", "版权所有"))


def test_every_visible_character_is_in_the_text_and_nothing_that_is_hidden(segmenter: Segmenter) -> None:
    source = read(ARTICLE_PAGE.replace("<nav>", "<p style='display: none'>藏起来</p><nav>").encode(), segmenter).source
    visible = "".join(block.text for block in blocks_of(parse_html("a", ARTICLE_PAGE)))
    assert sorted("".join(visible.split())) == sorted("".join(source.text.split()))
    assert "不是正文" not in source.text


def test_a_page_without_an_article_goes_to_the_splitter_as_text(segmenter: Segmenter) -> None:
    source = read("<html><body><a href=1>首页</a><br><a href=2>新闻</a></body></html>".encode(), segmenter).source
    assert (source.text, source.marks) == ("首页\n\n新闻", ())


@pytest.mark.parametrize(
    ("declared", "written", "found"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("gbk", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("iso-8859-1", "utf-8", "utf-8"),
        ("no-such-charset", "gb18030", "gb18030"),
        ("big5", "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
    ],
)
def test_a_declaration_is_believed_where_the_bytes_bear_it_out(
    segmenter: Segmenter, declared: str, written: str, found: str
) -> None:
    raw = ARTICLE_PAGE.replace('charset="utf-8"', f'charset="{declared}"').replace("刘志强", "刘喆")
    reading = read(raw.encode(written), segmenter)
    assert reading.source.encoding == found
    assert "刘喆" in reading.source.text


def test_a_page_saved_as_text_is_read_as_the_page_it_is(segmenter: Segmenter) -> None:
    reading = read(ARTICLE_PAGE.encode(), segmenter, "page.txt")
    assert (reading.source.media_type, len(reading.articles)) == ("text/html", 1)


BRIEF = "本报讯（记者 周晓岚）丰泽区总工会昨天把职工书屋开进了机械厂的车间，三百名职工当场办了借书证。"


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>书屋开到车间</h1><p>{BRIEF}</p>",
        f"<h1>书屋开到车间</h1><div>{BRIEF[:30]}<b>{BRIEF[30:]}</b></div>",
        f"<div class=nav><a href=/>首页</a></div><h1>书屋开到车间</h1><p>{BRIEF}<p>职工可以随时借阅，读完还到班组。",
    ],
)
def test_a_brief_is_an_article_too(segmenter: Segmenter, body: str) -> None:
    [article] = read(f"<html><body>{body}</body></html>".encode(), segmenter).articles
    assert article.headline == "书屋开到车间"
    assert article.paragraphs[0] == BRIEF[BRIEF.index("）") + 1 :]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<p>" + "职工".encode() * (MOST_HTML_BYTES // 6 + 1), "太大"),
        (b"<html>" + "职".encode() + b"<b>" * 200_000, "太大"),
        (("<html>职工" + "<div>" * 5000 + "书屋").encode(), "嵌套太深"),
        (ARTICLE_PAGE.replace("刘志强", "刘&#xFFFD;强").encode(), "丢失"),
        (b"<html><body></body></html>", "空白"),
        (b"<html><!-- -->", "空白|网页内容"),
        (b"\x1f\x8b\x08\x00" + bytes(100), "gzip"),
    ],
)
def test_what_is_out_of_bounds_is_one_sentence_at_once(raw: bytes, says: str) -> None:
    begin = time.process_time()
    with pytest.raises(InputError, match=says) as caught:
        read_source_bytes("page.html", raw, Hints(), LIMIT)
    assert time.process_time() - begin < 5
    assert str(caught.value).endswith("。")


def test_blocks_that_were_joined_or_shortened_are_found_again() -> None:
    blocks = ["首页", "标题", "甲乙", "丙丁", "分享", "戊己庚", "版权"]
    assert align(blocks, ["标题", "甲乙丙丁", "戊己"]) == {1, 2, 3, 5}
    assert align(blocks, []) == set()


LINES = st.lists(st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3), max_size=8)


@given(LINES, LINES)
def test_all_lines_that_are_blocks_are_chosen_where_nothing_else_is(blocks: list[str], furniture: list[str]) -> None:
    shown = [*(f"栏{one}" for one in furniture), *blocks]
    assert align(shown, blocks) == set(range(len(furniture), len(shown)))
