"""Districts: which place a name speaks for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest

from gongbao.core.annotations import Status
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.gazetteer_files import load_gazetteer
from gongbao.nlp.tagger import Tagger
from gongbao.nlp.vocabulary_files import load_vocabulary

Labels = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海淀区总工会走进企业送培训。", ["海淀区"]),
        ("大兴区榆垡镇的工地上，工友们领到了新的安全帽。", ["大兴区"]),
        ("记者从窦店镇总工会了解到，镇里新建了三个职工活动室。", ["房山区"]),
        ("宣武区老职工聚会，说起当年的工厂。", ["西城区"]),
        ("密云县和延庆县的职工参加了登山比赛。", ["密云区", "延庆区"]),
        ("丰台各级工会走访企业。", ["丰台区"]),
        ("亦庄开发区的企业工会举办招聘会。", ["经开区"]),
        ("迎风街道工会为职工办讲座。", ["燕山地区"]),
        ("燕山地区总工会召开会议。", ["燕山地区"]),
        ("马坡镇总工会举办联谊活动。", ["顺义区"]),
        ("永定镇的职工书屋开张了。", ["门头沟区"]),
    ],
)
def test_a_place_speaks_for_its_district(labels: Labels, text: str, expected: list[str]) -> None:
    assert labels("district", "工会活动", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "本报长春讯 长春市朝阳区总工会举办运动会。",
        "在吉林省长春市，朝阳区的职工参加了比赛。",
        "光伏是朝阳产业，前景广阔。",
        "大兴水利，百废待举。",
        "河北省承德市滦平县的农民增收。",
        "深圳经开区的工厂招工。",
    ],
)
def test_a_name_of_elsewhere_or_of_nothing_sets_no_district(labels: Labels, text: str) -> None:
    assert labels("district", "各地消息", text) == []


def test_a_street_in_two_districts_is_decided_by_the_district_named_with_it(labels: Labels) -> None:
    assert labels("district", "工会活动", "海淀区八里庄街道总工会举办讲座。") == ["海淀区"]
    assert labels("district", "工会活动", "朝阳区八里庄街道总工会举办讲座。") == ["朝阳区"]


def test_a_street_in_two_districts_alone_is_a_suggestion_for_both(tagger: Tagger) -> None:
    tags = tagger.annotate(Article("工会活动", ("八里庄街道总工会举办讲座。",))).tags
    assert {tag.label: tag.status for tag in tags if tag.facet == "district"} == {
        "朝阳区": Status.SUGGESTED,
        "海淀区": Status.SUGGESTED,
    }


def test_the_longest_name_wins(labels: Labels) -> None:
    assert labels("district", "工会活动", "朝阳门街道总工会举办讲座。") == ["东城区"]


def test_the_gazetteer_has_every_street_and_community_of_beijing() -> None:
    places = load_gazetteer("北京市").places
    streets = {(place.name, place.district) for found in places.values() for place in found if place.level == "street"}
    assert ("窦店镇", "房山区") in streets
    assert ("什刹海街道", "西城区") in streets
    assert len(streets) == 349
    communities = {name for name, found in places.items() if any(place.level == "community" for place in found)}
    assert len(communities) > 6900


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("山东", "没有“山东”：是不是“山东省”？请把设置 newspaper.place 写成"),
        ("历下区", "没有“历下区”：是不是“济南市”？"),
        ("山冬省", "是不是“[^？]*“山东省”"),
        ("", "没有“”：请把设置 newspaper.place 写成"),
    ],
)
def test_a_place_in_no_table_is_one_sentence_with_the_names_near_it(place: str, sentence: str) -> None:
    with pytest.raises(GongbaoError, match=sentence):
        load_tagger(None, load_segmenter(), place=place)


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("山东省", "历下区总工会为环卫工人送早餐。", ["济南市"]),
        ("山东省", "济南市市中区总工会办讲座。", ["济南市"]),
        ("山东省", "烟台工会和莱州市总工会办讲座。", ["烟台市"]),
        ("山东省", "北京市朝阳区总工会办讲座。", []),
        ("上海市", "浦东新区总工会和普陀区总工会办讲座。", ["普陀区", "浦东新区"]),
        ("天津市", "和平区总工会办讲座，大家热爱和平。", ["和平区"]),
        ("重庆市", "沙坪坝区的职工来到忠县。", ["忠县", "沙坪坝区"]),
        ("河南省", "济源市总工会和郑州市中原区总工会办讲座。", ["济源市", "郑州市"]),
        ("新疆维吾尔自治区", "喀什地区总工会办讲座。", ["喀什地区"]),
        ("青岛市", "市南区总工会和即墨工会办讲座。", ["即墨区", "市南区"]),
    ],
)
def test_every_province_municipality_and_city_can_be_home(place: str, text: str, expected: list[str]) -> None:
    tags = load_tagger(None, load_segmenter(), place=place).annotate(Article("工会活动", (text,))).tags
    assert sorted(tag.label for tag in tags if tag.facet == "district" and tag.status is Status.SET) == expected


def test_every_province_of_the_table_has_districts_of_its_own() -> None:
    lines = resources.files("gongbao.nlp").joinpath("gazetteer/china.tsv").read_text(encoding="utf-8").splitlines()
    for province in {line.split("\t")[0] for line in lines if not line.startswith("#")} - {"北京市"}:
        labels = [entry.name for entry in load_vocabulary(None, province) if entry.facet == "district"]
        assert len(labels) >= 5, province
        assert "朝阳区" not in labels


def test_a_name_that_is_exact_beats_a_town_that_is_also_called_a_street(tagger: Tagger, labels: Labels) -> None:
    assert labels("district", "工会活动", "东风街道和八里庄街道的工会举办讲座。") == ["燕山地区"]
    assert labels("district", "工会活动", "朝阳区东风街道总工会举办讲座。") == ["朝阳区"]
