"""What does not fit in a story is pointed to, in its own words, and what fits is left alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.desk.reporter.examining import Reporter
from gongbao.desk.reporter.hints import MOST_HINTS, Hint, in_order
from gongbao.desk.reporter.hints_of_dates import date_hints
from gongbao.desk.reporter.hints_of_places import place_hints
from gongbao.desk.reporter.story import pasted_story

TODAY = datetime.date(2021, 7, 20)


def sentences(reporter: Reporter, text: str, kind: str) -> list[str]:
    story = pasted_story(f"标题在这里\n{text}")
    found = reporter.examine(story, TODAY)
    for one in found.hints:
        assert story.text[one.start : one.end] == one.text
    return [one.sentence for one in found.hints if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("7月16日（星期四）", "2021年7月16日是星期五，不是星期四。"),
        ("７月１６日，周一，", "2021年7月16日是星期五，不是星期一。"),
        ("七月十六日 星期天", "2021年7月16日是星期五，不是星期日。"),
        ("二〇二一年七月十六日星期一", "2021年7月16日是星期五，不是星期一。"),
        ("2022年7月16日星期五", "2022年7月16日是星期六，不是星期五。"),
        ("2月30日", "“2月30日”不成立：2月没有30日。"),
        ("2021年2月29日", "“2021年2月29日”不成立：2月没有29日。"),
        ("13月2日", "“13月2日”不成立：一年没有第13个月。"),
    ],
)
def test_a_day_that_does_not_fit_is_told(text: str, sentence: str) -> None:
    assert [one.sentence for one in date_hints(f"活动在{text}举行", TODAY)] == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "7月16日（星期五）",
        "7月16日周一鸣同志",
        "7月19日星期一至星期五",
        "2月29日",
        "2020年2月29日",
        "12月31日",
        "本月16日",
    ],
)
def test_a_day_that_fits_or_is_no_day_is_left_alone(text: str) -> None:
    assert list(date_hints(text, TODAY)) == []


def test_a_day_without_a_year_is_of_the_nearest_one() -> None:
    january = datetime.date(2022, 1, 4)
    assert list(date_hints("12月31日星期五", january)) == []
    assert [one.sentence[:4] for one in date_hints("12月31日星期六", january)] == ["2021"]


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_with_its_own_weekday_is_left_alone(day: datetime.date) -> None:
    weekday = "一二三四五六日"[day.weekday()]
    assert list(date_hints(f"{day.year}年{day.month}月{day.day}日（星期{weekday}）", TODAY)) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("来到朝阳区窦店镇慰问", "窦店镇在房山区，文中写的是朝阳区。"),
        ("北京市海淀区的回龙观街道", "回龙观街道在昌平区，文中写的是海淀区。"),
    ],
)
def test_a_street_of_another_district_is_told(text: str, sentence: str) -> None:
    assert [one.sentence for one in place_hints(text, "北京市")] == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "房山区窦店镇",
        "朝阳区八里庄街道和海淀区八里庄街道",  # both have one
        "大兴区荣华街道，经开区荣华街道",
        "朝阳区、窦店镇",
        "朝阳区总工会",
    ],
)
def test_a_street_of_its_own_district_is_left_alone(text: str) -> None:
    assert list(place_hints(text, "北京市")) == []


def test_without_a_table_of_streets_nothing_is_told() -> None:
    assert list(place_hints("历下区窦店镇", "济南市")) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("男职工30人、女职工25人，共60人参加。", "前面的30＋25＝55人，与总数60人不符。"),
        ("慰问品300份，其中绿豆汤200份、毛巾120份。", "其中的200＋120＝320份超过了总数300份。"),
    ],
)
def test_figures_that_do_not_add_up_are_told(reporter: Reporter, text: str, sentence: str) -> None:
    assert sentences(reporter, text, "sum") == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "男职工30人、女职工25人，共55人参加。",
        "男职工30人、女职工25人，共60余人参加。",
        "慰问品300份，其中绿豆汤200份、毛巾80份。",
        "送去水30箱、毛巾25条，共60份。",
        "上午来了30人。下午来了25人，全天共90人次。",
        "竞赛设34个大项、60个小项，共有来自16个区的选手参加。",
        "代表队总人数1329人，其中选手886人，女选手437人，男选手449人。",
        "代表队共716人，其中选手405人，包括男选手136人、女选手269人。",
        "比赛场馆41个，其中城东36个，城西5个，城东21个场馆与中学共用。",
        "每亩收375公斤，其中小麦收399公斤，比去年增加10公斤。",
        "来了65名选手和8名教练，其中得过奖的59名。",
        "事故造成137人受伤，其中包括3名儿童，另有182人受到惊吓。",
    ],
)
def test_figures_that_fit_or_cannot_be_compared_are_left_alone(reporter: Reporter, text: str) -> None:
    assert sentences(reporter, text, "sum") == []


def test_a_name_that_the_archive_writes_otherwise_is_told(reporter: Reporter) -> None:
    found = sentences(reporter, "朝阳区的劳模闫昌禄说，带徒弟要有耐心。", "name")
    assert found == ["存档里没有“闫昌禄”，读音相同的有“阎昌禄”（2 篇）：请核对。"]
    assert sentences(reporter, "朝阳区的劳模阎昌禄说，带徒弟要有耐心。", "name") == []


def test_a_person_in_another_job_is_told(reporter: Reporter) -> None:
    found = sentences(reporter, "房山区总工会主席何远山参加了活动。", "role")
    assert len(found) == 1
    assert "存档里何远山的身份是副主席，文中是主席" in found[0]
    assert sentences(reporter, "房山区总工会副主席何远山参加了活动。", "role") == []


def test_a_name_of_the_authority_file_is_told_under_its_one_name(reporter: Reporter) -> None:
    from gongbao.desk.reporter.hints_of_names import name_hints
    from gongbao.nlp.authority_files import Authority

    story = pasted_story("标题\n朝阳区的劳模阎昌录来了。")
    found = reporter.examine(story, TODAY)
    listed = [Authority("person", "阎昌禄", ("阎昌录",))]
    told = list(name_hints(story, found.annotations, listed, found.before.people, reporter.project.backend))
    assert [one.sentence for one in told] == ["名称表里写作“阎昌禄”，文中是“阎昌录”：请核对。"]


def test_hints_come_in_reading_order_each_once_and_not_without_end() -> None:
    hints = [Hint("date", at, at + 1, "x", "s") for at in (5, 1, 5, *range(100, 200))]
    assert [one.start for one in in_order(hints)][:3] == [1, 5, 100]
    assert len(in_order(hints)) == MOST_HINTS
