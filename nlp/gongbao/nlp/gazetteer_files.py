"""The gazetteer: home's places and the names that speak for elsewhere.

Of all China it has provinces, cities and counties, so that every province, municipality and city can be home;
where there is a table of the home's own (``home-*.tsv``), it has streets and communities too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import NamedTuple

from gongbao.core.errors import GongbaoError

TABLES_OF_HOMES = {"北京市": "home-11.tsv"}  # streets and communities, by scripts/build_gazetteer.py
# Places whose statistical and political homes differ, and divisions that are younger than the names in the archive.
STREETS_OF_ANOTHER = {
    "东风街道": "燕山地区",
    "迎风街道": "燕山地区",
    "向阳街道": "燕山地区",
    "星城街道": "燕山地区",
    "北京经济技术开发区": "经开区",
    "荣华街道": "经开区",
    "博兴街道": "经开区",
}
_KIND = re.compile(r"(回族乡|满族乡|街道|地区|镇|乡)$")
_PROVINCE_KIND = re.compile(r"(维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|省|市)$")
_CITY_KIND = re.compile(r"(市|地区|盟|(?:[\u4e00-\u9fff]{1,4}族)+自治州)$")
_DISTRICT_KIND = re.compile(r"(新区|区|县|市|盟|地区)$")
_COMMON_NOUNS = frozenset(("城区", "郊区", "矿区"))  # counties too, but words first
_OTHER_NAMES = {"北京市": ("京城", "首都", "京郊", "京华", "京津冀")}
_BEYOND_THE_TABLE = ("香港", "澳门", "台湾", "台北", "香港特别行政区", "澳门特别行政区")


class Place(NamedTuple):
    """A place at home by one of its names, and the district that it speaks for."""

    name: str  # the official one of today: 长阳镇 for what is printed 长阳地区
    district: str
    level: str  # street, bare (a street's name without its kind), community, site
    namesakes: int  # places of the same name elsewhere in China
    exact: bool = True  # False for 镇 read as 地区 and the like: it gives way to a place that bears the very name


_Row = tuple[str, str, tuple[str, ...]]  # province, city (empty for a municipality's own), counties


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Home's places by name, and the names that speak for elsewhere in China."""

    home: str  # 北京市
    districts: dict[str, str]  # home's districts, of a province its cities; with the short name that is safe, or ""
    home_words: tuple[str, ...]  # other names of home
    places: dict[str, tuple[Place, ...]]
    elsewhere: dict[str, str]  # names of provinces, cities and counties, short ones too, with the full name of each
    shared: frozenset[str]  # names of home's districts that counties elsewhere bear too (朝阳区)


@cache
def load_gazetteer(home: str) -> Gazetteer:
    """The gazetteer of a province, municipality or city. Raises GongbaoError for a place that is in no table."""
    rows = [(province, city, tuple(counties.split())) for province, city, counties in rows_of("china.tsv")]
    at_home = [row for row in rows if home and home in row[:2]]
    if not at_home:
        raise GongbaoError(_unknown(home, rows))
    elsewhere = _elsewhere([row for row in rows if row not in at_home], {home, at_home[0][0]})
    counties_elsewhere = Counter(county for row in rows if row not in at_home for county in row[2])
    if home in TABLES_OF_HOMES:
        places = _home_places(TABLES_OF_HOMES[home])
    else:
        places = _county_places(at_home, home, counties_elsewhere)
    shared = frozenset(county for row in at_home for county in row[2]) & counties_elsewhere.keys()
    districts = _districts(at_home, home, counties_elsewhere.keys() | elsewhere.keys())
    return Gazetteer(home, districts, _home_words(home), places, elsewhere, shared)


def _unknown(home: str, rows: Sequence[_Row]) -> str:
    """The sentence about a place that is in no table, with the names that it may be meant for."""
    known = dict.fromkeys(name for row in rows for name in row[:2] if name)
    near = [name for name in known if home and (name.startswith(home) or home.startswith(name))]
    near += [row[1] or row[0] for row in rows if home in row[2]]
    near = near or get_close_matches(home, known, n=3, cutoff=0.4)
    meant = f"是不是{'、'.join(f'“{name}”' for name in list(dict.fromkeys(near))[:3])}？" if near else ""
    return f"地名表里没有“{home}”：{meant}请把设置 newspaper.place 写成省、直辖市或市的全名，例如“山东省”。"


