"""Figures across articles: those that count a thing, and their sums by district, year and the like. Pure functions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongbao.core.annotations import Figure
from gongbao.core.normal import normalise
from gongbao.core.records import TaggedArticle

PER_CENT = "%"  # unit of shares, which have no sum
_QUOTATION_MARKS = str.maketrans("", "", "\"'")
_DIGITS_KEPT = 6  # decimals, as the tagger keeps them: what float addition leaves behind them is no figure


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are looked for; what is left empty does not narrow."""

    counted: str = ""  # in what the figure counts, or else in the words it was read from
    unit: str = ""
    date: str = ""  # beginning of the date: 2021, 2021-07
    at_least: float = -math.inf
    at_most: float = math.inf


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure and the article that it stands in."""

    figure: Figure
    tagged: TaggedArticle


@dataclass(frozen=True, slots=True)
class FigureSum:
    """The figures of one group and one unit: units are never added to each other."""

    key: tuple[str, ...]  # a value for each thing that was grouped by; empty for what is not known
    unit: str
    total: float | None  # None for per cent
    least: float
    most: float
    figures: int
    approximate: int  # of them: 余, 多, 约 and the like
    articles: int


def _year(tagged: TaggedArticle) -> str:
    return str(tagged.article.date)[:4]


def _month(tagged: TaggedArticle) -> str:
    date = tagged.article.date
    return str(date)[:7] if date.month else ""


def _labels(facet: str) -> Callable[[TaggedArticle], str]:
    return lambda tagged: "、".join(sorted(tagged.labels(facet)))


# An article of two districts is in a group of its own (东城区、西城区), so that the groups add up to the whole.
ARTICLE_KEYS: dict[str, Callable[[TaggedArticle], str]] = {
    "district": _labels("district"),
    "campaign": _labels("campaign"),
    "activity": _labels("activity"),
    "year": _year,
    "month": _month,
    "date": lambda tagged: str(tagged.article.date),
    "newspaper": lambda tagged: tagged.article.newspaper,
}
KEYS = (*ARTICLE_KEYS, "counted")
"""What figures may be grouped by."""


def find_figures(articles: Iterable[TaggedArticle], wanted: Wanted) -> Iterator[FoundFigure]:
    """The figures that are wanted, in the articles' order; what an article says twice is one figure."""
    counted = _plain(wanted.counted)
    for tagged in articles:
        if not str(tagged.article.date).startswith(wanted.date):
            continue
        met: set[tuple[float, str, str]] = set()
        for figure in tagged.annotations.figures:
            key = (figure.value, figure.unit, "" if counted else _plain(figure.counted))
            if key not in met and _is_wanted(figure, wanted, counted):
                met.add(key)
                yield FoundFigure(figure, tagged)


def sum_figures(found: Iterable[FoundFigure], by: Sequence[str]) -> list[FigureSum]:
    """The sums by these KEYS, and by unit; in the order of the keys, the larger unit's group first."""
    groups: dict[tuple[tuple[str, ...], str], list[FoundFigure]] = defaultdict(list)
    for one in found:
        key = tuple(one.figure.counted if name == "counted" else ARTICLE_KEYS[name](one.tagged) for name in by)
        groups[key, one.figure.unit].append(one)
    sums = [_sum(key, unit, some) for (key, unit), some in groups.items()]
    return sorted(sums, key=lambda one: (one.key, -one.figures, one.unit))


def _is_wanted(figure: Figure, wanted: Wanted, counted: str) -> bool:
    if wanted.unit and figure.unit != wanted.unit:
        return False
    if not wanted.at_least <= figure.value <= wanted.at_most:
        return False
    return not counted or counted in _plain(figure.counted) or counted in _plain(figure.text)


def _plain(text: str) -> str:
    """As search sees it, without quotation marks: “清凉包” and 清凉包 are one thing."""
    return normalise(text).translate(_QUOTATION_MARKS)


def _sum(key: tuple[str, ...], unit: str, found: Sequence[FoundFigure]) -> FigureSum:
    values = [one.figure.value for one in found]
    return FigureSum(
        key=key,
        unit=unit,
        total=None if unit == PER_CENT else round(math.fsum(values), _DIGITS_KEPT),
        least=min(values),
        most=max(values),
        figures=len(found),
        approximate=sum(one.figure.approximate for one in found),
        articles=len({one.tagged.article.id for one in found}),
    )
