"""The query as a tree: what a person asked for, before any engine is thought of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """A bare term: the string, or all its words. ``scope`` is a text field's name, or empty for all of them."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class String:
    """A term in quotation marks: only the string."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A filter on a field of labels: one that contains the text, or with ``whole`` one that is the text."""

    field: str
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A filter on the date: days from ``first`` to ``last``, both included; None is open."""

    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: ``*`` alone."""


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All the parts; two at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; two at least."""

    parts: tuple[Node, ...]


Node: TypeAlias = Term | String | Label | Period | Everything | Not | And | Or
