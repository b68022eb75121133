"""A campaign's sums are those of the command line: units apart, reprints once, tables that add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.annotations import Annotations, Figure, Origin, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.figure_sums import NOT_SUMMED, Wanted, counted_most, find_figures, sum_figures
from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, TaggedArticle
from gongbao.site.campaign_sums import campaign_sums
from gongbao.site.catalogue import Catalogue, gather
from gongbao.site.summaries import Rows

Make = Callable[..., TaggedArticle]

_CAMPAIGN = "送清凉"
_FIGURES = st.builds(
    Figure,
    text=st.just("3份"),
    value=st.integers(0, 5000) | st.floats(0, 100).map(lambda value: round(value, 2)),
    unit=st.sampled_from(["份", "元", "", "%"]),
    counted=st.sampled_from(["清凉包", "“清凉包”", "绿豆糕", "补助", ""]),
    approximate=st.booleans(),
    field=st.just("paragraph"),
    index=st.integers(0, 1),
    start=st.just(0),
    end=st.just(1),
    who=st.sampled_from(["", "甲厂工会", "乙厂工会"]),
    where=st.sampled_from(["", "房山区", "海淀区"]),
    when=st.just(""),
    part=st.booleans(),
)
_ARTICLES = st.lists(
    st.tuples(st.lists(_FIGURES, max_size=5), st.sampled_from([0, 2019, 2021, 2022]), st.booleans()), max_size=12
)


def _catalogue(articles: Sequence[TaggedArticle], kin: Mapping[str, Kinship] | None = None) -> Catalogue:
    lines = dict(gather(articles, {one.article.id: "1" for one in articles}))
    return Catalogue(Rows().with_changes(lines, lines), kin)


def _article(number: int, figures: Sequence[Figure], year: int, in_campaign: bool = True) -> TaggedArticle:
    date = IssueDate(year, 7, 1 + number % 28) if year else UNKNOWN_DATE
    labels = [("district", "房山区"), *([("campaign", _CAMPAIGN)] if in_campaign else [])]
    tags = tuple(Tag(facet, label, 1.0, Status.SET, Origin.RULE) for facet, label in labels)
    article = Article("送清凉", paragraphs=("送清凉。",), newspaper="ldwb", date=date, id=f"ldwb-{number:08x}")
    return TaggedArticle(article, Annotations(tags, figures=tuple(figures)))


def _given(value: float, unit: str = "份", who: str = "") -> Figure:
    return Figure(f"{value}{unit}", value, unit, "清凉包", False, "paragraph", 0, 0, 1, who)


@given(_ARTICLES)
def test_totals_districts_and_years_are_those_of_the_command_line(
    drawn: list[tuple[list[Figure], int, bool]],
) -> None:
    articles = [_article(number, *parts) for number, parts in enumerate(drawn)]
    inside = [one for one in articles if _CAMPAIGN in one.labels("campaign")]
    catalogue = _catalogue(articles)
    if not inside:
        assert _CAMPAIGN not in catalogue.listed["campaign"]
        return
    things = [one for one in counted_most(find_figures(inside, Wanted())) if one.articles > 1]
    sums = campaign_sums(catalogue, _CAMPAIGN)
    expected = [(one.counted, one.unit, one.total, one.figures, one.articles) for one in things]
    assert [(one.counted, one.unit, one.total, one.figures, one.articles) for one in sums] == [
        one for one in expected if one[1] not in NOT_SUMMED
    ][:5]
    by_district = sum_figures(find_figures(inside, Wanted()), ("counted", "district"))
    for one in sums:
        exact = {row.key[1]: row.total for row in by_district if row.key[0] == one.counted and row.unit == one.unit}
        assert {share.text: share.total for share in dict(one.tables)["各区"]} == exact


@given(_ARTICLES)
def test_every_table_and_the_chart_add_up_to_the_total(drawn: list[tuple[list[Figure], int, bool]]) -> None:
    articles = [_article(number, figures, year) for number, (figures, year, _) in enumerate(drawn)]
    for one in campaign_sums(_catalogue(articles), _CAMPAIGN) if articles else []:
        for _, shares in one.tables:
            assert math.fsum(share.total for share in shares) == pytest.approx(one.total, abs=1e-5)
        if one.chart:
            assert one.chart.total + one.earlier + one.undated == pytest.approx(one.total, abs=1e-5)
            assert math.fsum(bar.count for bar in one.chart.bars) == pytest.approx(one.chart.total, abs=1e-5)


def test_a_reprint_is_summed_once_and_only_while_the_first_is_published() -> None:
    articles = [_article(number, [_given(100)], 2021) for number in range(3)]
    kin = {
        "ldwb-00000001": Kinship(printed_before=("ldwb-00000000",)),
        "ldwb-00000000": Kinship(printed_again=("ldwb-00000001",)),
    }
    (both,) = campaign_sums(_catalogue(articles, kin), _CAMPAIGN)
    assert (both.total, both.articles) == (200, 2)
    (rest,) = campaign_sums(_catalogue(articles[1:], kin), _CAMPAIGN)
    assert (rest.total, rest.articles) == (200, 2)


def test_of_two_printings_in_one_issue_the_first_is_summed() -> None:
    articles = [_article(number, [_given(10 + number)], 2021) for number in range(3)]
    kin = {
        "ldwb-00000000": Kinship(printed_again=("ldwb-00000002",)),
        "ldwb-00000002": Kinship(printed_again=("ldwb-00000000",)),
    }
    (found,) = campaign_sums(_catalogue(articles, kin), _CAMPAIGN)
    assert (found.total, found.articles) == (21, 2)


def test_what_one_article_alone_tells_is_no_sum() -> None:
    assert campaign_sums(_catalogue([_article(0, [_given(100), _given(50)], 2021)]), _CAMPAIGN) == []


def test_a_long_table_ends_with_the_rest_and_then_with_what_is_not_known() -> None:
    figures = [[_given(100 + n, who=f"第{n}工厂工会"), _given(1)] for n in range(15)]
    articles = [_article(number, some, 2021) for number, some in enumerate(figures)]
    (found,) = campaign_sums(_catalogue(articles), _CAMPAIGN)
    shares = dict(found.tables)["单位"]
    assert [(share.text, share.total) for share in shares[-2:]] == [("其余7个", 721), ("不详", 15)]
    assert len(shares) == 10


def test_the_page_says_what_was_summed_with_thousands_set_apart(
    make_article: Make, build: Callable[..., object], tmp_path: Path
) -> None:
    made = [make_article(4 * n, date=IssueDate(year, 7, 1), id=f"ldwb-{n:08x}") for n, year in enumerate((2019, 2021))]
    found = [
        replace(one, annotations=replace(one.annotations, figures=(_given(6150 + n, who="区总工会"),)))
        for n, one in enumerate(made)
    ]
    output = tmp_path / "public"
    build(found, output)
    page = (output / "campaign" / "songqingliang" / "index.html").read_text(encoding="utf-8")
    assert ">清凉包 <b>12,301</b> 份</h3>" in page
    assert '<tr><th scope="row">2020</th><td>0</td></tr>' in page
    assert '<tr><th scope="row">区总工会</th><td>12,301</td></tr>' in page
