"""What an article's page costs a reader: bytes, hosts asked, scripts run, and nothing that moves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import id_address

_ARTICLE_BYTES = 60_000  # of a page with its style sheet and scripts, neither compressed nor with pictures
_UNSAFE = re.compile(r"unsafe-|\*|https?:|data:|blob:")
_SHIFTS = (
    "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { moved += e.value }))"
    ".observe({type: 'layout-shift', buffered: true})"
)


def _answers_to(page: Page) -> list[Response]:
    """Every answer that the page gets from now on."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    return answers


@pytest.mark.browser
def test_an_article_costs_at_most_sixty_kilobytes_and_asks_one_host(
    served: Any, browser: Browser, sample: Sequence[TaggedArticle]
) -> None:
    with browser.new_context() as context:
        for tagged in sample:
            page = context.new_page()
            answers = _answers_to(page)
            page.goto(served.url + id_address(tagged.article.id))
            page.wait_for_load_state("networkidle")
            assert all(answer.url.startswith(served.url) for answer in answers)
            assert sum(len(answer.body()) for answer in answers if answer.ok) <= _ARTICLE_BYTES
            page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_moves_while_it_loads(
    served: Any, browser: Browser, sample: Sequence[TaggedArticle], width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        context.add_init_script(_SHIFTS)
        page = context.new_page()
        for address in ("index.html", "calendar/index.html", "district/index.html", id_address(sample[2].article.id)):
            page.goto(served.url + address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.moved") == 0, address


def test_nothing_but_style_sheets_holds_up_a_page(archive: Path) -> None:
    for path in archive.rglob("*.html"):
        head, _, body = path.read_text(encoding="utf-8").partition("</head>")
        scripts = [tag for tag in re.findall(r"<script[^>]*>", head) if "application/ld+json" not in tag]
        assert scripts == [], path
        if path.name != "search.html":  # the archive's one and, for printed pages or for topics, one more
            assert head.count('rel="stylesheet"') <= 2, path
        # The two pages by which readers come in have the service worker keep what is read.
        assert "<script" not in body or path in (archive / "search.html", archive / "index.html"), path


def test_every_page_forbids_what_is_not_its_own(archive: Path) -> None:
    for path in archive.rglob("*.html"):
        policies = re.findall(r'Content-Security-Policy" content="([^"]*)"', path.read_text(encoding="utf-8"))
        assert len(policies) == 1, path
        assert "default-src &#39;none&#39;" in policies[0], path
        assert not _UNSAFE.search(policies[0]), path


def test_no_page_has_style_or_script_in_an_attribute(archive: Path) -> None:
    for path in archive.rglob("*.html"):
        assert not re.search(r"<[a-z][^<>]*\s(?:style|on[a-z]+)=", path.read_text(encoding="utf-8")), path
