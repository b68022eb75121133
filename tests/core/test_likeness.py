"""The same story is known again after an editor's cuts; a standing notice with other numbers is another one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.likeness import ALIKE, BANDS, ROWS, SHORTEST, candidates, likable, likeness, signature
from gongbao.core.records import Article, Picture

PARAGRAPHS = (
    "清晨六点，柳河车辆段的检修库里灯火通明，班长周启明带着徒弟钻到车底，一颗螺栓一颗螺栓地敲过去。",
    "段工会把凉茶摊支到了库门口，绿豆汤、藿香水和毛巾排成一排，谁歇下来都能过来喝上一碗，擦一把脸。",
    "去年夏天，职工们在提案本上写下“库里太热”，今年四月，六台移动冷风机就装到了检修坑的两侧，风能吹到坑底。",
    "“以前干完一列车，衣服能拧出水来。”周启明说，现在徒弟们愿意在坑边多待一会儿，听他讲怎样凭声音辨松紧。",
    "工会还给倒班宿舍换了遮光窗帘，添了一间小书屋，夜班职工睡足了觉，下午常有人在书屋里翻图纸、对笔记。",
    "月底，段里要把这些做法写进班组守则，哪天气温过了线，谁去开风机、谁去备凉茶，名字都贴在库门边的牌子上。",
)
NOTICE = "法律援助窗口值班表：" + "；".join("{}日上午由律师接待来访职工，请带好合同和工资条" for _ in range(12)) + "。"


def story(*paragraphs: str) -> Article:
    return Article("检修库里的凉风", paragraphs)


@pytest.mark.parametrize(
    "changed",
    [
        PARAGRAPHS[:5],
        PARAGRAPHS[1:],
        ("".join(PARAGRAPHS),),
        tuple("\n".join(text[n : n + 17] for n in range(0, len(text), 17)) for text in PARAGRAPHS),
        tuple(text.replace("，", ",").replace("“", "「") for text in PARAGRAPHS),
        tuple(text.replace("周启明", "老周") for text in PARAGRAPHS),
    ],
    ids=["end cut off", "beginning cut off", "one paragraph", "lines of a column", "other punctuation", "other name"],
)
def test_an_edited_story_is_found_and_known_again(changed: tuple[str, ...]) -> None:
    one, other = likable(story(*PARAGRAPHS)), likable(story(*changed))
    assert likeness(one, other) >= ALIKE
    matrix = np.array([signature(one.shingles), signature(other.shingles)])
    assert candidates(matrix, [False, True]) == {(0, 1)}


def test_a_notice_with_other_numbers_is_no_reprint() -> None:
    first, second = (NOTICE.format(*range(start, start + 12)) for start in (1, 15))
    assert likeness(likable(story(first)), likable(story(second))) == 0.0
    assert likeness(likable(story(first)), likable(story(first))) == 1.0


def test_a_brief_is_a_reprint_only_letter_for_letter() -> None:
    brief = PARAGRAPHS[0]
    assert likeness(likable(story(brief)), likable(story(brief.replace("，", "、")))) == 1.0
    assert likeness(likable(story(brief)), likable(story(brief.replace("六点", "七点")))) == 0.0


def test_a_picture_is_compared_by_its_caption() -> None:
    one, other = (Article(title, (), pictures=(Picture(PARAGRAPHS[1]),)) for title in ("凉茶摊", "图片新闻"))
    assert likeness(likable(one), likable(other)) == 1.0


def test_what_is_too_short_is_compared_with_nothing() -> None:
    short = likable(story("工" * (SHORTEST - 1)))
    assert likeness(short, short) == 0.0


def test_a_signature_is_the_same_on_every_machine() -> None:
    made = signature(likable(story(*PARAGRAPHS)).shingles)
    assert made.shape == (BANDS * ROWS,)
    assert made[:3].tolist() == [1224612, 7886232, 9812726]


@given(st.text("工会职清凉0123，。 ", max_size=400), st.text("工会职清凉0123，。 ", max_size=400))
def test_likeness_is_the_same_in_both_directions_and_a_share(left: str, right: str) -> None:
    one, other = likable(story(left)), likable(story(right))
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, other) == 0.0 or ALIKE <= likeness(one, other) <= 1.0


def test_only_pairs_with_something_fresh_are_candidates() -> None:
    made = signature(likable(story(*PARAGRAPHS)).shingles)
    assert candidates(np.array([made, made, made]), [False, False, True]) == {(0, 2), (1, 2)}
