"""The bars over years and months on the search page: dragged over, moved by keys, written into query and address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Article, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import build_site

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
YEARS = range(2010, 2024)  # more months than are drawn as bars


def _articles() -> list[TaggedArticle]:
    dates = [IssueDate(year, month) for year in YEARS for month in range(1, 13) if (year + month) % 3]
    dates += [UNKNOWN_DATE, IssueDate(2016), IssueDate(2016)]
    return [
        TaggedArticle(
            Article(
                f"第{number}座驿站", ("凉茶备好了。" if number % 2 else "热水备好了。",), date=date, id=f"a{number:04}"
            )
        )
        for number, date in enumerate(sorted(dates))
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    articles = _articles()
    build_site(lambda: iter(articles), Settings(folder), folder)
    return folder


@pytest.fixture
def open_search(site: Path, browser: Browser) -> Iterator[Open]:
    """Opens the search page from the disk; any error in it fails the test."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1100, "height": 900})
    errors: list[str] = []

    def opened(asked: str, size: ViewportSize | None = None) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        if size:
            page.set_viewport_size(size)
        page.goto(f"{site.as_uri()}/search.html{asked}")
        return page

    yield opened
    context.close()
    assert errors == []


def _drag(page: Page, start: float, end: float, *, drop: bool = True) -> None:
    """Over the bars, from the one share of their width to the other."""
    box = page.locator("#bars").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, height)
    page.mouse.move(box["x"] + box["width"] * end, height)
    if drop:
        page.mouse.up()


def _share(year: int) -> float:
    """The middle of a year's bar."""
    return (year - YEARS[0] + 0.5) / len(YEARS)


def test_there_is_a_bar_for_each_year_with_its_count(open_search: Open) -> None:
    page = open_search("?q=驿站")
    expect(page.locator("#bars g")).to_have_count(len(YEARS))
    expect(page.locator("#bars g").nth(6).locator("title")).to_have_text("2016年：10 篇")
    expect(page.locator("#earliest")).to_have_text("2010年")
    expect(page.locator("#latest")).to_have_text("2023年")
    expect(page.locator("#period")).to_have_text("")


def test_dragging_over_the_bars_narrows_to_the_years_and_going_back_undoes_it(open_search: Open) -> None:
    page = open_search("?q=驿站")
    total = page.locator("#total").text_content()
    _drag(page, _share(2014), _share(2012))
    expect(page.locator("#total")).to_have_text("找到 24 篇")
    expect(page.locator("#query")).to_have_value("驿站 日期:2012..2014")
    expect(page).to_have_url(re.compile(re.escape(quote("日期:2012..2014"))))
    expect(page.locator("#period")).to_have_text("2012年至2014年")
    expect(page.locator("#bars .chosen")).to_have_count(3)
    expect(page.locator("#bars g")).to_have_count(len(YEARS))  # the others are still there to be chosen
    page.go_back()
    expect(page.locator("#total")).to_have_text(total or "")
    expect(page.locator("#query")).to_have_value("驿站")
    page.go_forward()
    expect(page.locator("#total")).to_have_text("找到 24 篇")


def test_another_drag_replaces_the_period_and_a_button_lets_it_go(open_search: Open) -> None:
    page = open_search("?q=驿站 日期:2012..2014 凉茶&year=2013")
    expect(page.locator("#total")).to_have_text("找到 4 篇")
    _drag(page, _share(2020), _share(2020))
    expect(page.locator("#query")).to_have_value("驿站 凉茶 日期:2020")
    expect(page.locator("#total")).to_have_text("找到 4 篇")
    page.locator("#anytime").click()
    expect(page.locator("#query")).to_have_value("驿站 凉茶")
    expect(page.locator("#anytime")).to_be_hidden()


