"""Figures: whose they are, where and when."""

from __future__ import annotations

import pytest

from gongbao.core.annotations import Figure
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article
from gongbao.nlp.tagger import Tagger

ISSUE = IssueDate(2021, 7, 28)


def figures_of(tagger: Tagger, *paragraphs: str, headline: str = "", date: IssueDate = ISSUE) -> list[Figure]:
    return list(tagger.annotate(Article(headline, paragraphs, date=date)).figures)


def test_the_organisation_before_a_figure_gave_it_in_its_district_in_the_issues_month(tagger: Tagger) -> None:
    text = "入伏以来，房山区窦店镇总工会走进工地，为一线职工送去3123份“清凉包”。"
    (figure,) = figures_of(tagger, text)
    assert (figure.counted, figure.who[-6:], figure.where, figure.when) == (
        "清凉包",
        "窦店镇总工会",
        "房山区",
        "2021-07",
    )


@pytest.mark.parametrize(
    "text",
    [
        "骑手在怀柔区总工会旁的空地上数了数，有20箱水。",
        "记者从怀柔区总工会了解到，参赛职工有300人。",
        "韩冬考上了中国农业大学，同村的还有5名学生。",
    ],
)
def test_an_organisation_that_does_nothing_is_not_whose_a_figure_is(tagger: Tagger, text: str) -> None:
    (figure,) = figures_of(tagger, text)
    assert figure.who == ""


def test_a_figure_without_an_organisation_is_the_leads_only_one(tagger: Tagger) -> None:
    lead = "怀柔区总工会昨天慰问骑手。"
    longer = "骑手们在站点排队领取毛巾、防晒霜和藿香正气水，" * 12
    found = figures_of(tagger, lead + longer, "当天发放清凉包500份，忙了4个小时。", headline="怀柔区总工会慰问骑手")
    assert [(one.unit, one.who) for one in found] == [("份", "怀柔区总工会"), ("小时", "")]


def test_each_district_of_a_sentence_has_its_own_figure(tagger: Tagger) -> None:
    found = figures_of(tagger, "怀柔区建成驿站30家，密云区建成驿站25家。全市共有驿站900家。")
    assert [(one.value, one.where) for one in found] == [(30, "怀柔区"), (25, "密云区"), (900, "")]


def test_a_list_of_districts_has_its_figure_together(tagger: Tagger) -> None:
    (figure,) = figures_of(tagger, "怀柔区、密云区共建成驿站55家。")
    assert figure.where == ""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("怀柔区总工会发放清凉包500份。", "2021-07"),
        ("2020年，怀柔区总工会发放清凉包500份。", "2020"),
        ("2021年上半年，怀柔区总工会发放清凉包500份。", "2021"),
        ("2020年8月，怀柔区总工会发放清凉包500份。", "2020-08"),
        ("去年，怀柔区总工会发放清凉包500份。", "2020"),
        ("去年9月，怀柔区总工会发放清凉包500份。", "2020-09"),
        ("去年九月，怀柔区总工会发放清凉包500份。", "2020-09"),
        ("自2018年起，怀柔区总工会发放清凉包500份。", ""),
        ("自8月1日起，怀柔区总工会发放清凉包500份。", "2021-08"),
        ("今年以来，怀柔区总工会发放清凉包500份。", "2021"),
        ("7月16日，怀柔区总工会发放清凉包500份。", "2021-07"),
        ("12月，怀柔区总工会发放清凉包500份。", "2020-12"),
        ("上个月，怀柔区总工会发放清凉包500份。", "2021-06"),
        ("近日，怀柔区总工会发放清凉包500份。", "2021-07"),
        ("近五年，怀柔区总工会发放清凉包500份。", ""),
        ("2016年至2020年，怀柔区总工会发放清凉包500份。", ""),
        ("比去年同期增加，怀柔区总工会发放清凉包500份。", "2021-07"),
        ("下一步，怀柔区总工会将继续发放清凉包500份。", ""),
    ],
)
def test_a_figure_is_of_the_time_that_its_sentence_names(tagger: Tagger, text: str, when: str) -> None:
    (figure,) = figures_of(tagger, text)
    assert figure.when == when


def test_yesterday_may_be_last_month_or_last_year(tagger: Tagger) -> None:
    text = "昨天，怀柔区总工会发放慰问品500份。"
    assert figures_of(tagger, text, date=IssueDate(2021, 1, 1))[0].when == "2020-12"
    assert figures_of(tagger, text, date=IssueDate(2021))[0].when == "2021"
    assert figures_of(tagger, text, date=IssueDate())[0].when == ""
    assert figures_of(tagger, "2020年发放慰问品500份。", date=IssueDate())[0].when == "2020"
