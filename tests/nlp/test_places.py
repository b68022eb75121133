"""Places: what a short name is worth by what stands around it, and by where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.annotations import Status
from gongbao.core.records import Article, Page
from gongbao.nlp.tagger import Tagger

Labels = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京今晨普降大雪，怀柔、密云和延庆三个区的道路一度结冰。", ["密云区", "延庆区", "怀柔区"]),
        ("北京的秋色正浓，在平谷，果农忙着摘苹果。", ["平谷区"]),
        ("这家企业位于北京怀柔科学城。", ["怀柔区"]),
        ("记者来到北京亦庄，机器人正在搬运货物。", ["经开区"]),
        ("北京丰台、河北涿州的两家企业结成了对子。", ["丰台区"]),
    ],
)
def test_a_short_name_counts_where_something_happens(labels: Labels, text: str, expected: list[str]) -> None:
    assert labels("district", "今日消息", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "会议要求，全党要大兴调查研究之风。",
        "列车从天津西站开来，终点是北京大兴国际机场。",
        "北京将继续推进服务业开放；高标准建设昌平、怀柔两个实验室。",
        "燕山脚下，桃花开了。",
        "迎着朝阳，登山队从北京出发。",
        "地铁房山线今天起延长运营时间，北京市民出行更方便。",
        "国家级经济技术开发区去年利用外资增长，北京的代表参加了座谈。",
    ],
)
def test_a_word_a_line_or_a_plan_sets_no_district(labels: Labels, text: str) -> None:
    assert labels("district", "今日消息", text) == []


def test_the_sender_of_a_letter_and_a_former_office_set_no_district(labels: Labels) -> None:
    assert labels("district", "人才市场要规范", "收费应当公开。", "（北京市西城区 佟小满）") == []
    assert labels("district", "廉政谈", "北京延庆县原县委书记因受贿被判刑。") == []


def test_the_only_mention_in_a_long_article_is_a_suggestion_unless_something_happens_there(tagger: Tagger) -> None:
    filling = "机器隆隆作响，师傅们各守其位。" * 80
    passing = Article("车间见闻", (filling, f"{filling}老陈的表弟是顺义区人，来信问起过他。"))
    event = Article("车间见闻", (filling, f"{filling}昨天，老陈来到顺义区看望徒弟。"))
    for article, status in ((passing, Status.SUGGESTED), (event, Status.SET)):
        (tag,) = (tag for tag in tagger.annotate(article).tags if tag.facet == "district")
        assert (tag.label, tag.status) == ("顺义区", status)


def test_a_street_in_two_districts_goes_to_the_district_that_the_page_or_another_street_names(tagger: Tagger) -> None:
    on_the_page = Article("工会活动", ("八里庄街道总工会举办讲座。",), page=Page(name="海淀"))
    beside = Article("工会活动", ("八里庄街道和羊坊店街道的职工听了讲座。",))
    for article in (on_the_page, beside):
        found = {tag.label for tag in tagger.annotate(article).tags if tag.facet == "district"}
        assert found == {"海淀区"}
