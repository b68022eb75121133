"""No page breaks a rule of axe-core: every kind of page, light and dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.soak import SOAK

from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import NOT_FOUND, id_address

pytestmark = [pytest.mark.browser, pytest.mark.soak]

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id} ${node.target} ${node.html.slice(0, 120)}`))"""
# Two looks have both schemes and both widths between them; make soak takes all four.
_LOOKS = [("light", 1280), ("dark", 390)]
if SOAK:
    _LOOKS += [("light", 390), ("dark", 1280)]


def kinds_of_page(archive: Path) -> list[str]:
    """One address of each kind: the page of most bytes of each folder and shape of name.

    Without 404.html, which a server shows at any depth: its style sheet is where the archive's own address says.
    """
    largest: dict[str, tuple[int, str]] = {}
    for path in archive.rglob("*.html"):
        address = path.relative_to(archive).as_posix()
        top, *rest = address.split("/")
        kind = f"{top}/{len(rest)}/{path.name[:4] if not path.name[:4].isdigit() else 'number'}" if rest else address
        largest[kind] = max(largest.get(kind, (0, "")), (path.stat().st_size, address))
    found = sorted(address for _, address in largest.values() if address != NOT_FOUND)
    return found if SOAK else [address for address in found if not _is_a_twin(address)]


def _is_a_twin(address: str) -> bool:
    """Whether a page is made by the template of a campaign's page of the same name, which is looked at."""
    top, *rest = address.split("/")
    return len(rest) == 2 and rest[-1] != "index.html" and top in ("activity", "people", "organisation")


@pytest.fixture(params=_LOOKS, ids=[f"{scheme}-{width}" for scheme, width in _LOOKS])
def looked_at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme, width = request.param
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """What axe finds, with everything that opens open; axe comes by the debugger, so the pages' CSP stays in force."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate(_AXE)
    found: list[str] = page.evaluate(_VIOLATIONS)
    return found


def test_axe_finds_a_violation_where_there_is_one(looked_at: Page) -> None:
    looked_at.set_content("<img src=x><p style='color:#bbb'>看不清</p>")
    assert {text.split()[0] for text in violations(looked_at)} >= {"image-alt", "color-contrast"}


def test_no_kind_of_page_breaks_a_rule(archive: Path, looked_at: Page, sample: Sequence[TaggedArticle]) -> None:
    found = {}
    for address in [*kinds_of_page(archive), id_address(sample[2].article.id)]:
        looked_at.goto((archive / address).as_uri())
        found[address] = violations(looked_at)
    assert len(found) > 15
    assert {address: texts for address, texts in found.items() if texts} == {}


def test_the_search_page_with_results_breaks_no_rule(served: Any, looked_at: Page) -> None:
    looked_at.goto(f"{served.url}search.html?q=清凉")
    looked_at.wait_for_selector("#results li a")
    assert violations(looked_at) == []
