"""What every engine must tell around its hits: facets, dates, people, completions, other spellings, likeness."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gongbao.core.annotations import Annotations, Evidence, Mention, Origin, Status, Tag
from gongbao.core.errors import GongbaoError, SearchError
from gongbao.core.records import Credit, Picture, TaggedArticle
from gongbao.search import Completion, FacetCount, SearchBackend

MakeArticle = Callable[..., TaggedArticle]
TODAY = datetime.date(2021, 9, 10)


def tag(facet: str, label: str, status: Status = Status.SET, street: str = "") -> Tag:
    evidence = (Evidence("paragraph", 0, 0, len(street), street, "district/street"),) if street else ()
    return Tag(facet, label, 0.9, status, Origin.RULE, evidence)


def person(name: str, role: str) -> Mention:
    return Mention("person", name, name, "paragraph", 0, 0, len(name), role)


def tagged(article: TaggedArticle, tags: Sequence[Tag], people: Sequence[Mention] = ()) -> TaggedArticle:
    return replace(article, annotations=Annotations(tuple(tags), tuple(people)))


def articles(make: MakeArticle) -> list[TaggedArticle]:
    """Six of them, in four months of three years."""
    return [
        tagged(
            make("one", "窑上镇慰问环卫职工", "镇工会送去绿豆汤。", date="2021-07-16", page=("1", "要闻")),
            [tag("district", "房山区", street="窑上镇"), tag("campaign", "送清凉")],
            [person("何远山", "主席")],
        ),
        tagged(
            make("two", "清凉走进车间", "慰问品送到班组。", date="2021-07-20", byline=("何远山",)),
            [tag("district", "房山区"), tag("district", "大兴区"), tag("campaign", "送清凉")],
        ),
        tagged(
            make("three", "法律讲座进园区", "讲座说的是劳动合同。", date="2021-09-01", page=("A1", "")),
            [tag("district", "大兴区", street="枣园街道"), tag("campaign", "送清凉", Status.SUGGESTED)],
        ),
        make(
            "four",
            "图片里的夏天",
            "镜头对准一线。",
            date="2020-07",
            byline=(Credit("何远山", "摄影"), Credit("沈晓舟", "通讯员")),
            pictures=(Picture("一线职工", (Credit("沈晓舟", "摄影"),)),),
        ),
        make("five", "劳动合同怎么签", "劳动合同的讲座，园区里又办了一次。", date="2019"),
        make("six", "没有日期的旧稿", "讲的是别的事。", date="", page=("12", "副刊")),
    ]


@pytest.fixture(scope="module")
def around(
    open_at: Callable[[Path], SearchBackend], tmp_path_factory: pytest.TempPathFactory, make: MakeArticle
) -> SearchBackend:
    index = open_at(tmp_path_factory.mktemp("around"))
    index.index(articles(make))
    return index


def ids(index: SearchBackend, query: str) -> set[str]:
    return {hit.id for hit in index.search(query, today=TODAY).hits}


def counts(found: Sequence[FacetCount]) -> dict[str, int]:
    return {count.value: count.count for count in found}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("街道:窑上", {"one"}),
        ('街道:"窑上镇"', {"one"}),
        ('街道:"窑上"', set()),
        ("人物:何远山", {"one", "two", "four"}),
        ("记者:何远山", {"two", "four"}),
        ("摄影:何远山", {"four"}),
        ("摄影:沈晓", {"four"}),
        ('通讯员:"沈晓舟"', {"four"}),
        ("通讯员:何远山", set()),
        ("建议:送清凉", {"three"}),
        ("主题:送清凉", {"one", "two"}),
        ("有图", {"four"}),
        ("无图 日期:2021-09", {"three"}),
        ("头版", {"one", "three"}),
        ("-头版 区:大兴", {"two"}),
        ("日期:去年", {"four"}),
        ("日期:近三个月", {"one", "two", "three"}),
        ("日期:本月", {"three"}),
        ("日期:..前年", {"five"}),
    ],
)
def test_what_is_known_of_an_article_filters(around: SearchBackend, query: str, found: set[str]) -> None:
    assert ids(around, query) == found


def test_a_facet_is_counted_without_its_own_filter_and_with_all_others(around: SearchBackend) -> None:
    results = around.search("区:房山 主题:送清凉", facets=("district", "campaign", "year"))
    assert results.total == 2
    assert counts(results.facets["district"]) == {"房山区": 2, "大兴区": 1}
    assert counts(results.facets["campaign"]) == {"送清凉": 2}
    assert counts(results.facets["year"]) == {"2021": 2}
    excluded = around.search("-区:房山", facets=("district",))
    assert counts(excluded.facets["district"]) == {"大兴区": 1}
    either = around.search("区:(房山 或 大兴) 日期:2021-07", facets=("district", "month"))
    assert counts(either.facets["district"]) == {"房山区": 2, "大兴区": 1}
    assert counts(either.facets["month"]) == {"2021-07": 2, "2021-09": 1}


def test_a_street_is_a_level_below_its_district(around: SearchBackend) -> None:
    found = around.search("*", facets=("street",)).facets["street"]
    assert [(count.parent, count.value, count.count) for count in found] == [
        ("大兴区", "大兴区/枣园街道", 1),
        ("房山区", "房山区/窑上镇", 1),
    ]


def test_a_histogram_goes_from_the_oldest_to_the_newest_without_gaps(around: SearchBackend) -> None:
    years = around.search("*", histogram="year").histogram
    assert [(count.value, count.count) for count in years] == [("2019", 1), ("2020", 1), ("2021", 3)]
    months = around.search("日期:2021-09", histogram="month").histogram
    assert (months[0], months[-1]) == (FacetCount("2020-07", 1), FacetCount("2021-09", 1))
    assert len(months) == 15
    assert sum(count.count for count in months) == 4
    assert around.search("没有这样的字", histogram="month").histogram == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sql", Completion("送清凉", "campaign", 2)),
        ("slq", Completion("送清凉", "campaign", 2)),
        ("songqing", Completion("送清凉", "campaign", 2)),
        ("送", Completion("送清凉", "campaign", 2)),
        ("清凉", Completion("送清凉", "campaign", 2)),
        ("何远", Completion("何远山", "person", 3)),
        ("HYS", Completion("何远山", "person", 3)),
        ("ysz", Completion("房山区/窑上镇", "street", 1)),
        ("法律", Completion("法律讲座进园区", "headline", 1)),
    ],
)
def test_what_is_typed_is_completed_by_writing_pinyin_or_initials(
    around: SearchBackend, typed: str, first: Completion
) -> None:
    assert around.complete(typed)[0] == first


def test_completions_are_the_most_frequent_first_and_no_more_than_wanted(around: SearchBackend) -> None:
    assert [found.value for found in around.complete("d", 2)] == ["大兴区"]
    assert around.complete("") == around.complete("zzzz") == around.complete("。") == ()
    for typed in (".*", "[", "a|b", "\\", '"', "（", "~", "#", "@", "\t", "s\tcampaign", "甲" * 500, "\x00", "<1-9>"):
        assert isinstance(around.complete(typed), tuple)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("送青凉", '主题:"送清凉"'),
        ("何元山", "何远山"),
        ("劳动河同", "劳动合同"),
        ("-工地 讲坐", "-工地 讲座"),
    ],
)
def test_a_term_that_nobody_printed_is_offered_as_it_sounds(around: SearchBackend, query: str, meant: str) -> None:
    results = around.search(query)
    assert results.total == 0
    assert meant in results.did_you_mean
    assert around.search(results.did_you_mean[0]).total


def test_nothing_is_offered_where_something_was_found_or_nothing_sounds_so(around: SearchBackend) -> None:
    assert around.search("讲座").did_you_mean == ()
    assert around.search("乌有之乡").did_you_mean == ()


def test_articles_that_share_rare_words_are_similar(around: SearchBackend) -> None:
    assert next(iter(around.similar("three"))).id == "five"
    assert "three" not in {hit.id for hit in around.similar("three", limit=50)}
    with pytest.raises(SearchError, match="nobody"):
        around.similar("nobody")


def test_a_draft_is_like_what_shares_its_rare_words(around: SearchBackend, make: MakeArticle) -> None:
    three = next(one.article for one in articles(make) if one.article.id == "three")
    found = tuple(hit.id for hit in around.similar("three", limit=50))
    assert around.like(three, limit=50) == found
    assert set(around.like(replace(three, id=""), limit=50)) == {"three", *found}
    assert around.like(replace(three, id="", headline="", paragraphs=(), kicker="", byline=(), pictures=())) == ()


def test_a_query_can_be_asked_about_a_few_articles_only(around: SearchBackend) -> None:
    assert around.matching("劳动合同", ["three", "five", "six", "nobody"]) == {"three", "five"}
    assert around.matching("日期:本月", ["one", "three"], today=TODAY) == {"three"}
    assert around.matching("*", []) == set()


@pytest.mark.parametrize("sort", ["relevance", "date", "page"])
def test_every_hit_is_streamed_in_the_order_of_a_search(around: SearchBackend, sort: str) -> None:
    for query in ("*", "劳动合同 或 清凉", "区:房山"):
        streamed = [hit.id for hit in around.every_hit(query, sort=sort)]
        assert streamed == [hit.id for hit in around.search(query, limit=0, sort=sort).hits]


def test_what_cannot_be_counted_is_a_sentence(around: SearchBackend) -> None:
    with pytest.raises(GongbaoError, match="。"):
        around.search("*", histogram="decade")
    with pytest.raises(GongbaoError, match="。"):
        around.search("*", facets=("suggested",))


def test_typed_text_never_becomes_syntax_of_the_engine(around: SearchBackend) -> None:
    """Each is looked for as it stands, and nobody printed it."""
    for typed in (
        "body_pairs:工会",
        "_exists_:id",
        "*:*",
        "工会~2",
        "工会^9",
        '{"match_all":{}}',
        "/.*/",
        "[2019 TO *]",
    ):
        assert around.search('"' + typed.replace('"', '""') + '"').total == 0


def test_a_record_holds_all_that_an_article_has(around: SearchBackend) -> None:
    hit = around.search("摄影:沈晓舟").hits[0]
    assert isinstance(hit.date.year, int)
    assert hit.byline == ("何远山", "沈晓舟")