def rows_of(name: str) -> Iterator[list[str]]:
    """The lines of a table in ``gazetteer/`` by their columns, without comments."""
    text = resources.files("gongbao.nlp").joinpath("gazetteer").joinpath(name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _home_places(name: str) -> dict[str, tuple[Place, ...]]:
    places: dict[str, list[Place]] = defaultdict(list)
    exchanged: list[tuple[str, Place]] = []
    for district, street, namesakes, communities in rows_of(name):
        home = STREETS_OF_ANOTHER.get(street, district)
        stem = _KIND.sub("", street)
        places[street].append(Place(street, home, "street", int(namesakes)))
        for kind in _other_kinds(street, stem, int(namesakes)):
            exchanged.append((stem + kind, Place(street, home, "street", int(namesakes), exact=False)))
        if len(stem) >= 3:
            places[stem].append(Place(street, home, "bare", int(namesakes)))
        for community in communities.split():
            if community.endswith(("社区", "村")):
                places[community].append(Place(community, home, "community", 0))
    for printed, place in exchanged:
        places[printed].append(place)
    return {key: tuple(dict.fromkeys(found)) if len(found) > 1 else (found[0],) for key, found in places.items()}


def _other_kinds(street: str, stem: str, namesakes: int) -> tuple[str, ...]:
    """A town is called 地区 in the statistics and 镇 in the paper, and the other way round."""
    if stem == street or len(stem) < 2:
        return ()
    if street.endswith("地区"):
        return ("镇", "乡", "街道")
    # 渤海镇 is no 渤海地区: a word that several towns bear is with 地区 more often a region.
    is_its_own = len(stem) >= 3 or not namesakes
    return ("地区",) if street.endswith(("镇", "乡")) and is_its_own else ()


def _county_places(
    at_home: Sequence[_Row], home: str, counties_elsewhere: Counter[str]
) -> dict[str, tuple[Place, ...]]:
    """The counties of a province by name, each of which speaks for its city; none where they are labels themselves."""
    places: dict[str, list[Place]] = defaultdict(list)
    for _, city, counties in at_home:
        for county in counties if city and city != home else ():
            if county not in _COMMON_NOUNS:
                places[county].append(Place(county, city, "street", counties_elsewhere[county]))
    return {name: tuple(found) for name, found in places.items()}


def _districts(at_home: Sequence[_Row], home: str, elsewhere: Collection[str]) -> dict[str, str]:
    """Names and safe short names of the places that are told apart at home.

    A short name that is elsewhere's too (河北 of 河北区), or whose full name is (和平 of 和平区), is a word as often.
    """
    districts: dict[str, str] = {}
    for _, city, counties in at_home:
        for name in (city,) if city and city != home else counties:
            stem = _DISTRICT_KIND.sub("", name)
            is_safe = len(stem) >= 2 and stem != name and not {name, stem} & {_PROVINCE_KIND.sub("", home), *elsewhere}
            districts[name] = stem if is_safe else ""
    return districts


def _home_words(home: str) -> tuple[str, ...]:
    stem = _PROVINCE_KIND.sub("", home)
    if home.endswith("市"):
        here: tuple[str, ...] = ("本市", "市总工会", "全市")
    else:
        kind = "省" if home.endswith("省") else "自治区"
        here = (f"本{kind}", f"{kind}总工会", f"全{kind}") if kind == "省" else ("自治区总工会",)
    return (home, stem, *here, *_OTHER_NAMES.get(home, ()))


def _elsewhere(rows: Sequence[_Row], at_home: Collection[str]) -> dict[str, str]:
    """Names outside of home and what each is in full; ``at_home`` are those of home and of the province it is in."""
    names = {name: name for name in _BEYOND_THE_TABLE}
    for province, city, counties in rows:
        for county in counties:
            if len(county) >= 3:
                names.setdefault(county, county)
        for full, pattern in ((city, _CITY_KIND), (province, _PROVINCE_KIND)):
            if full and full not in at_home:
                names[full] = full
                stem = pattern.sub("", full)
                if len(stem) >= 2:
                    names[stem] = full
    return names
