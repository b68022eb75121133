"""Digests of what a page is made from: equal inputs, equal digests, on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

_SIMPLE = frozenset({str, int, float, bool, type(None), bytes})
# Never shown to a reader: where an article stood in its source, names found in the text.
# Whatever else a record gains counts, so that a page can be rendered once too often but never too seldom.
_UNSEEN = frozenset({"spans", "mentions"})
_READERS: dict[type, Callable[[Any], Any]] = {}


def fingerprint(*parts: object) -> str:
    """16 hexadecimal digits over records, tuples, dicts and plain values."""
    return hashlib.blake2b(repr(_plain(parts)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if isinstance(value, tuple | list):
        return [item if type(item) in _SIMPLE else _plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):  # Markup
        return str(value)
    if isinstance(value, dict):
        return [(key, _plain(value[key])) for key in sorted(value)]
    reader = _READERS.get(kind)
    if reader is None:
        reader = _READERS[kind] = _reader(kind)
    return _plain(reader(value))


def _reader(kind: type) -> Callable[[Any], Any]:
    if not is_dataclass(kind):
        raise TypeError(f"no fingerprint for a {kind.__name__}")
    seen = [field.name for field in fields(kind) if field.name not in _UNSEEN]
    return attrgetter(*seen)
