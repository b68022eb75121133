"""A corrected source's articles are found again by the surest sign there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.records import Article
from gongbao.core.store.identity import article_id, match_articles

BODIES = (
    "入夏以来，园区工会为环卫工人备下凉茶和毛巾，歇脚的地方也装上了风扇。",
    "街道总工会开办插花课，二十多位女职工利用午休时间学会了三种花束的扎法。",
    "工匠学院第二期学员结业，十名青年技工拿到了高级证书，师傅们到场祝贺。",
    "社区书屋添置新书四百册，快递员下班路过也能进来坐坐，翻一翻当天的报纸。",
)
PAGE = [Article(f"标题{n}", (body,)) for n, body in enumerate(BODIES)]


def test_articles_in_another_order_are_found_again() -> None:
    assert match_articles(PAGE, list(reversed(PAGE))) == {0: 3, 1: 2, 2: 1, 3: 0}


def test_a_new_headline_over_the_same_text_is_the_same_article() -> None:
    renamed = [*PAGE[:3], Article("新标题", PAGE[3].paragraphs)]
    assert match_articles(PAGE, renamed)[3] == 3


def test_an_article_rewritten_between_its_neighbours_is_found_by_its_place() -> None:
    rewritten = [PAGE[0], Article("完全不同的题目", ("文字也全部换过，和原来没有一句相同。",)), PAGE[2], PAGE[3]]
    assert match_articles(PAGE, rewritten)[1] == 1


def test_a_page_of_other_articles_matches_nothing() -> None:
    others = [Article(f"别的题目{n}", (f"这是另外一张报纸的第{n}篇，说的是别的事情。",)) for n in range(4)]
    assert match_articles(PAGE, others) == {}


@given(st.lists(st.sampled_from(range(4)), max_size=8), st.lists(st.sampled_from(range(4)), max_size=8))
def test_no_article_is_ever_matched_twice(before: list[int], after: list[int]) -> None:
    matched = match_articles([PAGE[i] for i in before], [PAGE[i] for i in after])
    assert len(set(matched.values())) == len(matched)
    assert all(i < len(after) and j < len(before) for i, j in matched.items())


def test_an_id_names_paper_date_and_page_as_far_as_they_are_known() -> None:
    from gongbao.core.dates import IssueDate
    from gongbao.core.records import Page

    known = Article("题", ("文",), newspaper="ldwb", date=IssueDate(2021, 7, 16), page=Page("A03"))
    assert article_id(known).startswith("ldwb-2021-07-16-a03-")
    assert article_id(Article("题", ("文",), newspaper="ldwb")).startswith("ldwb-undated-")
