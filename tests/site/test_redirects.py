"""The address of an article that became part of another leads readers there, without a script, and is in no list."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from lxml import html
from playwright.sync_api import Browser
from tests.site.printing import Newspaper, reading
from tests.site.test_accessibility import violations
from tests.site.test_html import errors_in

from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.core.store.departed import Redirect
from gongbao.core.store.withdrawing import Tombstone
from gongbao.pipeline import publish
from gongbao.site import SiteCounts, build_site
from gongbao.site.addresses import id_address
from gongbao.site.archive import Listed
from gongbao.site.checking import Finding, Trouble, check_site

Articles = Sequence[TaggedArticle]
Make = Callable[..., TaggedArticle]
Tree = Callable[[Path], dict[str, str]]

URL = "https://example.org/archive/"
OLD = "ldwb-2023-05-08-merged"
_LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 390)]
HOSTILE = '《工报》</a></p><script>alert("1")</script> {{ 7 * 7 }} --> & \' 左\u202e右\x85\ufdd0\ufffe'
_LISTS = {"manifest-sha256.txt", ".gongbao/manifest.tsv", ".gongbao/departed.json"}  # of the archive's own files


@pytest.fixture(scope="module")
def kept(articles: Articles) -> TaggedArticle:
    """The one that others became part of."""
    return articles[11]


def _build(
    articles: Articles, output: Path, *redirects: Redirect, stones: Iterable[Tombstone] = (), url: str = URL
) -> SiteCounts:
    settings = Settings(output.parent, {"site.url": url})
    return build_site(lambda: iter(articles), settings, output, tombstones=stones, redirects=redirects)


def _led(target: TaggedArticle, name: str = OLD) -> Redirect:
    return Redirect(name, target.article.id)


def _page(output: Path, name: str = OLD) -> str:
    return (output / id_address(name)).read_text(encoding="utf-8")


def _with_headline(articles: Articles, place: int, headline: str) -> Articles:
    one = articles[place]
    changed = replace(one, article=replace(one.article, headline=headline))
    return [*articles[:place], changed, *articles[place + 1 :]]


@pytest.mark.parametrize("url", [URL, ""], ids=["at a known address", "anywhere"])
def test_the_page_says_so_leads_on_and_names_the_one_that_stands(
    articles: Articles, kept: TaggedArticle, tmp_path: Path, url: str
) -> None:
    _build(articles, tmp_path / "public", _led(kept), url=url)
    tree = html.fromstring(_page(tmp_path / "public"))
    address = id_address(kept.article.id)
    assert f"这篇稿件已并入《{kept.article.headline}》。" in tree.text_content()
    assert tree.xpath("//main//a/@href") == [f"../../{address}"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{url or '../../'}{address}"]
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url=../../{address}"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//main//script") == []
    assert kept.article.paragraphs[1] not in tree.text_content()


def test_nothing_else_in_the_archive_knows_of_it(
    articles: Articles, kept: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    without = _build(articles, tmp_path / "without")
    counts = _build(articles, tmp_path / "with", _led(kept))
    before, told = tree(tmp_path / "without"), tree(tmp_path / "with")
    assert told.keys() - before.keys() == {id_address(OLD)}
    assert {name for name in before if before[name] != told[name]} == _LISTS
    assert (counts.articles, counts.pages) == (without.articles, without.pages + 1)
    assert check_site(tmp_path / "with").is_whole


def test_it_appears_changes_and_vanishes_and_each_time_the_archive_is_as_one_built_afresh(
    articles: Articles, kept: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    public, place = tmp_path / "public", articles.index(kept)
    renamed = _with_headline(articles, place, "换了标题的一篇")
    without = [one for one in renamed if one.article.id != kept.article.id]
    stone = Tombstone(OLD, "并入的一篇撤回了", None)
    steps: list[tuple[Articles, list[Redirect], list[Tombstone], str]] = [
        (articles, [], [], ""),
        (articles, [_led(kept)], [], kept.article.headline),
        (renamed, [_led(kept)], [], "《换了标题的一篇》"),
        (renamed, [_led(articles[20])], [], articles[20].article.headline),
        (renamed, [_led(kept)], [], "《换了标题的一篇》"),
        (without, [_led(kept)], [stone], "并入的一篇撤回了"),  # the list of redirects was made before it went
        (without, [], [stone], "并入的一篇撤回了"),
        (renamed, [_led(kept)], [stone], "《换了标题的一篇》"),  # the list of tombstones was made before it came back
        (renamed, [], [], ""),
    ]
    for number, (given, led, stones, words) in enumerate(steps):
        _build(given, public, *led, stones=stones)
        fresh = tmp_path / f"fresh-{number}"
        _build(given, fresh, *led, stones=stones)
        assert tree(public) == tree(fresh)
        assert (public / id_address(OLD)).exists() == bool(words)
        assert words in _page(public) if words else True


def test_an_article_that_becomes_part_of_another_gives_its_address_to_the_page_that_says_so(
    articles: Articles, kept: TaggedArticle, tree: Tree, tmp_path: Path
) -> None:
    public, dropped = tmp_path / "public", articles[4]
    rest = [one for one in articles if one is not dropped]
    _build(articles, public)
    before = tree(public)
    assert id_address(dropped.article.id).removesuffix("html") + "json" in before
    _build(rest, public, _led(kept, dropped.article.id))
    _build(rest, tmp_path / "fresh", _led(kept, dropped.article.id))
    assert tree(public) == tree(tmp_path / "fresh")
    assert "这篇稿件已并入" in _page(public, dropped.article.id)
    assert check_site(public).is_whole
    _build(articles, public, _led(kept, dropped.article.id))  # it is published again: its page is the article's
    assert tree(public) == before


def test_a_new_redirect_writes_its_one_page_and_reads_no_article(
    articles: Articles, kept: TaggedArticle, tmp_path: Path
) -> None:
    class Unread(Listed):
        def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
            assert list(article_ids) == []
            return iter(())

    public, settings = tmp_path / "public", Settings(tmp_path, {"site.url": URL})
    _build(articles, public)
    source = Unread(lambda: iter(articles))
    assert build_site(source, settings, public, redirects=[_led(kept)]).written == 2  # and the list of all files
    assert build_site(source, settings, public, redirects=[_led(kept)]).written == 0
    (public / id_address(OLD)).unlink()
    assert build_site(lambda: iter(articles), settings, public, redirects=[_led(kept)]).written == 1


def test_the_page_is_html_whatever_the_headline_says(articles: Articles, root: Path, tmp_path: Path) -> None:
    given = _with_headline(articles, 3, HOSTILE)
    for url in (URL, ""):
        _build(given, tmp_path / "public", _led(given[3]), _led(given[4], "other"), url=url)
        page = _page(tmp_path / "public")
        assert "<script>alert" not in page
        assert "《〈工报〉&lt;/a&gt;" in page
        alone = tmp_path / "alone" / "public"
        alone.mkdir(parents=True, exist_ok=True)
        for name in (OLD, "other"):
            (alone / f"{name}-{len(url)}.html").write_text(_page(tmp_path / "public", name), encoding="utf-8")
    assert errors_in(tmp_path / "alone" / "public", root) == []


def test_checking_an_archive_finds_a_page_that_sends_readers_nowhere(
    articles: Articles, kept: TaggedArticle, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    _build(articles, public, _led(kept))
    assert check_site(public).is_whole
    sent = '<meta http-equiv="Refresh" content=" 5;URL=nowhere.html ">'
    (public / id_address(OLD)).write_text(f"<!DOCTYPE html><title>x</title>{sent}", encoding="utf-8")
    assert Finding(Trouble.DEAD_LINK, id_address(OLD), "nowhere.html") in check_site(public).findings


@pytest.fixture(scope="module")
def led_on(articles: Articles, kept: TaggedArticle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a merged article."""
    output: Path = tmp_path_factory.mktemp("led") / "public"
    _build(articles, output, _led(kept))
    return output


