"""What the benchmarks read: real broadcast news when the labelled sets are there, generated text when not."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

REAL_ITEMS = 19_594


@dataclass(frozen=True, slots=True)
class Item:
    """A news item: date as YYYY-MM-DD, headline, paragraphs."""

    date: str
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def page(self) -> str:
        """The item as a page of text: blocks between blank lines."""
        return "\n\n".join((self.headline, *self.paragraphs)) + "\n"


def items(shared: Path | None, count: int) -> list[Item]:
    """The first ``count`` items, the same at every call."""
    source = shared / "data" / "xwlb.jsonl.xz" if shared else None
    if source is not None and source.is_file():
        return list(islice(_real(source), count))
    return list(islice(_generated(), count))


def is_real(shared: Path | None) -> bool:
    """Whether items() gives real news."""
    return shared is not None and (shared / "data" / "xwlb.jsonl.xz").is_file()


def _real(source: Path) -> Iterator[Item]:
    with lzma.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            day = row["date"]
            paragraphs = tuple(part.strip() for part in row["text"].split("\n") if part.strip())
            yield Item(f"{day[:4]}-{day[4:6]}-{day[6:]}", row["title"].strip(), paragraphs)


def _generated() -> Iterator[Item]:
    """Sentences of words drawn by their frequency in jieba's dictionary: as long as the real items on average."""
    import jieba

    chance = random.Random(20210716)
    words, weights = [], []
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency, _ = line.decode("utf-8").split(" ")
            words.append(word)
            weights.append(int(frequency))
    cumulative = list(accumulate(weights))
    number = 0
    while True:
        number += 1
        paragraphs = tuple(_paragraph(chance, words, cumulative) for _ in range(chance.randint(2, 6)))
        day = f"{2000 + number % 20}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        yield Item(day, "".join(chance.choices(words, cum_weights=cumulative, k=8)), paragraphs)


def _paragraph(chance: random.Random, words: list[str], cumulative: list[int]) -> str:
    sentences = []
    for _ in range(chance.randint(2, 5)):
        drawn = chance.choices(words, cum_weights=cumulative, k=chance.randint(8, 24))
        sentences.append("".join(drawn[:7]) + "，" + "".join(drawn[7:]) + "。")
    return "".join(sentences)
