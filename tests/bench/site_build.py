"""``make bench-site``: the site's build beside Hugo and Pelican on the same articles, in one run.

Prints Markdown. Every build has processes of its own; pages a second count HTML files written, with everything that a
user waits for (loading, reading, writing). Processor time is that of all its processes: where others work on the
machine it tells more than seconds. Memory is the sum of the processes' own shares (PSS), looked at five times a second.
Ours is measured with the browser's index and without, since the others have none. Hugo must be installed;
``--pelican`` names Pelican's program, which is left out without it.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.corpus import REAL_ITEMS, Item, is_real, items
from tests.bench.site_articles import fill_store, write_hugo, write_pelican
from tests.bench.site_templates import HUGO, PELICAN

from gongbao.project import Project

_LOOKED_AT = 0.2  # seconds between two looks at memory


@dataclass(frozen=True, slots=True)
class Figures:
    """One build."""

    seconds: float
    processor: float  # seconds, of all processes
    bytes_at_most: int
    pages: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=None, help="folder with data/xwlb.jsonl.xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--pelican", default="", help="path of Pelican's program")
    parser.add_argument("--pelican-up-to", type=int, default=20_000, help="articles; more would take hours")
    arguments = parser.parse_args()
    stock = items(arguments.shared, REAL_ITEMS)
    print(f"Text: {'real broadcast news items' if is_real(arguments.shared) else 'generated items'}, recombined.\n")
    for size in arguments.sizes:
        columns = ("pages", "seconds", "pages a second", "processor s", "pages a processor s", "memory")
        print(f"| {size:,} articles | {' | '.join(columns)} |\n|{'---|' * (1 + len(columns))}")
        with tempfile.TemporaryDirectory() as temporary:
            ours(Path(temporary) / "ours", stock, size)
            hugo(Path(temporary) / "hugo", stock, size)
            if arguments.pelican and size <= arguments.pelican_up_to:
                pelican(Path(temporary) / "pelican", stock, size, arguments.pelican)
        print()


def ours(folder: Path, stock: list[Item], size: int) -> None:
    """With the index, without it, and after one change."""
    folder.mkdir(parents=True)
    fill_store(Project(folder).store, stock, size)
    command = [sys.executable, "-m", "tests.bench.site_stage", str(folder)]
    row("Gongbao, pages alone", run([*command, "pages"], lambda: html(folder / "public")))
    shutil.rmtree(folder / "public")
    row("Gongbao, with the browser's index", run([*command, "all"], lambda: html(folder / "public")))
    for _ in range(3):
        done = subprocess.run([*command, "retag"], stdout=subprocess.PIPE, check=True, text=True)
        print(f"| Gongbao, after one article had other tags | | {done.stdout.strip()} | | | | |", flush=True)


def hugo(folder: Path, stock: list[Item], size: int) -> None:
    """An article page, and lists of issues, labels and people."""
    write_hugo(folder, stock, size)
    _write(folder, HUGO)
    command = ["hugo", "--quiet", "--source", str(folder)]
    row("Hugo", run(command, lambda: html(folder / "public")))


def pelican(folder: Path, stock: list[Item], size: int, program: str) -> None:
    """With the theme cut down to the same pages."""
    write_pelican(folder, stock, size)
    _write(folder, PELICAN)
    command = [program, "-q", str(folder / "content"), "-o", str(folder / "public"), "-s", str(folder / "settings.py")]
    row("Pelican", run([*command, "-t", str(folder / "theme")], lambda: html(folder / "public")))


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def html(folder: Path) -> int:
    """How many pages there are."""
    return sum(1 for _ in folder.rglob("*.html"))


def run(command: list[str], pages: Callable[[], int]) -> Figures:
    """A program to its end."""
    started, used, most = time.perf_counter(), _processor(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(map(_share, _with_children(process.pid))))
            time.sleep(_LOOKED_AT)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    return Figures(seconds, _processor() - used, most, pages())


def row(name: str, figures: Figures) -> None:
    """One line of the table."""
    pages, rate, memory = figures.pages, figures.pages / figures.seconds, figures.bytes_at_most / 1e6
    used = f"{figures.processor:.1f} | {pages / figures.processor:,.0f}"
    print(f"| {name} | {pages:,} | {figures.seconds:.1f} | {rate:,.0f} | {used} | {memory:,.0f} MB |", flush=True)


def _processor() -> float:
    """Seconds that all ended child processes have used, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _share(pid: int) -> int:
    """Bytes of memory that a process has for itself, with its part of what it shares."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
