"""Queries of all kinds find in a real browser, from a disk and from a server, what the newsroom's own engine finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.soak import amount

from gongbao.core.annotations import Annotations, Evidence, Mention, Origin, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.normal import normalise
from gongbao.core.records import Article, Credit, Kind, Page, Picture, TaggedArticle
from gongbao.core.words import load_segmenter
from gongbao.search import SearchBackend, open_backend

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.soak]

ARTICLES = 400
QUERIES = amount(2_000, soak=20_000)
SEED = 20

_PLACES = ["河东区", "河西区", "南苑区", "山后区", "燕岭地区"]
_STREETS = ["青杨镇", "桥头街道", "柳溪乡", "东坝街道"]
_CAMPAIGNS = ["送清凉", "送温暖", "安康杯", "职工书屋"]
_ACTIVITIES = ["慰问", "座谈", "培训讲座"]
_NAMES = ["林知夏", "江予安", "季晚舟", "欧阳禾", "林知"]
_WORDS = [
    "总工会", "区总工会", "送清凉", "送凉茶", "驿站", "职工", "夜班津贴", "班组长", "安全帽", "车间主任",
    "３１２３户", "2021年", "5G基站", "Wi-Fi", "ＡＢ座", "café", "“我为职工”", "《班组手册》", "——", "……",
    "，", "。", "、", "：", "（试行）", "1.5倍", "100%", "℃", "㎡", "𠮷野家", "\u3000", " ",
]  # fmt: skip


def _text(chance: random.Random, most: int) -> str:
    return "".join(chance.choice(_WORDS) for _ in range(chance.randint(1, most))).strip() or "工会"


def _date(chance: random.Random) -> IssueDate:
    year, month, day = chance.randint(2019, 2023), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice([UNKNOWN_DATE, IssueDate(year), IssueDate(year, month), *[IssueDate(year, month, day)] * 6])


def _tags(chance: random.Random) -> tuple[Tag, ...]:
    named = [("district", _PLACES), ("campaign", _CAMPAIGNS), ("activity", _ACTIVITIES)]
    found = []
    for facet, labels in named:
        for label in chance.sample(labels, chance.choice([0, 1, 1, 2])):
            street = Evidence("paragraph", 0, 0, 3, chance.choice(_STREETS), "district/street")
            evidence = (street,) if facet == "district" and chance.random() < 0.5 else ()
            status = chance.choice([Status.SET, Status.SET, Status.CONFIRMED, Status.SUGGESTED, Status.REJECTED])
            found.append(Tag(facet, label, 0.9, status, Origin.RULE, evidence))
    return tuple(found)


def _article(chance: random.Random, number: int) -> TaggedArticle:
    photograph = Picture(_text(chance, 4), (Credit(chance.choice(_NAMES), "摄影"),))
    article = Article(
        headline=_text(chance, 4),
        kicker=_text(chance, 2) if chance.random() < 0.4 else "",
        column=chance.choice(["工会行动", "班组故事", "", ""]),
        paragraphs=tuple(_text(chance, 14) for _ in range(chance.randint(0, 4))),
        byline=tuple(
            Credit(name, chance.choice(["记者", "通讯员"]), "本报")
            for name in chance.sample(_NAMES, chance.choice([0, 1, 2]))
        ),
        pictures=(photograph,) if chance.random() < 0.3 else (),
        kind=chance.choice(list(Kind)),
        date=_date(chance),
        page=chance.choice([Page(), Page("1", "要闻"), Page("3", "工会"), Page("A03", "工会"), Page("13", "副刊")]),
        id=str(number),
        order=number,
    )
    named = [
        Mention("person", name, name, "paragraph", 0, 0, len(name), "劳模", "")
        for name in chance.sample(_NAMES, chance.choice([0, 0, 1]))
    ]
    return TaggedArticle(article, Annotations(tags=_tags(chance), mentions=tuple(named)))


@pytest.fixture(scope="module")
def articles() -> list[TaggedArticle]:
    chance = random.Random(SEED)
    return [_article(chance, number) for number in range(ARTICLES)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _string(chance: random.Random, articles: Sequence[TaggedArticle]) -> str:
    """A stretch of a field; or, so that most find nothing, of a field with another character in its middle."""
    article = chance.choice(articles).article
    text = chance.choice([article.headline, *article.paragraphs, *(credit.name for credit in article.byline)])
    length = chance.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 30])
    start = chance.randrange(max(1, len(text) - length + 1))
    string = text[start : start + length]
    if chance.random() < 0.2:
        middle = len(string) // 2
        string = string[:middle] + chance.choice("工会清，A3 𠮷") + string[middle:]
    return _quoted(string) if normalise(string).strip() else '"工会"'


def _filter(chance: random.Random) -> str:
    year, month = chance.randint(2018, 2024), chance.randint(1, 12)
    part = chance.choice(["河", "区", "燕岭", "山后区", "海上"])
    return chance.choice(
        [
            f"区:{part}",
            f'区:"{chance.choice(_PLACES)}"',
            f"主题:{chance.choice(_CAMPAIGNS)}",
            f"活动:({chance.choice(_ACTIVITIES)} 或 {chance.choice(_ACTIVITIES)})",
            f"记者:{chance.choice(_NAMES)}",
            f'记者:"{chance.choice(_NAMES)}"',
            f"栏目:{chance.choice(['工会', '班组故事', '没有'])}",
            f"版:{chance.choice(['3', '第03版', 'A3', '13', '工会', '副刊'])}",
            f"街道:{chance.choice([*_STREETS, '燕岭'])}",
            f'街道:"{chance.choice(_STREETS)}"',
            f"人物:{chance.choice(_NAMES)}",
            f'人物:"{chance.choice(_NAMES)}"',
            f"{chance.choice(['摄影', '通讯员'])}:{chance.choice(_NAMES)}",
            chance.choice(["有图", "无图", "头版", "图片:有", "图片:无", "版:头版"]),
            f"体裁:{chance.choice(['评论', '报道', '公告'])}",
            f"日期:{year}",
            f"日期:{year}-{month:02}",
            f"日期:{year}年{month}月{chance.randint(1, 28)}日",
            f"日期:{year}-{month:02}..{year + 1}",
            f"日期:{chance.choice([f'{year}..', f'..{year}'])}",
        ]
    )


def _query(chance: random.Random, articles: Sequence[TaggedArticle]) -> str:
    def string() -> str:
        return _string(chance, articles)

    match chance.randrange(10):
        case 0 | 1 | 2 | 3:
            return string()
        case 4:
            return f"{string()} {string()}"
        case 5:
            return f"{string()} {_filter(chance)}"
        case 6:
            return f"标题:{string()} {chance.choice(['', _filter(chance)])}"
        case 7:
            return f"({string()} 或 {string()}) -{string()}"
        case 8:
            return f"{_filter(chance)} {chance.choice(['', '-'])}{_filter(chance)}"
        case _:
            return f"* -({string()} {_filter(chance)}) {chance.choice(['', _filter(chance)])}"


_ASK = """async (queries) => {
    const found = [];
    for (const query of queries) {
        const { hits, mistakes } = await gongbaoSearch.search(query, { counts: false });
        found.push([hits.map((hit) => hit.number).sort((one, other) => one - other), mistakes]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def index(articles: list[TaggedArticle], tmp_path_factory: pytest.TempPathFactory) -> SearchBackend:
    index = open_backend("embedded", tmp_path_factory.mktemp("engine") / "index", load_segmenter())
    index.index(articles)
    return index


def test_queries_of_all_kinds_find_the_same_articles(
    articles: list[TaggedArticle],
    index: SearchBackend,
    make_searchable: Callable[[Path], Any],
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED + 1)
    queries = list(dict.fromkeys(_query(chance, articles) for _ in range(QUERIES * 2)))[:QUERIES]
    assert len(queries) == QUERIES
    names = [tagged.article.id for tagged in articles]
    expected = [sorted(map(int, index.matching(query, among=names))) for query in queries]
    assert sum(map(bool, expected)) > QUERIES // 2
    assert sum(not numbers for numbers in expected) > QUERIES // 20

    searchable = make_searchable(tmp_path).write(articles)
    for root in (None, serve(searchable.folder)):
        answers = searchable.open(root).evaluate(_ASK, queries)
        wrong = [
            (query, found, wanted, mistakes)
            for query, (found, mistakes), wanted in zip(queries, answers, expected, strict=True)
            if found != wanted
        ]
        assert not wrong, f"{len(wrong)} of {QUERIES} from {root or 'a disk'}: {wrong[:3]}"
