"""Ambiguous names of districts, streets and communities, decided by what stands around them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.annotations import Status
from gongbao.core.records import Article, Credit, Page
from gongbao.nlp.place_bylines import BYLINE
from gongbao.nlp.place_tables import sites_of, unions_of
from gongbao.nlp.tagger import Tagger
from gongbao.nlp.vocabulary_files import load_vocabulary

Labels = Callable[..., list[str]]


def statuses(tagger: Tagger, article: Article) -> dict[str, Status]:
    return {tag.label: tag.status for tag in tagger.annotate(article).tags if tag.facet == "district"}


def test_balizhuang_street_goes_to_the_district_of_the_page_name(tagger: Tagger) -> None:
    article = Article("社区里的课堂", ("八里庄街道总工会办起了课堂。",), page=Page("10", "朝阳"))
    assert statuses(tagger, article) == {"朝阳区": Status.SET}


def test_a_page_name_alone_is_a_suggestion_at_most(tagger: Tagger) -> None:
    article = Article("读书会开讲", ("大家带着书来了。",), page=Page("10", "第10版:东城"))
    assert Status.SET not in statuses(tagger, article).values()


def test_dongfeng_street_is_of_yanshan_unless_chaoyang_is_named(labels: Labels) -> None:
    assert labels("district", "读书会", "东风街道总工会办起了读书会。") == ["燕山地区"]
    assert labels("district", "读书会", "朝阳区东风地区总工会办起了读书会。") == ["朝阳区"]


@pytest.mark.parametrize(
    "text",
    [
        "青海省西宁市城关街道的职工参加了比赛。",
        "甘肃省兰州市城关区总工会办了讲座。",
        "吉林长春，朝阳区总工会的志愿者走上街头。",
        "本报沈阳讯 大东区和东城街道的职工参加了比赛。",
    ],
)
def test_a_street_or_district_of_another_city_sets_nothing(labels: Labels, text: str) -> None:
    assert labels("district", "各地", text) == []


def test_the_people_of_chaoyang_in_the_saying_are_a_suggestion(tagger: Tagger) -> None:
    article = Article("热心人", ("他是个“朝阳群众”，见了可疑的事总要问一声。",))
    assert statuses(tagger, article) == {"朝阳区": Status.SUGGESTED}


def test_taipingzhuang_in_seven_districts_is_suggested_in_none_and_decided_by_the_district(
    tagger: Tagger, labels: Labels
) -> None:
    assert statuses(tagger, Article("果园", ("太平庄村的苹果熟了。",))) == {}
    assert labels("district", "果园", "延庆区的工会干部来到太平庄村。") == ["延庆区"]


def test_a_community_of_one_district_speaks_for_it(labels: Labels) -> None:
    assert labels("district", "楼门里的灯", "南锣鼓巷社区的职工换了新灯。") == ["东城区"]


def test_a_dateline_names_the_district(labels: Labels) -> None:
    assert labels("district", "桃花开了", "本报密云讯 水库边的桃花开了，游客来了。") == ["密云区"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("怀柔区总工会", {"怀柔区": Status.SET}),
        ("窦店镇总工会", {"房山区": Status.SET}),
        ("燕山工会", {"燕山地区": Status.SET}),
        ("首钢工会", {}),
        ("长春市朝阳区总工会", {}),
        ("", {}),
    ],
)
def test_the_unit_of_a_correspondent_speaks_for_its_district(
    tagger: Tagger, unit: str, expected: dict[str, Status]
) -> None:
    doc = tagger.nlp.make_doc("职工们领到了新书。")
    doc.user_data[BYLINE] = (Credit("纪小桐", "通讯员", unit),)
    found = tagger.nlp.get_pipe("gongbao_districts")(doc)._.gongbao_tags
    assert {tag.label: tag.status for tag in found} == expected
    for tag in found:
        assert [(one.field, one.text, one.rule) for one in tag.evidence] == [("byline", unit, "district/byline")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大栅栏工会为商户办讲座。", ["西城区"]),
        ("窦店总工会为工人送西瓜。", ["房山区"]),
        ("北京经开区总工会举办招聘会。", ["经开区"]),
        ("燕山总工会举办招聘会。", ["燕山地区"]),
        ("首钢工会举办招聘会。", []),
        ("北京公交集团工会举办招聘会。", []),
    ],
)
def test_a_union_speaks_for_its_district_unless_it_is_of_the_whole_city(
    labels: Labels, text: str, expected: list[str]
) -> None:
    assert labels("district", "招聘会", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "海淀区的工地上，家住大兴的王师傅正在绑钢筋。",
        "在海淀区的市集上，来自密云区的果农摆出了苹果。",
        "海淀区举办展销会，一家注册在顺义区的公司拿到了订单。",
        "海淀区的这位司机老家在房山区，进城二十年了。",
    ],
)
def test_where_somebody_comes_from_is_not_where_it_happened(labels: Labels, text: str) -> None:
    assert labels("district", "今日消息", text) == ["海淀区"]


def test_workers_who_come_from_a_district_are_its_people_when_no_other_is_named(labels: Labels) -> None:
    assert labels("district", "今日消息", "来自密云区的职工登台演出。") == ["密云区"]


def test_districts_named_once_each_in_a_long_report_of_the_city_are_examples(tagger: Tagger) -> None:
    filling = "机器隆隆作响，师傅们各守其位。" * 14
    article = Article(
        "热气腾腾",
        (filling, f"{filling}东城区的食堂开了火。{filling}怀柔区送来羊肉。{filling}丰台区的班车发了车。"),
    )
    assert set(statuses(tagger, article).values()) == {Status.SUGGESTED}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("书画展在劳动人民文化宫开幕。", Status.SET),
        ("志愿者走进首钢园，清扫落叶。", Status.SET),
        ("列车从北京南站发车，一路向南。", None),
        ("大会在人民大会堂召开。", None),
    ],
)
def test_an_event_at_a_well_known_place_is_its_districts_and_a_way_of_travel_is_not(
    tagger: Tagger, text: str, status: Status | None
) -> None:
    assert list(statuses(tagger, Article("今日消息", (text,))).values()) == ([status] if status else [])


def test_the_tables_of_sites_and_unions_name_districts_that_there_are() -> None:
    labels = {entry.name for entry in load_vocabulary(None) if entry.facet == "district"}
    sites = sites_of("北京市")
    names = [name for site in sites for name in site.names]
    assert len(sites) >= 150
    assert len(names) == len(set(names))
    assert {district for site in sites for district in site.districts} <= labels
    assert set(unions_of("北京市").values()) <= {*labels, ""}
    assert sites_of("山东省") == ()
    assert unions_of("山东省") == {}
