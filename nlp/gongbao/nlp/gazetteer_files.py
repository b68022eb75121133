"""The gazetteer: the names of the home province's places down to communities, and of all China's to counties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from gongbao.core.errors import GongbaoError

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
_BEYOND_THE_TABLE = ("香港", "澳门", "台湾", "台北", "香港特别行政区", "澳门特别行政区")


class Place(NamedTuple):
    """A name of a place at home and the district it speaks for."""

    name: str
    district: str
    level: str  # street, bare (a street's name without its kind), community
    namesakes: int  # places of the same name elsewhere in China


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Home's places by name, and the names that speak for elsewhere in China."""

    home: str  # 北京市
    places: dict[str, tuple[Place, ...]]
    elsewhere: dict[str, str]  # name of a province, city or county: "province", "city" or "county"
    shared: frozenset[str]  # names of home's districts that counties elsewhere bear too (朝阳区)


@cache
def load_gazetteer(home: str) -> Gazetteer:
    """The gazetteer of a province or municipality. Raises GongbaoError when there is none for it."""
    rows = list(_rows("china.tsv"))
    folder = resources.files("gongbao.nlp").joinpath("gazetteer")
    code = {"北京市": "11"}.get(home, "")
    if not code or not folder.joinpath(f"home-{code}.tsv").is_file():
        how = f"请用 scripts/build_gazetteer.py --place {home} 生成，或改设置 newspaper.place"
        raise GongbaoError(f"没有“{home}”的地名表：{how}。")
    elsewhere = _elsewhere(rows, home)
    at_home = {district for province, _, counties in rows if province == home for district in counties.split()}
    return Gazetteer(home, _home_places(f"home-{code}.tsv"), elsewhere, frozenset(_shared(rows, home, at_home)))


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("gongbao.nlp").joinpath("gazetteer").joinpath(name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _home_places(name: str) -> dict[str, tuple[Place, ...]]:
    places: dict[str, list[Place]] = defaultdict(list)
    for district, street, namesakes, communities in _rows(name):
        home = STREETS_OF_ANOTHER.get(street, district)
        stem = _KIND.sub("", street)
        places[street].append(Place(street, home, "street", int(namesakes)))
        for kind in _other_kinds(street, stem):
            places[stem + kind].append(Place(stem + kind, home, "street", int(namesakes)))
        if len(stem) >= 3:
            places[stem].append(Place(stem, home, "bare", int(namesakes)))
        for community in communities.split():
            if len(community) >= 4 and community.endswith(("社区", "村")):
                places[community].append(Place(community, home, "community", 0))
    return {key: tuple(dict.fromkeys(found)) if len(found) > 1 else (found[0],) for key, found in places.items()}


def _other_kinds(street: str, stem: str) -> tuple[str, ...]:
    """A town is called 地区 in the statistics and 镇 in the paper, and the other way round."""
    if stem == street or len(stem) < 2:
        return ()
    if street.endswith("地区"):
        return ("镇", "乡", "街道")
    # 渤海镇 is no 渤海地区: two characters and 地区 are more often a region.
    return ("地区",) if street.endswith(("镇", "乡")) and len(stem) >= 3 else ()


def _elsewhere(rows: list[list[str]], home: str) -> dict[str, str]:
    names: dict[str, str] = dict.fromkeys(_BEYOND_THE_TABLE, "province")
    for province, city, counties in rows:
        if province == home:
            continue
        for county in counties.split():
            if len(county) >= 3:
                names.setdefault(county, "county")
        for full, kind, pattern in ((city, "city", _CITY_KIND), (province, "province", _PROVINCE_KIND)):
            if full:
                names[full] = kind
                stem = pattern.sub("", full)
                if len(stem) >= 2:
                    names[stem] = kind
    return names


def _shared(rows: list[list[str]], home: str, at_home: set[str]) -> set[str]:
    return {county for province, _, counties in rows if province != home for county in counties.split()} & at_home
