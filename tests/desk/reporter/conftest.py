"""A small archive with a summer's reports, and a reporter who asks it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk.conftest import RunningDesk, running

from gongbao.core.annotations import Annotations
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Page, Reading, Source, Span
from gongbao.desk.reporter.examining import Reporter
from gongbao.pipeline import index, tag
from gongbao.project import Project

LONG = (
    "青石区总工会的工作人员冒着高温来到云岭路快速化改造工地，把3123份“清凉包”交到建设者手中。清凉包里装着绿豆糕、"
    "藿香正气水、毛巾和风油精。工人陈立柱接过清凉包说，这份心意来得正是时候，大伙儿干活更有劲头了。区总工会还请来"
    "医生为工友们量血压、讲中暑后的急救办法，并给工地上的职工书屋添了二百多册图书，方便大家在歇晌的时候翻一翻。"
    "据介绍，这项慰问将一直持续到立秋，预计走访四十余个露天作业点，覆盖环卫、快递、建筑等行业的一线职工。"
)


def printed(headline: str, *paragraphs: str, date: str, page: str = "3", byline: str = "") -> Reading:
    """An article as it was printed, a source of its own."""
    text = "\n\n".join((headline, *paragraphs))
    raw = text.encode()
    day = IssueDate.parse(date)
    source = Source(f"{date}-{headline[:6]}.txt", raw, hashlib.sha256(raw).hexdigest(), "utf-8", text, "ldwb", day)
    article = Article(
        headline,
        paragraphs,
        byline=(Credit(byline, "记者"),) if byline else (),
        newspaper="ldwb",
        date=day,
        page=Page(page, "工会"),
        source=source.name,
        source_sha256=source.sha256,
        spans=(Span(0, len(headline), "headline"),),
    )
    return Reading(source, (article,))


ARCHIVE = (
    printed(
        "房山区总工会把清凉送到云岭路工地",
        LONG.replace("青石区", "房山区"),
        date="2021-07-16",
        byline="田小禾",
    ),
    printed(
        "房山区送清凉走进窦店镇",
        "7月2日，房山区总工会副主席何远山带队来到窦店镇，把2800份清凉包送给环卫工人，同时开展慰问演出。",
        "何远山表示，送清凉活动将覆盖全区。",
        date="2021-07-03",
        byline="田小禾",
    ),
    printed("何远山走访快递站点", "房山区总工会副主席何远山走访快递站点，慰问快递员。", date="2021-06-20", page="2"),
    printed("劳模工作室揭牌", "朝阳区一家企业的劳模创新工作室揭牌，带头人是阎昌禄。", date="2021-05-11"),
    printed("劳模阎昌禄谈传帮带", "朝阳区的劳模阎昌禄说，带徒弟要有耐心。", date="2021-05-12"),
)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project folder with ARCHIVE tagged and indexed; nobody may change it."""
    opened = Project(tmp_path_factory.mktemp("reporter"))
    opened.store.save(ARCHIVE)
    tag(opened)
    index(opened)
    yield opened
    opened.store.close()


@pytest.fixture(scope="session")
def reporter(project: Project) -> Reporter:
    """Who examines stories with the archive's own tagger."""

    def annotate(article: Article) -> Annotations:
        return project.tagger.annotate(article)

    return Reporter(project, annotate)


@pytest.fixture(scope="session")
def desk(sample_newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all of this folder: to start one loads a tagger, and no test here changes what another sees."""
    folder = tmp_path_factory.mktemp("reporters") / "newsroom"
    shutil.copytree(sample_newsroom, folder)
    yield from running(folder)
