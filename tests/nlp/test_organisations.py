"""Organisations: names of unions, companies and offices; what says only a kind is none."""

from __future__ import annotations

import pytest

from gongbao.core.annotations import Mention
from gongbao.core.records import Article
from gongbao.nlp.organisations import find_bodies
from gongbao.nlp.tagger import Tagger


def organisations(tagger: Tagger, *paragraphs: str) -> list[Mention]:
    return [one for one in tagger.annotate(Article("", paragraphs)).mentions if one.kind == "organisation"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("怀柔区总工会送来清凉包。", "怀柔区总工会"),
        ("顺义区外卖行业工会联合会挂牌。", "顺义区外卖行业工会联合会"),
        ("定西县水利局领着大家修渠。", "定西县水利局"),
        ("诚大劳务公司的合同盖了章。", "诚大劳务公司"),
        ("沃德机械，第三轮协商开始了。", "沃德机械"),
        ("北京宏远建筑工程有限公司的工地开了工。", "北京宏远建筑工程有限公司"),
        ("通州区人力资源和社会保障局发布消息。", "通州区人力资源和社会保障局"),
        ("中铁六局丽泽桥项目部的食堂开了。", "中铁六局丽泽桥项目部"),
        ("他从首钢技术研究院退休。", "首钢技术研究院"),
        ("朝阳区妇幼保健院的医生来义诊。", "朝阳区妇幼保健院"),
        ("北京市工人文化宫艺术团带来快板。", "北京市工人文化宫艺术团"),
    ],
)
def test_a_name_reaches_from_its_place_or_proper_word_to_its_ending(tagger: Tagger, text: str, expected: str) -> None:
    assert [one.text for one in organisations(tagger, text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "该公司和多家物业公司都来了。",
        "一家软件公司的代表发言最短。",
        "瀛海镇一家服装厂的缝纫工来了。",
        "区总工会送来清凉包，街道总工会也来了。",
        "四十家小厂联合起来，七个车间评比。",
        "基层工会和企业工会的干部，先进集体。",
        "这是格局，也是大局，住在市中心。",
        "房山区各级工会行动起来。",
    ],
)
def test_a_kind_of_organisation_is_no_name(tagger: Tagger, text: str) -> None:
    assert organisations(tagger, text) == []


def test_a_short_form_is_given_the_full_name_before_it(tagger: Tagger) -> None:
    found = organisations(tagger, "怀柔区总工会来了。", "区总工会还带来毛巾，该公司的职工笑了。")
    assert [(one.text, one.name) for one in found] == [("怀柔区总工会", "怀柔区总工会"), ("区总工会", "怀柔区总工会")]


def test_a_preposition_is_not_part_of_the_name(tagger: Tagger) -> None:
    found = organisations(tagger, "怀柔区总工会来了。", "据区总工会介绍，明天还来。")
    assert [(one.text, one.name) for one in found][1:] == [("区总工会", "怀柔区总工会")]


def test_two_that_act_together_are_two(tagger: Tagger) -> None:
    found = organisations(tagger, "海淀区总工会联合海淀区司法局走进工地。")
    assert [one.text for one in found] == ["海淀区总工会", "海淀区司法局"]


def test_without_a_segmenter_there_are_none() -> None:
    assert find_bodies("怀柔区总工会", None) == ()
