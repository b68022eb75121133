"""A story's tags as suggestions: each with its evidence as stretches of the shown text, and what to ask about.

A reporter's choices are laid over what the tagger found; nothing here decides for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongbao.core.annotations import FACETS, Origin, Status, Tag
from gongbao.core.store.decisions import HALF_SURE
from gongbao.desk.marking import cut
from gongbao.desk.reporter.hints import Hint
from gongbao.desk.reporter.story import Story

NEAR = 0.2  # a score as near to HALF_SURE is asked about: two thirds of the way down to the least that is suggested
MOST_QUESTIONS = 5  # one at a time; nobody answers a sixth

HINT = "hint"  # the facet of what a hint is about, in marked text

Key = tuple[str, str]  # facet, label
_Stretch = tuple[int, int, Key]


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the shown text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label that the story may have, and why."""

    facet: str
    label: str
    score: float  # 0 to 1
    status: Status
    origin: Origin
    spots: tuple[Spot, ...] = ()  # its evidence in reading order, each stretch once

    @property
    def key(self) -> Key:
        """What a choice is about."""
        return self.facet, self.label

    @property
    def is_kept(self) -> bool:
        """Whether the story leaves with it."""
        return self.status in (Status.SET, Status.CONFIRMED)

    @property
    def words(self) -> tuple[str, ...]:
        """The wordings of its evidence, each once."""
        return tuple(dict.fromkeys(spot.text for spot in self.spots))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reporter said: labels taken (also such as nobody suggested) and labels refused."""

    accepted: frozenset[Key] = frozenset()
    rejected: frozenset[Key] = frozenset()


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one line that the same labels are marked in; without facets it is plain."""

    text: str
    facets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # one by one those of ``facets``


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the shown text, cut into runs."""

    role: str  # headline, kicker, …; paragraph for all else
    runs: tuple[Run, ...]


def suggestions(story: Story, tags: Iterable[Tag]) -> tuple[Suggestion, ...]:
    """The tags by facet, the surest first; evidence that is not shown (the page's name) is left out."""
    found = [
        Suggestion(tag.facet, tag.label, round(tag.score, 3), tag.status, tag.origin, tuple(_spots(story, tag)))
        for tag in tags
    ]
    return tuple(sorted(found, key=_by_facet))


def chosen(found: Sequence[Suggestion], choices: Choices) -> tuple[Suggestion, ...]:
    """The suggestions as the reporter's choices leave them, with the labels that they added."""
    left = {one.key: _judged(one, choices) for one in found}
    for facet, label in choices.accepted:
        added = Suggestion(facet, label, 1.0, Status.CONFIRMED, Origin.PERSON)
        left.setdefault((facet, label), added)
    return tuple(sorted(left.values(), key=_by_facet))


def questions(found: Sequence[Suggestion], answered: Collection[Key] = ()) -> tuple[Suggestion, ...]:
    """What is to be asked, the most doubtful first: undecided labels whose score is NEAR the middle."""
    doubt = {one.key: abs(one.score - HALF_SURE) for one in found}
    open_ones = (one for one in found if one.status in (Status.SET, Status.SUGGESTED) and one.key not in answered)
    asked = [one for one in open_ones if doubt[one.key] <= NEAR]
    return tuple(sorted(asked, key=lambda one: (doubt[one.key], *_by_facet(one)))[:MOST_QUESTIONS])


def marked(story: Story, found: Iterable[Suggestion], hints: Iterable[Hint] = ()) -> tuple[MarkedLine, ...]:
    """The shown text, every character once, with the evidence of all suggestions but the rejected ones.

    What a hint is about is marked too, under the facet HINT with the hint's sentence as the label.
    """
    shown = [one for one in found if one.status is not Status.REJECTED]
    stretches = [(start, end, one.key) for one in shown for start, end in _merged(one.spots)]
    stretches += [(one.start, one.end, (HINT, one.sentence)) for one in hints]
    stretches.sort()
    starts = [start for start, _, _ in stretches]
    roles = {line.start: line.field for line in story.places.values()}
    lines, start = [], 0
    for text in story.text.split("\n"):
        end = start + len(text)
        within = stretches[bisect_left(starts, start) : bisect_left(starts, end)]  # evidence lies within a line
        lines.append(MarkedLine(_role(roles.get(start, "")), tuple(_runs(story.text, start, end, within))))
        start = end + 1
    return tuple(lines)


def _runs(text: str, start: int, end: int, stretches: Sequence[_Stretch]) -> Iterator[Run]:
    for begin, stop, keys in cut(start, end, stretches):
        ordered = sorted(keys, key=lambda key: (_order(key[0]), key[1]))
        yield Run(text[begin:stop], tuple(facet for facet, _ in ordered), tuple(label for _, label in ordered))


def _role(field: str) -> str:
    return field if field in ("headline", "kicker", "subhead", "column", "caption") else "paragraph"


def _spots(story: Story, tag: Tag) -> Iterator[Spot]:
    places = (story.spot(one.field, one.index, one.start, one.end, one.text) for one in tag.evidence)
    for start, end in sorted({place for place in places if place is not None}):
        yield Spot(start, end, story.text[start:end])


def _merged(spots: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """The stretches of one label, in order and apart from each other."""
    last: tuple[int, int] | None = None
    for spot in sorted(spots, key=lambda one: one.start):
        if last is not None and spot.start <= last[1]:
            last = (last[0], max(last[1], spot.end))
            continue
        if last is not None:
            yield last
        last = (spot.start, spot.end)
    if last is not None:
        yield last


def _judged(one: Suggestion, choices: Choices) -> Suggestion:
    if one.key in choices.rejected:
        return replace(one, status=Status.REJECTED)
    return replace(one, status=Status.CONFIRMED) if one.key in choices.accepted else one


def _by_facet(one: Suggestion) -> tuple[int, bool, bool, float, str]:
    """What is kept before what is not, what a person added behind what was found, the surest first."""
    return _order(one.facet), not one.is_kept, one.origin is Origin.PERSON, -one.score, one.label


def _order(facet: str) -> int:
    return FACETS.index(facet) if facet in FACETS else len(FACETS)
