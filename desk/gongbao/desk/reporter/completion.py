"""Labels by typing: characters, full pinyin, initials, or a mixture; a street leads to its district.

``slq`` finds 送清凉 although its initials are ``sql``: who types fast exchanges two letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongbao.core.annotations import FACETS
from gongbao.core.normal import normalise
from gongbao.nlp.gazetteer_files import load_gazetteer
from gongbao.nlp.vocabulary_files import LabelEntry

MOST_TYPED = 30  # characters; a longer text is no label's name
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUNS = re.compile(f"{_HAN.pattern}|[^\u3400-\u4dbf\u4e00-\u9fff]+")
_SLIPS = 6  # letters in which two may have been exchanged, as in the archive's search
_ORDER = {facet: order for order, facet in enumerate(("campaign", "activity", "district"))}
# How a name was met, the best first; an exchanged letter comes after all that was typed right.
_WHOLE, _START, _WITHIN, _SLIP = range(4)


@dataclass(frozen=True, slots=True)
class Completion:
    """A label that what was typed may be meant for."""

    facet: str
    label: str
    via: str = ""  # the alias or street that was met, where it is not the label's own name


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that leads to a label: its characters, each with its pinyin (empty for one that has none)."""

    completion: Completion
    characters: str
    syllables: tuple[str, ...]


class Completer:
    """All that can be typed, prepared once; it is asked by any number of threads."""

    def __init__(self, entries: Iterable[LabelEntry], place: str) -> None:
        labels = list(entries)
        self._names = [_name(one, one.label) for one in (Completion(entry.facet, entry.name) for entry in labels)]
        own = {entry.name for entry in labels}
        for entry in labels:  # what is a label of its own leads to that one alone, and nobody types a pattern
            aliases = (alias for alias in entry.aliases if alias not in own and alias.isalnum())
            self._names += [_name(Completion(entry.facet, entry.name, alias), alias) for alias in aliases]
        districts = {entry.name for entry in labels if entry.facet == "district"}
        for found in load_gazetteer(place).places.values():
            for one in found:
                if one.level == "street" and one.exact and one.district in districts:
                    self._names.append(_name(Completion("district", one.district, one.name), one.name))

    def complete(self, typed: str, limit: int = 8) -> tuple[Completion, ...]:
        """The labels that are met, the best first, each once. Nothing typed completes nothing."""
        wanted = "".join(normalise(typed).split())
        if not wanted or len(wanted) > MOST_TYPED:
            return ()
        ranked = [(rank, name) for name in self._names if (rank := _rank(name, wanted)) is not None]
        for slip in _slips(wanted):
            ranked += [(_SLIP, name) for name in self._names if _rank(name, slip) in (_WHOLE, _START)]
        ranked.sort(key=lambda one: _sort_key(*one))
        best: dict[tuple[str, str], Completion] = {}
        for _, name in ranked:
            best.setdefault((name.completion.facet, name.completion.label), name.completion)
        return tuple(best.values())[:limit]


def _sort_key(rank: int, name: _Name) -> tuple[int, bool, int, int, str]:
    one = name.completion
    order = _ORDER.get(one.facet, len(FACETS))
    return rank, bool(one.via), order, len(name.characters), name.characters


def _rank(name: _Name, typed: str) -> int | None:
    """How what was typed meets a name; None when it does not."""
    for start, (character, syllable) in enumerate(zip(name.characters, name.syllables, strict=True)):
        may_begin = typed[0] in (character, syllable[:1])
        end = _met(name, typed, start) if may_begin else None
        if end is not None:
            if start:
                return _WITHIN
            return _WHOLE if end == len(name.characters) else _START
    return None


def _met(name: _Name, typed: str, start: int) -> int | None:
    """Up to which character a name is met from ``start`` on: each by itself, its pinyin or the first letter of it.

    The last syllable may be unfinished (``songqi``). The sets stay small: a syllable has at most six letters.
    """
    places = {0}  # how much of what was typed the characters before this one may have used up
    for at in range(start, len(name.characters)):
        following: set[int] = set()
        for place in places:
            following |= set(_steps(name.characters[at], name.syllables[at], typed, place))
        if len(typed) in following:
            return at + 1
        if not following:
            return None
        places = following
    return None


def _steps(character: str, syllable: str, typed: str, place: int) -> Iterator[int]:
    """Where in what was typed one can be behind one character."""
    if typed.startswith(character, place):
        yield place + len(character)
    if syllable and typed.startswith(syllable[0], place):
        yield place + 1
        if typed.startswith(syllable, place):
            yield place + len(syllable)
        elif syllable.startswith(typed[place:]):
            yield len(typed)
        elif syllable[1:2] == "h" and typed.startswith(syllable[:2], place):  # zh, ch, sh are initials too
            yield place + 2


def _slips(typed: str) -> Sequence[str]:
    """What may have been meant by initials in which two letters stand the wrong way round."""
    if not (typed.isascii() and typed.isalpha() and 1 < len(typed) <= _SLIPS):
        return ()
    exchanged = (typed[: at - 1] + typed[at] + typed[at - 1] + typed[at + 1 :] for at in range(1, len(typed)))
    return [one for one in dict.fromkeys(exchanged) if one != typed]


def _name(completion: Completion, text: str) -> _Name:
    plain = normalise(text)
    return _Name(completion, plain, _syllables(plain))


@lru_cache(maxsize=8192)
def _syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones; empty for a character that is none of Chinese writing."""
    from pypinyin import lazy_pinyin

    spelled: list[str] = []
    for run in _RUNS.findall(text):
        read = lazy_pinyin(run, v_to_u=False, errors="ignore") if _HAN.match(run) else []
        spelled += read if len(read) == len(run) else [""] * len(run)
    return tuple(spelled)
