"""A campaign's figures summed: what its articles count most, by year, by district and by whom.

The rules are those of gongbao.core.figure_sums: units are never added to each other, what an article says twice counts
once, and so does a part beside its whole. An article that repeats an earlier one adds nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongbao.core.figure_sums import Amount, total_of
from gongbao.site.catalogue import Catalogue
from gongbao.site.charts import Number, Timeline, plain, timeline
from gongbao.site.summaries import amounts_of

_THINGS = 5  # that are shown of a campaign
_ARTICLES = 2  # at least: what one article tells is no sum
_ROWS = 8  # of a table; what is left is one row
_YEARS = 12  # of a chart, the last ones: with more of them a page would grow beyond its size
_UNKNOWN = "不详"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a sum: of a year, a district, an organisation."""

    text: str
    total: Number


@dataclass(frozen=True, slots=True)
class CampaignSum:
    """What is counted, with one unit; each table adds up to the total."""

    counted: str
    unit: str
    total: Number
    figures: int
    approximate: int  # of them: 余, 多, 约 and the like
    articles: int
    chart: Timeline | None  # None where there is but one year
    earlier: Number  # what the chart leaves out: of years before its first,
    undated: Number  # and of years that are not known
    tables: tuple[tuple[str, tuple[Share, ...]], ...]  # (heading, parts)


class _Counted(NamedTuple):
    article: int  # its index
    year: str
    amount: Amount


def campaign_sums(catalogue: Catalogue, campaign: str) -> list[CampaignSum]:
    """The things that most of the campaign's articles count, of those that have a sum."""
    groups: dict[tuple[str, str], list[_Counted]] = defaultdict(list)
    for index in catalogue.listed["campaign"][campaign]:
        if not repeats(catalogue, index):
            year = catalogue.rows.dates[index][:4]
            for amount in amounts_of(catalogue.rows.amounts[index]):
                groups[amount.counted, amount.unit].append(_Counted(index, year, amount))
    ranked = sorted((_rank(key, found), key) for key, found in groups.items())
    sums = (_sum(*key, groups[key]) for _, key in ranked)
    return [one for one in sums if one is not None][:_THINGS]


def repeats(catalogue: Catalogue, index: int) -> bool:
    """Whether the article is a reprint of one that is published, or the later of two printings in one issue."""
    own = catalogue.rows.ids[index]
    kin = catalogue.kin.get(own)
    if kin is None:
        return False
    if any(name in catalogue.index_of for name in kin.printed_before):
        return True
    return any(
        catalogue.index_of.get(name, index) < index
        and (name not in catalogue.kin or own not in catalogue.kin[name].printed_before)
        for name in kin.printed_again
    )


def _rank(key: tuple[str, str], found: Sequence[_Counted]) -> tuple[int, int, str, str]:
    """As ``counted_most`` orders them."""
    return (-len({one.article for one in found}), -len(found), *key)


def _sum(counted: str, unit: str, found: Sequence[_Counted]) -> CampaignSum | None:
    total = total_of(unit, (one.amount.value for one in found))
    articles = len({one.article for one in found})
    if total is None or articles < _ARTICLES:
        return None
    years = {int(share.text): share.total for share in _by(found, lambda one: one.year) if share.text != _UNKNOWN}
    recent = {year: total for year, total in years.items() if year > max(years) - _YEARS}
    tables = (
        ("各区", _cut(_by(found, lambda one: one.amount.district))),
        ("单位", _cut(_by(found, lambda one: one.amount.who))),
    )
    return CampaignSum(
        counted=counted,
        unit=unit,
        total=plain(total),
        figures=len(found),
        approximate=sum(one.amount.approximate for one in found),
        articles=articles,
        chart=timeline(recent) if len(recent) > 1 else None,
        earlier=plain(math.fsum(total for year, total in years.items() if year not in recent)),
        undated=plain(total_of("", (one.amount.value for one in found if not one.year)) or 0.0),
        tables=tables,
    )


def _by(found: Iterable[_Counted], key: Callable[[_Counted], str]) -> list[Share]:
    """The sum of each group, the largest first; what is not known last."""
    groups: dict[str, list[float]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one.amount.value)
    totals = {name: total_of("", values) or 0.0 for name, values in groups.items()}
    ordered = sorted(totals.items(), key=lambda one: (not one[0], -one[1], one[0]))
    return [Share(name or _UNKNOWN, plain(total)) for name, total in ordered]


def _cut(shares: list[Share]) -> tuple[Share, ...]:
    """The largest, the rest in one row, and last what is not known."""
    known = [share for share in shares if share.text != _UNKNOWN]
    unknown = shares[len(known) :]
    rest = known[_ROWS:]
    others = [Share(f"其余{len(rest)}个", plain(math.fsum(share.total for share in rest)))] if rest else []
    return (*known[:_ROWS], *others, *unknown)
