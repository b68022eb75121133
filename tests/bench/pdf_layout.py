"""``python -m tests.bench.pdf_layout --pages 200``: page PDFs read by their layout, beside pdftotext, in one run.

Makes the pages first where they are not there yet. pdftotext (poppler) gives text alone, in its own reading
order or as it stands on the page (-layout); the splitter then finds the articles in it. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.newspaper_pages import families, print_pages
from tests.ingest.pdf.measure import Scores, score

from gongbao.core.records import Reading
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source_bytes
from gongbao.ingest.splitter import split

_MAX_BYTES = 33_554_432
Reader = Callable[[Path, Segmenter], Reading]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--family", choices=sorted(families()), default="a")
    parser.add_argument("--folder", type=Path, default=None, help="where the pages are kept for the next run")
    parser.add_argument("--failures", action="store_true", help="name each article that was not read exactly")
    arguments = parser.parse_args()
    seeds = range(arguments.seed, arguments.seed + arguments.pages)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or Path(temporary)) / arguments.family
        print_pages(seeds, folder, families()[arguments.family])
        paths = [folder / f"page-{seed:04d}.pdf" for seed in seeds]
        print_table(paths, arguments.failures)


def print_table(paths: list[Path], show_failures: bool) -> None:
    """Read all pages each way and print the figures."""
    segmenter = load_segmenter()
    segmenter.cut("工会")  # loads the dictionary, so that the first page does not pay for it
    readers: dict[str, Reader] = {
        "layout": read_layout,
        "pdftotext": lambda path, words: read_plain(path, words, ()),
        "pdftotext -layout": lambda path, words: read_plain(path, words, ("-layout",)),
    }
    read_layout(paths[0], segmenter)  # starts the worker, likewise
    totals = {name: Scores() for name in readers}
    for path in paths:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        for name, reader in readers.items():
            began = time.perf_counter()
            reading = reader(path, segmenter)
            spent = time.perf_counter() - began
            page = score(truth, reading)
            page.seconds = spent
            totals[name].add(page)
            if show_failures and name == "layout":
                print_failures(path, truth, page)
    print(f"{len(paths)} pages\n")
    print("| figure | " + " | ".join(totals) + " |")
    print("|---|" + "---:|" * len(totals))
    for title, figure in FIGURES:
        print(f"| {title} | " + " | ".join(figure(one) for one in totals.values()) + " |")


def print_failures(path: Path, truth: dict[str, Any], page: Scores) -> None:
    """One line for a page that was not read exactly."""
    missed = len(truth["articles"]) - page.articles_exact
    if missed or page.starts_found != page.starts_true:
        print(
            f"{path.stem}: {missed} of {len(truth['articles'])} articles not exact, "
            f"{page.starts_right}/{page.starts_found}/{page.starts_true} starts, "
            f"{page.seams_true - page.seams_right} seams, {page.headlines_true - page.headlines_right} headlines, "
            f"{page.paragraphs_true - page.paragraphs_right} paragraphs, {page.articles_discarded} discarded"
        )


def read_layout(path: Path, segmenter: Segmenter) -> Reading:
    """As the program reads a PDF."""
    return split(read_source_bytes(path.name, path.read_bytes(), Hints(), _MAX_BYTES), segmenter)


def read_plain(path: Path, segmenter: Segmenter, options: tuple[str, ...]) -> Reading:
    """The text that pdftotext gives, split by its words."""
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    raw = done.stdout.replace(b"\0", b"")
    return split(read_source_bytes(path.stem + ".txt", raw, Hints(encoding="utf-8"), _MAX_BYTES), segmenter)


def _share(right: int, true: int) -> str:
    return f"{right / true:.4f} ({right:,} of {true:,})" if true else "–"


FIGURES: tuple[tuple[str, Callable[[Scores], str]], ...] = (
    (
        "boundary F1",
        lambda one: f"{one.boundary_f1:.4f} ({one.starts_right:,}, {one.starts_found:,}, {one.starts_true:,})",
    ),
    ("reading order", lambda one: _share(one.seams_right, one.seams_true)),
    ("headline exact", lambda one: _share(one.headlines_right, one.headlines_true)),
    ("kicker exact", lambda one: _share(one.kickers_right, one.kickers_true)),
    ("paragraphs exact", lambda one: _share(one.paragraphs_right, one.paragraphs_true)),
    ("whole article exact", lambda one: _share(one.articles_exact, one.headlines_true)),
    ("caption exact", lambda one: _share(one.captions_right, one.captions_true)),
    ("advertisements and furniture discarded, characters", lambda one: _share(one.discards_right, one.discards_true)),
    ("characters of articles discarded", lambda one: f"{one.articles_discarded:,}"),
    ("characters lost / doubled", lambda one: f"{one.lost:,} / {one.doubled:,} of {one.characters:,}"),
    ("seconds a page", lambda one: f"{one.seconds / one.pages:.3f}"),
)


if __name__ == "__main__":
    main()
