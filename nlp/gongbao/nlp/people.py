"""People: who is named, with job and unit as printed, told from other words by what stands around the name.

A name needs a witness: a title or a reporter's role before it, what only people do after it (说, ，女，), another
name in the same row, or characters and words that all say name. Once found, it is found everywhere in the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gongbao.core.annotations import Mention
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Words, matches_at
from gongbao.nlp.names import (
    NEEDED,
    NEEDED_ALONE,
    Cut,
    Reading,
    best_reading,
    is_common_surname,
    may_begin,
    surname_length,
)
from gongbao.nlp.organisations import Body
from gongbao.nlp.roles import Roles, title_after
from gongbao.nlp.word_lists import alternation, character_set, word_list, word_set

_HAN = "\u4e00-\u9fff"
_MOST_NAMES = 31  # after one cue
_BETWEEN = re.compile(r"([、 　])")
_ROW = "、和与及 　"  # between the names of a row
_NEEDED_IN_ROW = NEEDED - 0.5
_NEEDED_SAYING = NEEDED + 0.5  # 说 and the like are said of companies too
_NEEDED_OF = NEEDED + 1.5  # 来自河北的, 52岁的
_FOREIGN_LONGEST = 8  # characters of one part of a foreign name
_RELATION_SIZES = (2, 3, 1)
_JOB_ENDS = "员工师长手匠"
_PLACE_ENDS = frozenset("山城房河湖桥村沟峪庄寺园楼门路街站港岛镇店营坡岭泉")
_AT_A_PLACE = tuple("的上下里脚区站，、。")
_TOO_MUCH = 100.0
_HANDFUL = 40  # names; an article of many more is a list of them
_TWO = 2  # characters of a name that may as well be a piece of a word


@dataclass(frozen=True, slots=True)
class Person:
    """A name in the laid-out text, with the job and the unit that were printed beside it."""

    start: int
    end: int
    role: str = ""
    unit: str = ""


@cache
def _press() -> re.Pattern[str]:
    """A reporter's role and the characters after it that may be names."""
    return re.compile(
        rf"(?P<press>{alternation('press_roles')})[ 　:：/／]?"
        rf"(?P<names>[{_HAN}·]{{2,12}}(?:[、 　][{_HAN}·]{{2,8}}){{0,{_MOST_NAMES - 1}}})"
    )


@cache
def _press_words() -> Words:
    return Words(word_list("press_roles"))


@cache
def _foreign() -> re.Pattern[str]:
    characters = "".join(sorted(character_set("transliteration")))
    part = f"[{characters}]{{1,{_FOREIGN_LONGEST}}}"
    return re.compile(f"{part}(?:[·•・]{part}){{1,3}}")


def find_people(layout: Layout, cut: Cut | None, bodies: Sequence[Body] = ()) -> tuple[Mention, ...]:
    """Mentions of people in reading order, MOST_FOUND at most; without a segmenter's cut only reporters.

    ``bodies``: the organisations of the same text, ascending; a name inside one is the organisation's.
    """
    found = {person.start: person for person in _reporters(layout.text, cut)}
    if cut is not None:
        roles = Roles(cut, bodies)
        for person in (*_foreigners(layout.text, roles), *_witnessed(cut, roles, bodies)):
            found.setdefault(person.start, person)
        found = {person.start: person for person in _trimmed(found.values(), layout.text)}
        for person in _repeated(cut, found.values(), bodies):
            found.setdefault(person.start, person)
    people = _with_roles(_apart(found[start] for start in sorted(found))[:MOST_FOUND], layout.text)
    return tuple(_mention(layout, person) for person in people)


def _with_roles(people: Sequence[Person], text: str) -> Iterator[Person]:
    """Where a name stands without job or unit, those that it first has in the article."""
    roles: dict[str, Person] = {}
    units: dict[str, Person] = {}
    for person in people:
        name = text[person.start : person.end]
        if person.role:
            roles.setdefault(name, person)
        if person.unit:
            units.setdefault(name, person)
    for person in people:
        name = text[person.start : person.end]
        role, unit = person.role or roles.get(name, person).role, person.unit or units.get(name, person).unit
        is_new = role != person.role or unit != person.unit
        yield replace(person, role=role, unit=unit) if is_new else person


def _apart(people: Iterable[Person]) -> list[Person]:
    """Of overlapping names the longer."""
    kept: list[Person] = []
    for person in people:
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
        elif person.end - person.start > kept[-1].end - kept[-1].start:
            kept[-1] = person
    return kept


def _mention(layout: Layout, person: Person) -> Mention:
    place = layout.field_at(person.start)
    name = layout.text[person.start : person.end]
    start, end = person.start - place.start, person.end - place.start
    return Mention("person", name, name, place.field, place.index, start, end, person.role, person.unit)


def _reporters(text: str, cut: Cut | None) -> Iterator[Person]:
    """The names after each reporter's role; the row of names ends at the first that is none."""
    for cue in matches_at(_press(), text, _press_words().starts(text)):
        position = cue.start("names")
        for part in _BETWEEN.split(cue["names"]):
            if _BETWEEN.fullmatch(part) is None:
                length = _reporter_length(part, position, cut)
                if length:
                    yield Person(position, position + length, cue["press"])
                if length < len(part):
                    break
            position += len(part)


def _reporter_length(part: str, position: int, cut: Cut | None) -> int:
    """In a byline whatever begins with a surname and is short is a name."""
    surname = surname_length(part, 0)
    given = part[surname : surname + 3]
    tells = is_common_surname(part, 0) or not character_set("given_characters").isdisjoint(given)
    if surname and tells and 1 <= len(given) <= _TWO and character_set("never_given").isdisjoint(given):
        return len(part)
    reading = best_reading(cut, position) if cut is not None else None
    return reading.end - position if reading is not None and reading.points >= NEEDED else 0


