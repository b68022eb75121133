"""A dossier says what it is, holds every article whole, runs nothing, fits a phone and prints on A4."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Credit, Page, Picture, TaggedArticle
from gongbao.site.dossier import Cover, Marks, contents_line, dossier

MakeArticle = Callable[..., TaggedArticle]
COVER = Cover("夏天", "劳动午报", "送清凉 日期:2021-01-01..2021-12-31", "新的在前", datetime.date(2022, 2, 1))
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Elements(HTMLParser):
    """What elements a page is made of, the values of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.values: dict[str, list[str]] = {}
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        for name, value in attrs:
            self.values.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(*articles: TaggedArticle, cover: Cover = COVER, marks: Marks | None = None) -> str:
    contents = [contents_line(tagged) for tagged in articles]
    return "".join(dossier(cover, contents, ((tagged, marks or {}) for tagged in articles)))


def test_every_article_stands_once_in_order_and_the_contents_lead_to_it(make_article: MakeArticle) -> None:
    page = Elements(page_of(*(make_article(number) for number in range(1, 30))))
    numbers = [f"a{number}" for number in range(1, 30)]
    assert [value for value in page.values["id"] if value[1:].isdecimal()] == numbers
    assert [value[1:] for value in page.values["href"] if value != "#contents"] == numbers
    assert page.names.count("article") == 29


def test_the_cover_says_what_was_asked_how_much_there_is_and_when_it_was_made(make_article: MakeArticle) -> None:
    old, new = (make_article(number, date=date) for number, date in ((1, IssueDate(2019)), (2, IssueDate(2021, 7, 16))))
    text = Elements(page_of(new, old, make_article(3, date=UNKNOWN_DATE))).text
    for words in ("夏天", COVER.query, "3 篇，新的在前", "2019年 至 2021年7月16日", "2022年2月1日", "劳动午报"):
        assert words in text, words


def test_an_article_is_there_whole_with_where_it_comes_from(make_article: MakeArticle) -> None:
    picture = Picture("职工在树荫下午休。", (Credit("赵六", "摄影", "区总工会"),), "P1.jpg")
    article = make_article(
        5, subhead="副题在此", column="工会行动", pictures=(picture,), page=Page("A03", "工会"), revision=2
    )
    text = " ".join(Elements(page_of(article)).text.split())
    printed = article.article
    everything = [printed.headline, printed.kicker, printed.dateline, *printed.paragraphs, printed.id, printed.source]
    credits_ = ["记者5", "王小工", "摄影 赵六（区总工会）"]
    labels = [tag.label for tag in article.annotations.tags]
    for words in (
        *everything,
        *credits_,
        *labels,
        "副题在此",
        "工会行动",
        "职工在树荫下午休。",
        "第A03版 工会",
        "第 2 稿",
    ):
        assert words in text, words


def test_what_has_no_headline_no_date_and_no_page_says_so(make_article: MakeArticle) -> None:
    article = make_article(1, headline="", date=UNKNOWN_DATE, page=Page())
    page = Elements(page_of(article))
    assert "日期不详" in page.text
    assert "版次不详" in page.text
    assert page.text.count(article.article.paragraphs[0][:20] + "……") == 2  # in the contents and as a headline


def test_only_what_is_marked_is_marked(make_article: MakeArticle) -> None:
    article = make_article(2)
    first = article.article.paragraphs[0]
    marks = {("paragraph", first): [(0, 2), (3, 6)], ("person", "王小工"): [(0, 1)]}
    page = page_of(article, marks=marks)
    assert page.count("<mark>") == 3
    assert f"<mark>{first[:2]}</mark>{first[2]}<mark>{first[3:6]}</mark>{first[6:]}" in page
    assert "<mark>王</mark>小工" in page


def test_markup_stays_text(make_article: MakeArticle) -> None:
    harm = dict.fromkeys(("headline", "kicker", "subhead", "column", "dateline", "source", "id"), MARKUP)
    people = (Credit(MARKUP, MARKUP, MARKUP),)
    article = make_article(1, **harm, paragraphs=(MARKUP,), byline=people, pictures=(Picture(MARKUP, people, MARKUP),))
    marks = {("headline", MARKUP): [(0, 8)]}
    cover = Cover(MARKUP, MARKUP, MARKUP, MARKUP, datetime.date(2022, 2, 1))
    page = Elements(page_of(article, cover=cover, marks=marks))
    assert not {"script", "img", "link", "iframe", "object"} & set(page.names)
    assert page.names.count("style") == 1
    assert not {"onerror", "src"} & page.values.keys()
    assert all(value.startswith("#") for value in page.values["href"])
    assert page.text.count(MARKUP) >= 15


def test_a_dossier_without_articles_says_that_nothing_was_found() -> None:
    page = Elements(page_of())
    assert "没有找到" in page.text
    assert "目录" not in page.text


def test_one_article_is_held_at_a_time(make_article: MakeArticle) -> None:
    taken: list[int] = []

    def articles() -> Any:
        for number in range(1, 4):
            taken.append(number)
            yield make_article(number), {}

    contents = [contents_line(make_article(number)) for number in range(1, 4)]
    for piece in dossier(COVER, contents, articles()):
        if 'id="a1"' in piece or piece.startswith("<article"):
            break
    assert len(taken) < 3


@pytest.fixture
def kept(make_article: MakeArticle, tmp_path: Path) -> Path:
    """A dossier on the disk, with what is hardest to set."""
    long = "工会" * 60 + "a" * 400
    wide = make_article(7, headline=long, kicker=long, source=long, paragraphs=(long,), column=long)
    path = tmp_path / "dossier.html"
    articles = (make_article(10), wide, *(make_article(number) for number in range(11, 40)))
    marks = {("kicker", articles[0].article.kicker): [(0, 4)]}
    cover = Cover(long, "劳动午报", long, "新的在前", datetime.date(2022, 2, 1))
    path.write_text(page_of(*articles, cover=cover, marks=marks), encoding="utf-8")
    return path


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_asks_for_nothing_and_fits_a_phone_in_light_and_dark(kept: Path, browser: Browser, scheme: Any) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(kept.as_uri())
        assert asked == [kept.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        first = "e => Number(getComputedStyle(e)[%r].match(/\\d+/)[0])"  # the red of rgb(…)
        paper, ink = (page.eval_on_selector("html", first % name) for name in ("backgroundColor", "color"))
        assert (paper < ink) == (scheme == "dark")
        assert page.eval_on_selector("mark", first % "color") == ink  # a grey kicker's too: grey on it is too weak


@pytest.mark.browser
def test_on_paper_it_is_a4_with_dark_ink_and_headlines_stay_with_their_text(kept: Path, browser: Browser) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(kept.as_uri())
        printed = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        breaks = "e => [getComputedStyle(e).breakInside, getComputedStyle(e).breakAfter]"
        assert page.eval_on_selector("article > header", breaks) == ["avoid", "avoid"]
        assert page.eval_on_selector("body", "e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
        assert not page.is_visible(".up")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed
    assert printed.count(b"/Type /Page\n") > 5
