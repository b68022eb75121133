"""A withdrawn article's address says so, with the day and the reason, and nothing there or elsewhere tells its text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.site.printing import Newspaper, reading
from tests.site.test_html import errors_in

from gongbao.core.records import Credit, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.core.store.withdrawing import Tombstone
from gongbao.publishing import PublishedArchive
from gongbao.site import SiteCounts, build_site
from gongbao.site.addresses import id_address
from gongbao.site.archive import Listed
from gongbao.site.checking import check_site

Articles = Sequence[TaggedArticle]
Make = Callable[..., TaggedArticle]
Tree = Callable[[Path], dict[str, str]]

REASON = "数字有误，待核实"
_DAY = datetime.date(2024, 5, 3)
_LISTS = {"manifest-sha256.txt", ".gongbao/manifest.tsv", ".gongbao/departed.json"}  # of the archive's own files


@pytest.fixture(scope="module")
def gone(articles: Articles) -> TaggedArticle:
    """The one that is withdrawn."""
    return articles[11]


@pytest.fixture(scope="module")
def rest(articles: Articles, gone: TaggedArticle) -> Articles:
    return [one for one in articles if one is not gone]


def _build(articles: Articles, output: Path, *stones: Tombstone) -> SiteCounts:
    return build_site(lambda: iter(articles), _settings(output), output, tombstones=stones)


def _settings(output: Path) -> Settings:
    return Settings(output.parent, {"site.url": "https://example.org/archive/"})


class _Unread(Listed):
    """Does not let a build read an article."""

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        assert list(article_ids) == []
        return iter(())


def _stone(one: TaggedArticle, reason: str = REASON, day: datetime.date | None = _DAY) -> Tombstone:
    return Tombstone(one.article.id, reason, day)


def _page(output: Path, one: TaggedArticle) -> str:
    return (output / id_address(one.article.id)).read_text(encoding="utf-8")


def test_the_page_says_that_and_when_and_why_and_nothing_of_what_was_printed(
    make_article: Make, tmp_path: Path
) -> None:
    one = make_article(
        7, headline="码头夜校点起灯", kicker="一盏灯", subhead="两百人报名", byline=(Credit("顾望舒", "记者"),)
    )
    _build([], tmp_path / "public", _stone(one))
    page = _page(tmp_path / "public", one)
    assert "<h1>本文已撤回</h1>" in page
    assert '<time datetime="2024-05-03">2024年5月3日</time>' in page
    assert REASON in page
    assert '<meta name="robots" content="noindex">' in page
    article = one.article
    for words in (article.headline, article.kicker, article.subhead, "顾望舒", *article.paragraphs, "房山区", "送清凉"):
        assert words not in page


def test_nothing_else_in_the_archive_knows_of_it(
    rest: Articles, gone: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    _build(rest, tmp_path / "without")
    counts = _build(rest, tmp_path / "with", _stone(gone))
    without, told = tree(tmp_path / "without"), tree(tmp_path / "with")
    assert told.keys() - without.keys() == {id_address(gone.article.id)}
    assert {name for name in without if without[name] != told[name]} == _LISTS
    assert counts.articles == len(rest)
    assert check_site(tmp_path / "with").is_whole


@pytest.mark.parametrize("few", [1, 20], ids=["changes followed", "as usual"])
def test_withdrawing_and_restoring_replace_one_page_by_the_other(
    articles: Articles,
    rest: Articles,
    gone: TaggedArticle,
    tree: Tree,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", few)
    public, stone = tmp_path / "public", _stone(gone)
    _build(articles, public)
    before = tree(public)
    ninjs = id_address(gone.article.id).removesuffix("html") + "json"
    assert ninjs in before
    _build(rest, public, stone)
    _build(rest, tmp_path / "fresh", stone)
    assert tree(public) == tree(tmp_path / "fresh")
    assert gone.article.headline not in _page(public, gone)
    assert not (public / ninjs).exists()
    _build(articles, public)
    assert tree(public) == before
    assert gone.article.headline in _page(public, gone)


def test_another_reason_or_day_writes_the_one_page_again_and_reads_no_article(
    rest: Articles, gone: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    _build(rest, public, _stone(gone), _stone(rest[0]))  # the second is published: its page is the article's
    assert rest[0].article.headline in _page(public, rest[0])
    for stone in (_stone(gone, "作者要求"), _stone(gone, "作者要求", None)):
        counts = build_site(_Unread(lambda: iter(rest)), _settings(public), public, tombstones=[stone])
        assert (counts.written, counts.removed) == (2, 0)  # and the list of all files
        _build(rest, tmp_path / "fresh", stone)
        assert tree(public) == tree(tmp_path / "fresh")
    assert "作者要求" in _page(public, gone)
    assert "2024" not in _page(public, gone)


def test_a_build_that_has_nothing_to_do_touches_nothing(rest: Articles, gone: TaggedArticle, tmp_path: Path) -> None:
    public = tmp_path / "public"
    first = _build(rest, public, _stone(gone))
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*")}
    assert _build(rest, public, _stone(gone)) == SiteCounts(len(rest), 0, first.written, 0)
    assert {path: path.stat().st_mtime_ns for path in public.rglob("*")} == before


def test_a_tombstone_or_an_article_that_vanished_is_put_back(
    rest: Articles, gone: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    _build(rest, public, _stone(gone))
    before = tree(public)
    for one in (gone, rest[5]):
        (public / id_address(one.article.id)).unlink()
        assert _build(rest, public, _stone(gone)).written == 1
        assert tree(public) == before


def test_a_tombstone_stays_while_other_articles_change_and_goes_when_it_is_told_no_more(
    rest: Articles, gone: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    _build(rest, public, _stone(gone))
    there = _page(public, gone)
    changed = [replace(rest[0], article=replace(rest[0].article, dateline="改")), *rest[1:]]
    _build(changed, public, _stone(gone))
    assert _page(public, gone) == there
    assert _build(changed, public).removed == 1
    _build(changed, tmp_path / "fresh")
    assert tree(public) == tree(tmp_path / "fresh")


def test_a_whole_archive_can_be_withdrawn_and_restored(rest: Articles, tree: Tree, tmp_path: Path) -> None:
    public = tmp_path / "public"
    _build(rest, public)
    before = tree(public)
    stones = [_stone(one) for one in rest]
    _build([], public, *stones)
    _build([], public, *stones[:-1], _stone(rest[-1], "整期作废"))
    _build([], tmp_path / "fresh", *reversed(stones[:-1]), _stone(rest[-1], "整期作废"))
    assert tree(public) == tree(tmp_path / "fresh")
    _build(rest, public)
    assert tree(public) == before


def test_the_page_is_html_whatever_the_reason_says(gone: TaggedArticle, root: Path, tmp_path: Path) -> None:
    hostile = "<script>alert(\"1\")</script> --> {{ 7 * 7 }}\n\n  第二行 & '其余'  "
    others = [replace(gone, article=replace(gone.article, id=f"x-{number}")) for number in (1, 2)]
    _build([], tmp_path / "public", _stone(gone, hostile), _stone(others[0], "", None), _stone(others[1]))
    page = _page(tmp_path / "public", gone)
    assert "<script>alert" not in page
    assert "<p>第二行 &amp; &#39;其余&#39;</p>" in page
    assert "没有留下理由" in _page(tmp_path / "public", others[0])
    for one in (*others, gone):  # the pages alone: those of the archive are looked at in test_html.py
        alone = tmp_path / "alone" / "public" / f"{one.article.id}.html"
        alone.parent.mkdir(parents=True, exist_ok=True)
        alone.write_text(_page(tmp_path / "public", one), encoding="utf-8")
    assert errors_in(tmp_path / "alone" / "public", root) == []


def test_what_a_person_withdraws_has_a_page_and_a_draft_that_was_never_published_has_none(tmp_path: Path) -> None:
    paper = Newspaper(tmp_path, pdf=False)
    editing = paper.project.store.editing
    draft = editing.save_draft(reading("draft", "还没有登的稿子").articles[0], b"draft", "陆知秋")
    editing.withdraw(draft, "不发了", "陆知秋")
    editing.withdraw(paper.ids["left"], REASON, "陆知秋")
    _publish(paper)
    page = (paper.site / id_address(paper.ids["left"])).read_text(encoding="utf-8")
    assert REASON in page
    assert "left一版头条" not in page
    assert not (paper.site / id_address(draft)).exists()
    editing.restore(paper.ids["left"], "陆知秋")
    _publish(paper)
    assert "left一版头条" in (paper.site / id_address(paper.ids["left"])).read_text(encoding="utf-8")


def _publish(paper: Newspaper) -> None:
    project = paper.project
    archive, stones = PublishedArchive(project), project.store.editing.tombstones()
    build_site(archive, project.settings, paper.site, tombstones=stones)
