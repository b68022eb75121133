"""A page as printed: links over its articles that a keyboard, a finger and a mouse find, and where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.site.printing import DAY, OUTLINES, SIZE, Newspaper, reading

from gongbao.core.records import Area, Page
from gongbao.site.addresses import id_address

_PAGE = "issues/2022/2022-03-04/page-1.html"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Newspaper:
    """Eight pages, of which the first has a picture with outlines, the second one without, the others none."""
    paper = Newspaper(tmp_path_factory.mktemp("paper"))
    pages = [(number, Page(str(number), "工会")) for number in range(2, 9)]
    paper.project.store.save([reading(f"p{number}", f"第{number}版的消息", page=page) for number, page in pages])
    paper.project.store.printed_pages.save([replace(paper.page, page=Page("2", "工会"), areas=(), pdf="")])
    paper.publish()
    return paper


@pytest.fixture(scope="module")
def site(paper: Newspaper) -> Path:
    return paper.site


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        yield context


def _text(site: Path, address: str = _PAGE) -> str:
    return (site / address).read_text(encoding="utf-8")


def test_every_outline_leads_to_its_article_and_says_its_headline(site: Path, paper: Newspaper) -> None:
    text = _text(site)
    for number, name in enumerate(OUTLINES, 1):
        link = re.search(rf'<a id="a{number}" class="a{number}" href="([^"]+)" aria-label="([^"]+)"><title>', text)
        assert link is not None
        assert (link[1].removeprefix("../../../"), link[2]) == (id_address(paper.ids[name]), f"{name}一版头条")
    assert f'viewBox="0 0 {SIZE[0]} {SIZE[1]}"' in text


def test_the_page_says_which_of_how_many_it_is_only_where_none_is_missing(site: Path, tmp_path: Path) -> None:
    assert "第1版 要闻 <span>共8版</span>" in _text(site)
    paper = Newspaper(tmp_path)
    paper.project.store.save([reading("p3", "第三版的消息", page=Page("3"))])
    assert "共" not in re.findall("<h1>.*</h1>", _text(paper.publish()))[0]


def test_an_outline_of_several_articles_names_them_all(tmp_path: Path) -> None:
    paper = Newspaper(tmp_path)
    both = reading("both", "头条")
    second = replace(both.articles[0], headline="同一处的另一篇", order=1)
    paper.project.store.save([replace(both, articles=(*both.articles, second))])
    paper.print_as(areas=(Area(OUTLINES["lead"], "both.htm"), Area(OUTLINES["left"], "both.htm")))
    text = _text(paper.publish())
    assert text.count('aria-label="头条；同一处的另一篇"') == 2
    assert text.count('id="a1"') == 1  # an address leads to one place


def test_a_page_without_any_public_article_is_shown_all_the_same(tmp_path: Path) -> None:
    paper = Newspaper(tmp_path)
    paper.project.store.printed_pages.save([replace(paper.page, page=Page("2", "广告"), areas=(), pdf="")])
    site = paper.publish()
    text = _text(site, "issues/2022/2022-03-04/page-2.html")
    assert "这一版没有公开的文章" in text
    assert "<img" in text
    assert "page-2.html" in _text(site, "issues/2022/2022-03-04/index.html")


def test_an_article_shows_its_place_on_the_page_and_the_way_to_the_print(site: Path, paper: Newspaper) -> None:
    text = _text(site, id_address(paper.ids["right"]))
    assert 'class="whereabouts" href="../../issues/2022/2022-03-04/page-1.html#a3"' in text
    assert re.search(r'points="385,500 665,500 665,700 525,700 525,950 385,950"/>', text)
    assert re.search(r'<dt>原版</dt><dd><a href="[^"]+\.png">版面图</a> <a href="[^"]+\.pdf">版面 PDF</a>', text)
    assert "原版" not in _text(site, id_address(_only_article_of(paper, "p3.htm")))


def _only_article_of(paper: Newspaper, source: str) -> str:
    return next(one.article.id for one in paper.project.store.articles() if one.article.source == source)


def test_every_address_of_a_picture_is_there(site: Path) -> None:
    for path in site.rglob("*.html"):
        for address in re.findall(r'(?:src|href)="([^"]*pictures/[^"]+)"', path.read_text(encoding="utf-8")):
            assert (path.parent / address).resolve().is_file(), (path, address)


@pytest.mark.browser
def test_a_keyboard_goes_through_the_outlines_and_enter_opens_the_article(
    site: Path, paper: Newspaper, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto((site / _PAGE).as_uri())
    page.focus(".trail a >> nth=-1")
    order = []
    for _ in OUTLINES:
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert order == ["lead一版头条", "left一版头条", "right一版头条"]
    stroke = "getComputedStyle(document.activeElement.querySelector('polygon')).stroke"
    assert page.evaluate(stroke) == "rgb(163, 32, 29)"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{id_address(paper.ids['right'])}")
    assert page.inner_text("h1") == "right一版头条"


@pytest.mark.browser
def test_a_finger_opens_the_article_it_touches_on_a_phone(site: Path, paper: Newspaper, browser: Browser) -> None:
    with browser.new_context(
        has_touch=True, viewport={"width": 390, "height": 844}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto((site / _PAGE).as_uri())
        box = page.locator(".plate").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        page.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.7 * box["height"])
        page.wait_for_url(f"**/{id_address(paper.ids['left'])}")


@pytest.mark.browser
def test_article_and_outline_light_up_together_without_script(site: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 1600}) as context:
        page = context.new_page()
        page.goto((site / _PAGE).as_uri())
        ground = "e => getComputedStyle(e).backgroundColor"
        fill = "e => getComputedStyle(e).fill"
        page.mouse.move(1, 1)
        before = page.locator(".n2").evaluate(ground), page.locator(".a2 polygon").evaluate(fill)
        page.hover(".a2 polygon")
        assert page.locator(".n2").evaluate(ground) != before[0]
        page.hover(".n2 a")
        assert page.locator(".a2 polygon").evaluate(fill) != before[1]
        assert page.locator(".a1 polygon").evaluate(fill) == before[1]


@pytest.mark.browser
@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_page_scrolls_sideways(site: Path, reader: BrowserContext, number: int) -> None:
    page = reader.new_page()
    page.goto((site / f"issues/{DAY.year}/{DAY}/page-{number}.html").as_uri())
    for width in (320, 390, 800, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
