"""Pages as printed keep to HTML, to CSS and to the rules of axe-core, as every other page does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage
from playwright.sync_api import Page as BrowserPage
from tests.site.printing import Newspaper, picture, reading
from tests.site.test_accessibility import violations
from tests.site.test_html import errors_in

from gongbao.core.records import Credit, Page, Picture
from gongbao.site.addresses import id_address

_HOSTILE = '</a><script>alert("1")</script> \' onfocus="1" 《工报》'
_DAY = "issues/2022/2022-03-04"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Newspaper:
    """A page with one article hidden, one whose headline would break a page that trusted it, one without picture."""
    paper = Newspaper(tmp_path_factory.mktemp("paper"))
    paper.project.store.withdraw(paper.ids["left"], "作者要求")
    paper.project.store.save([reading("p2", "第二版的消息", page=Page("2", "工会"))])
    hostile = reading("hostile", _HOSTILE, page=Page("3"))
    paper.project.store.save([hostile])
    photo = paper.files.keep(picture(), ".png")
    pictured = reading("photo", "一车清凉进工地", page=Page("4", "图片"))
    shown = (
        Picture("一车清凉。", (Credit("王小工", "摄影"),), photo, 700, 1000),
        Picture(file=photo, width=700, height=1000),
    )
    paper.project.store.save([replace(pictured, articles=(replace(pictured.articles[0], pictures=shown),))])
    area = replace(paper.page.areas[0], source="hostile.htm")
    paper.project.store.printed_pages.save([replace(paper.page, page=Page("3", _HOSTILE), areas=(area,))])
    paper.publish()
    return paper


def test_no_page_has_an_error_in_its_html_or_css(paper: Newspaper, root: Path) -> None:
    assert errors_in(paper.site, root) == []


@pytest.fixture(params=[("light", 390), ("dark", 1280)], ids=["light-390", "dark-1280"])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme, width = request.param
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
        yield context


def _complaints(page: BrowserPage, address: str) -> list[str]:
    """What the console says while a page opens; later axe asks for what the page's policy does not let it have."""
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        told.append(message.text)

    page.on("console", hear)
    page.goto(address)
    page.remove_listener("console", hear)
    return told


@pytest.mark.browser
def test_no_page_breaks_a_rule_of_axe_or_meets_an_error(paper: Newspaper, reader: BrowserContext) -> None:
    page = reader.new_page()
    errors: list[str] = []
    found: dict[str, list[str]] = {}
    pages = [f"{_DAY}/{name}.html" for name in ("index", "page-1", "page-2", "page-3")]
    for address in (*pages, "index.html", "calendar/2022.html", id_address(paper.ids["right"])):
        errors += _complaints(page, (paper.site / address).as_uri())
        found[address] = violations(page)
    assert {address: texts for address, texts in found.items() if texts} == {}
    assert errors == []
