"""Articles made by hand, the sample page's articles, and an empty index of each engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from gongbao.core.annotations import FACETS, Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.core.records import Article, Credit, Kind, Page, Picture, State, TaggedArticle
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.search import SearchBackend, open_backend
from gongbao.search.backend import Server

# Every engine of this list must pass test_contract*.py, test_exactness.py and test_anything_typed.py.
ENGINES = ("embedded", "elasticsearch")

MakeArticle = Callable[..., TaggedArticle]
OpenIndex = Callable[[], SearchBackend]
OpenAt = Callable[[Path], SearchBackend]


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return load_segmenter()


@pytest.fixture(params=ENGINES, scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The config name of each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def open_at(engine: str, segmenter: Segmenter, request: pytest.FixtureRequest) -> Iterator[OpenAt]:
    """Open the index that belongs to a folder: in it, or on the server under a name made from it."""
    server = Server()
    if engine == "elasticsearch":
        server = Server(urls=(request.getfixturevalue("elasticsearch_url"),))
    opened: set[str] = set()

    def open_it(folder: Path) -> SearchBackend:
        name = "test-" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        opened.add(name)
        return open_backend(engine, folder / "index", segmenter, server=replace(server, index=name))

    yield open_it
    if engine == "elasticsearch":
        with Elasticsearch(list(server.urls)) as client:
            for name in opened:
                for index in client.indices.get(index=f"{name}-*", features="aliases").body:
                    client.indices.delete(index=index)


@pytest.fixture
def open_index(open_at: OpenAt, tmp_path: Path) -> OpenIndex:
    """Open the same, at first missing, index as often as wanted."""
    return lambda: open_at(tmp_path)


@pytest.fixture
def index(open_index: OpenIndex) -> SearchBackend:
    return open_index()


def _make(identity: str, headline: str, *paragraphs: str, date: str = "2021-07-16", **given: object) -> TaggedArticle:
    labels = {facet: given.pop(facet, ()) for facet in FACETS}
    names = given.pop("byline", ())
    page = given.pop("page", ("", ""))
    assert isinstance(names, tuple)
    assert isinstance(page, tuple)
    article = Article(
        id=identity,
        headline=headline,
        paragraphs=paragraphs,
        date=IssueDate.parse(date),
        byline=tuple(name if isinstance(name, Credit) else Credit(name, "记者") for name in names),
        page=Page(*page),
        **given,  # type: ignore[arg-type]
    )
    tags = [
        Tag(facet, label, 0.9, Status.SET, Origin.RULE)
        for facet, chosen in labels.items()
        for label in (chosen if isinstance(chosen, tuple) else (chosen,))
    ]
    return TaggedArticle(article, Annotations(tuple(tags)))


@pytest.fixture(scope="session")
def make() -> MakeArticle:
    """An article from its id, headline and paragraphs; district=, campaign= and activity= set its labels."""
    return _make


@pytest.fixture(scope="session")
def sample(sample_gold: Path) -> tuple[TaggedArticle, ...]:
    """The articles of the sample page."""
    articles = json.loads(sample_gold.read_text(encoding="utf-8"))["articles"]
    return tuple(
        _make(
            f"s{order}",
            entry["headline"],
            *entry["paragraphs"],
            date="2021-07",
            kicker=entry.get("kicker") or "",
            kind=Kind(entry["kind"]),
            byline=tuple(Credit(name["name"], name["role"]) for name in entry["byline"]),
            order=order,
        )
        for order, entry in enumerate(articles)
    )


def _values(tagged: TaggedArticle) -> list[str]:
    article = tagged.article
    credits_ = [*article.byline, *(credit for picture in article.pictures for credit in picture.credits)]
    written = [article.headline, article.kicker, article.subhead, article.column, article.dateline]
    written += [*article.paragraphs, *(picture.caption for picture in article.pictures)]
    written += [text for credit in credits_ for text in (credit.name, credit.unit)]
    return [value for value in written if value]


@pytest.fixture(scope="session")
def values() -> Callable[[TaggedArticle], list[str]]:
    """Every field and paragraph of an article in which a string may be found, as printed."""
    return _values


@pytest.fixture(scope="session")
def holding() -> Callable[[tuple[TaggedArticle, ...], str], set[str]]:
    """The ids of the articles that hold a string, by plain substring search: what every engine must equal."""

    def ids(articles: tuple[TaggedArticle, ...], string: str) -> set[str]:
        wanted = normalise(string)
        return {
            tagged.article.id for tagged in articles if any(wanted in normalise(value) for value in _values(tagged))
        }

    return ids


@pytest.fixture(scope="module")
def archive(open_at: OpenAt, tmp_path_factory: pytest.TempPathFactory, make: MakeArticle) -> SearchBackend:
    """A small archive with something of everything, to be asked and not changed."""
    index = open_at(tmp_path_factory.mktemp("archive"))
    index.index(small_archive(make))
    return index


@pytest.fixture
def own_archive(index: SearchBackend, make: MakeArticle) -> SearchBackend:
    """The same for a test that changes it."""
    index.index(small_archive(make))
    return index


def small_archive(make: MakeArticle) -> list[TaggedArticle]:
    return [
        make(
            "cool",
            "总工会送西瓜到工地",
            "七月流火，慰问品送到了塔吊下。",
            district="房山区",
            activity="慰问",
            byline=("李岚",),
        ),
        make(
            "kick",
            "把关心送到车间",
            "车间里添了冰柜。",
            kicker="送西瓜在行动",
            district="大兴区",
            activity=("慰问", "走访调研"),
            byline=("李岚", "王一川"),
            date="2021-08-02",
            page=("A03", "工会"),
        ),
        make(
            "body",
            "环卫班组的夏天",
            "送西瓜的车来了。",
            "大家说“真凉快”，又说‘歇一歇’。",
            district="房山区",
            date="2020-07-01",
            page=("2", "综合新闻"),
        ),
        make(
            "words",
            "西瓜甜一夏",
            "工会送水果给各站点。",
            date="2019",
            kind=Kind.PHOTO,
            pictures=(Picture("工人们领到绿豆汤", (Credit("赵小满", "摄影", "市总宣传部"),)),),
        ),
        make(
            "none",
            "职工书屋开放",
            "书屋藏书五千册。",
            date="",
            state=State.DRAFT,
            public=False,
            column="身边的书香",
        ),
    ]
