"""What every engine must do: the same tests over each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.errors import GongbaoError, QueryError
from gongbao.core.records import TaggedArticle
from gongbao.search import RankClass, SearchBackend

MakeArticle = Callable[..., TaggedArticle]
OpenIndex = Callable[[], SearchBackend]


def ids(index: SearchBackend, query: str, **options: object) -> list[str]:
    return [hit.id for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


def test_a_term_finds_the_string_first_and_then_its_words(archive: SearchBackend) -> None:
    results = archive.search("送西瓜")
    assert [(hit.id, hit.rank_class) for hit in results.hits] == [
        ("cool", RankClass.HEADLINE),
        ("kick", RankClass.KICKER),
        ("body", RankClass.BODY),
        ("words", RankClass.WORDS),
    ]
    assert results.total == 4


def test_a_string_finds_only_the_string(archive: SearchBackend) -> None:
    assert ids(archive, '"送西瓜"') == ["cool", "kick", "body"]


def test_terms_side_by_side_are_all_required_and_rank_by_the_lowest(archive: SearchBackend) -> None:
    results = archive.search("送西瓜 慰问品")
    assert [(hit.id, hit.rank_class) for hit in results.hits] == [("cool", RankClass.BODY)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("塔吊 OR 冰柜", {"cool", "kick"}),
        ("塔吊 | 冰柜", {"cool", "kick"}),
        ("塔吊｜冰柜", {"cool", "kick"}),
        ("塔吊 或 冰柜", {"cool", "kick"}),
        ('"送西瓜" -工地', {"kick", "body"}),
        ('"送西瓜" NOT 工地', {"kick", "body"}),
        ('"送西瓜" 不含 工地', {"kick", "body"}),
        ('"送西瓜" －（工地 或 车间）', {"body"}),
        ("-西瓜", {"none"}),
        ("-西瓜 -书屋", set()),
        ("(塔吊 或 书屋) (职工 或 工地)", {"cool", "none"}),
        ("书屋 且 职工", {"none"}),
        ("--书屋", {"none"}),
        ("*", {"cool", "kick", "body", "words", "none"}),
    ],
)
def test_operators(archive: SearchBackend, query: str, found: set[str]) -> None:
    assert set(ids(archive, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("区:房山", {"cool", "body"}),
        ("区：房山", {"cool", "body"}),
        ("district:房山", {"cool", "body"}),
        ("DISTRICT:房山区", {"cool", "body"}),
        ('区:"房山区"', {"cool", "body"}),
        ('区:"房山"', set()),
        ("区:(房山 或 大兴)", {"cool", "body", "kick"}),
        ("活动:慰问 活动:走访调研", {"kick"}),
        ("记者:王一川", {"kick"}),
        ("byline:李岚 -记者:王一川", {"cool"}),
        ("摄影:赵小满", {"words"}),
        ("标题:送西瓜", {"cool"}),
        ('标题:"送西瓜"', {"cool"}),
        ("引题:送西瓜", {"kick"}),
        ("版:A03", {"kick"}),
        ("版:第a3版", {"kick"}),
        ("版:02", {"body"}),
        ("版:综合", {"body"}),
        ("体裁:图片新闻", {"words"}),
        ("kind:photo", {"words"}),
        ("状态:草稿", {"none"}),
        ("公开:否", {"none"}),
        ("栏目:书香", {"none"}),
    ],
)
def test_fields_filter(archive: SearchBackend, query: str, found: set[str]) -> None:
    assert set(ids(archive, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("日期:2021", {"cool", "kick"}),
        ("日期:2021-07", {"cool"}),
        ("日期:2021年8月2日", {"kick"}),
        ("date:2021-07..2021-08", {"cool", "kick"}),
        ("日期:2021-07-17..", {"kick"}),
        ("日期:..2020", {"body", "words"}),
        ("日期:2019-03-05", {"words"}),
        ("日期:2020-07至2021-07", {"cool", "body"}),
        ("-日期:1900..2100", {"none"}),
    ],
)
def test_a_date_matches_where_it_may_lie_in_the_period(archive: SearchBackend, query: str, found: set[str]) -> None:
    """One known to the year may be any of its days; one that is not known lies in no period."""
    assert set(ids(archive, query)) == found


@pytest.mark.parametrize("string", ["赵小满", "市总宣传部", "绿豆汤", "身边的书香", "李岚", "”，又说‘", "夏天", "，"])
def test_every_field_is_searched(archive: SearchBackend, string: str) -> None:
    assert archive.search(f'"{string}"').total >= 1


@pytest.mark.parametrize("string", ["夏天送西瓜", "来了。大家", "李岚王一川", "工地七月", "夏天 送西瓜"])
def test_no_string_crosses_a_border(archive: SearchBackend, string: str) -> None:
    assert archive.search(f'"{string}"').total == 0


def test_facets_count_the_whole_result(archive: SearchBackend) -> None:
    results = archive.search("送西瓜", limit=1, facets=("district", "activity", "year", "byline", "page", "kind"))
    counted = {name: [(count.value, count.count) for count in counts] for name, counts in results.facets.items()}
    assert counted == {
        "district": [("房山区", 2), ("大兴区", 1)],
        "activity": [("慰问", 2), ("走访调研", 1)],
        "year": [("2021", 2), ("2019", 1), ("2020", 1)],
        "byline": [("李岚", 2), ("王一川", 1), ("赵小满", 1)],
        "page": [("工会", 1), ("综合新闻", 1)],
        "kind": [("report", 3), ("photo", 1)],
    }


def test_sorted_by_date_the_newest_come_first_and_unknown_dates_last(archive: SearchBackend) -> None:
    results = archive.search("*", sort="date")
    assert [hit.id for hit in results.hits] == ["kick", "cool", "body", "words", "none"]
    classes = {hit.id: hit.rank_class for hit in archive.search("送西瓜", sort="date").hits}
    assert classes["cool"] is RankClass.HEADLINE
    assert classes["words"] is RankClass.WORDS


def test_sorted_by_page_unknown_pages_come_last(archive: SearchBackend) -> None:
    assert ids(archive, "*", sort="page") == ["body", "kick", "cool", "words", "none"]


@pytest.mark.parametrize("sort", ["relevance", "date", "page"])
def test_pages_of_hits_put_together_are_all_hits(index: SearchBackend, make: MakeArticle, sort: str) -> None:
    """Though most of them are equal in everything but their id."""
    index.index(
        make(
            f"{number:02d}",
            "安全生产月" if number % 3 else "班组",
            "安全生产人人有责。",
            date="2021-06" if number % 4 else "",
        )
        for number in range(23)
    )
    everything = ids(index, "安全生产", limit=0, sort=sort)
    assert len(everything) == 23
    for size in (1, 4, 7, 50):
        pages = [ids(index, "安全生产", limit=size, offset=start, sort=sort) for start in range(0, 23, size)]
        assert [found for page in pages for found in page] == everything
    assert ids(index, "安全生产", offset=23, sort=sort) == []


def test_the_order_does_not_depend_on_the_order_of_indexing(open_index: OpenIndex, make: MakeArticle) -> None:
    articles = [make(f"{number}", "工会之家", "阵地建设。", order=number % 2) for number in range(9)]
    index = open_index()
    index.rebuild(articles)
    first = ids(index, "工会")
    index.rebuild(reversed(articles))
    assert ids(index, "工会") == first == ["0", "2", "4", "6", "8", "1", "3", "5", "7"]


def test_of_two_alike_the_newer_comes_first(index: SearchBackend, make: MakeArticle) -> None:
    index.index(make(year, "职工之家", "阵地建设。", date=f"{year}-05-01") for year in ("1987", "2021", "2004"))
    assert ids(index, "阵地") == ["2021", "2004", "1987"]


def test_a_fuller_answer_outranks_a_slightly_newer_one(index: SearchBackend, make: MakeArticle) -> None:
    index.index(
        [
            make("fuller", "一", "法律援助，法律援助，法律援助。", date="2020-05-01"),
            make("newer", "二", "法律援助。其余都是别的内容，说的是另外一些事情，与此并不相干。", date="2020-06-01"),
        ]
    )
    assert ids(index, "法律援助") == ["fuller", "newer"]


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "(", ")", "-", "OR", "区:", "未知:房山", '"\u200b"', "\ud800", "日期:2021-13"]
)
def test_a_mistake_in_a_query_is_never_an_empty_result(archive: SearchBackend, query: str) -> None:
    with pytest.raises(QueryError) as mistake:
        archive.search(query)
    assert 0 <= mistake.value.position <= len(query)


def test_impossible_requests_are_a_sentence(archive: SearchBackend) -> None:
    for options in ({"limit": -1}, {"offset": -1}, {"sort": "size"}, {"facets": ("colour",)}):
        with pytest.raises(GongbaoError, match="。"):
            archive.search("工会", **options)


def test_the_query_is_shown_as_understood(archive: SearchBackend) -> None:
    assert archive.search("送西瓜 （区：房山｜区：大兴） －工地").understood == "送西瓜 (区:房山 或 区:大兴) -工地"
