"""One answer from both engines: generated queries by the thousand, the same hits, classes and counts for each.

The articles are made up here, of few words so that strings repeat; every stretch of one to twelve characters
of them is asked for, alone and mixed with operators, filters and dates. What each engine puts first
within a class is compared too, and told at the end of the test's output.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.soak import amount

from gongbao.core.records import Kind, Picture, TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import RankClass, Results, SearchBackend, Server, open_backend

MakeArticle = Callable[..., TaggedArticle]
QUERIES = amount(1_000, soak=5_000)
ARTICLES = 240
FACETS = ("district", "campaign", "street", "year", "kind", "pictured")
WRITTEN = (
    "区总工会 职工 慰问 一线 送清凉 清凉包 绿豆汤 西瓜 工地 车间 班组 快递员 外卖员 法律 讲座 劳动合同 维权 志愿者 "
    "驿站 书屋 劳模 工匠 技能 比武 培训 体检 疫情 防控 环卫 建筑 高温 津贴 ３１２３份 3,200 ＡＰＰ app “点亮” 「温暖」"
)
WORDS = tuple(WRITTEN.split())
DISTRICTS = ("房山区", "大兴区", "东城区", "燕山地区")
CAMPAIGNS = ("送清凉", "送温暖", "职工书屋")


@pytest.fixture(scope="module")
def made(make: MakeArticle) -> list[TaggedArticle]:
    chance = random.Random(11)

    def sentence(longest: int) -> str:
        return "".join(chance.choices(WORDS, k=chance.randint(2, longest)))

    def article(number: int) -> TaggedArticle:
        year, month = chance.randint(2018, 2022), chance.randint(0, 12)
        date = "" if number % 17 == 0 else f"{year}-{month:02d}" if month else f"{year}"
        return make(
            f"g{number:03d}",
            sentence(4),
            *(f"{sentence(8)}，{sentence(8)}。" for _ in range(chance.randint(1, 4))),
            date=date if number % 3 or len(date) < 7 else f"{date}-{chance.randint(1, 28):02d}",
            kicker=sentence(3) if number % 4 == 0 else "",
            column="身边" if number % 9 == 0 else "",
            district=tuple(chance.sample(DISTRICTS, k=chance.randint(0, 2))),
            campaign=tuple(chance.sample(CAMPAIGNS, k=chance.randint(0, 2))),
            byline=tuple(chance.sample(("何远山", "沈晓舟", "王伟", "王伟民"), k=chance.randint(0, 2))),
            page=(str(chance.randint(1, 12)), chance.choice(("", "要闻", "工会"))),
            kind=chance.choice(list(Kind)),
            pictures=(Picture("现场"),) if number % 5 == 0 else (),
        )

    return [article(number) for number in range(ARTICLES)]


@pytest.fixture(scope="module")
def engines(
    made: list[TaggedArticle],
    sample: tuple[TaggedArticle, ...],
    segmenter: Segmenter,
    elasticsearch_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[SearchBackend, SearchBackend]]:
    from elasticsearch import Elasticsearch

    embedded = open_backend("embedded", tmp_path_factory.mktemp("agree") / "index", segmenter)
    server = Server(urls=(elasticsearch_url,), index="agreement", shards=2)
    cluster = open_backend("elasticsearch", Path(), segmenter, server=server)
    for index in (embedded, cluster):
        index.rebuild([*made, *sample])
    yield embedded, cluster
    with Elasticsearch(elasticsearch_url) as client:
        for name in client.indices.get(index="agreement-*", features="aliases").body:
            client.indices.delete(index=name)


def strings(articles: list[TaggedArticle]) -> list[str]:
    """Every stretch of 1 to 12 characters of every paragraph and title, each once, in an order that chance gives."""
    found: dict[str, None] = {}
    for tagged in articles:
        for text in (tagged.article.headline, tagged.article.kicker, *tagged.article.paragraphs):
            for length in range(1, 13):
                found |= dict.fromkeys(text[start : start + length] for start in range(len(text) - length + 1))
    every = [string for string in found if string.strip()]
    random.Random(12).shuffle(every)
    return every


def queries(some: list[str]) -> Iterator[str]:
    """As many as wanted, of every kind in turn."""
    chance = random.Random(13)
    taken = iter(some)

    def quoted() -> str:
        return '"' + next(taken).replace('"', '""') + '"'

    def bare() -> str:
        return "".join(chance.choices(WORDS[:34], k=chance.randint(1, 3)))

    kinds: list[Callable[[], str]] = [
        quoted,
        quoted,
        quoted,
        bare,
        lambda: f"{bare()} {bare()}",
        lambda: f"{quoted()} -{bare()}",
        lambda: f"({quoted()} 或 {bare()}) {chance.choice(('有图', '头版', '-有图', '无图'))}",
        lambda: f"{bare()} 区:{chance.choice(DISTRICTS)[:2]}",
        lambda: f"{quoted()} 日期:{chance.randint(2018, 2022)}-0{chance.randint(1, 9)}..2023-06",
        lambda: f"标题:{bare()}",
        lambda: f'引题:{quoted()} 或 主题:"{chance.choice(CAMPAIGNS)}"',
        lambda: f"-({bare()} {bare()}) 记者:王伟",
        lambda: f"版:{chance.randint(1, 12)} 或 体裁:{chance.choice(('报道', '评论'))} {bare()}",
        lambda: f"(日期:{chance.randint(2018, 2022)} 或 栏目:身边) -{quoted()}",
    ]
    for number in range(QUERIES):
        yield kinds[number % len(kinds)]()


def classes(results: Results) -> dict[RankClass, list[str]]:
    """The ids of each class in their order."""
    found: dict[RankClass, list[str]] = {}
    for hit in results.hits:
        found.setdefault(hit.rank_class, []).append(hit.id)
    return found


@pytest.mark.slow
@pytest.mark.soak
def test_both_engines_give_the_same_hits_classes_and_counts(
    engines: tuple[SearchBackend, SearchBackend],
    made: list[TaggedArticle],
    sample: tuple[TaggedArticle, ...],
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    different: list[str] = []
    firsts, same = Counter[RankClass](), Counter[RankClass]()
    for number, query in enumerate(queries(strings([*made, *sample]))):
        asked = FACETS if number % 5 == 0 else ()
        sort = ("relevance", "date", "page")[number % 7 % 3]
        one, other = (index.search(query, limit=1_000, sort=sort, facets=asked) for index in engines)
        ones, others = classes(one), classes(other)
        sets = [{rank: set(ids) for rank, ids in each.items()} for each in (ones, others)]
        if sets[0] != sets[1] or one.total != other.total or one.facets != other.facets:
            different.append(query)
        elif sort != "relevance" and [hit.id for hit in one.hits] != [hit.id for hit in other.hits]:
            different.append(f"{query} in order of {sort}")
        for rank in ones if sort == "relevance" else ():
            firsts[rank] += min(10, len(ones[rank]))
            same[rank] += len(set(ones[rank][:10]) & set(others.get(rank, [])[:10]))
    told = ", ".join(f"{rank} {same[rank] / firsts[rank]:.3f}" for rank in firsts)
    record_property("overlap of the first ten in each class", told)
    with capsys.disabled():
        sys.stdout.write(f"\n{QUERIES:,} queries; overlap of the first ten in each class: {told}\n")
    assert different == []
    assert same.total() >= 0.9 * firsts.total()
