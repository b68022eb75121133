"""Places as mentions: as printed, under one name, with their level and the district they lie in."""

from __future__ import annotations

import pytest

from gongbao.core.annotations import Mention
from gongbao.core.records import Article
from gongbao.nlp.tagger import Tagger


def places(tagger: Tagger, text: str) -> list[Mention]:
    found = [one for one in tagger.annotate(Article("今日消息", (text,))).mentions if one.kind == "place"]
    assert all(text[one.start : one.end] == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("text", "printed", "name", "level", "district"),
    [
        ("记者来到海淀区。", "海淀区", "海淀区", "district", "海淀区"),
        ("宣武区的老街坊聚在一起。", "宣武区", "西城区", "district", "西城区"),
        ("密云县的果园丰收了。", "密云县", "密云区", "district", "密云区"),
        ("平谷区马坊镇的桃子熟了。", "平谷区马坊镇", "马坊地区", "street", "平谷区"),
        ("长阳地区的工地复工了。", "长阳地区", "长阳镇", "street", "房山区"),
        ("北京市朝阳区八里庄街道的居民来了。", "北京市朝阳区八里庄街道", "八里庄街道", "street", "朝阳区"),
        ("八里庄街道的居民来了。", "八里庄街道", "八里庄街道", "street", ""),
        ("南锣鼓巷社区的楼门换了新灯。", "南锣鼓巷社区", "南锣鼓巷社区", "community", "东城区"),
        ("首钢园区里灯火通明。", "首钢园区", "首钢园", "site", "石景山区"),
        ("大运河森林公园的荷花开了。", "大运河森林公园", "大运河森林公园", "site", "通州区"),
        ("早高峰，建国路堵了车。", "建国路", "建国路", "site", ""),
        ("丰台区云岗北路堵了车。", "丰台区云岗北路", "云岗北路", "site", "丰台区"),
        ("昌平体育馆坐满了人。", "昌平体育馆", "昌平体育馆", "site", "昌平区"),
        ("工友们回到济南过年。", "济南", "济南市", "outside", ""),
        ("山东省济南市历城区的职工来京。", "山东省济南市历城区", "济南市历城区", "outside", ""),
        ("吉林省长春市朝阳区下了雪。", "吉林省长春市朝阳区", "长春市朝阳区", "outside", ""),
    ],
)
def test_a_place_is_kept_as_printed_and_under_one_name(
    tagger: Tagger, text: str, printed: str, name: str, level: str, district: str
) -> None:
    (found,) = places(tagger, text)
    assert (found.text, found.name, found.role, found.unit) == (printed, name, level, district)


@pytest.mark.parametrize(
    "text",
    [
        "海淀区总工会走进企业送培训。",
        "大栅栏工会办了讲座。",
        "顺义区第二医院的护士下了夜班。",
        "他在老旧小区里送快递。",
        "各社区都设了服务站。",
        "会议要求大兴调查研究之风。",
        "全市职工参加了比赛。",
        "朝阳产业前景广阔。",
        "三条道路同时开工。",
    ],
)
def test_what_an_organisation_bears_and_what_names_nothing_is_no_place(tagger: Tagger, text: str) -> None:
    assert places(tagger, text) == []


def test_places_beside_each_other_are_one_and_those_in_a_row_are_several(tagger: Tagger) -> None:
    found = places(tagger, "密云区古北口镇、怀柔区和河北滦平县的职工都来了。")
    assert [one.text for one in found] == ["密云区古北口镇", "怀柔区", "河北滦平县"]


def test_streets_in_a_row_before_their_kind_are_streets(tagger: Tagger) -> None:
    found = places(tagger, "西城区的工会走进椿树、白纸坊等街道。")
    assert [(one.name, one.role, one.unit) for one in found] == [
        ("西城区", "district", "西城区"),
        ("椿树街道", "street", "西城区"),
        ("白纸坊街道", "street", "西城区"),
    ]


def test_a_village_of_three_characters_needs_its_district_or_its_committee(tagger: Tagger) -> None:
    assert [one.name for one in places(tagger, "朝阳区皮村办了展览。")] == ["皮村"]
    assert places(tagger, "他买了一张皮村。") == []
    (tag,) = tagger.annotate(Article("告示", ("皮村村委会贴出了告示。",))).tags
    assert tag.label == "朝阳区"


def test_ten_thousand_places_are_bounded_and_found_quickly(tagger: Tagger) -> None:
    found = tagger.annotate(Article("名单", ("海淀区、朝阳区、长虹路、" * 4000,))).mentions
    assert sum(one.kind == "place" for one in found) == 4000
