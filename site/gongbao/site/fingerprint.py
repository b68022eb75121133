"""Digests of what a page is made from: equal inputs, equal digests, on every machine and in every run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

# Never shown to a reader: where an article stood in its source.
# Whatever else a record gains counts, so that a page can be rendered once too often but never too seldom.
_UNSEEN = frozenset({"spans"})
_READERS: dict[type, Callable[[Any], Any]] = {}


def fingerprint(*parts: object) -> str:
    """16 hexadecimal digits over records, tuples, dicts with texts as keys, and plain values."""
    return hashlib.blake2b(_text(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _plain(value: Any) -> Any:
    """A record's fields, bytes as text; what JSON knows (tuples of all kinds, enums of texts) does not come here."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    kind = type(value)
    reader = _READERS.get(kind)
    if reader is None:
        reader = _READERS[kind] = _reader(kind)
    return reader(value)


def _reader(kind: type) -> Callable[[Any], Any]:
    if not is_dataclass(kind):
        raise TypeError(f"no fingerprint for a {kind.__name__}")
    seen = [field.name for field in fields(kind) if field.name not in _UNSEEN]
    return attrgetter(*seen)


_text = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, default=_plain).encode
