"""The segmenter: two engines, one output."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongbao.core.errors import GongbaoError
from gongbao.core.words import load_segmenter, parse_dictionary, union_words

TEXTS = (
    "本报讯（记者 王小雨）近日，怀柔区总工会来到慕田峪长城脚下，为景区一线职工送去清凉包120份。",
    "燕山地区总工会在迎风街道召开座谈会，社区总工会、街道总工会的会员代表参加。",
    "地区总产值和小区总面积都增加了，市总医院也扩建了。",
    "２０２１年７月，职工书屋、工会驿站建成，“送清凉”活动惠及快递员、外卖员3.5万人次。",
    "The union's 24-hour hotline is 12351，网址www.example.cn，占比25.6%。",
    "喆、镕、堃、䶮是名字里的字；𠮷野家是店名。",
    "第一段\n　　第二段\r\n\t第三段  两个空格",
    "",
    "工",
)
_TRADE = st.sampled_from("工会职工总区市镇街道送清凉温暖慰问座谈参观的在和了一二三十百万年月日，。“”（）、：《》")
# What newspapers print: Han characters that jieba's rules know, punctuation, ASCII, white space.
PRINTED = st.text(
    st.one_of(
        _TRADE,
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.sampled_from("　\n\t０１Ａ％·—…【】‘’"),
    ),
    max_size=60,
)
ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("text", TEXTS)
def test_both_engines_cut_a_text_into_the_same_words(text: str) -> None:
    rust, python = load_segmenter("rjieba"), load_segmenter("jieba")
    assert rust.cut(text) == python.cut(text)
    assert rust.cut_for_search(text) == python.cut_for_search(text)


@settings(max_examples=300, deadline=None)
@given(PRINTED)
@example("COVID-19，a_b，1.2.3，www.example.cn，K-12--")
def test_both_engines_cut_whatever_is_printed_into_the_same_words(text: str) -> None:
    rust, python = load_segmenter("rjieba"), load_segmenter("jieba")
    assert rust.cut(text) == python.cut(text)
    assert rust.cut_for_search(text) == python.cut_for_search(text)


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_words_joined_are_the_text_again(text: str) -> None:
    assert "".join(load_segmenter().cut(text)) == text


def test_every_union_word_is_one_word() -> None:
    segmenter = load_segmenter()
    assert [entry.word for entry in union_words() if segmenter.cut(entry.word) != [entry.word]] == []


def test_a_union_word_is_not_listed_twice() -> None:
    words = [entry.word for entry in union_words()]
    assert len(words) == len(set(words))


def test_the_union_of_an_area_keeps_its_name_whole() -> None:
    assert load_segmenter().cut("燕山地区总工会") == ["燕山地区", "总工会"]


def test_a_newsrooms_own_dictionary_is_added_to_the_unions(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("工报小助手 100 n\n", encoding="utf-8")
    assert load_segmenter("rjieba", own).cut("工报小助手和职代会") == ["工报小助手", "和", "职代会"]


def test_a_line_that_is_no_dictionary_entry_is_named_by_its_number() -> None:
    with pytest.raises(GongbaoError, match="第 2 行"):
        list(parse_dictionary(["总工会 2000 n", "只有一个词"], "own.txt"))


def test_a_dictionary_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("\ufeff闪送达 100 n\n", encoding="utf-8")
    segmenter = load_segmenter("rjieba", own)
    assert segmenter.has_word("闪送达")
    assert not segmenter.has_word("\ufeff闪送达")


def test_a_dictionary_in_another_encoding_is_refused_in_chinese(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_bytes("闪送达 100 n\n".encode("gb18030"))
    with pytest.raises(GongbaoError, match=r"不是 UTF-8 编码：请用编辑器另存为 UTF-8。$"):
        load_segmenter("rjieba", own)


def test_a_dictionary_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match=r"words\.dictionary"):
        load_segmenter("rjieba", tmp_path / "missing.txt")
