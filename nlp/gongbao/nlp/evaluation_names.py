"""How well names and figures are found, beside what people marked in the same articles. Pure functions.

Names are compared as printed and each once an article; figures by value and unit. Figures are marked where they
carry the report, not all of them, so that only what is missed counts: there is no precision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gongbao.core.annotations import Annotations
from gongbao.nlp.evaluation import Count
from gongbao.nlp.evaluation_gold import GoldArticle

FIGURE = "figure"
_DECIMALS = 6  # as the tagger keeps a value


def evaluate_names(pairs: Iterable[tuple[GoldArticle, Annotations]]) -> dict[str, Count]:
    """{person, organisation, place, figure: count} over the articles in which the kind was marked."""
    counts: dict[str, Count] = defaultdict(Count)
    for gold, found in pairs:
        for kind, wanted in gold.names.items():
            given = {mention.text for mention in found.mentions if mention.kind == kind}
            counts[kind] += Count(len(given & wanted), len(given - wanted), len(wanted - given))
        if gold.figures:
            present = {(round(figure.value, _DECIMALS), figure.unit) for figure in found.figures}
            right = sum((round(value, _DECIMALS), unit) in present for value, unit in gold.figures)
            counts[FIGURE] += Count(right=right, missed=len(gold.figures) - right)
    return dict(counts)