def _foreigners(text: str, roles: Roles) -> Iterator[Person]:
    if "·" not in text and "•" not in text and "・" not in text:
        return
    for found in _foreign().finditer(text):
        start = found.start()
        while start < found.end() and not roles.cut.may_end(start):
            start += 1
        if start < found.start() + found[0].find(re.sub(r"[^·•・]", "", found[0])[0]):
            held = roles.before(start)
            held = held if held.role else roles.after(found.end())
            yield Person(start, found.end(), held.role, held.unit)


def _witnessed(cut: Cut, roles: Roles, bodies: Sequence[Body]) -> Iterator[Person]:
    """The names with a witness beside them, in one sweep over where words begin."""
    inside = _Inside(bodies)
    last: Person | None = None
    for start in _surname_starts(cut):
        if (last is not None and start < last.end) or start in inside:
            continue
        reading = best_reading(cut, start)
        if reading is not None:
            person = _person(roles, start, reading, last)
            if person is not None:
                last = person
                yield person


def _surname_starts(cut: Cut) -> Iterator[int]:
    """Where words begin with a surname; and inside words that are guesses: 值守/员樊/建国, 图为许/志远."""
    text, bounds = cut.text, cut.bounds
    first, common = _first_characters(), word_set("common_surnames")
    for found in _first_character().finditer(text):
        at = found.start()
        if at in bounds:
            if may_begin(text, at):
                yield at
        elif text[at] in common:
            start, end = cut.word_at(at)
            if text[start] in first:
                continue
            after_job = text[start] in _JOB_ENDS and text[start + 1] in common
            is_last = at == end - 1 and not after_job and not cut.segmenter.has_word(text[start:end])
            if is_last or (after_job and at == start + 1):
                yield at


@cache
def _first_characters() -> frozenset[str]:
    return frozenset(surname[0] for surname in word_set("surnames"))


@cache
def _first_character() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_first_characters()))}]")


class _Inside:
    """Whether ascending positions lie inside an organisation's name."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = [body for body in bodies if body.is_name]
        self._next = 0

    def __contains__(self, position: object) -> bool:
        assert isinstance(position, int)
        while self._next < len(self._bodies) and self._bodies[self._next].end <= position:
            self._next += 1
        return self._next < len(self._bodies) and self._bodies[self._next].start <= position


def _person(roles: Roles, start: int, reading: Reading, last: Person | None) -> Person | None:
    """The name that is read here, where its witnesses suffice."""
    text = roles.cut.text
    if reading.points < _NEEDED_IN_ROW:  # the least that any witness asks for
        return None
    in_row = last is not None and last.end == start - 1 and text[last.end] in _ROW
    held = roles.before(start)
    if not held.role:
        held = roles.after(reading.end)
    if reading.points < _needed(text, start, reading, bool(held.role), in_row):
        return None
    if in_row and last is not None and not held.role:
        return replace(last, start=start, end=reading.end)
    return Person(start, reading.end, held.role, held.unit)


def _needed(text: str, start: int, reading: Reading, has_role: bool, in_row: bool) -> float:
    """How many points a name must have, by what stands beside it."""
    if in_row:
        return _NEEDED_IN_ROW
    if has_role or _follows_relation(text, start) or title_after(text, reading.end):
        return NEEDED
    if reading.cuts:
        return _TOO_MUCH
    if reading.says:
        return _NEEDED_SAYING if is_common_surname(text, start) else _NEEDED_SAYING + 1.0
    if text[reading.end - 1] in _PLACE_ENDS and text[reading.end : reading.end + 1] in _AT_A_PLACE:
        return _TOO_MUCH  # 玉泉山的塔影
    if text[start - 1 : start] == "的" and start:
        return _NEEDED_OF
    return NEEDED_ALONE if is_common_surname(text, start) else NEEDED_ALONE + 1.0


def _follows_relation(text: str, start: int) -> bool:
    relations = word_set("relations")
    return any(text[max(0, start - size) : start] in relations for size in _RELATION_SIZES)


def _trimmed(people: Iterable[Person], text: str) -> Iterator[Person]:
    """罗凡学 is 罗凡, and the next word, where 罗凡 is found too and 罗凡学 stands once."""
    people = list(people)
    names = {text[person.start : person.end] for person in people}
    for person in people:
        name = text[person.start : person.end]
        shorter = name[:-1] in names and len(name) > _TWO and text.count(name) == 1
        yield replace(person, end=person.end - 1) if shorter else person


def _places(text: str, names: Collection[str]) -> Iterator[tuple[int, str]]:
    """(start, name) wherever one of the names stands; a handful are found faster one by one."""
    if len(names) > _HANDFUL:
        yield from Words(names).find(text)
        return
    for name in names:
        start = text.find(name)
        while start >= 0:
            yield start, name
            start = text.find(name, start + 1)


def _repeated(cut: Cut, people: Iterable[Person], bodies: Sequence[Body]) -> Iterator[Person]:
    """The same names elsewhere; one of two characters must not cut a word."""
    known: dict[str, Person] = {}
    for person in people:
        name = cut.text[person.start : person.end]
        if name not in known or (person.role and not known[name].role):
            known[name] = person
    if not known:
        return
    inside = _Inside(bodies)
    for start, name in sorted(_places(cut.text, known)):
        end = start + len(name)
        if start in inside or (len(name) == _TWO and not (cut.may_end(start) and cut.may_end(end))):
            continue
        yield Person(start, end, known[name].role, known[name].unit)