def test_sliders_choose_by_keys_and_keep_the_focus(open_search: Open) -> None:
    page = open_search("?q=驿站")
    expect(page.locator("#bars g")).to_have_count(len(YEARS))
    page.locator("#from").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.locator("#to").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#query")).to_have_value("驿站 日期:2020..2022")
    expect(page.locator("#total")).to_have_text("找到 24 篇")
    expect(page.locator("#to")).to_be_focused()
    expect(page.locator("#to")).to_have_attribute("aria-valuetext", "2022年，8 篇")
    page.keyboard.press("Home")  # no further than the other
    expect(page.locator("#query")).to_have_value("驿站 日期:2020")


def test_a_few_years_are_shown_by_month_and_back(open_search: Open) -> None:
    page = open_search("?q=驿站 日期:2012..2013")
    page.locator("#zoom").click()
    expect(page.locator("#bars g")).to_have_count(24)
    _drag(page, 2.5 / 24, 3.5 / 24)
    expect(page.locator("#query")).to_have_value("驿站 日期:2012-03..2012-04")
    expect(page.locator("#total")).to_have_text("找到 1 篇")
    expect(page.locator("#period")).to_have_text("2012年3月至2012年4月")
    expect(page.locator("#bars g")).to_have_count(12)
    page.locator("#zoom").click()
    expect(page.locator("#bars g")).to_have_count(len(YEARS))
    expect(page.locator("#bars .chosen")).to_have_count(1)


def test_an_address_with_months_opens_by_month(open_search: Open) -> None:
    page = open_search("?q=日期:2015-02..2016-05")
    expect(page.locator("#bars g")).to_have_count(24)
    expect(page.locator("#bars .chosen")).to_have_count(16)


def test_a_finger_drags_over_the_bars_too(site: Path, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/search.html?q=驿站")
        page.locator("#bars").scroll_into_view_if_needed()
        box = page.locator("#bars").bounding_box()
        assert box is not None
        touch = context.new_cdp_session(page)
        for kind, share in [("Start", _share(2012)), ("Move", _share(2014)), ("Move", _share(2016)), ("End", 0.0)]:
            point = {"x": box["x"] + box["width"] * share, "y": box["y"] + box["height"] / 2}
            touch.send(
                "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [point] if kind != "End" else []}
            )
        expect(page.locator("#query")).to_have_value("驿站 日期:2012..2016")


def test_escape_takes_a_drag_back(open_search: Open) -> None:
    page = open_search("?q=驿站")
    expect(page.locator("#bars g")).to_have_count(len(YEARS))
    _drag(page, _share(2012), _share(2015), drop=False)
    expect(page.locator("#period")).to_have_text("2012年至2015年")
    page.keyboard.press("Escape")
    expect(page.locator("#period")).to_have_text("")
    page.mouse.up()
    expect(page.locator("#query")).to_have_value("驿站")


@pytest.mark.parametrize(
    ("query", "written", "changed"),
    [
        ("凉茶 或 热水", "2012", "(凉茶 或 热水) 日期:2012"),
        ("凉茶 或 日期:2011", "2012", "(凉茶 或 日期:2011) 日期:2012"),
        ('驿站 "凉茶', "2012", '日期:2012 驿站 "凉茶'),
        ("日期:去年", "2012-03", "日期:2012-03"),
        ("日期:2011", "", ""),
        ("(驿站 日期:2011) -热水", "2012", "(驿站 ) -热水 日期:2012"),
        ("驿站 -日期:2011", "", "驿站 -日期:2011"),
    ],
)
def test_a_period_is_written_into_any_query(open_search: Open, query: str, written: str, changed: str) -> None:
    page = open_search("")
    assert page.evaluate("(asked) => gongbaoSearch.narrowed(...asked)", [query, written]) == changed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_bars_without_scrolling_sideways(open_search: Open, scheme: str) -> None:
    page = open_search("?q=驿站", {"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    expect(page.locator("#bars g")).to_have_count(len(YEARS))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    fill = page.locator("#bars .chosen .bar").first.evaluate("(bar) => getComputedStyle(bar).fill")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fill != paper
