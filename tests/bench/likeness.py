"""Duplicates and reprints: precision and recall on generated edits, seconds and memory, links among real items.

Run: python -m tests.bench.likeness [--shared FOLDER] [--size N]. Prints Markdown and stores nothing.
An edit keeps 80 % of an item's characters: it drops paragraphs from the end, or changes stretches of it.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
from tests.bench.corpus import Item, items

from gongbao import pipeline
from gongbao.core.errors import GongbaoError
from gongbao.core.likeness import SHORT, Likable, candidates, likable, likeness, signature
from gongbao.core.records import Article
from gongbao.ingest.hints import Hints
from gongbao.project import Project

KEPT = 0.8
EDITED = 1000  # items, each edited in every way
STRETCHES = 8  # places of a text that an editor rewrites
SEED = 20210716
WORDS = "职工会区厂班组车间师傅服务清凉学习技能安全维权家园书屋慰问培训"


def cut(text: str, chance: random.Random) -> str:
    """The end is cut off."""
    return text[: int(len(text) * KEPT)]


def rewritten(text: str, chance: random.Random) -> str:
    """Stretches are rewritten, a fifth of the characters in all."""
    size, part = int(len(text) * (1 - KEPT) / STRETCHES), len(text) // STRETCHES
    for number in range(STRETCHES):
        start = number * part + chance.randrange(max(part - size, 1))
        text = text[:start] + "".join(chance.choices(WORDS, k=size)) + text[start + size :]
    return text


def misread(text: str, chance: random.Random) -> str:
    """Optical reading gets three characters of a hundred wrong."""
    return "".join(chance.choice(WORDS) if chance.random() < 0.03 else character for character in text)


def wrapped(text: str, chance: random.Random) -> str:
    """Every seventeen characters a line ends."""
    return "\n".join(text[start : start + 17] for start in range(0, len(text), 17))


def linked(compared: list[Likable], fresh_from: int = 0) -> tuple[dict[tuple[int, int], float], float, float]:
    """({pair: share}, seconds to sign, seconds to find and verify)."""
    started = time.perf_counter()
    able = [n for n, one in enumerate(compared) if len(one.shingles)]
    matrix = np.array([signature(compared[n].shingles) for n in able])
    signed = time.perf_counter()
    pairs = [(able[i], able[j]) for i, j in candidates(matrix, [n >= fresh_from for n in able])]
    found = {pair: share for pair in pairs if (share := likeness(compared[pair[0]], compared[pair[1]]))}
    return found, signed - started, time.perf_counter() - signed


def edits(corpus: list[Item]) -> None:
    """Precision and recall for each kind of edit."""
    chance = random.Random(SEED)
    originals: dict[str, str] = {}
    for item in corpus:  # one of each, so that what an edit should be linked to is known
        text = "\n".join(item.paragraphs)
        if len(likable(Article("", (text,))).letters) >= SHORT / KEPT * 1.1:
            originals.setdefault(text, text)
    texts = list(originals)[:EDITED]
    base = [likable(Article("", (text,))) for text in texts]
    own, _, _ = linked(base)
    alike = {frozenset(pair) for pair in own}  # what the corpus itself repeats is no error of an edit's
    print(f"\n{len(texts)} items, {len(own)} pairs of them alike before any edit\n")
    print("| edit | recall | precision |\n|---|---:|---:|")
    for edit in (cut, rewritten, misread, wrapped):
        changed = [likable(Article("", (edit(text, chance),))) for text in texts]
        found, _, _ = linked(base + changed, len(texts))
        across = [(i, j - len(texts)) for i, j in found if i < len(texts) <= j]
        right = sum(i == j for i, j in across)
        wrong = sum(i != j and frozenset((i, j)) not in alike for i, j in across)
        print(f"| {edit.__name__} | {right}/{len(texts)} | {right}/{right + wrong} |")


def notices(count: int = 400) -> None:
    """Standing notices that differ in numbers and names only: no pair of them is a reprint."""
    chance = random.Random(SEED)
    made = []
    for number in range(count):
        low = chance.randrange(-9, 25)
        made.append(
            f"今天白天晴间多云，偏北风{number % 5 + 1}级，最高气温{low + 9}度；"
            f"夜间多云，最低气温{low}度，请添衣。第{number}号预报。"
        )
        days = "；".join(f"{day}日{chance.randrange(10**8)}" for day in range(12))
        made.append(f"热线值班安排：{days}。" + "各单位请按表值守，" * 9)
    found, _, _ = linked([likable(Article("", (text,))) for text in made])
    print(f"\nNotices with other numbers: {len(found)} of {len(made)} × {len(made) - 1} / 2 pairs linked")


def through_store(corpus: list[Item]) -> None:
    """Reading and linking by the commands' own steps, each item a file of its own; nothing was there before."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for number, item in enumerate(corpus):
            text = "\n\n".join((item.headline, "\n".join(item.paragraphs)))
            (pages / f"{item.date}-{number:05}.txt").write_text(text, encoding="utf-8")
        project = Project(Path(folder))
        started = time.perf_counter()
        counts = pipeline.ingest(project, [pages], Hints(), refuse)
        read = time.perf_counter()
        linked_ = pipeline.link(project)
        ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nThrough the store: {counts.articles} articles read in {read - started:.1f} s,", end=" ")
    print(
        f"compared in {ended - read:.1f} s, peak {peak:.0f} MiB; {linked_.merged} merged, {linked_.reprints} reprints"
    )


def refuse(error: GongbaoError) -> None:
    """An input that cannot be read ends the measurement."""
    raise error


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=None)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--show", type=int, default=0, help="so many linked pairs, to be read by a person")
    parser.add_argument("--store", action="store_true", help="measure reading and linking through the store only")
    arguments = parser.parse_args()
    corpus = items(arguments.shared, arguments.size)
    if arguments.store:
        through_store(corpus)
        return
    edits(corpus)
    notices()
    started = time.perf_counter()
    compared = [likable(Article("", item.paragraphs)) for item in corpus]
    shingled = time.perf_counter() - started
    found, signing, finding = linked(compared)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{len(corpus)} items: shingles {shingled:.1f} s, signatures {signing:.1f} s,", end=" ")
    print(f"candidates and check {finding:.1f} s, peak {peak:.0f} MiB")
    same = sum(share == 1 for share in found.values())
    print(f"{len(found)} pairs linked, {same} of them letter for letter")
    for one, other in random.Random(SEED).sample(sorted(found), min(arguments.show, len(found))):
        print(f"{found[one, other]:.2f}")
        for index in (one, other):
            print("   ", corpus[index].date, corpus[index].headline[:30], "".join(corpus[index].paragraphs)[:70])


if __name__ == "__main__":
    main()