class _SilentFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def addresses(led_on: Path) -> Iterator[dict[str, str]]:
    """Where the archive can be read: from a web server, and straight from its folder."""
    serve = functools.partial(_SilentFiles, directory=str(led_on.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield {"served": f"http://127.0.0.1:{server.server_port}/public/", "folder": f"{led_on.as_uri()}/"}
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("where", ["served", "folder"])
def test_a_browser_without_scripts_is_led_on(
    addresses: dict[str, str], kept: TaggedArticle, browser: Browser, where: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    target = addresses[where] + id_address(kept.article.id)
    page.goto(addresses[where] + id_address(OLD), wait_until="commit")
    page.wait_for_url(target)
    assert kept.article.headline in page.inner_text("h1")
    context.close()


def test_the_page_breaks_no_rule_where_a_browser_does_not_follow_it(
    articles: Articles, kept: TaggedArticle, browser: Browser, tmp_path: Path
) -> None:
    _build(articles, tmp_path / "public", _led(kept))
    path = tmp_path / "public" / id_address(OLD)
    stays = re.sub('<meta http-equiv="refresh"[^>]+>', "", path.read_text(encoding="utf-8"))
    path.write_text(stays, encoding="utf-8")
    for scheme, width in _LOOKS:
        with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.goto(path.as_uri())
            assert page.inner_text("h1") == "本文已并入另一篇"
            assert violations(page) == []


def test_what_the_store_merged_is_led_on_and_what_was_withdrawn_then_says_so(tmp_path: Path) -> None:
    paper = Newspaper(tmp_path, pdf=False)
    store = paper.project.store
    kept = paper.ids["left"]
    store.likenesses.refresh()
    [again] = store.save([reading("left-again", "left一版头条")])
    dropped = again.articles[0]
    publish(paper.project, paper.site)
    assert "left一版头条" in _page(paper.site, dropped)
    assert [link.kind for link in store.likenesses.refresh()] == ["merged"]
    publish(paper.project, paper.site)
    assert "这篇稿件已并入" in _page(paper.site, dropped)
    assert id_address(kept) in _page(paper.site, dropped)
    assert check_site(paper.site).is_whole
    store.editing.withdraw(kept, "数字有误", "陆知秋")
    publish(paper.project, paper.site)
    assert "本文已撤回" in _page(paper.site, dropped)
    assert "数字有误" in _page(paper.site, dropped)
    store.editing.restore(kept, "陆知秋")
    publish(paper.project, paper.site)
    publish(paper.project, tmp_path / "fresh")
    assert "这篇稿件已并入" in _page(paper.site, dropped)
    assert _page(paper.site, dropped) == _page(tmp_path / "fresh", dropped)
