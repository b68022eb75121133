"""How an article is related to others and to its sources, as far as readers are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kinship:
    """Of one article; ids in order, each once."""

    sources: tuple[str, ...] = ()  # names, the one that is shown first; empty when there is only one
    printed_before: tuple[str, ...] = ()  # articles that this one is a reprint of
    printed_again: tuple[str, ...] = ()  # its reprints, and other printings in one issue
