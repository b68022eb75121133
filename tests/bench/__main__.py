"""``make bench``: every stage at three sizes, beside bare jieba.cut on the same text in the same run.

Prints Markdown. Seconds include what each stage's process loads (dictionary, spaCy, templates), as
a user waits for it too. Ratios are to bare jieba's wall seconds in the same row: above 1 is faster.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.corpus import REAL_ITEMS, Item, is_real, items

ORDER = ("bare_jieba", "parse", "ingest", "segment_and_tag", "tag", "index", "site", "build")  # build: all of it


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=None, help="folder with data/xwlb.jsonl.xz; generated text without"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, REAL_ITEMS])
    arguments = parser.parse_args()
    kind = "real broadcast news items" if is_real(arguments.shared) else "generated items"
    print(f"Text: {kind}.\n")
    for size in arguments.sizes:
        corpus = items(arguments.shared, size)
        print_table(corpus, measure(corpus))


def measure(corpus: list[Item]) -> dict[str, dict[str, float]]:
    """{stage: figures}, each stage in its own process, on one folder."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pages = folder / "pages"
        pages.mkdir()
        for number, item in enumerate(corpus):
            (pages / f"{item.date}-p{number:06d}.txt").write_text(item.page, encoding="utf-8")
        figures = {stage: run(stage, folder) for stage in ORDER[:-1]}
        for built in ("archive", "public"):
            shutil.rmtree(folder / built)
        return figures | {"build": run("build", folder)}


def run(stage: str, folder: Path) -> dict[str, float]:
    """One stage's figures."""
    command = [sys.executable, "-m", "tests.bench.stages", stage, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def print_table(corpus: list[Item], figures: dict[str, dict[str, float]]) -> None:
    """One Markdown table."""
    megabytes = sum(len(item.page.encode("utf-8")) for item in corpus) / 1e6
    bare = figures["bare_jieba"]["wall_seconds"]
    print(f"### {len(corpus):,} articles, {megabytes:.1f} MB of UTF-8\n")
    print("| stage | seconds | CPU s | articles/s | MB/s | × bare jieba | peak MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for stage in ORDER:
        print(row(stage, figures[stage], len(corpus), megabytes, bare))
    print(flush=True)


def row(name: str, figures: dict[str, float], count: int, megabytes: float, bare: float) -> str:
    """One row of the table."""
    wall = figures["wall_seconds"]
    return (
        f"| {name} | {wall:.1f} | {figures['cpu_seconds']:.1f} | {count / wall:,.0f} | {megabytes / wall:.2f} "
        f"| {bare / wall:.2f} | {figures['peak_bytes'] / 1e6:.0f} |"
    )


if __name__ == "__main__":
    main()
