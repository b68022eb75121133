"""Takes the pictures for docs/pictures: the archive's pages in Chromium, for phone and desktop, light and dark.

Usage: python scripts/take_pictures.py public docs/pictures [--all]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = {"phone": 390, "desktop": 1280}
QUERY = "search.html?q=清凉"


def main() -> None:
    """Take the README's pictures, or with --all every page in every look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--all", action="store_true", help="every page, width and colour scheme")
    arguments = parser.parse_args()
    arguments.pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for name, address in pages(arguments.archive).items():
            for device, width in WIDTHS.items():
                for scheme in ("light", "dark"):
                    plain = device == "desktop" and scheme == "light"
                    if plain or arguments.all:
                        target = arguments.pictures / (f"{name}.png" if plain else f"{name}-{device}-{scheme}.png")
                        take(browser, f"{arguments.archive.resolve().as_uri()}/{address}", target, width, scheme)
        browser.close()


def pages(archive: Path) -> dict[str, str]:
    """One address of each kind of page."""
    first = {
        "article": sorted(archive.glob("articles/*/*.html")),
        "campaign": sorted(archive.glob("campaign/*/index.html")),
        "issue": sorted(archive.glob("issues/**/*.html")),
    }
    found = {name: str(paths[0].relative_to(archive)) for name, paths in first.items() if paths}
    fixed = {
        "home": "index.html",
        "search": QUERY,
        "calendar": "calendar/index.html",
        "district": "district/index.html",
        "people": "people/index.html",
        "about": "about.html",
    }
    return fixed | found


def take(browser: Browser, address: str, target: Path, width: int, scheme: str) -> None:
    """One picture of what a reader sees first."""
    dark = scheme == "dark"
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(address)
    page.wait_for_timeout(400)  # the search page answers while typing
    page.screenshot(path=target)
    page.close()


if __name__ == "__main__":
    main()
