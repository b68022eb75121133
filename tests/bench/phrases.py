"""Key phrases and extracts measured by headlines: ``python -m tests.bench.phrases ITEMS.jsonl.xz [--every 40]``.

There are no key phrases set by people to compare with, so a headline stands for them: phrases and extract are made
from the body alone, and it is counted how many of the headline's content words they hold. Each line of ITEMS is
``{"title": ..., "text": ...}``. Items of even number are for choosing constants, those of odd number for the figures.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gongbao.core.records import Article
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.nlp.extract import LONGEST_EXTRACT, find_extract
from gongbao.nlp.layout import lay_out
from gongbao.nlp.phrases import PhraseFinder

PHRASES = 5  # of each method: as many for one as for the other
MORE_WORDS = 7  # jieba's are single words: so many are as long as five phrases
_CONTENT = ("n", "v", "a", "j", "i", "l", "eng")  # beginnings of the tags of content words
Method = Callable[[str], Sequence[str]]


class Item(NamedTuple):
    """A news item: the headline's content words, the headline, the body."""

    words: frozenset[str]
    title: str
    body: str


class Score(NamedTuple):
    """Sums over the items that a method was tried on."""

    coverage: float  # share of a headline's content words that stand in the phrases, mean of the items
    precision: float  # share of the phrases that stand in the headline as they are
    touching: float  # share of the phrases that hold a content word of the headline
    each: float  # of an item's phrases, mean
    characters: float  # of all phrases of an item, mean
    seconds: float


def items_of(path: Path, every: int, offset: int, segmenter: Segmenter) -> Iterator[Item]:
    """One item of ``every`` with at least three content words in its headline and a body of a hundred characters."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every != offset:
                continue
            row = json.loads(line)
            body = row["text"].split("：", 1)[-1].strip()  # without 央视网消息（新闻联播）：
            words = frozenset(
                word for word, tag in segmenter.tag(row["title"]) if len(word) > 1 and tag.startswith(_CONTENT)
            )
            # An item that begins with a headline of its own would be an answer given away.
            if len(words) >= 3 and len(body) >= 100 and "。" in body.split("\n", 1)[0]:
                yield Item(words, row["title"], body)


def score(method: Method, items: Sequence[Item]) -> Score:
    """A method's figures on the items."""
    covered = precise = touching = counted = characters = 0.0
    started = time.perf_counter()
    found = [list(method(item.body)) for item in items]
    seconds = time.perf_counter() - started
    for item, phrases in zip(items, found, strict=True):
        text = "\n".join(phrases)
        covered += sum(word in text for word in item.words) / len(item.words)
        count = len(phrases) or 1
        counted += len(phrases)
        precise += sum(phrase in item.title for phrase in phrases) / count
        touching += sum(any(word in phrase for word in item.words) for phrase in phrases) / count
        characters += len("".join(phrases))
    size = len(items)
    return Score(covered / size, precise / size, touching / size, counted / size, characters / size, seconds)


def ours(segmenter: Segmenter) -> Method:
    """The project's key phrases, as many as asked for."""
    finder = PhraseFinder(segmenter)

    def found(body: str) -> list[str]:
        layout = lay_out(Article("", tuple(body.split("\n"))))
        return [phrase.text for phrase in finder.find(layout, segmenter.cut(layout.text), PHRASES)][:PHRASES]

    return found


def baselines() -> dict[str, Method]:
    """jieba's own two methods, with the project's dictionary."""
    import jieba.analyse

    from gongbao.core.words import union_words

    for entry in union_words():
        jieba.add_word(entry.word, entry.frequency, entry.tag)
    return {
        "jieba TF-IDF": lambda body: jieba.analyse.extract_tags(body, topK=PHRASES),
        f"jieba TF-IDF, {MORE_WORDS} words": lambda body: jieba.analyse.extract_tags(body, topK=MORE_WORDS),
        "jieba TextRank": lambda body: jieba.analyse.textrank(body, topK=PHRASES),
    }


def extracts(segmenter: Segmenter) -> dict[str, Method]:
    """The project's extract, made without the headline; the first two sentences, no longer than it may be."""
    finder = PhraseFinder(segmenter)

    def extract(body: str) -> list[str]:
        layout = lay_out(Article("", tuple(body.split("\n"))))
        return [one.text for one in find_extract(layout, finder.find(layout, segmenter.cut(layout.text)))]

    def first_two(body: str) -> list[str]:
        return ["".join(re.findall(r"[^。！？]+[。！？]+", body)[:2])[:LONGEST_EXTRACT]]

    def as_long(body: str) -> list[str]:
        return [first_two(body)[0][: len("".join(extract(body)))]]

    def whole(body: str) -> list[str]:
        kept = ""
        for sentence in re.findall(r"[^。！？]+[。！？]+", body)[:2]:
            kept += sentence if len(kept + sentence) <= LONGEST_EXTRACT else ""
        return [kept]

    return {
        "extract": extract,
        "first two where whole": whole,
        "first two, cut at 120": first_two,
        "first two, cut as short": as_long,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("items", type=Path)
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--choosing", action="store_true", help="the items of even number, ours alone")
    options = parser.parse_args()
    segmenter = load_segmenter()
    items = list(items_of(options.items, options.every, 0 if options.choosing else 1, segmenter))
    methods = {"ours": ours(segmenter)} | ({} if options.choosing else baselines()) | extracts(segmenter)
    print(f"{len(items)} items, {PHRASES} phrases each")
    for name, method in methods.items():
        method("热一热")
        print(name, *(f"{field} {value:.3f}" for field, value in score(method, items)._asdict().items()))


if __name__ == "__main__":
    main()
