"""Figures across articles."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Figure, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.figure_sums import KEYS, Wanted, find_figures, sum_figures
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
