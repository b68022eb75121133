"""Whole numbers as short strings of printable ASCII: bit codes, thirteen bits in two digits of base 92.

A script file must be text, and text that needs no escaping in a JavaScript string; of the 94 visible
ASCII characters all but ``"`` and the backslash serve as digits. 92² is just above 2¹³, so that two
digits carry thirteen bits (81 % of the file is payload, 75 % with base64), and the codes below the
digits are those of the textbooks: Rice for gaps, Elias gamma for counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

BITS = 13
BASE = 92
_DIGITS = np.frombuffer(bytes(c for c in range(33, 127) if chr(c) not in '"\\'), np.uint8)
_CODE = np.arange(1 << BITS)
_PAIRS = np.stack((_DIGITS[_CODE // BASE], _DIGITS[_CODE % BASE]), axis=1).copy().view(np.uint16).ravel()

# A Rice code whose unary part would be this long is written as the number itself instead, so that
# one outlier costs no more than ESCAPE + 1 + ESCAPED_BITS bits.
ESCAPE = 24
ESCAPED_BITS = 26
_SPAN = -(-(BITS + ESCAPED_BITS) // BITS)  # words of thirteen bits that one number may reach into


@dataclass(frozen=True, slots=True)
class Codes:
    """Code words in order: so many zeros, a one, then the ``low`` number in so many bits (``width``)."""

    zeros: Numbers
    width: Numbers
    low: Numbers

    @property
    def lengths(self) -> Numbers:
        """Bits of each code word."""
        return self.zeros + 1 + self.width

    def part(self, start: int, end: int) -> Codes:
        """The code words from start to end."""
        return Codes(self.zeros[start:end], self.width[start:end], self.low[start:end])

    def pack(self) -> str:
        """All code words as digits; what is left of the last thirteen bits is zero."""
        last = np.cumsum(self.lengths) - 1  # where the lowest bit of each stands
        if not len(last):
            return ""
        value = (np.int64(1) << self.width | self.low) << (BITS - 1 - last % BITS)
        word = last // BITS + _SPAN - 1  # some empty words go before, so that every number has all its words
        words = np.zeros(int(word[-1]) + 1)
        for above in range(_SPAN):  # no two numbers share a bit: their sum is their union
            words += np.bincount(word - above, (value >> above * BITS) & ((1 << BITS) - 1), len(words))
        return bytes(_PAIRS[words[_SPAN - 1 :].astype(np.int64)]).decode("ascii")


def rice(values: Numbers, parameter: Numbers | int) -> Codes:
    """Rice codes of numbers from 0; the parameter is the number of low bits, for all or for each."""
    width = np.broadcast_to(np.asarray(parameter, np.int64), values.shape)
    zeros = values >> width
    low = values & ((np.int64(1) << width) - 1)
    outlier = zeros >= ESCAPE
    if int(values.max(initial=0)) >> ESCAPED_BITS:
        raise ValueError(f"a number beyond {ESCAPED_BITS} bits cannot be written")
    return Codes(
        np.where(outlier, ESCAPE, zeros), np.where(outlier, ESCAPED_BITS, width), np.where(outlier, values, low)
    )


def gamma(values: Numbers) -> Codes:
    """Elias gamma codes of numbers from 0: short for small numbers, never long."""
    width = floor_log2(values + 1)
    return Codes(width, width, values + 1 - (np.int64(1) << width))


def zigzag(values: Numbers) -> Numbers:
    """Signed numbers as numbers from 0: 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 …"""
    return np.where(values < 0, -2 * values - 1, 2 * values)


def floor_log2(values: Numbers) -> Numbers:
    """The place of the highest bit of numbers from 1 to 2⁵²."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64) - 1


def gap_parameter(count: Numbers, universe: int) -> Numbers:
    """The Rice parameter for ``count`` numbers spread over ``universe``; the browser computes the same."""
    return floor_log2(np.maximum(1, universe * 7 // (np.maximum(count, 1) * 10)))


def gaps(members: Numbers, starts: Numbers) -> Numbers:
    """Ascending lists laid end to end, each beginning at ``starts``, as what lies between two members."""
    previous = np.empty_like(members)
    previous[1:] = members[:-1]
    previous[starts[starts < len(members)]] = -1
    return members - previous - 1
