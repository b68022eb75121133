"""All pages of an archive: linked, valid, small, and honest about what is not known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from gongbao.core.dates import IssueDate
from gongbao.core.records import Page, TaggedArticle
from gongbao.site.addresses import id_address

_VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "rect", "path"})
_OUTSIDE = ("http:", "https:", "//", "data:", "javascript:")


class _Reader(HTMLParser):
    """Checks nesting while reading, and keeps links, ids and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []  # (tag, address)
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.forbidden: list[str] = []
        self.labelled: list[str] = []
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"<{tag}> has an attribute twice"
        self.tags[tag] += 1
        self.links += [(tag, given[name] or "") for name in ("href", "src", "action") if name in given]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.labelled += [
            value or "" for name, value in attrs if name in ("aria-labelledby", "for", "aria-describedby")
        ]
        self.forbidden += [name for name in given if name == "style" or name.startswith("on")]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "p" and "p" in self.open:
            self.forbidden.append("p in p")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()


@pytest.fixture(scope="module")
def pages(archive: Path) -> dict[str, _Reader]:
    """Every page of the archive, read."""
    found = {}
    for path in sorted(archive.rglob("*.html")):
        reader = found[path.relative_to(archive).as_posix()] = _Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        reader.close()
        assert reader.open == [], path
    return found


def _resolved(page: str, address: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *PurePosixPath(unquote(address)).parts):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_no_link_is_dead_and_none_is_a_bare_folder(archive: Path, pages: dict[str, _Reader]) -> None:
    for page, reader in pages.items():
        for tag, link in reader.links:
            split = urlsplit(link)
            if link.startswith("https://example.org/archive/"):
                target = split.path.removeprefix("/archive/")  # canonical and permanent links
            elif page == "404.html" and split.path:
                assert split.path.startswith("/archive/"), link
                target = split.path.removeprefix("/archive/")
            else:
                assert not link.startswith(("/", *_OUTSIDE)), f"{page}: <{tag}> {link}"
                target = _resolved(page, split.path) if split.path else page
            assert (archive / target).is_file(), f"{page}: {link}"
            if split.fragment and target in pages:
                assert split.fragment in pages[target].ids, f"{page}: {link}"


def test_every_page_can_be_reached_from_home(pages: dict[str, _Reader]) -> None:
    seen, due = set(), ["index.html"]
    while due:
        page = due.pop()
        if page in seen or page not in pages:
            continue
        seen.add(page)
        links = [link for _, link in pages[page].links if not link.startswith("https://") and urlsplit(link).path]
        due += [_resolved(page, urlsplit(link).path) for link in links]
    assert set(pages) - seen == {"404.html", "offline.html"}


def test_every_page_is_well_formed_with_one_heading_and_no_inline_code(pages: dict[str, _Reader]) -> None:
    for page, reader in pages.items():
        assert reader.forbidden == [], page
        assert len(set(reader.ids)) == len(reader.ids), page
        assert set(" ".join(reader.labelled).split()) <= set(reader.ids), page
        assert reader.headings.count(1) == 1, page
        assert all(after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False)), (
            page
        )
        assert {"main", "header", "nav", "footer", "title"} <= set(reader.tags), page
        assert reader.tags["main"] == 1


def test_every_page_bears_the_policy_and_the_language(archive: Path) -> None:
    for path in archive.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in page.replace("&#39;", "'")
        assert '<html lang="zh-Hans">' in page
        assert "unsafe" not in page


def test_every_page_is_small_and_has_a_title_of_its_own(archive: Path) -> None:
    titles: Counter[str] = Counter()
    for path in archive.rglob("*.html"):
        data = path.read_bytes()
        assert len(data) < 60_000, path
        title = re.search(r"<title>(.*?)</title>", data.decode(), re.DOTALL)
        assert title is not None
        assert title[1].strip()
        if path.parent == archive or path.parts[-3] != "articles":
            titles[title[1]] += 1
    assert not re.search(r"\n{3,}", data.decode())


