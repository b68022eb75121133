"""Names of an archive that may be one: suggestions for the authority file, which a person accepts or leaves.

People: written with a variant of a character (闫, 阎). Organisations: one name is the other shortened, ends alike, and
both stand in one article, are one person's unit, or differ by a place name at the beginning only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongbao.nlp.name_index import NameEntry
from gongbao.nlp.word_lists import word_list

_SHORTEST = 2  # characters of an organisation's short name
_MOST_ALIKE = 200  # names that begin and end alike and are compared with each other
# What tells two organisations apart, however alike they are: 北京市总工会 and 北京市东城区总工会.
_TELLS_APART = re.compile("[区县镇乡村第分子一二三四五六七八九十0-9]|街道|社区|附属|中学|小学")
_PLACE = re.compile("中国|北京市?|天津市?|上海市?|重庆市?|[\u4e00-\u9fff]{2,3}[省市]")
_TOGETHER, _SAME_PERSON, _PLACE_BEFORE, _VARIANT = "同一篇里都有", "是同一个人的单位", "只差开头的地名", "只差异体字"


@dataclass(frozen=True, slots=True)
class Double:
    """Names that may be one, the one to keep first."""

    kind: str
    names: tuple[NameEntry, ...]
    why: tuple[str, ...]


def find_doubles(entries: Sequence[NameEntry]) -> list[Double]:
    """Groups of names, those of the most articles first; a name is in one group at most."""
    pairs = [*_variants([one for one in entries if one.kind == "person"])]
    pairs += _shortened([one for one in entries if one.kind == "organisation"], _people_of_units(entries))
    groups: dict[int, list[NameEntry]] = {}
    whys: dict[int, dict[str, None]] = {}
    at: dict[int, int] = {}  # id of an entry, to its group's number
    for number, (first, second, why) in enumerate(pairs):
        here, there = at.get(id(first)), at.get(id(second))
        group = groups[number] = []
        reasons = whys[number] = {why: None}
        for old in {one for one in (here, there) if one is not None}:
            group += groups.pop(old)
            reasons |= whys.pop(old)
        group += [one for one, known in ((first, here), (second, there)) if known is None]
        at |= {id(one): number for one in group}
    doubles = [Double(group[0].kind, _kept_first(group), tuple(whys[number])) for number, group in groups.items()]
    return sorted(doubles, key=lambda one: (-sum(len(name.articles) for name in one.names), one.names[0].name))


def _kept_first(group: Iterable[NameEntry]) -> tuple[NameEntry, ...]:
    """Of people the one most often named; of organisations the fullest."""
    return tuple(
        sorted(
            group,
            key=lambda one: (-len(one.name) if one.kind == "organisation" else 0, -len(one.articles), one.name),
        )
    )


@cache
def _one_form() -> Mapping[int, str]:
    return str.maketrans({character: group[0] for group in word_list("name_variants") for character in group[1:]})


def _variants(people: Iterable[NameEntry]) -> Iterator[tuple[NameEntry, NameEntry, str]]:
    by_form: dict[str, NameEntry] = {}
    for one in people:
        form = one.name.translate(_one_form())
        if form in by_form:
            yield by_form[form], one, _VARIANT
        by_form.setdefault(form, one)


def _people_of_units(entries: Iterable[NameEntry]) -> Mapping[str, frozenset[str]]:
    """{unit as printed: people who hold a job there}."""
    people: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if one.kind == "person":
            for unit in one.units:
                people[unit].add(one.name)
    return {unit: frozenset(names) for unit, names in people.items()}


def _shortened(
    organisations: Sequence[NameEntry], people: Mapping[str, frozenset[str]]
) -> Iterator[tuple[NameEntry, NameEntry, str]]:
    seen: set[tuple[str, str]] = set()
    for short, full in _ending_alike(organisations):
        if (short.name, full.name) in seen or not _is_shortened(short.name, full.name):
            continue
        seen.add((short.name, full.name))
        why = _why(short, full, people)
        if why:
            yield full, short, why


def _ending_alike(organisations: Sequence[NameEntry]) -> Iterator[tuple[NameEntry, NameEntry]]:
    """Pairs that are worth a look: one is the other's end, or both begin and end alike."""
    by_name = {one.name: one for one in organisations}
    alike: dict[tuple[str, str], list[NameEntry]] = defaultdict(list)
    for one in organisations:
        for cut in range(1, len(one.name) - _SHORTEST + 1):
            if one.name[cut:] in by_name:
                yield by_name[one.name[cut:]], one
        without_place = _PLACE.sub("", one.name, count=1)
        for name in {one.name, without_place}:
            alike[name[:2], name[-1:]].append(one)
    for group in alike.values():
        ordered = sorted(group[:_MOST_ALIKE], key=lambda one: (len(one.name), one.name))
        for number, short in enumerate(ordered):
            yield from ((short, full) for full in ordered[number + 1 :] if len(full.name) > len(short.name))


def _is_shortened(short: str, full: str) -> bool:
    """Whether the short name is the full one with characters left out, none of which tells two apart."""
    rest = iter(full)
    left = []
    for character in short:
        for other in rest:
            if other == character:
                break
            left.append(other)
        else:
            return False
    if any(True for _ in rest):
        return False
    return _TELLS_APART.search("".join(left)) is None


def _why(short: NameEntry, full: NameEntry, people: Mapping[str, frozenset[str]]) -> str:
    if not short.articles.isdisjoint(full.articles):
        return _TOGETHER
    if not people.get(short.name, frozenset()).isdisjoint(people.get(full.name, ())):
        return _SAME_PERSON
    before = full.name.removesuffix(short.name)
    return _PLACE_BEFORE if before != full.name and _PLACE.fullmatch(before) else ""


def as_toml(double: Double) -> str:
    """A table of the authority file, with the reason as a comment above it."""
    first, *others = double.names
    shown = "、".join(f"{one.name}（{len(one.articles)} 篇）" for one in double.names)
    forms = ", ".join(f'"{_escaped(one.name)}"' for one in others)
    return f'# {shown}：{"，".join(double.why)}\n[[{double.kind}]]\nname = "{_escaped(first.name)}"\nalso = [{forms}]\n'


def _escaped(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text.replace("\\", "\\\\").replace('"', '\\"'))
