"""Tables of home made by hand: well-known places, and the unions whose names do not tell their district.

Both stand in ``gazetteer/`` as tab-separated lines with the source of each fact; their headers tell how they were made.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gongbao.nlp.gazetteer_files import rows_of

TABLES_OF_SITES = {"北京市": "sites-11.tsv"}
TABLES_OF_UNIONS = {"北京市": "unions-11.tsv"}
NATIONAL = frozenset(("国事场所",))  # kinds where what happens is the nation's
NO_PLACE = frozenset(("人群",))  # kinds of the table of sites that speak for a district and are no place themselves


class Site(NamedTuple):
    """A well-known place: its names, the first of which is the one it is kept under, and where it lies."""

    names: tuple[str, ...]
    districts: tuple[str, ...]  # several for one that straddles a border
    kind: str  # 公园, 医院, 车站 …


@cache
def sites_of(home: str) -> tuple[Site, ...]:
    """The well-known places of a home, none where there is no table of them."""
    if home not in TABLES_OF_SITES:
        return ()
    return tuple(
        Site((name, *aliases.split()), tuple(districts.split()), kind)
        for name, aliases, districts, kind, _source in rows_of(TABLES_OF_SITES[home])
    )


@cache
def unions_of(home: str) -> dict[str, str]:
    """{name of a union: its district, or an empty string for one of the whole city}."""
    if home not in TABLES_OF_UNIONS:
        return {}
    return {name: district.strip("-") for name, district, _source in rows_of(TABLES_OF_UNIONS[home])}
