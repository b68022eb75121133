"""The benchmark itself runs: a short slice of `make bench`, whose figures mean nothing at this size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.bench.__main__ import ORDER
from tests.bench.corpus import items


@pytest.mark.slow
def test_the_bench_measures_every_stage_on_generated_text(root: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--sizes", "20"]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300).stdout
    measured = [line.split("|")[1].strip() for line in printed.splitlines() if line.startswith("| ")]
    assert measured == ["stage", *ORDER]


def test_generated_text_is_the_same_at_every_call() -> None:
    assert items(None, 3) == items(None, 3)
    assert items(None, 5)[:3] == items(None, 3)
