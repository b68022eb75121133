"""The reporter's day in a real browser: paste, answer, decide, add, copy and file, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect
from tests.desk.conftest import RunningDesk

STORY = (
    "房山区总工会送清凉\n"
    "本报讯（记者 田小禾）2021年7月16日（星期四），房山区总工会把300份清凉包送到朝阳区窦店镇，慰问一线环卫工人。\n"
    "活动现场还邀请医生讲授防暑知识。"
)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
OpenPage = Callable[..., Page]
pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def pasted(page_of: OpenPage) -> Page:
    """The story's page after a paste, whose tags came without a click."""
    page = page_of("小记", **CLIPBOARD)
    page.goto("/story")
    page.evaluate("text => navigator.clipboard.writeText(text)", STORY)
    page.keyboard.press("Control+V")
    page.locator("#tag-line").wait_for()
    return page


def test_a_paste_brings_tags_marks_and_hints_at_once(pasted: Page) -> None:
    expect(pasted.locator("#tag-line")).to_contain_text("房山区")
    expect(pasted.locator("mark.facet-campaign").first).to_be_visible()
    expect(pasted.locator(".hints")).to_contain_text("2021年7月16日是星期五，不是星期四。")
    expect(pasted.locator(".hints")).to_contain_text("窦店镇在房山区，文中写的是朝阳区。")


def test_questions_are_answered_one_at_a_time_by_keyboard(pasted: Page) -> None:
    asked = []
    for _ in range(10):
        if pasted.locator("#question").count() == 0:
            break
        name = pasted.locator("#question-name").inner_text()
        assert name not in asked
        asked.append(name)
        pasted.keyboard.press("n")
        expect(pasted.locator("#question-name", has_text=name)).to_have_count(0)
    assert asked
    label = asked[0].partition("“")[2].partition("”")[0]
    assert label not in pasted.locator("#tag-line").inner_text()


def test_tags_are_decided_by_keyboard_and_the_focus_stays(pasted: Page) -> None:
    pasted.keyboard.press("j")
    first = pasted.locator("[data-row]").first
    expect(first).to_be_focused()
    name = first.get_attribute("id")
    assert name is not None
    label = name.partition(":")[2]
    pasted.keyboard.press("x")
    row = pasted.locator(f'[id="{name}"]')
    expect(row).to_contain_text("不要")
    expect(row).to_be_focused()
    expect(pasted.locator("#tag-line")).not_to_contain_text(label)
    pasted.keyboard.press("a")
    expect(row).to_contain_text("已采纳")
    expect(pasted.locator("#tag-line")).to_contain_text(label)
    expect(row).to_be_focused()


def test_a_label_is_added_by_initials_from_the_list_and_by_enter(pasted: Page) -> None:
    pasted.keyboard.press("/")
    pasted.keyboard.type("slq")
    expect(pasted.locator("#labels button").first).to_contain_text("送清凉")
    pasted.keyboard.press("ArrowDown")
    pasted.keyboard.press("Enter")
    expect(pasted.locator('[id="tag-campaign:送清凉"]')).to_contain_text("已采纳")
    expect(pasted.locator("#typed")).to_be_focused()
    pasted.keyboard.type("wenyi")
    pasted.keyboard.press("Enter")
    expect(pasted.locator("#told")).to_contain_text("已加上")


def test_the_tag_line_is_copied_and_the_story_filed(pasted: Page, desk: RunningDesk) -> None:
    pasted.keyboard.press("A")
    expect(pasted.locator("#told")).to_contain_text("已全部采纳")
    line = pasted.locator("#tag-line").inner_text()
    pasted.locator("#main").focus()
    pasted.keyboard.press("c")
    expect(pasted.locator("#told")).to_contain_text("已复制")
    assert pasted.evaluate("navigator.clipboard.readText()") == line
    pasted.keyboard.press("d")
    pasted.wait_for_url("**/articles/*")
    expect(pasted.locator("main")).to_contain_text("房山区总工会送清凉")
    assert pasted.url.rpartition("/")[2] not in desk.project.store.stamps()


def test_a_file_is_dropped(page_of: OpenPage) -> None:
    page = page_of("小记")
    page.goto("/story")
    page.evaluate(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "稿件.txt", { type: "text/plain" }));
          document.querySelector("#new-story").dispatchEvent(
            new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
        }""",
        STORY,
    )
    expect(page.locator("#tag-line")).to_contain_text("房山区")


def test_all_of_it_works_without_scripts(page_of: OpenPage) -> None:
    page = page_of("小记", java_script_enabled=False)
    page.goto("/story")
    page.locator("#text").fill(STORY)
    page.get_by_role("button", name="看标签").click()
    page.get_by_role("button", name="房山区：不要").click()
    expect(page.locator("#tag-line")).not_to_contain_text("房山区")
    page.locator("#typed").fill("slq")
    page.locator("#typed").press("Enter")
    expect(page.locator('[id="tag-campaign:送清凉"]')).to_contain_text("已采纳")
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON", exact=True).click()
    assert download.value.suggested_filename == "story.json"


def test_no_rule_of_accessibility_is_broken(page_of: OpenPage) -> None:
    page = page_of("小记", viewport={"width": 1280, "height": 900})
    page.goto("/story")
    assert violations(page) == []
    page.locator("#text").fill(STORY)
    page.locator("#new-story button[type=submit]").click()
    page.locator("#typed").type("s")
    page.locator("#labels button").first.wait_for()
    page.locator(".story-text summary").click()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def violations(page: Page) -> list[str]:
    """What axe finds; it comes by the debugger, so that the page's own policy stays in force."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap("
        "rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.html.slice(0, 120)}`))"
    )
    return found
