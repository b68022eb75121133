"""What somebody is credited as: in which role and for which unit, how often and in which years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongbao.site.catalogue import Catalogue
from gongbao.site.wording import PEOPLE

_MOST = 12  # roles and units of one name: with more it is several people


@dataclass(frozen=True, slots=True)
class CreditedAs:
    """One role (记者; empty where none is printed) and unit (本报; empty) of a name."""

    role: str
    unit: str
    articles: int
    years: str  # 2019—2022; empty where no year is known


def credited_as(catalogue: Catalogue, person: str) -> list[CreditedAs]:
    """The roles and units of a name, the most frequent first."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in catalogue.listed[PEOPLE][person]:
        for name, role, unit in catalogue.summaries[index].credited:
            if name == person:
                found[role, unit].append(index)
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return [
        CreditedAs(role, unit, len(indexes), _years(catalogue, indexes)) for (role, unit), indexes in ordered[:_MOST]
    ]


def _years(catalogue: Catalogue, indexes: list[int]) -> str:
    years = sorted({date[:4] for index in indexes if (date := catalogue.rows.dates[index])})
    return "—".join(dict.fromkeys((years[0], years[-1]))) if years else ""
