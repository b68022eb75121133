"""The pattern language of the vocabularies: literal words, ``(甲|乙)`` and gaps, nothing that backtracks.

A gap ``{0,12}`` stays in the sentence, a gap ``[0,12]`` in the clause: it passes over no comma either.
The first piece of a pattern is found by look-up, each further one within at most MAX_GAP
characters after the one before, and the nearest is taken for good. So matching a text takes time
proportional to its length, whatever an editor writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import NamedTuple

MAX_GAP = 40
_LONGEST_GAP = 20  # characters of a gap as written
_SENTENCE_STOPS = r"。！？!?\n"
_CLAUSE_STOPS = _SENTENCE_STOPS + "，,；;："
MAX_ALTERNATIVES = 256  # of one piece, its brackets multiplied out
_PART = re.compile(
    r"\((?P<choice>[^(){}]*)\)|(?P<gap>\{\d+,\d+\}|\[\d+,\d+\])|(?P<literal>(?:(?!\[\d+,\d+\])[^(){}|])+)|(?P<wrong>.)",
    re.S,
)


class PatternError(ValueError):
    """A pattern that cannot be read; the text says why, in Chinese, without place."""


class Gap(NamedTuple):
    """The characters that may stand between two pieces."""

    fewest: int
    most: int
    stops: str  # characters that none of them may be


@dataclass(frozen=True)
class Pattern:
    """Pieces with their alternatives, and the gap allowed before each piece but the first."""

    pieces: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]  # one fewer than pieces

    def end_after(self, text: str, end: int) -> int:
        """Where a match ends whose first piece ended at ``end``; -1 when the rest does not follow."""
        for further in self._further:
            found = further.match(text, end)
            if found is None:
                return -1
            end = found.end()
        return end

    @cached_property
    def _further(self) -> tuple[re.Pattern[str], ...]:
        """The pieces after the first, each with the gap before it; compiled when a first piece is met."""
        return tuple(_after_gap(piece, gap) for piece, gap in zip(self.pieces[1:], self.gaps, strict=True))


@cache
def _after_gap(piece: tuple[str, ...], gap: Gap) -> re.Pattern[str]:
    """The nearest of the alternatives after a gap."""
    literals = "|".join(re.escape(one) for one in sorted(piece, key=len, reverse=True))
    return re.compile(rf"[^{gap.stops}]{{{gap.fewest},{gap.most}}}?(?:{literals})")


@lru_cache(maxsize=4096)
def read_pattern(written: str) -> Pattern:
    """Read a pattern as an editor writes it; kept, for a file is checked first and used then. Raises PatternError."""
    pieces: list[list[list[str]]] = [[]]  # pieces of parts of alternatives
    gaps: list[Gap] = []
    for found in _PART.finditer(written):
        if found["wrong"]:
            raise PatternError(f"第 {found.start() + 1} 个字“{found['wrong']}”不成对或用错了位置")
        if found["gap"]:
            gaps.append(_gap(found))
            pieces.append([])
        else:
            pieces[-1].append([found["literal"]] if found["literal"] else (found["choice"] or "").split("|"))
    return Pattern(tuple(_alternatives(parts) for parts in pieces), tuple(gaps))


def _gap(found: re.Match[str]) -> Gap:
    written = found["gap"]
    if len(written) > _LONGEST_GAP:  # Python itself refuses numbers of 5,000 digits
        raise PatternError(f"间隔 {written[:_LONGEST_GAP]}…… 太长，最多 {MAX_GAP} 个字")
    low, high = (int(number) for number in written[1:-1].split(","))
    if low > high or high > MAX_GAP:
        raise PatternError(f"间隔 {written} 应当由小到大，最多 {MAX_GAP} 个字")
    return Gap(low, high, _SENTENCE_STOPS if found["gap"][0] == "{" else _CLAUSE_STOPS)


def _alternatives(parts: list[list[str]]) -> tuple[str, ...]:
    count = 1
    for part in parts:
        count *= len(part)
    if count > MAX_ALTERNATIVES:
        raise PatternError(f"展开后有 {count} 种写法，最多 {MAX_ALTERNATIVES} 种")
    spelled = tuple(dict.fromkeys("".join(picked) for picked in product(*parts)))
    if not all(one.strip() for one in spelled):
        raise PatternError("不能是空的；间隔不能在开头或结尾，两个间隔要合写成一个")
    return spelled
