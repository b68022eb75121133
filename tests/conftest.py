"""What all tests share: hypothesis profiles, the sample page, a project folder of one's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

# As root in a container, and without the background traffic of a desktop browser.
CHROMIUM_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["tests.servers", "tests.databases"]

# Machines are noisy: no test fails because one example took long.
_calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("default", max_examples=50, derandomize=True, **_calm)  # type: ignore[arg-type]
settings.register_profile("soak", max_examples=5000, **_calm)  # type: ignore[arg-type]
expect.set_options(timeout=30_000)  # milliseconds
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, so that no worker is left with one of them at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample_page() -> Path:
    """The newspaper page that comes with the project."""
    return ROOT / "samples" / "2021-07-laodong-page.txt"


@pytest.fixture(scope="session")
def sample_gold() -> Path:
    """What a person cut out of the sample page."""
    return ROOT / "tests" / "data" / "2021-07-laodong-page.gold.json"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests of a process."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def write_page(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a page of text below the test's folder and return its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
