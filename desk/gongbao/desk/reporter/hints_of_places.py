"""A street written behind a district that it does not lie in: 朝阳区窦店镇 is in 房山区."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongbao.desk.reporter.hints import Hint, hint_at
from gongbao.nlp.gazetteer_files import TABLES_OF_HOMES, load_gazetteer, rows_of

_LONGEST = 12  # characters of a street's name that are looked at


class _Streets(NamedTuple):
    """A home's streets, ready for look-ups."""

    districts: re.Pattern[str]
    of: dict[str, frozenset[str]]  # {street: the districts that have one of this name}


def place_hints(text: str, place: str) -> Iterator[Hint]:
    """Streets and towns named right behind another district's name; none where no table knows the home's streets."""
    known = _streets(place)
    if known is None:
        return
    for found in known.districts.finditer(text):
        start = found.end()
        lengths = range(min(_LONGEST, len(text) - start), 2, -1)
        street = next((text[start : start + n] for n in lengths if text[start : start + n] in known.of), "")
        there = known.of.get(street, frozenset())
        if street and found["district"] not in there:
            where = "、".join(sorted(there))
            said = f"{street}在{where}，文中写的是{found['district']}。"
            yield hint_at(text, "place", found.start("district"), start + len(street), said)


@cache
def _streets(place: str) -> _Streets | None:
    if place not in TABLES_OF_HOMES:
        return None
    gazetteer = load_gazetteer(place)
    of: dict[str, set[str]] = {}
    for name, places in gazetteer.places.items():
        if all(one.level == "street" for one in places):
            of[name] = {one.district for one in places}
    for district, street, _namesakes, _communities in rows_of(TABLES_OF_HOMES[place]):
        of.setdefault(street, set()).add(district)  # by the statistics too: 荣华街道 is 大兴区 and 经开区
    names = "|".join(sorted(map(re.escape, gazetteer.districts), key=len, reverse=True))
    pattern = re.compile(rf"(?P<district>{names})(?:的|下辖的?|所辖的?|辖区)?")
    return _Streets(pattern, {name: frozenset(districts) for name, districts in of.items()})
