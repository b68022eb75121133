"""The start-up measurement runs; its figures mean nothing from one pair."""

from __future__ import annotations

import pytest
from tests.bench.startup import Pair, measure, report


def test_the_ratio_that_is_told_is_the_median_of_the_pairs() -> None:
    pairs = [Pair(1.2, 1.0, 1.1, 1.0), Pair(1.3, 1.0, 1.2, 1.0), Pair(9.0, 1.0, 1.3, 1.0)]
    assert "3 pairs: tag 1.300 s" in report(pairs)
    assert "ratio median 1.30 (1.20 to 9.00), of CPU seconds 1.20 (1.10 to 1.30)" in report(pairs)


@pytest.mark.slow
def test_a_pair_is_measured_in_processes_of_their_own() -> None:
    [pair] = measure(1)
    assert min(pair.tag_seconds, pair.bare_seconds, pair.tag_cpu_seconds, pair.bare_cpu_seconds) > 0
