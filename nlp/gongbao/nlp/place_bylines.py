"""The units of those who wrote an article as evidence: what 通讯员 怀柔区总工会 某某 writes of happened in 怀柔区."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from spacy.tokens import Doc

from gongbao.core.annotations import Evidence
from gongbao.core.records import Credit
from gongbao.core.words import Segmenter
from gongbao.nlp.place_names import SHORT_TIER, PlaceNames
from gongbao.nlp.scoring import Witness

BYLINE = "gongbao_byline"  # key in Doc.user_data: the article's credits
_WEIGHT = 0.65  # enough alone: a district's own correspondent writes of the district
_RULE = "district/byline"
_KINDS = ("aliases", "street", "union", SHORT_TIER)


class UnitWitness(NamedTuple):
    """A unit of the byline that stands for a district."""

    district: str
    witness: Witness  # its positions are those in the unit
    evidence: Evidence


def byline_of(doc: Doc) -> tuple[Credit, ...]:
    """The credits of the article that the Doc was made of; none for a Doc of a plain text."""
    return cast("tuple[Credit, ...]", doc.user_data.get(BYLINE, ()))


def unit_witnesses(byline: Sequence[Credit], known: PlaceNames, segmenter: Segmenter | None) -> list[UnitWitness]:
    """What the units say, in their order; a unit that several districts have says nothing."""
    found: list[UnitWitness] = []
    for index, credit in enumerate(byline):
        unit = credit.unit
        words = segmenter.cut(unit) if unit and segmenter is not None else [unit]
        matches = known.find(unit, words) if unit else []
        if any(known.names[match.key].kind == "elsewhere" for match in matches):
            continue
        for match in matches:
            name = known.names[match.key]
            districts = {place.district for place in name.places if place.exact}
            if name.kind in _KINDS and len(districts) == 1:
                evidence = Evidence("byline", index, 0, len(unit), unit, _RULE)
                found.append(UnitWitness(districts.pop(), Witness(_WEIGHT, unit, 0, len(unit), _RULE), evidence))
                break
    return found
