"""Compile a long alternation so that the engine can skip to where one of its words may begin.

The engine looks ahead only for a pattern whose alternatives all begin with a letter of their own, or with one
class of letters. So those that do are put together, the others are tried by themselves; the answer stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LATIN = re.compile(r"(?<!\\)[A-Za-z]")
_QUANTIFIERS = "?*+{"
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]")
_SPECIAL = "([.^$\\"


def compile_alternatives(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of which one is found in a text if, and only if, the given one is, whatever the case of its letters.

    Groups in it must not be referred to. Only what holds Latin letters pays for ignoring their case.
    """
    spread = [one for alternative in _alternatives(pattern) for one in _without_leading_group(alternative)]
    plain = [one for one in spread if _begins_with_letter(one) and not _LATIN.search(one)]
    others = [one for one in spread if one not in plain]
    return tuple(
        re.compile(one, re.IGNORECASE if _LATIN.search(one) else re.NOFLAG)
        for one in (["|".join(plain)] if plain else []) + others
    )


def _begins_with_letter(pattern: str) -> bool:
    return pattern[:1] not in _SPECIAL and pattern[1:2] not in tuple(_QUANTIFIERS)


def _without_leading_group(pattern: str) -> Iterator[str]:
    """``(?:A|B)C`` as ``AC`` and ``BC``; a pattern that opens otherwise as it is."""
    end = _group_end(pattern) if pattern.startswith("(?:") else 0
    if not end or pattern[end : end + 1] in tuple(_QUANTIFIERS):
        yield pattern
        return
    for head in _alternatives(pattern[3 : end - 1]):
        yield from _without_leading_group(head + pattern[end:])


def _group_end(pattern: str) -> int:
    """Behind the bracket that closes the first one."""
    return next(place + 1 for place, depth in _depths(pattern) if depth == 0 and pattern[place] == ")")


def _alternatives(pattern: str) -> list[str]:
    """What stands between the bars that are in no group and no class."""
    bars = [place for place, depth in _depths(pattern) if depth == 0 and pattern[place] == "|"]
    return [pattern[start + 1 : end] for start, end in zip([-1, *bars], [*bars, len(pattern)], strict=True)]


def _depths(pattern: str) -> Iterator[tuple[int, int]]:
    """Each character that is no letter of a class and not escaped, and how many groups are open behind it."""
    depth, place = 0, 0
    while place < len(pattern):
        if pattern[place] == "[":
            place = _CLASS.match(pattern, place).end() - 1  # type: ignore[union-attr]  # re has accepted it
        elif pattern[place] == "\\":
            place += 1
        else:
            depth += {"(": 1, ")": -1}.get(pattern[place], 0)
            yield place, depth
        place += 1
