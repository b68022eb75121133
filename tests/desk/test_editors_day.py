"""An editor's day in a real browser: searching, tagging, correcting, collecting; by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.desk.conftest import RunningDesk

from gongbao.core.records import Article

pytestmark = pytest.mark.browser

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.html.slice(0, 120)}`))"""
_SEND = """([action, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  const csrf = document.querySelector("input[name=csrf]");
  for (const [name, value] of [...Object.entries(fields), [csrf.name, csrf.value]]) {
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}"""
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def article(desk: RunningDesk) -> Article:
    return next(iter(desk.project.store.articles())).article


@pytest.fixture
def editor(page_of: Callable[..., Page]) -> Iterator[Page]:
    """An editor's page on which no script is refused and nothing is logged as wrong."""
    page = page_of("老编", viewport=DESK)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    refused = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert [text for text in wrong if text != refused] == []


def pages_of(desk: RunningDesk, article: Article) -> list[str]:
    """An address of each kind of page."""
    dossier = desk.project.store.dossiers.create(f"看一看 {len(desk.project.store.dossiers.all())}", "老编").id
    desk.project.store.dossiers.add(dossier, [article.id])
    own = f"/articles/{article.id}"
    return [
        *("/", "/search", "/search?q=职工&by=month", "/search?q=绝无此事", "/search?q=%22"),
        *(own, f"{own}/edit", f"{own}/source", f"{own}/revisions/1", "/articles/none"),
        *("/dossiers", f"/dossiers/{dossier}", "/drafts", "/alerts", "/review", "/vocabulary", "/figures"),
    ]


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESK), ("dark", PHONE)], ids=["desk-light", "phone-dark"])
def test_no_page_breaks_a_rule_of_axe_or_runs_out_of_the_window(
    desk: RunningDesk, article: Article, page_of: Callable[..., Page], scheme: str, viewport: dict[str, int]
) -> None:
    page = page_of("老编", viewport=viewport, color_scheme=scheme)
    found = {}
    every = pages_of(desk, article)
    for address in every if viewport is DESK else every[1::2]:  # the colours of one page are those of the next
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.evaluate(_AXE)
        broken = page.evaluate(_VIOLATIONS) + (["sideways"] if page.evaluate(_SIDEWAYS) else [])
        if broken:
            found[address] = broken
    assert found == {}


def _send(page: Page, action: str, **fields: str) -> None:
    """Send a form that leads to a page, as a button of some page does."""
    with page.expect_navigation():
        page.evaluate(_SEND, [action, fields])
    page.evaluate(_AXE)


def test_pages_that_answer_a_form_break_no_rule_of_axe(
    desk: RunningDesk, article: Article, page_of: Callable[..., Page]
) -> None:
    page = page_of("老编", viewport=DESK)
    page.goto("/search?q=职工")
    chosen = {"label": "送清凉", "q": "职工", "everything": "true"}
    _send(page, "/bulk", **chosen)
    expect(page.get_by_role("heading", level=1)).to_have_text("确认“送清凉”：会改什么")
    assert page.evaluate(_VIOLATIONS) == []
    page.goto(f"/articles/{article.id}/edit")
    page.get_by_label("日期").fill("不是日期")
    with page.expect_navigation():
        page.get_by_role("button", name="存为新的一版").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate(_AXE)
    assert page.evaluate(_VIOLATIONS) == []


def test_results_come_while_one_types_and_the_address_holds_the_query(editor: Page) -> None:
    editor.goto("/search")
    editor.keyboard.press("Escape")
    editor.locator("body").click(position={"x": 1, "y": 1})
    editor.keyboard.press("/")
    editor.keyboard.type("怀柔")
    expect(editor.locator("#results mark.found").first).to_have_text("怀柔")
    editor.wait_for_url("**/search?q=%E6%80%80%E6%9F%94**")
    editor.reload()
    expect(editor.get_by_role("searchbox")).to_have_value("怀柔")
    editor.get_by_role("searchbox").fill("区县乡:x")
    expect(editor.get_by_role("alert")).to_be_visible()


def test_an_article_is_found_opened_and_judged_by_keyboard_alone(editor: Page, desk: RunningDesk) -> None:
    editor.goto("/search?q=怀柔")
    editor.locator("body").click(position={"x": 1, "y": 1})
    editor.keyboard.press("j")
    editor.keyboard.press("x")
    expect(editor.locator(".hit input[type=checkbox]").first).to_be_checked()
    editor.keyboard.press("Enter")
    editor.wait_for_url("**/articles/**")
    editor.keyboard.press("a")
    editor.keyboard.type("送温暖")
    editor.keyboard.press("Enter")
    expect(editor.locator(".judged .confirmed")).to_contain_text("送温暖")
    assert desk.app.state.desk.updates.wait(20)
    editor.get_by_role("button", name="撤销对送温暖的决定").press("Enter")
    expect(editor.locator(".judged .confirmed")).to_have_count(0)


