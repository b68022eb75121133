"""Figures across articles."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Figure, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.figure_sums import KEYS, Wanted, counted_most, find_figures, sum_figures
from gongbao.core.records import Article, TaggedArticle


def figure(value: float, unit: str = "份", counted: str = "清凉包", approximate: bool = False) -> Figure:
    return Figure(f"{value:g}{unit}{counted}", value, unit, counted, approximate, "paragraph", 0, 0, 1)


def article(name: str, date: str, districts: tuple[str, ...], *figures: Figure) -> TaggedArticle:
    tags = tuple(Tag("district", one, 0.9, Status.SET, Origin.RULE) for one in districts)
    return TaggedArticle(Article(name, (), date=IssueDate.parse(date), id=name), Annotations(tags, (), figures))


ARCHIVE = (
    article("甲", "2021-07-16", ("怀柔区",), figure(3123), figure(3123), figure(12, "家", "企业")),
    article("乙", "2021-08", ("怀柔区", "密云区"), figure(500, approximate=True), figure(0.05, "%", "清凉包")),
    article("丙", "", (), figure(70000, "份", "“清凉包”")),
)


def test_figures_are_found_by_what_they_count_and_what_is_said_twice_is_one() -> None:
    found = list(find_figures(ARCHIVE, Wanted("清凉包", "份")))
    assert [one.figure.value for one in found] == [3123, 500, 70000]
    assert [one.figure.value for one in find_figures(ARCHIVE, Wanted("「清凉包」", date="2021-07"))] == [3123]
    assert [one.figure.value for one in find_figures(ARCHIVE, Wanted(at_least=12, at_most=500))] == [12, 500]


def test_sums_keep_units_apart_and_add_up() -> None:
    sums = sum_figures(find_figures(ARCHIVE, Wanted("清凉包")), ["year", "district"])
    assert [(one.key, one.unit, one.total, one.approximate) for one in sums] == [
        (("", ""), "份", 70000, 0),
        (("2021", "密云区、怀柔区"), "%", None, 0),
        (("2021", "密云区、怀柔区"), "份", 500, 1),
        (("2021", "怀柔区"), "份", 3123, 0),
    ]


def test_everything_may_be_grouped_by() -> None:
    for key in KEYS:
        assert sum(one.figures for one in sum_figures(find_figures(ARCHIVE, Wanted()), [key])) == 5


@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from("份人家"), st.sampled_from(["2020", "2021", ""]))))
def test_groups_always_add_up_to_the_whole(rows: list[tuple[int, str, str]]) -> None:
    archive = [article(str(n), date, (), figure(value, unit)) for n, (value, unit, date) in enumerate(rows)]
    found = list(find_figures(archive, Wanted()))
    parts = sum_figures(found, ["year"])
    for whole in sum_figures(found, []):
        of_unit = [one.total for one in parts if one.unit == whole.unit and one.total is not None]
        assert whole.total == math.fsum(of_unit)


def test_a_figures_own_place_comes_before_its_articles() -> None:
    own = replace(figure(30, "家", "驿站"), where="密云区", who="密云区总工会", when="2020")
    archive = [article("甲", "2021-07-16", ("怀柔区",), own, figure(25, "家", "驿站"))]
    found = list(find_figures(archive, Wanted("驿站")))
    for key in ("district", "where"):
        assert {one.key: one.total for one in sum_figures(found, [key])} == {("密云区",): 30, ("怀柔区",): 25}
    assert [one.key for one in sum_figures(found, ["who", "when"])] == [("", ""), ("密云区总工会", "2020")]


def test_equal_figures_of_two_places_are_two_and_of_one_place_one() -> None:
    here = replace(figure(30), where="怀柔区")
    there = replace(figure(30), where="密云区")
    archive = [article("甲", "2021-07-16", (), figure(30), here, there, here)]
    assert [one.figure.where for one in find_figures(archive, Wanted("清凉包"))] == [
        "",
    ]
    archive = [article("甲", "2021-07-16", (), here, there, here, figure(30))]
    assert [one.figure.where for one in find_figures(archive, Wanted("清凉包"))] == ["怀柔区", "密云区"]


def test_a_part_is_left_out_of_the_sum_that_its_whole_is_in_and_stands_alone_otherwise() -> None:
    whole = figure(300, "人", "职工")
    part = replace(figure(120, "人", "女职工"), part=True)
    archive = [article("甲", "2021-07-16", (), whole, part)]
    assert [one.total for one in sum_figures(find_figures(archive, Wanted("职工")), [])] == [300]
    assert [one.total for one in sum_figures(find_figures(archive, Wanted("女职工")), [])] == [120]
    headline = replace(figure(300, "人", "职工"), field="headline")
    archive = [article("甲", "2021-07-16", (), headline, whole, part)]
    assert [one.total for one in sum_figures(find_figures(archive, Wanted("职工")), [])] == [300]


def test_what_is_counted_most_comes_first_whatever_its_quotation_marks() -> None:
    things = counted_most(find_figures(ARCHIVE, Wanted()))
    assert [(one.counted, one.unit, one.articles, one.total) for one in things] == [
        ("清凉包", "份", 3, 73_623),
        ("企业", "家", 1, 12),
        ("清凉包", "%", 1, None),
    ]


def test_an_article_of_ten_thousand_figures_is_summed_at_once() -> None:
    many = tuple(replace(figure(1), who=f"第{n}厂", part=n % 2 == 1) for n in range(10_000))
    found = list(find_figures([article("甲", "2021", (), *many)], Wanted()))
    assert len(found) == 10_000
    assert sum(one.figures for one in sum_figures(found, ["who"])) == 5000
