"""Start-up: ``gongbao tag`` of a draft of one line, beside importing spaCy and loading the dictionary.

    python -m tests.bench.startup --pairs 11

Each pair runs one after the other in processes of their own, in turn first; the ratio of a pair is of two runs that
the same machine did at nearly the same time, and the median of the ratios is what is told. Seconds are wall seconds.
CPU seconds are told too: on a machine that does other work they say more.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.commands import COMMAND

GOAL = 1.3
DRAFT = "区总工会慰问一线职工\n"
TAG = (*COMMAND, "tag")
BARE = (
    sys.executable,
    "-c",
    "import spacy\nfrom gongbao.core.words import load_segmenter\nload_segmenter().cut('职工')",
)
BUSY = 0.5  # load average for each core from which the figures are told to be a loaded machine's


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of runs."""

    tag_seconds: float
    bare_seconds: float
    tag_cpu_seconds: float
    bare_cpu_seconds: float


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=11)
    print(report(measure(parser.parse_args().pairs)))


def measure(count: int) -> list[Pair]:
    """So many pairs, after one of each that warms the disk's cache."""
    with tempfile.TemporaryDirectory() as temporary:
        draft = Path(temporary) / "draft.txt"
        draft.write_text(DRAFT, encoding="utf-8")
        tag = (*TAG, str(draft))
        seconds(tag, temporary)
        seconds(BARE, temporary)
        pairs = []
        for number in range(count):
            runs = {command: seconds(command, temporary) for command in ((tag, BARE) if number % 2 else (BARE, tag))}
            pairs.append(Pair(runs[tag][0], runs[BARE][0], runs[tag][1], runs[BARE][1]))
    return pairs


def seconds(command: tuple[str, ...], folder: str) -> tuple[float, float]:
    """(wall, CPU) seconds of a process; its failure is an error."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(pairs: list[Pair]) -> str:
    """The median seconds and ratios, and how busy the machine was."""
    wall = sorted(one.tag_seconds / one.bare_seconds for one in pairs)
    cpu = sorted(one.tag_cpu_seconds / one.bare_cpu_seconds for one in pairs)
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    state = f"load {load:.1f} on {cores} cores" + (" (busy with other work)" if load > BUSY * cores else "")
    tag = statistics.median(one.tag_seconds for one in pairs)
    bare = statistics.median(one.bare_seconds for one in pairs)
    return (
        f"{len(pairs)} pairs: tag {tag:.3f} s, spaCy and dictionary {bare:.3f} s; ratio median "
        f"{statistics.median(wall):.2f} ({wall[0]:.2f} to {wall[-1]:.2f}), of CPU seconds "
        f"{statistics.median(cpu):.2f} ({cpu[0]:.2f} to {cpu[-1]:.2f}); goal {GOAL}; {state}"
    )


if __name__ == "__main__":
    main()
