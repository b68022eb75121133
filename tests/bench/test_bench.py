"""The benchmark itself runs: a short slice of `make bench`, whose figures mean nothing at this size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.bench.__main__ import ORDER
from tests.bench.corpus import items
from tests.bench.search_speed import COLUMNS
from tests.soak import SOAK


@pytest.mark.slow
def test_the_bench_measures_every_stage_on_generated_text(root: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--sizes", "20"]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300).stdout
    measured = [line.split("|")[1].strip() for line in printed.splitlines() if line.startswith("| ")]
    assert measured == ["stage", *ORDER]


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="in make soak: it starts a server of its own")
def test_the_bench_of_the_search_measures_both_engines_on_generated_text(root: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.search_speed", "--sizes", "80", "--queries", "24", "--heap", "512m"]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300).stdout
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed.splitlines() if line.startswith("| ")]
    assert rows[0] == list(COLUMNS)
    assert [(row[0], row[4]) for row in rows[1:]] == [
        (engine, clients) for engine in ("embedded", "elasticsearch") for clients in ("1", "8")
    ]
    assert all(float(row[1].replace(",", "")) > 0 for row in rows[1:])


def test_generated_text_is_the_same_at_every_call() -> None:
    assert items(None, 3) == items(None, 3)
    assert items(None, 5)[:3] == items(None, 3)
