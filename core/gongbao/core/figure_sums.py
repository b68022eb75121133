"""Figures across articles: those that count a thing, and their sums by district, year and the like. Pure functions.

A figure's own place, organisation and time come before those of its article. What another figure of the same paragraph
holds (3000份，其中绿豆糕800份; the upper end of 3至5万元) is left out of a sum in which that figure is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongbao.core.annotations import Figure
from gongbao.core.normal import normalise
from gongbao.core.records import TaggedArticle

PER_CENT = "%"
NOT_SUMMED = frozenset((PER_CENT, "倍", "折", "度"))  # units of shares, rates and temperatures, which have no sum
_QUOTATION_MARKS = str.maketrans("", "", "\"'“”‘’「」『』")
_DIGITS_KEPT = 6  # decimals, as the tagger keeps them: what float addition leaves behind them is no figure


_Place = tuple[str, int, str]  # field, index, unit


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
    total: float | None  # None for the units NOT_SUMMED
    least: float
    most: float
    figures: int
    approximate: int  # of them: 余, 多, 约 and the like
    articles: int


@dataclass(frozen=True, slots=True)
class CountedThing:
    """What an archive's figures count, with one unit."""

    counted: str
    unit: str
    figures: int
    articles: int
    total: float | None  # None for the units NOT_SUMMED


class Amount(NamedTuple):
    """What a sum needs of a figure that counts something: for those who keep figures without their articles."""

    counted: str  # without quotation marks
    unit: str
    value: float
    approximate: bool
    district: str  # as in KEYS: the figure's own, else its article's
    who: str


def _year(tagged: TaggedArticle) -> str:
    return str(tagged.article.date)[:4]


def _month(tagged: TaggedArticle) -> str:
    date = tagged.article.date
    return str(date)[:7] if date.month else ""


def _labels(facet: str) -> Callable[[TaggedArticle], str]:
    return lambda tagged: "、".join(sorted(tagged.labels(facet)))


class _Alike:
    """Figures of an article that are alike but for who and where; one of which either is not known is said again."""

    def __init__(self) -> None:
        self._pairs: set[tuple[str, str]] = set()
        self._whos: set[str] = set()
        self._wheres: set[str] = set()

    def add(self, figure: Figure) -> bool:
        """Whether it is another than those before it."""
        who, where = figure.who, figure.where
        if self._has(who, where):
            return False
        self._pairs.add((who, where))
        self._whos.add(who)
        self._wheres.add(where)
        return True

    def _has(self, who: str, where: str) -> bool:
        if not who and not where:
            return bool(self._pairs)
        if not who:
            return not self._wheres.isdisjoint((where, ""))
        if not where:
            return not self._whos.isdisjoint((who, ""))
        return not self._pairs.isdisjoint(((who, where), (who, ""), ("", where), ("", "")))


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
_FIGURE_KEYS: dict[str, Callable[[FoundFigure], str]] = {
    "district": lambda one: one.figure.where or ARTICLE_KEYS["district"](one.tagged),
    "where": lambda one: one.figure.where or ARTICLE_KEYS["district"](one.tagged),
    "who": lambda one: one.figure.who,
    "when": lambda one: one.figure.when,
    "counted": lambda one: one.figure.counted.translate(_QUOTATION_MARKS),
}
KEYS = (*ARTICLE_KEYS, "where", "who", "when", "counted")
"""What figures may be grouped by. ``where`` is another name of ``district``: the figure's own, else its article's."""


def find_figures(articles: Iterable[TaggedArticle], wanted: Wanted) -> Iterator[FoundFigure]:
    """The figures that are wanted, in the articles' order; what an article says twice is one figure."""
    counted = _plain(wanted.counted)
    for tagged in articles:
        if not str(tagged.article.date).startswith(wanted.date):
            continue
        met: dict[tuple[float, str, str], _Alike] = defaultdict(_Alike)
        for figure in tagged.annotations.figures:
            if not _is_wanted(figure, wanted, counted):
                continue
            if met[figure.value, figure.unit, "" if counted else _plain(figure.counted)].add(figure):
                yield FoundFigure(figure, tagged)


def sum_figures(found: Iterable[FoundFigure], by: Sequence[str]) -> list[FigureSum]:
    """The sums by these KEYS, and by unit; in the order of the keys, the larger unit's group first."""
    groups: dict[tuple[tuple[str, ...], str], list[FoundFigure]] = defaultdict(list)
    for one in without_parts(found):
        groups[tuple(_key(name, one) for name in by), one.figure.unit].append(one)
    sums = [_sum(key, unit, some) for (key, unit), some in groups.items()]
    return sorted(sums, key=lambda one: (one.key, -one.figures, one.unit))


def counted_most(found: Iterable[FoundFigure]) -> list[CountedThing]:
    """What is counted, in the most articles first; figures of which that is not known are left out."""
    groups: dict[tuple[str, str], list[FoundFigure]] = defaultdict(list)
    for one in without_parts(found):
        counted = _key("counted", one)
        if counted:
            groups[counted, one.figure.unit].append(one)
    sums = [_sum(key, key[1], some) for key, some in groups.items()]
    things = [CountedThing(one.key[0], one.unit, one.figures, one.articles, one.total) for one in sums]
    return sorted(things, key=lambda one: (-one.articles, -one.figures, one.counted, one.unit))


def amounts_of(tagged: TaggedArticle) -> list[Amount]:
    """What an article adds to the sums of ``counted_most``: each figure once, without the parts of a whole."""
    found = without_parts(find_figures([tagged], Wanted()))
    every = [
        Amount(
            counted=_key("counted", one),
            unit=one.figure.unit,
            value=one.figure.value,
            approximate=one.figure.approximate,
            district=_key("district", one),
            who=one.figure.who,
        )
        for one in found
    ]
    return [amount for amount in every if amount.counted]


def total_of(unit: str, values: Iterable[float]) -> float | None:
    """The sum of values of one unit; None for the units NOT_SUMMED."""
    return None if unit in NOT_SUMMED else round(math.fsum(values), _DIGITS_KEPT)


def without_parts(found: Iterable[FoundFigure]) -> list[FoundFigure]:
    """The figures but for parts whose whole is among them: a figure of the part's paragraph and unit."""
    every = list(found)
    there = {(one.tagged.article.id, one.figure.unit, one.figure.value) for one in every if not one.figure.part}
    wholes: dict[str, dict[_Place, set[float]]] = {}

    def is_held(one: FoundFigure) -> bool:
        article, figure = one.tagged.article.id, one.figure
        if article not in wholes:
            wholes[article] = _wholes(one.tagged)
        values = wholes[article].get((figure.field, figure.index, figure.unit), set())
        return any((article, figure.unit, value) in there for value in values)

    return [one for one in every if not (one.figure.part and is_held(one))]


def _wholes(tagged: TaggedArticle) -> dict[_Place, set[float]]:
    values: dict[_Place, set[float]] = defaultdict(set)
    for figure in tagged.annotations.figures:
        if not figure.part:
            values[figure.field, figure.index, figure.unit].add(figure.value)
    return values


def _key(name: str, one: FoundFigure) -> str:
    own = _FIGURE_KEYS.get(name)
    return own(one) if own else ARTICLE_KEYS[name](one.tagged)


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
        total=total_of(unit, values),
        least=min(values),
        most=max(values),
        figures=len(found),
        approximate=sum(one.figure.approximate for one in found),
        articles=len({one.tagged.article.id for one in found}),
    )
