"""Which articles are like one: those that share its rare words.

Rareness is jieba's own table of document frequencies, so that every engine is asked for the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from gongbao.core.normal import TextRule
from gongbao.core.words import Segmenter
from gongbao.search.plan import All, HasWord, Neither, OneOf, Plan
from gongbao.search.plan import Any as AnyOf
from gongbao.search.results import RankClass

_WORDS = 20  # of an article that are asked for
_TITLE_WEIGHT = 4  # a word in the title counts as often as so many in the body
_SHORTEST = 2  # characters of a word


def similar_plan(record: Mapping[str, Any], segmenter: Segmenter, rule: TextRule) -> Plan | None:
    """What finds the articles like the one of the record, but not itself; None when it has no word to go by."""
    counts: Counter[str] = Counter()
    titles = (record["headline"], record["kicker"])
    texts = [(text, _TITLE_WEIGHT) for text in titles] + [(text, 1) for _, _, text in record["body"]]
    for text, weight in texts:
        for word in segmenter.cut(rule.normalise(text)):
            if len(word) >= _SHORTEST and word.isalpha():
                counts[word] += weight
    rarity, usual = _rarity()
    weighed = {word: count * rarity.get(word, usual) for word, count in counts.items()}
    best = sorted(weighed, key=lambda word: (-weighed[word], word))[:_WORDS]
    if not best:
        return None
    words = tuple(HasWord(field, word) for word in best for field in ("headline", "body"))
    match = All((AnyOf(words), Neither(OneOf((record["id"],)))))
    return Plan(((RankClass.WORDS, match),), words)


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """{word: inverse document frequency} as jieba ships it, and its median for words that are not there."""
    package = find_spec("jieba")
    assert package is not None
    assert package.origin is not None
    # Only its table is wanted: to import jieba would load its dictionary machinery too.
    lines = (Path(package.origin).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    table = {word: float(value) for word, value in (line.split(" ") for line in lines)}
    return table, median(table.values())
