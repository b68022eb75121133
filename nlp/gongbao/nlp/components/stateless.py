"""What components share that keep nothing between articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Stateless:
    """A component that has nothing to save."""

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, path: Path | str, **_: Any) -> Stateless:
        """Nothing to read."""
        return self
