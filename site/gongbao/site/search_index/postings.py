"""One bucket of occurrences as postings: for each character and each pair the documents of every zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongbao.site.search_index.codes import Numbers
from gongbao.site.search_index.corpus import CODE_BITS, PLACE_BITS
from gongbao.site.search_index.documents import ZONES

_ZONE_BITS = 2
_DOCUMENT_BITS = 24
MOST_DOCUMENTS = 1 << _DOCUMENT_BITS


@dataclass(frozen=True, slots=True)
class Postings:
    """A bucket, sorted by key, zone and document; lists and occurrences lie end to end.

    Shapes: E keys; E x ZONES counts; P = counts.sum() documents, of which the Q of pairs have
    ``times`` (how often in that zone of that document); S = times.sum() positions.
    """

    keys: Numbers  # E
    counts: Numbers  # E x ZONES
    documents: Numbers  # P
    times: Numbers  # Q, in the order of documents; a single character has none
    positions: Numbers  # S, counted in characters from the start of the zone


def collect(occurrences: NDArray[np.void]) -> Postings:
    """Sort a bucket; its occurrences come in the order of documents and of the text."""
    order = np.argsort(_lists(occurrences), kind="stable")
    occurrences = occurrences[order]
    lists = _lists(occurrences)
    documents = occurrences["document"].astype(np.int64)
    single_lists, single_documents = _single_characters(lists, documents)

    paired = (occurrences["key"] & np.uint64((1 << CODE_BITS) - 1)) > 0
    lists, documents = lists[paired], documents[paired]
    positions = (occurrences["place"][paired] & np.uint32((1 << PLACE_BITS) - 1)).astype(np.int64)
    first = np.flatnonzero(_changes(lists) | _changes(documents))
    times = np.diff(np.append(first, len(lists)))

    all_lists = np.concatenate((single_lists, lists[first]))
    all_documents = np.concatenate((single_documents, documents[first]))
    # The two kinds of keys never meet, so this leaves the pairs' postings in their order.
    merged = np.argsort(all_lists, kind="stable")
    all_lists, all_documents = all_lists[merged], all_documents[merged]
    keys, counts = _count(all_lists)
    return Postings(keys, counts, all_documents, times, positions)


def _lists(occurrences: NDArray[np.void]) -> Numbers:
    zone = (occurrences["place"] >> np.uint32(PLACE_BITS)).astype(np.int64)
    return occurrences["key"].astype(np.int64) << _ZONE_BITS | zone


def _single_characters(lists: Numbers, documents: Numbers) -> tuple[Numbers, Numbers]:
    character = lists >> (CODE_BITS + _ZONE_BITS)
    zone = lists & ((1 << _ZONE_BITS) - 1)
    both = np.sort((character << _ZONE_BITS | zone) << _DOCUMENT_BITS | documents)
    both = both[_changes(both)]  # np.unique hashes first, at three times the cost
    found = both >> _DOCUMENT_BITS
    character, zone = found >> _ZONE_BITS, found & ((1 << _ZONE_BITS) - 1)
    return character << (CODE_BITS + _ZONE_BITS) | zone, both & (MOST_DOCUMENTS - 1)


def _count(lists: Numbers) -> tuple[Numbers, Numbers]:
    """The keys and how many postings each has in every zone; ``lists`` is sorted."""
    first = np.flatnonzero(_changes(lists))
    sizes = np.diff(np.append(first, len(lists)))
    present = lists[first]
    keys = present >> _ZONE_BITS
    fresh = _changes(keys)
    counts = np.zeros((int(fresh.sum()), ZONES), np.int64)
    counts[np.cumsum(fresh) - 1, present & ((1 << _ZONE_BITS) - 1)] = sizes
    return keys[fresh], counts


def _changes(values: Numbers) -> NDArray[np.bool_]:
    changed = np.ones(len(values), np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed
