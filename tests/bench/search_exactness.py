"""Recall and precision of strings in both engines against plain substring search, on real items.

Run with ``python -m tests.bench.search_exactness --shared FOLDER``: it needs data/xwlb.jsonl.xz there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.elasticsearch_server import Cluster
from tests.bench.corpus import REAL_ITEMS, is_real, items
from tests.bench.prepared_corpus import Piece, articles, pieces
from tests.bench.search_speed import opened

from gongbao.core.normal import normalise
from gongbao.core.words import load_segmenter
from gongbao.search import SearchBackend

LONGEST = 12  # characters


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--strings", type=int, default=300)
    arguments = parser.parse_args()
    if not is_real(arguments.shared):
        sys.exit(f"{arguments.shared} has no data/xwlb.jsonl.xz")
    stock = pieces(items(arguments.shared, REAL_ITEMS), load_segmenter())
    texts = {each.entry.id: _values(each.entry.texts) for each in articles(stock, len(stock))}
    strings = sample(stock, arguments.strings)
    truth = [{name for name, values in texts.items() if any(string in value for value in values)} for string in strings]
    with tempfile.TemporaryDirectory() as folder, Cluster(heap="1g") as cluster:
        for engine, place in (("embedded", folder), ("elasticsearch", cluster.urls[0])):
            index = opened(engine, place)
            index._rebuild(articles(stock, len(stock)))
            print(engine, *compare(index, strings, truth, list(texts)), flush=True)


def sample(stock: Sequence[Piece], count: int) -> list[str]:
    """Strings of every length in turn out of paragraphs taken at random, as search sees them."""
    chance = random.Random(5)
    strings: list[str] = []
    while len(strings) < count:
        paragraphs = chance.choice(stock).paragraphs
        text = normalise(chance.choice(paragraphs).text) if paragraphs else ""
        length = 1 + len(strings) % LONGEST
        start = chance.randrange(max(1, len(text) - length))
        if string := text[start : start + length].strip():
            strings.append(string)
    return strings


def compare(
    index: SearchBackend, strings: Sequence[str], truth: Sequence[set[str]], everything: Sequence[str]
) -> tuple[str, ...]:
    """What is printed of one engine."""
    right = given = 0
    for string, holders in zip(strings, truth, strict=True):
        quoted = string.replace('"', '""')
        found = index.matching(f'"{quoted}"', everything)
        right += len(found & holders)
        given += len(found)
    held = sum(map(len, truth))
    return (
        f"{len(strings)} strings,",
        f"{held:,} matches:",
        f"recall {right / held:.5f},",
        f"precision {right / given:.5f}",
    )


def _values(texts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(value for values in texts.values() for value in values)


if __name__ == "__main__":
    main()
