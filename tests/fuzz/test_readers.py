"""Whatever is made of an input, it is read with nothing lost, or refused with one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz.fuzz_readers import campaign, seeds
from tests.soak import SOAK

from gongbao.ingest.readers import READERS


def test_there_is_an_input_to_begin_with_for_every_reader() -> None:
    assert set(seeds()) == set(READERS)


def test_a_short_campaign_finds_nothing_wrong() -> None:
    outcomes, faults = campaign(1500, 7)
    assert faults == []
    assert sum(outcomes.values()) == 1500
    assert sum(number for name, number in outcomes.items() if name.endswith(" read")) > 300


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.skipif(not SOAK, reason="in make soak")
def test_ten_thousand_inputs_are_read_or_refused_in_bounded_memory(root: Path) -> None:
    words = [sys.executable, "-m", "tests.fuzz.fuzz_readers", "--count", "10000", "--seed", "1"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