def test_a_headline_is_corrected_beside_its_source(editor: Page, article: Article) -> None:
    editor.goto(f"/articles/{article.id}")
    editor.locator("body").click(position={"x": 1, "y": 1})
    editor.keyboard.press("e")
    editor.wait_for_url("**/edit")
    expect(editor.locator("pre.raw mark.headline")).to_have_text(article.headline)
    editor.get_by_label("标题", exact=True).fill("浏览器里改的标题")
    editor.get_by_label("为什么改").fill("标题有误")
    editor.get_by_role("button", name="存为新的一版").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("浏览器里改的标题")
    editor.get_by_role("link", name="第 1 版").click()
    editor.get_by_role("button", name="恢复第 1 版的文字").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text(article.headline)


def test_questions_of_the_queue_are_answered_with_one_key(editor: Page) -> None:
    editor.goto("/review")
    open_before = editor.locator(".questions form").count()
    first = editor.locator(".questions > li").first.locator(".label").inner_text()
    editor.locator("body").click(position={"x": 1, "y": 1})
    editor.keyboard.press("n")
    expect(editor.locator(".answered")).to_contain_text("已否定")
    expect(editor.locator(".answered")).to_contain_text(first)
    expect(editor.locator("#progress")).to_contain_text("评过 1 /")
    editor.locator(".answered button").click()
    expect(editor.locator("#progress")).to_contain_text("评过 0 /")
    assert open_before > 0


def test_after_an_answer_the_focus_stays_with_it_and_tab_goes_on_to_the_next(editor: Page) -> None:
    editor.goto("/review")
    for queue in ("#tags", "#districts"):
        items = editor.locator(f"{queue} .questions > li")
        assert items.count() > 1
        items.first.locator("button").first.focus()
        editor.keyboard.press("Enter")
        expect(items.first.get_by_role("button", name="撤销")).to_be_focused()
        editor.keyboard.press("Tab")
        expect(items.nth(1).locator("a, button").first).to_be_focused()
        editor.keyboard.press("Shift+Tab")
        editor.keyboard.press("Enter")
        expect(items.first).to_be_focused()
        editor.keyboard.press("Tab")
        expect(items.nth(1).locator("a, button").first).to_be_focused()


def test_escape_leaves_the_search_field_for_the_list_and_keeps_the_query(editor: Page) -> None:
    editor.goto("/search")
    editor.get_by_role("searchbox").press_sequentially("怀柔")
    expect(editor.locator("#results mark.found").first).to_have_text("怀柔")
    editor.keyboard.press("Escape")
    expect(editor.get_by_role("searchbox")).to_have_value("怀柔")
    editor.keyboard.press("j")
    editor.keyboard.press("x")
    expect(editor.locator(".hit input").first).to_be_checked()


def test_ticked_articles_come_into_a_dossier_and_out_as_a_word_document(editor: Page, tmp_path: Path) -> None:
    editor.goto("/search?q=职工")
    editor.get_by_label("本页都选").check()
    editor.locator("summary", has_text="收进专题夹").click()
    editor.get_by_label("专题夹（没有的就新开一个）").fill("走一走")
    editor.get_by_role("button", name="收进去").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("走一走")
    with editor.expect_download() as download:
        editor.get_by_role("link", name="Word").click()
    assert download.value.suggested_filename == "走一走.docx"


def test_without_scripts_the_same_is_done_with_links_and_buttons(
    page_of: Callable[..., Page], article: Article
) -> None:
    page = page_of("老编", java_script_enabled=False, viewport=DESK)
    page.goto("/search")
    page.get_by_role("searchbox").fill("怀柔")
    page.get_by_role("button", name="查找").click()
    page.locator(".found-list a.door").first.click()
    page.get_by_label("补标签").fill("送温暖")
    page.get_by_role("button", name="补上").click()
    expect(page.locator(".judged .confirmed")).to_contain_text("送温暖")
    page.get_by_role("button", name="撤销对送温暖的决定").click()
    expect(page.locator(".judged .confirmed")).to_have_count(0)
    page.goto("/review")
    page.locator(".questions button", has_text="确认").first.click()
    expect(page.locator("#progress")).to_contain_text("评过 1 /")
    page.goto(f"/articles/{article.id}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
