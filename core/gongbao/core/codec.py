"""Records to plain JSON values and back, by their type hints; a field at its default is left out.

The stored form of every revision, so a field may be added to a record (with a default) but not renamed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from gongbao.core.dates import IssueDate

Record = TypeVar("Record")
Converter = Callable[[Any], Any]


def encode(record: Any) -> dict[str, Any]:
    """A record as a mapping of JSON values; fields at their default are left out."""
    plain: dict[str, Any] = {}
    for name, default, convert in _encoders(type(record)):
        value = getattr(record, name)
        if value != default:
            plain[name] = value if convert is None else convert(value)
    return plain


def decode(kind: type[Record], plain: Mapping[str, Any]) -> Record:
    """The record again; a key that the record does not have raises KeyError (a newer Gongbao wrote it)."""
    converters = _decoders(kind)
    values = {}
    for name, value in plain.items():
        convert = converters[name]
        values[name] = value if convert is None else convert(value)
    return kind(**values)


def canonical(plain: Any) -> str:
    """JSON text that is the same for equal values: sorted keys, no spaces, characters as they are."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(plain: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(plain).encode("utf-8", "surrogatepass")).hexdigest()


_Encoders = tuple[tuple[str, Any, Converter | None], ...]
_known_encoders: dict[type[Any], _Encoders] = {}
_known_decoders: dict[type[Any], dict[str, Converter | None]] = {}


def _encoders(kind: type[Any]) -> _Encoders:
    if kind not in _known_encoders:
        hints = get_type_hints(kind)
        _known_encoders[kind] = tuple((f.name, f.default, _encoder(hints[f.name])) for f in dataclasses.fields(kind))
    return _known_encoders[kind]


def _decoders(kind: type[Any]) -> dict[str, Converter | None]:
    if kind not in _known_decoders:
        hints = get_type_hints(kind)
        _known_decoders[kind] = {f.name: _decoder(hints[f.name]) for f in dataclasses.fields(kind)}
    return _known_decoders[kind]


def _encoder(hint: Any) -> Converter | None:
    """How a value of this type is made plain; None when it already is."""
    if hint is IssueDate or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return str
    if dataclasses.is_dataclass(hint):
        return encode
    if get_origin(hint) is tuple:
        inner = _encoder(get_args(hint)[0])
        return list if inner is None else lambda items: [inner(item) for item in items]
    return None


def _decoder(hint: Any) -> Converter | None:
    if hint is IssueDate:
        return IssueDate.parse
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda plain: decode(hint, plain)
    if get_origin(hint) is tuple:
        inner = _decoder(get_args(hint)[0])
        return tuple if inner is None else lambda items: tuple(inner(item) for item in items)
    return None
