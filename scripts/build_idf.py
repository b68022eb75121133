"""How rare words are, for key phrases: ``python -m scripts.build_idf`` makes the tagger's list of jieba's IDF table.

jieba 0.42.1 ships ``analyse/idf.txt`` (MIT licence): 270,132 words of a large newspaper corpus with their inverse
document frequency. It is 6 MB and takes a quarter of a second to read, half of it words that were met once or twice.
Here are its words of two or more Chinese characters below BOUND, rounded to STEP, a line for each value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

BOUND = 10.5  # a word above it is as rare as one that is in no table
STEP = 0.25  # finer steps change the order of no phrases that a reader could tell apart
TARGET = Path(__file__).parent.parent / "nlp" / "gongbao" / "nlp" / "lists" / "idf.txt"
HEADER = """\
# 词有多少见（逆文档频率，自然对数）：一行一个数值和属于它的词；表里没有的词更少见。
# Made by scripts/build_idf.py from analyse/idf.txt of jieba 0.42.1.
# Copyright (c) 2013 Sun Junyi, MIT licence: https://github.com/fxsjy/jieba/blob/v0.42.1/LICENSE
"""
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


def main() -> None:
    """Write the list."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SystemExit("jieba is not installed")
    groups: dict[float, list[str]] = defaultdict(list)
    for line in (Path(spec.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines():
        word, value = line.split()
        if float(value) < BOUND and _HAN.fullmatch(word):
            groups[round(float(value) / STEP) * STEP].append(word)
    lines = [f"{value:g} {' '.join(sorted(groups[value]))}\n" for value in sorted(groups)]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
