"""历史上的今天, and how to cite: what the archive itself knows, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Page, TaggedArticle
from gongbao.site.addresses import id_address
from gongbao.site.article_page import citation

Make = Callable[..., TaggedArticle]
Tree = Callable[[Path], dict[str, str]]


def _articles(make: Make, years: range) -> list[TaggedArticle]:
    return [
        make(
            100 * year + 10 * page + order,
            date=IssueDate(year, 2, 28 + (year % 4 == 0)),
            page=Page(str(page), ""),
            headline=f"{year}年第{page}版第{order}条",
            source=f"{page}.txt",
            order=order,
        )
        for year in years
        for page in (1, 2)
        for order in (page, page + 1)
    ]


def _told(text: str) -> list[str]:
    _, _, rest = text.partition('<h2 id="on-this-day">历史上的今天</h2>')
    section, _, _ = rest.partition("</section>")
    return [line.split(">")[-3].removesuffix("</a") for line in section.splitlines() if line.startswith("<li>")]


def test_the_lead_of_the_same_day_of_the_five_nearest_years(make_article: Make, build: Any, tmp_path: Path) -> None:
    articles = _articles(make_article, range(2009, 2024, 2))
    build(articles, tmp_path / "public")
    one = next(tagged for tagged in articles if tagged.article.date.year == 2021)
    text = (tmp_path / "public" / id_address(one.article.id)).read_text(encoding="utf-8")
    assert _told(text) == [f"{year}年第1版第1条" for year in (2023, 2019, 2017, 2015, 2013)]


def test_leap_days_and_days_that_are_not_known_have_no_like(make_article: Make, build: Any, tmp_path: Path) -> None:
    leap = make_article(1, date=IssueDate(2020, 2, 29), headline="闰日")
    vague = [make_article(n, date=IssueDate(2019 + n, 2), headline=f"月{n}") for n in (2, 3)]
    build([leap, *vague], tmp_path / "public")
    for path in (tmp_path / "public" / "articles").rglob("*.html"):
        assert "历史上的今天" not in path.read_text(encoding="utf-8")


def test_a_new_lead_is_told_on_that_day_of_the_other_years(
    make_article: Make, build: Any, tree: Tree, tmp_path: Path
) -> None:
    articles = _articles(make_article, range(2015, 2024, 2))
    others = [make_article(n, date=IssueDate(2018, 5, n % 28 + 1), order=n) for n in range(400, 440)]
    everything = sorted([*articles, *others], key=lambda one: (one.article.date, one.article.page.number))
    build([one for one in everything if one is not articles[0]], tmp_path / "updated")
    build(everything, tmp_path / "updated")
    build(everything, tmp_path / "fresh")
    assert tree(tmp_path / "updated") == tree(tmp_path / "fresh")


def test_a_citation_is_that_of_the_standard() -> None:
    article = Article(
        "过后的思考",
        ("正文",),
        byline=tuple(Credit(name) for name in ("甲某", "乙某", "丙某", "丁某")),
        date=IssueDate(2000, 1, 12),
        page=Page("014"),
    )
    assert citation(article, "劳动午报") == "甲某, 乙某, 丙某, 等. 过后的思考[N]. 劳动午报, 2000-01-12(14)."
    assert citation(article, "劳动午报", "https://example.org/a.html") == (
        "甲某, 乙某, 丙某, 等. 过后的思考[N/OL]. 劳动午报, 2000-01-12(14). https://example.org/a.html."
    )


def test_the_citation_of_the_archive_needs_its_address(make_article: Make, build: Any, tmp_path: Path) -> None:
    one = make_article(1)
    build([one], tmp_path / "here")
    assert "[N/OL]" not in (tmp_path / "here" / id_address(one.article.id)).read_text(encoding="utf-8")
    build([one], tmp_path / "there", site_url="https://example.org")
    text = (tmp_path / "there" / id_address(one.article.id)).read_text(encoding="utf-8")
    assert f"[N/OL]. 劳动午报, 2023-05-08(1). https://example.org/{id_address(one.article.id)}.</dd>" in text
