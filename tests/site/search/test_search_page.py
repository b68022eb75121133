"""The search page as a reader uses it, built with the rest of the site and opened from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import build_site

pytestmark = pytest.mark.browser

Open = Callable[[str], Page]


def _articles() -> list[TaggedArticle]:
    found = []
    for number in range(25):
        label = Tag("district", "房山区" if number % 5 else "燕山地区", 1.0, Status.SET, Origin.RULE)
        article = Article(
            headline=f"第{number + 1}座工会驿站开门",
            paragraphs=("骑手张师傅推门进来。", f"他说：<b>𠮷祥</b>，水是热的，座位有{number}个，歇够了再上路。"),
            byline=(Credit("林知夏", "记者", "本报"),),
            date=IssueDate(2020 + number % 3, 1 + number % 12),
            newspaper="ldwb",
            id=f"ldwb-{number:04}",
            order=number,
        )
        found.append(TaggedArticle(article, Annotations((label,))))
    return sorted(found, key=lambda tagged: (tagged.article.date, tagged.article.order))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    articles = _articles()
    build_site(lambda: iter(articles), Settings(folder), folder)
    return folder


@pytest.fixture
def open_search(site: Path, browser: Browser) -> Iterator[Open]:
    """Opens the search page with what stands behind its address; any error or refused script fails the test."""
    context = browser.new_context(locale="zh-CN")
    errors: list[str] = []

    def opened(asked: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{site.as_uri()}/search.html{asked}")
        return page

    yield opened
    context.close()
    assert errors == []


def test_typing_shows_results_with_the_match_marked_and_writes_the_address(open_search: Open) -> None:
    page = open_search("")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("驿站开门")
    expect(page.locator("#total")).to_have_text("找到 25 篇")
    expect(page.locator("#results li h3").first.locator("mark")).to_have_text("驿站开门")
    expect(page).to_have_url(re.compile(r"\?q=%E9%A9%BF"))


def test_an_address_brings_back_query_filters_and_order(open_search: Open) -> None:
    page = open_search("?q=驿站&district=燕山地区&year=2020&sort=oldest")
    expect(page.locator("#total")).to_have_text("找到 2 篇")
    expect(page.locator("#query")).to_have_value("驿站")
    expect(page.locator("#sort")).to_have_value("oldest")
    expect(page.locator("input[data-label=燕山地区]")).to_be_checked()


def test_a_filter_narrows_and_going_back_undoes_it(open_search: Open) -> None:
    page = open_search("?q=驿站")
    page.locator("input[data-label=燕山地区]").check()
    expect(page.locator("#total")).to_have_text("找到 5 篇")
    expect(page.locator("input[data-label=燕山地区]")).to_be_focused()
    page.go_back()
    expect(page.locator("#total")).to_have_text("找到 25 篇")
    expect(page.locator("input[data-label=燕山地区]")).not_to_be_checked()


def test_markup_and_characters_beyond_the_first_plane_are_shown_as_printed(open_search: Open) -> None:
    page = open_search("?q=𠮷祥")
    first = page.locator("#results .lede").first
    expect(first).to_contain_text("<b>𠮷祥</b>")
    expect(first.locator("mark")).to_have_text("𠮷祥")


def test_more_results_are_added_and_the_first_of_them_is_focused(open_search: Open) -> None:
    page = open_search("?q=驿站")
    expect(page.locator("#results > li")).to_have_count(10)
    page.locator("#more").click()
    expect(page.locator("#results > li")).to_have_count(20)
    expect(page.locator("#results > li h3 a").nth(10)).to_be_focused()
    page.locator("#more").click()
    expect(page.locator("#results > li")).to_have_count(25)
    expect(page.locator("#more")).to_be_hidden()


def test_the_keyboard_goes_from_the_box_to_the_results_and_back(open_search: Open) -> None:
    page = open_search("?q=驿站")
    expect(page.locator("#results > li")).to_have_count(10)
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results h3 a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/.*\.html"))


def test_nothing_found_says_so_and_offers_to_drop_a_filter(open_search: Open) -> None:
    page = open_search('?q="座位有3个"&district=燕山地区')
    expect(page.locator("#total")).to_have_text("没有找到")
    page.get_by_role("button", name="不限地区“燕山地区”").click()
    expect(page.locator("#total")).to_have_text("找到 1 篇")


def test_words_that_stand_for_a_term_are_told(open_search: Open) -> None:
    page = open_search("?q=张师傅驿站")
    expect(page.locator("#remarks")).to_contain_text("没有文章含有连在一起的“张师傅驿站”")
    expect(page.locator("#total")).to_have_text("找到 25 篇")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("驿站 开门", ""),
        ("驿站 区:房山 -热水", "找的是：含“驿站”，地区是房山区，不含“热水”。"),
        ('(骑手 或 标题:"驿站") 日期:2021-03..2021-06', "找的是：（含“骑手” 或 标题含“驿站”），2021年3月至2021年6月。"),
        ("记者:林 无图 -(头版 日期:2020..)", "找的是：署名是林知夏，没有图片，不要（头版，2020年起）。"),
    ],
)
def test_a_query_that_is_more_than_terms_is_told_in_words(open_search: Open, query: str, told: str) -> None:
    page = open_search(f"?q={query}")
    expect(page.locator("#total")).not_to_be_empty()
    expect(page.locator("#remarks .told")).to_have_text([told] if told else [])


def test_days_counted_from_today_are_counted_by_the_readers_clock_and_told(open_search: Open) -> None:
    page = open_search("")
    page.clock.set_fixed_time("2022-03-31T10:00:00+08:00")
    page.fill("#query", "驿站 日期:近三个月")
    expect(page.locator("#remarks")).to_contain_text(
        "按今天 2022-03-31 算，“近三个月”是2021年12月31日至2022年3月31日。"
    )


@pytest.mark.parametrize("missing", ["manifest", "dates", "shards/00/00"])
def test_an_index_that_cannot_be_loaded_is_not_a_count_of_none(site: Path, browser: Browser, missing: str) -> None:
    page = browser.new_page()
    page.route(f"**/search/{missing}.js*", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/search.html?q=驿站")
    expect(page.locator("#total")).to_have_text("检索没有进行")
    expect(page.locator("#remarks")).to_contain_text(f"search/{missing}.js 没能打开")
    page.unroute_all()
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("#total")).to_have_text("找到 25 篇")
    page.close()


def test_without_scripts_the_page_points_to_the_lists(site: Path) -> None:
    # Read as text: a browser that is driven from outside takes <noscript> for unread even with scripts switched off.
    written = (site / "search.html").read_text(encoding="utf-8")
    unscripted = re.search(r"<noscript>(.*?)</noscript>", written, re.DOTALL)
    assert unscripted is not None
    assert "需要开启 JavaScript" in unscripted.group(1)
    addresses = re.findall(r'href="([^"]+)"', unscripted.group(1))
    assert len(addresses) > 3
    assert all((site / address).is_file() for address in addresses)


NEVER_COUNTING = """() => {
  const search = gongbaoSearch.search;
  const never = { countFacets: () => new Promise(() => {}) };
  gongbaoSearch.search = async (...asked) => ({ ...(await search(...asked)), ...never });
}"""


def test_counts_that_never_come_leave_the_results_and_their_number_standing(open_search: Open) -> None:
    page = open_search("")
    page.evaluate(NEVER_COUNTING)
    page.fill("#query", "工会驿站")
    expect(page.locator("#total")).to_have_text("找到 25 篇")
    page.wait_for_timeout(1000)  # longer than the page waits before it says that it is searching
    expect(page.locator("#total")).to_have_text("找到 25 篇", timeout=100)