def test_article_lists_count_what_they_show(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    expected = Counter(label for tagged in newsroom for label in tagged.labels("district"))
    page = (archive / "district" / "index.html").read_text(encoding="utf-8")
    for label, count in expected.items():
        assert re.search(rf'>{label}</a> <span class="count">{count}<', page)


def test_a_long_label_has_its_newest_articles_and_every_year_in_full(
    newsroom: Sequence[TaggedArticle],
    make_article: Callable[..., TaggedArticle],
    build: Callable[..., object],
    tmp_path: Path,
) -> None:
    made = [
        make_article(
            5 * number, date=IssueDate(2020 + number // 150, 1 + number % 12), id=f"a-{number:04d}", source="s.txt"
        )
        for number in range(200)
    ]
    build(sorted(made, key=lambda tagged: tagged.article.date), tmp_path / "public")
    folder = tmp_path / "public" / "district" / "fangshan"
    assert sorted(path.name for path in folder.iterdir()) == [
        "2020-2.html",
        "2020-3.html",
        "2020.html",
        "2021.html",
        "index.html",
    ]
    listed = "".join(path.read_text(encoding="utf-8") for path in folder.glob("2*.html"))
    assert all(id_address(tagged.article.id) in listed for tagged in made)
    newest = re.findall(r'<time datetime="([0-9-]+)"', (folder / "index.html").read_text(encoding="utf-8"))
    assert newest == sorted(newest, reverse=True)
    assert len(newest) == 24


def test_a_month_without_days_stands_beside_its_days_and_on_none(archive: Path) -> None:
    year = (archive / "calendar" / "2021.html").read_text(encoding="utf-8")
    assert "哪一日不详的 7 篇" in year
    assert "issues/2021/2021-07/index.html" in year
    assert "只知道是 2019 年的 2 篇" in (archive / "calendar" / "2019.html").read_text(encoding="utf-8")
    assert "日期完全不详的 3 篇" in (archive / "calendar" / "index.html").read_text(encoding="utf-8")
    issue = (archive / "issues" / "2021" / "2021-07" / "index.html").read_text(encoding="utf-8")
    assert "哪一日还没有查到" in issue


def test_the_days_of_the_calendar_are_the_days_of_the_issues(archive: Path, newsroom: Sequence[TaggedArticle]) -> None:
    year = (archive / "calendar" / "2020.html").read_text(encoding="utf-8")
    linked = set(re.findall(r"issues/2020/(2020-\d\d-\d\d)/index", year))
    assert linked == {str(t.article.date) for t in newsroom if t.article.date.year == 2020 and t.article.date.day}


def test_pages_of_an_issue_follow_the_print_order_and_unknown_ones_come_last(archive: Path) -> None:
    issue = (archive / "issues" / "2020" / "2020-01-06" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2><a href="[^"]*">([^<]*)</a>', issue) == ["第1版 要闻", "第A03版 工会", "副刊版", "版次不详"]


def test_the_way_from_article_to_article_follows_the_page(archive: Path, sample: Sequence[TaggedArticle]) -> None:
    for before, after in pairwise(sample):
        page = (archive / id_address(before.article.id)).read_text(encoding="utf-8")
        assert re.search(rf'rel="next" href="../../{id_address(after.article.id)}"', page)


def test_a_page_with_many_articles_is_cut_into_parts(
    make_article: Callable[..., TaggedArticle], build: Callable[..., object], tmp_path: Path
) -> None:
    made = [make_article(n, page=Page(), id=f"a-{n:04d}") for n in range(130)]
    build(made, tmp_path / "public")
    folder = tmp_path / "public" / "issues" / "2023" / "2023-05-08"
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "index.html",
        "page-unknown-2.html",
        "page-unknown-3.html",
        "page-unknown-4.html",
        "page-unknown.html",
    ]


def test_no_page_tells_when_or_where_it_was_built(archive: Path) -> None:
    for path in archive.rglob("*"):
        if path.is_file():
            assert str(archive.parent).encode() not in path.read_bytes(), path
