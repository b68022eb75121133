"""How long tests look: a slice of what there is in every run, all of it in ``make soak``."""

from __future__ import annotations

import os
from typing import TypeVar

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"

Amount = TypeVar("Amount")


def amount(usual: Amount, soak: Amount) -> Amount:
    """The first in every run, the second in ``make soak``. A test that asks bears ``pytest.mark.soak``."""
    return soak if SOAK else usual
