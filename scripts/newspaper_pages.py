"""``python -m scripts.newspaper_pages --pages 200 --seed 7 --output DIR``: newspaper pages as PDF, with their truth.

Each page is made of its seed alone, as HTML, and printed by headless Chromium; beside ``page-0007.pdf`` stands
``page-0007.json``. The HTML of a seed is always the same; the PDF is as Chromium and the installed fonts make it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import sync_playwright
from scripts.newspaper_layouts import MadePage, make_page
from scripts.newspaper_magazine import make_magazine_page
from scripts.newspaper_weekly import make_weekly_page

CHROMIUM = "/usr/bin/chromium"
# As root in a container, and without the background traffic of a desktop browser.
CHROMIUM_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_DATES = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")


def main() -> None:
    """Print the pages that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7, help="the first page's seed; the others follow it")
    parser.add_argument("--family", choices=sorted(families()), default="a")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    seeds = range(arguments.seed, arguments.seed + arguments.pages)
    print_pages(seeds, arguments.output, families()[arguments.family])


def families() -> dict[str, Callable[[int], MadePage]]:
    """The styles of paper, by name."""
    return {"a": make_page, "b": make_magazine_page, "c": make_weekly_page}


def print_pages(seeds: Iterable[int], output: Path, make: Callable[[int], MadePage]) -> None:
    """One PDF and one JSON for each seed; pages that are there already are kept."""
    output.mkdir(parents=True, exist_ok=True)
    waiting = [seed for seed in seeds if not (output / f"page-{seed:04d}.json").exists()]
    if not waiting:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        sheet = browser.new_page()
        for seed in waiting:
            made = make(seed)
            sheet.set_content(made.html)
            printed = sheet.pdf(prefer_css_page_size=True, print_background=True)
            (output / f"page-{seed:04d}.pdf").write_bytes(without_clock(printed))
            truth = json.dumps(made.truth, ensure_ascii=False, indent=1, sort_keys=True)
            (output / f"page-{seed:04d}.json").write_text(truth + "\n", encoding="utf-8")
        browser.close()


def without_clock(printed: bytes) -> bytes:
    """A PDF with its dates at zero and as long as before, so that no offset in the file moves."""
    return _DATES.sub(_zeroed, printed)


def _zeroed(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"\d", b"0", found[0])


if __name__ == "__main__":
    main()
