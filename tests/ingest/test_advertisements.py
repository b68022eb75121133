"""Advertisements of unlike kinds are discarded, the articles beside them are left whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.core.records import Source
from gongbao.core.words import Segmenter
from gongbao.ingest.splitter import split

ADVERTISEMENTS = tuple(
    tuple(line.split(" | "))
    for line in (Path(__file__).parent / "advertisements.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
FURNITURE = (
    ("上一版 下一版", "furniture"),
    ("放大 缩小 默认", "furniture"),
    ("3", "furniture"),
    ("4", "furniture"),
    ("责任编辑 周某明 美术编辑 赵青 校对 吴兰", "imprint"),
    ("本版责任编辑 周明", "imprint"),
    ("第03版：工会", "furniture"),
    ("2021年7月16日 星期五", "furniture"),
    ("社址：光明路10号 邮编：100000 总机：63330000", "imprint"),
    ("http://paper.example.com/2021/07/16", "furniture"),
    ("▲▲▲", "furniture"),
)
# What looks like an advertisement and is news: it reports, or serves the reader inside a report.
NEWS = (
    (
        "市总工会开通维权热线",
        "本报讯（记者 王小明）市总工会昨日开通职工维权热线，电话：010-12345678。律师在线解答疑问。",
    ),
    ("区总工会举办招聘会", "昨日，区总工会举办夏季专场招聘会，六十家企业提供两千个岗位，最高月薪九千元。"),
    ("商场职工练兵忙", "店庆在即，商场工会组织收银员开展技能比武，选手们点钞、扫码、打包一气呵成。"),
    ("关于表彰先进集体的公告", "经评选委员会审定，决定授予第三车间等十个集体先进称号，希望受到表彰的集体再接再厉。"),
)


@pytest.fixture(scope="module")
def groups(sample_path: Path, gold_path: Path) -> list[tuple[str, ...]]:
    blocks = [block.strip() for block in sample_path.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    gold = json.loads(gold_path.read_text(encoding="utf-8"))["articles"]
    return [tuple(blocks[index] for index in article["blocks"]) for article in gold]


@pytest.fixture(scope="module")
def gold_bodies(gold_path: Path) -> list[tuple[str, tuple[str, ...]]]:
    gold = json.loads(gold_path.read_text(encoding="utf-8"))["articles"]
    return [(article["headline"], tuple(article["paragraphs"])) for article in gold]


def _page(groups: list[tuple[str, ...]], inserted: tuple[str, ...], place: int) -> str:
    return "\n\n".join(block for group in [*groups[:place], inserted, *groups[place:]] for block in group) + "\n"


def test_the_table_holds_at_least_a_hundred_advertisements() -> None:
    assert len(set(ADVERTISEMENTS)) >= 100


@pytest.mark.parametrize("place", [1, 4, 7])
def test_every_advertisement_is_removed_and_no_article_is_touched(
    place: int,
    groups: list[tuple[str, ...]],
    gold_bodies: list[tuple[str, tuple[str, ...]]],
    source_of: Callable[[str], Source],
    segmenter: Segmenter,
) -> None:
    left, hurt = [], []
    for blocks in ADVERTISEMENTS:
        reading = split(source_of(_page(groups, blocks, place)), segmenter)
        discarded = "\n".join(discard.text for discard in reading.discards)
        left += [block for block in blocks if block not in discarded]
        if [(article.headline, article.paragraphs) for article in reading.articles] != gold_bodies:
            hurt.append(blocks)
    assert (left, hurt) == ([], [])


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_a_line_of_furniture_is_discarded_with_its_reason(
    line: str, reason: str, groups: list[tuple[str, ...]], source_of: Callable[[str], Source], segmenter: Segmenter
) -> None:
    reading = split(source_of(_page(groups, (line,), 3)), segmenter)
    assert [(discard.text, discard.reason) for discard in reading.discards] == [(line, reason)]
    assert len(reading.articles) == len(groups)


@pytest.mark.parametrize("blocks", NEWS)
def test_news_that_names_a_phone_a_wage_or_a_sale_is_kept(
    blocks: tuple[str, ...], groups: list[tuple[str, ...]], source_of: Callable[[str], Source], segmenter: Segmenter
) -> None:
    reading = split(source_of(_page(groups, blocks, 3)), segmenter)
    assert reading.discards == ()
    assert blocks[0] in "\n".join(line for article in reading.articles for line in (article.headline, article.text))
