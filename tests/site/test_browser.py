"""The archive in a real Chromium: from a disk and from a server, on a phone, in the dark, without script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import id_address

pytestmark = pytest.mark.browser

_PAGES = (
    "index.html",
    "calendar/index.html",
    "calendar/2020.html",
    "issues/2020/2020-01-06/index.html",
    "issues/2020/2020-01-06/page-1.html",
    "district/index.html",
    "campaign/songqingliang/index.html",
    "people/index.html",
    "search.html",
    "about.html",
)


@pytest.fixture
def sample_pages(sample: Sequence[TaggedArticle]) -> list[str]:
    return [id_address(tagged.article.id) for tagged in sample]


def test_no_page_scrolls_sideways(archive: Path, browser: Browser, sample_pages: list[str]) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for address in (*_PAGES, sample_pages[0]):
            page.goto((archive / address).as_uri())
            for width in (320, 390, 1280, 2560):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


def test_browsing_asks_nothing_of_any_host_and_meets_no_error(
    archive: Path, browser: Browser, sample_pages: list[str]
) -> None:
    asked: list[str] = []
    errors: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        for address in (*_PAGES, *sample_pages[:2]):
            page.goto((archive / address).as_uri())
        assert context.cookies() == []
    assert errors == []
    assert {url.split(":")[0] for url in asked} == {"file"}


def test_below_a_path_of_a_server_only_that_server_is_asked(
    served: Any, browser: Browser, sample_pages: list[str]
) -> None:
    asked: list[str] = []
    failed: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
        for address in (*_PAGES, *sample_pages[:2]):
            page.goto(served.url + address)
    assert failed == []
    assert all(url.startswith(served.url) for url in asked)


def test_everything_can_be_read_without_script(
    archive: Path, browser: Browser, sample: Sequence[TaggedArticle]
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((archive / "index.html").as_uri())
        page.click("nav.sections >> text=日历")
        page.click("text=2021")
        page.click("text=哪一日不详的 7 篇")
        page.click(f"text={sample[2].article.headline}")
        assert sample[2].article.paragraphs[1] in page.inner_text(".body")
        page.click("summary >> nth=0")
        assert page.is_visible("details[open] q")


def test_opening_a_tag_lights_up_its_words_in_the_text(
    archive: Path, browser: Browser, sample: Sequence[TaggedArticle]
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((archive / id_address(sample[2].article.id)).as_uri())
        ground = "getComputedStyle(document.querySelector('.body mark.t1')).backgroundColor"
        assert page.inner_text(".body mark.t1") == "房山"
        before = page.evaluate(ground)
        page.click("#t1 summary")
        assert before == "rgba(0, 0, 0, 0)"
        assert page.evaluate(ground) not in (before, "transparent")


def test_search_is_one_step_away_from_every_page(archive: Path, browser: Browser, sample_pages: list[str]) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for address in ("index.html", "calendar/2020.html", sample_pages[0]):
            page.goto((archive / address).as_uri())
            page.fill("input[name=q]", "清凉包")
            page.press("input[name=q]", "Enter")
            page.wait_for_url(re.compile(r"/search\.html\?q="))
            page.wait_for_selector("#results li a")
            assert "房山各级工会关爱送到职工心坎上" in page.inner_text("#results")


def test_the_first_tab_leads_past_the_furniture(archive: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((archive / "index.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_aa_asks(
    archive: Path, browser: Browser, sample_pages: list[str], scheme: Any
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        for address in (*_PAGES, sample_pages[2]):
            page.goto((archive / address).as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert page.evaluate(_WEAK_TEXT) == [], address


def test_a_line_of_an_article_holds_about_thirty_six_characters(
    archive: Path, browser: Browser, sample_pages: list[str]
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((archive / sample_pages[0]).as_uri())
        measure = page.evaluate(
            "(p => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))(document.querySelector('.body p'))"
        )
        assert 33 <= measure <= 40


def test_a_page_does_not_move_while_it_loads(served: Any, browser: Browser, sample_pages: list[str]) -> None:
    with browser.new_context() as context:
        context.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { moved += e.value }))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page = context.new_page()
        for address in ("index.html", "calendar/2020.html", sample_pages[0]):
            page.goto(served.url + address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.moved") == 0


def test_on_paper_only_the_article_is_left(archive: Path, browser: Browser, sample_pages: list[str]) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((archive / sample_pages[0]).as_uri())
        page.emulate_media(media="print")
        assert page.is_visible(".story h1")
        assert page.is_visible(".citation")
        assert not page.is_visible(".sections")
        assert not page.is_visible(".find")


# Every element that bears text of its own, against the first ground behind it that is not transparent.
_WEAK_TEXT = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0)
  const ground = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c }
    return [255, 255, 255] }
  const weak = new Set()
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue
    const style = getComputedStyle(e), [a, b] = [light(parse(style.color)), light(ground(e))]
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (contrast < 4.5) weak.add(`${e.tagName}.${e.className} ${contrast.toFixed(2)} ${e.textContent.slice(0, 20)}`)
  }
  return [...weak]
}"""
