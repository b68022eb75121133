"""Articles as the site room is given them, archives built from them, and one Chromium to look at them."""

from __future__ import annotations

import datetime
import functools
import hashlib
import http.server
import itertools
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from gongbao.core.annotations import FACETS, Annotations, Evidence, Figure, Mention, Origin, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Article, Credit, Kind, Page, Picture, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import SiteCounts, build_site

Build = Callable[..., SiteCounts]
Articles = Sequence[TaggedArticle]


_STREET = "城关街道"
_COLUMNS = {3: f"走进{_STREET}", 5: "职工来信"}  # of every eighth article


def _tag(article: Article, facet: str, label: str, words: str) -> Tag:
    found = [
        Evidence("paragraph", n, text.index(words), text.index(words) + len(words), words, "gazetteer")
        for n, text in enumerate(article.paragraphs)
        if words in text
    ]
    if facet == "district" and _STREET in article.column:
        start = article.column.index(_STREET)
        found.append(Evidence("column", 0, start, start + len(_STREET), _STREET, "district/street"))
    return Tag(facet, label, 0.93, Status.SET, Origin.RULE, tuple(found))


def _made_up(number: int, date: IssueDate, page: Page) -> TaggedArticle:
    """An article of our own words; every tenth is a picture, every seventh has no byline."""
    district = ("房山区", "海淀区", "通州区", "密云区", "燕山地区")[number % 5]
    campaign = ("送清凉", "送温暖", "安康杯", "职工书屋")[number % 4]
    activity = ("慰问", "座谈", "培训讲座")[number % 3]
    article = Article(
        headline=f"{district}{campaign}第{number}站开到车间" if number % 11 else "",
        kicker="工会行动 走进一线" if number % 5 == 0 else "",
        paragraphs=(
            f"近日，{district}总工会把{campaign}办到了班组，{activity}安排在午休时间，共有{number + 20}名职工参加。",
            "大家围坐一圈，说起食堂、班车和夜班津贴，工会干部逐条记下。",
        ),
        kind=Kind.PHOTO if number % 10 == 0 else Kind.REPORT,
        byline=(Credit(f"记者{number % 6}", "记者", "本报"), Credit("王小工", "通讯员", f"{district}总工会"))
        if number % 7
        else (),
        column=_COLUMNS.get(number % 8, ""),
        dateline="本报讯" if number % 10 else "",
        pictures=(Picture("职工在树荫下午休。", (Credit(f"记者{number % 6}", "摄影"),)),) if number % 10 == 0 else (),
        newspaper="ldwb",
        date=date,
        page=page,
        source=f"{date or 'undated'}-{page.number or 'x'}.txt",
        order=number,
        id=f"ldwb-{date or 'undated'}-{number:08x}",
        revision=1,
    )
    text = article.paragraphs[0]
    count = f"{number + 20}名"
    start = text.index(count)
    figure = Figure(f"{count}职工", number + 20, "名", "职工", False, "paragraph", 0, start, start + len(count) + 2)
    tags = (
        _tag(article, "district", district, district),
        _tag(article, "campaign", campaign, campaign),
        _tag(article, "activity", activity, activity),
    )
    union = f"{district}总工会"
    place = text.index(union)
    mention = Mention("organisation", union, union, "paragraph", 0, place, place + len(union))
    return TaggedArticle(article, Annotations(tags=tags, mentions=(mention,), figures=(figure,)))


def _key(tagged: TaggedArticle) -> tuple[Any, ...]:
    article = tagged.article
    date = article.date
    return (date, article.page.number, article.page.name, article.source, article.order, article.id)


@pytest.fixture(scope="session")
def make_article() -> Callable[..., TaggedArticle]:
    """One article by its number; keywords replace fields of the article."""

    def make(number: int = 1, **fields: Any) -> TaggedArticle:
        made = _made_up(number, fields.get("date", IssueDate(2023, 5, 8)), fields.get("page", Page("1", "要闻")))
        return replace(made, article=replace(made.article, **fields))

    return make


@pytest.fixture(scope="session")
def sample(sample_gold: Path) -> Articles:
    """The seven articles of the sample page with the labels a person gave them."""
    gold = json.loads(sample_gold.read_text(encoding="utf-8"))
    found = []
    for order, item in enumerate(gold["articles"]):
        article = Article(
            headline=item["headline"],
            kicker=item["kicker"],
            kind=Kind(item["kind"]),
            byline=tuple(Credit(person["name"], person["role"]) for person in item["byline"]),
            paragraphs=tuple(item["paragraphs"]),
            newspaper="ldwb",
            date=IssueDate(2021, 7),
            source=gold["source"],
            order=order,
            id=f"ldwb-2021-07-{order:08x}",
            revision=1,
        )
        tags = tuple(_tag(article, facet, label, label[:2]) for facet in FACETS for label in item["tags"][facet])
        found.append(TaggedArticle(article, Annotations(tags)))
    return found


@pytest.fixture(scope="session")
def newsroom(sample: Articles) -> Articles:
    """About 150 articles over three years, with pages and dates known more and less exactly, and the sample."""
    numbers = itertools.count()
    found = [_made_up(next(numbers), UNKNOWN_DATE, Page()) for _ in range(3)]
    found += [_made_up(next(numbers), IssueDate(2019), Page()) for _ in range(2)]
    found += [_made_up(next(numbers), IssueDate(2020, 2), Page("2", "工会")) for _ in range(2)]
    for week in range(12):
        day = datetime.date(2020, 1, 6) + datetime.timedelta(days=week * 61)
        for page in (Page("1", "要闻"), Page("A03", "工会"), Page("", "副刊"), Page()):
            date = IssueDate(day.year, day.month, day.day)
            found += [_made_up(next(numbers), date, page) for _ in range(3)]
    return sorted([*found, *sample], key=_key)


@pytest.fixture(scope="session")
def build() -> Build:
    """Build an archive; keywords are settings with ``_`` for the dot."""

    def build_one(articles: Articles, output: Path, theme: Path | None = None, **values: str) -> SiteCounts:
        settings = Settings(output.parent, {name.replace("_", ".", 1): value for name, value in values.items()})
        return build_site(lambda: iter(articles), settings, output, theme=theme)

    return build_one


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, str]]:
    """Every file below a folder with the hash of its bytes, the archive's own state included."""
    return _tree


@pytest.fixture(scope="module")
def articles(make_article: Callable[..., TaggedArticle]) -> Articles:
    """A day's paper and more of it than a build would plan anew for one change."""
    return [make_article(number, order=number) for number in range(1, 31)]


@pytest.fixture(scope="session")
def archive(newsroom: Articles, build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsroom's articles, built once; tests only look at it."""
    output = tmp_path_factory.mktemp("archive") / "public"
    build(newsroom, output, site_url="https://example.org/archive/")
    return output


@dataclass(frozen=True)
class Served:
    """A folder behind a web server, below a path of its own."""

    url: str


class _SilentFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(archive: Path) -> Iterator[Served]:
    """The archive from a web server, below ``/public/``."""
    serve = functools.partial(_SilentFiles, directory=str(archive.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(f"http://127.0.0.1:{server.server_port}/public/")
        server.shutdown()
        thread.join()
