"""People, organisations and places as the tagger finds them, beside plain ``jieba.posseg``, in one run.

``python -m scripts.names_baseline tests/nlp/gold tests/nlp/development`` prints right, wrong and missed, precision,
recall and F1. The baseline takes posseg's own tags: nr is a person, ns a place, nt or a run of nouns that ends as the
tagger's list of endings has it an organisation. Names are compared as printed, each once an article, as in
``gongbao evaluate``; the last rows leave out short forms (区总工会 for 怀柔区总工会) that nobody marked.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gongbao.core.annotations import Mention
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.evaluation_gold import GoldArticle, gold_files, read_gold
from gongbao.nlp.layout import lay_out
from gongbao.nlp.word_lists import word_list

KINDS = ("person", "organisation", "place")
_NOUNS = ("n", "ns", "nt", "nz", "nr", "j", "vn", "eng")
Counts = dict[str, list[int]]  # kind: right, wrong, missed


def main(paths: list[str]) -> None:
    """Print both systems' counts over the files and folders."""
    tagger = load_tagger(None, load_segmenter())
    for path in paths:
        ours: Counts = defaultdict(lambda: [0, 0, 0])
        posseg: Counts = defaultdict(lambda: [0, 0, 0])
        for gold in _articles(path):
            mentions = tagger.annotate(gold.article).mentions
            _count(gold, {kind: {one.text for one in mentions if one.kind == kind} for kind in KINDS}, ours)
            _count(gold, _posseg(gold), posseg)
            _count(gold, {"organisation": _without_short_forms(gold, mentions)}, ours, "organisation, full names")
        for name, counts in ((f"{path}: tagger", ours), (f"{path}: posseg", posseg)):
            _print(name, counts)


def _articles(path: str) -> Iterator[GoldArticle]:
    for file in gold_files([Path(path)]):
        yield from (gold for gold in read_gold(file) if gold.names)


def _count(gold: GoldArticle, found: dict[str, set[str]], counts: Counts, title: str = "") -> None:
    for kind, names in found.items():
        wanted = gold.names.get(kind)
        if wanted is not None:
            right, wrong, missed = len(names & wanted), len(names - wanted), len(wanted - names)
            counts[title or kind] = [a + b for a, b in zip(counts[title or kind], (right, wrong, missed), strict=True)]


def _without_short_forms(gold: GoldArticle, mentions: Iterable[Mention]) -> set[str]:
    wanted = gold.names.get("organisation", frozenset())
    found = [one for one in mentions if one.kind == "organisation"]
    return {one.text for one in found if one.text in wanted or one.text == one.name or not one.name.endswith(one.text)}


def _posseg(gold: GoldArticle) -> dict[str, set[str]]:
    import jieba.posseg

    found: dict[str, set[str]] = {"person": {credit.name for credit in gold.article.byline}}
    found |= {"organisation": set(), "place": set()}
    run: list[Any] = []
    for pair in jieba.posseg.cut(lay_out(gold.article).text):
        if pair.flag == "nr" and len(pair.word) > 1:
            found["person"].add(pair.word)
        if pair.flag == "ns":
            found["place"].add(pair.word)
        run = [*run, pair] if pair.flag in _NOUNS else []
        if pair.flag == "nt" or (len(run) > 1 and pair.word.endswith(word_list("organisation_endings"))):
            found["organisation"].add("".join(one.word for one in run) or pair.word)
    return found


def _print(name: str, counts: Counts) -> None:
    for kind, (right, wrong, missed) in counts.items():
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * right / max(1, 2 * right + wrong + missed)
        row = f"right {right} wrong {wrong} missed {missed}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
        print(f"{name:40} {kind:26} {row}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
