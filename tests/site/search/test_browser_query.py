"""What a query means in the browser: terms, strings, minus, filters, facets, ranks, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Kind, Page, TaggedArticle

pytestmark = pytest.mark.browser

Search = Callable[..., dict[str, Any]]


def tagged(headline: str, *paragraphs: str, labels: dict[str, list[str]] | None = None, **fields: Any) -> TaggedArticle:
    tags = [
        Tag(facet, label, 1.0, Status.SET, Origin.RULE) for facet, found in (labels or {}).items() for label in found
    ]
    suggested = Tag("district", "延庆区", 0.3, Status.SUGGESTED, Origin.MODEL)
    return TaggedArticle(Article(headline, paragraphs, **fields), Annotations((*tags, suggested)))


ARTICLES = [
    tagged(
        "夏日送清凉",
        "走进工地慰问建设者。",
        date=IssueDate(2021, 7, 16),
        labels={"district": ["房山区"], "campaign": ["送清凉"]},
    ),
    tagged("工地见闻", "夏日送清凉的车队到了。", date=IssueDate(2021, 7), byline=(Credit("林知夏", "记者", "本报"),)),
    tagged(
        "驿站开门", "天热了，来歇歇脚。", kicker="夏日送清凉", date=IssueDate(1998), labels={"district": ["燕山地区"]}
    ),
    tagged(
        "旧闻一则",
        "当年的夏日。送清凉还没有这个名字。",
        page=Page("3", "工会"),
        kind=Kind.COMMENTARY,
        labels={"district": ["房山区", "朝阳区"]},
    ),
    tagged(
        "新年走访",
        '说“辛苦了”，道"平安"。',
        date=IssueDate(2022, 1, 2),
        page=Page("13", "综合"),
        labels={"activity": ["慰问"]},
    ),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, browser: Any, make_searchable: Callable[..., Any]) -> Search:
    page: BrowserPage = make_searchable(tmp_path_factory.mktemp("query")).write(ARTICLES).open()

    def search(query: str, **options: Any) -> dict[str, Any]:
        answer: dict[str, Any] = page.evaluate(
            """async ([query, options]) => {
                const { hits, facets, understood, mistakes, fellBack, total } =
                    await gongbaoSearch.search(query, options);
                return { hits, facets, understood, mistakes, fellBack, total,
                         numbers: hits.map((hit) => hit.number), ranks: hits.map((hit) => hit.rank) };
            }""",
            [query, options],
        )
        return answer

    return search


def test_headline_stands_over_kicker_over_body(ask: Search) -> None:
    answer = ask("夏日送清凉")
    assert answer["numbers"] == [0, 2, 1]
    assert answer["ranks"] == ["headline", "kicker", "body"]
    assert not answer["fellBack"]


def test_a_term_that_no_article_holds_falls_back_on_its_words_and_says_so(ask: Search) -> None:
    answer = ask("工地车队")
    assert answer["numbers"] == [1]
    assert answer["fellBack"]
    assert answer["understood"][0]["words"] == ["工地", "车队"]
    assert ask('"工地车队"')["numbers"] == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("送清凉 工地", {0, 1}),
        ("送清凉 -工地", {2, 3}),
        ("送清凉 －“工地”", {2, 3}),
        ("-送清凉", {4}),
        ("“夏日送清凉”", {0, 1, 2}),
        ("「夏日送清凉」", {0, 1, 2}),
        ("＂夏日送清凉＂", {0, 1, 2}),
        ('"说“辛苦了”，"', {4}),
        ('"道""平安"""', {4}),
        ("标题:送清凉", {0}),
        ("区:房山", {0, 3}),
        ("区：“房山区” 主题:送清凉", {0}),
        ("district:房山 -主题:送清凉", {3}),
        ("活动:慰问", {4}),
        ("记者:林知夏", {1}),
        ("版:3", {3}),
        ("版:第03版", {3}),
        ("版:工会", {3}),
        ("日期:2021-07..2021-08", {0, 1}),
        ("日期:2021-07-16", {0, 1}),
        ("日期:2021年7月20日", {1}),
        ("日期:..1999", {2}),
        ("体裁:评论", {3}),
        ("date:2022..", {4}),
        ("日期:1998-05", {2}),
        ("区:延庆", set()),
        ("车队 OR 辛苦", {1, 4}),
        ("车队｜“辛苦了”", {1, 4}),
        ("送清凉 （慰问 或 车队）", {0, 1}),
        ("送清凉 -(慰问 | 车队)", {2, 3}),
        ("区:(朝阳 或 燕山)", {2, 3}),
        ("夏日 且 不含 工地", {2, 3}),
        ("* -送清凉", {4}),
        ("标题:(夏日 OR 见闻)", {0, 1}),
    ],
)
def test_a_query_is_understood(ask: Search, query: str, numbers: set[int]) -> None:
    assert set(ask(query)["numbers"]) == numbers


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("慰问 图片:多", 3),
        ("慰问 状态:草稿", 3),
        ("慰问 日期:7月", 3),
        ("日期:2021-13", 0),
        ("区:", 0),
        ('慰问 "', 3),
        ("日期:2022..2021", 0),
        ("慰问 (工地", 3),
        ("慰问)", 2),
        ("慰问 OR", 3),
    ],
)
def test_a_mistake_is_told_with_its_place(ask: Search, query: str, position: int) -> None:
    assert ask(query)["mistakes"][0]["position"] == position


def test_a_label_that_is_unknown_is_told(ask: Search) -> None:
    assert "火星" in ask("区:火星")["mistakes"][0]["message"]


def test_an_empty_query_finds_nothing_and_a_filter_alone_finds_its_articles(ask: Search) -> None:
    assert ask("")["total"] == 0
    assert ask("", facets={"district": ["房山区"]})["total"] == 2


def test_facets_are_counted_over_all_hits_and_leave_their_own_choice_out(ask: Search) -> None:
    facets = ask("送清凉", facets={"district": ["燕山地区"]})["facets"]
    assert facets["district"] == [
        {"label": "房山区", "count": 2},
        {"label": "朝阳区", "count": 1},
        {"label": "燕山地区", "count": 1},
    ]
    assert facets["year"] == [{"label": "1998", "count": 1}]
    assert facets["campaign"] == []


def test_labels_of_one_facet_add_up_and_facets_narrow(ask: Search) -> None:
    assert set(ask("送清凉", facets={"district": ["燕山地区", "朝阳区"]})["numbers"]) == {2, 3}
    assert set(ask("送清凉", facets={"district": ["房山区"], "campaign": ["送清凉"]})["numbers"]) == {0}
    assert set(ask("送清凉", facets={"year": ["", "1998"]})["numbers"]) == {2, 3}


def test_articles_without_a_date_come_last_by_date_either_way(ask: Search) -> None:
    assert ask("夏日", sort="newest")["numbers"] == [0, 1, 2, 3]
    assert ask("夏日", sort="oldest")["numbers"] == [2, 1, 0, 3]
