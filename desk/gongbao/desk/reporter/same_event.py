"""Whether an article tells of the event that a story tells of: by what both name, weighed, and by the days.

A name alone is no event: a union sends cool drinks every summer. Two or three details together are one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongbao.core.annotations import Annotations, Figure, Mention
from gongbao.core.dates import IssueDate
from gongbao.core.records import TaggedArticle

SAME_FROM = 2.0  # weight of what is shared: two people whom few know, or one, a street and the unit
EVENT_DAYS = 31  # what is told of later is another event, unless both name the day
# Weights by what is shared. A person whom few know or an exact figure seldom comes back by chance; a unit does.
_FIGURE, _PLACE, _DAY, _ORGANISATION, _PHRASE = 1.0, 0.6, 0.8, 0.4, 0.2
_PEOPLE = ((3, 1.0), (10, 0.5))  # (articles at most, weight)
_PUBLIC_FIGURE, _UNKNOWN_PERSON = 0.25, 0.5
_PLACES = ("street", "community", "site")
_LEAST_FIGURE = 11  # 两家, 3人, 10份 are in every other report
_TELLING_DIGITS = 2
_MOST_OF_A_KIND = 3  # a list of names that two reports share is one detail, not twenty
_STRONGEST_PHRASES = 10  # of an article that are compared


@dataclass(frozen=True, slots=True)
class SharedDetails:
    """What two texts share."""

    weight: float
    told: tuple[str, ...]  # the shared names and figures, the weightiest first
    is_near: bool  # whether the days allow it to be one event

    @property
    def is_same_event(self) -> bool:
        """Whether both tell of one event."""
        return self.is_near and self.weight >= SAME_FROM


def shared_details(
    story: Annotations, printed: TaggedArticle, today: IssueDate, known: Mapping[str, int] = MappingProxyType({})
) -> SharedDetails:
    """What the story shares with an article; ``today`` is when the story is to be printed.

    ``known`` tells of people in how many articles they are: the mayor is in every other one.
    """
    other = printed.annotations
    days = _event_days(story) & _event_days(other)
    people = _names(story, "person") & _names(other, "person")
    rarest = sorted(people, key=lambda name: (-_worth(known.get(name)), name))[:_MOST_OF_A_KIND]
    weight = sum(_worth(known.get(name)) for name in rarest)
    told = dict.fromkeys(rarest)
    kinds: list[tuple[float, Iterable[str]]] = [
        (_FIGURE, _figures(story) & _figures(other)),
        (_DAY, days),
        (_PLACE, _places(story) & _places(other)),
        (_ORGANISATION, _names(story, "organisation") & _names(other, "organisation")),
        (_PHRASE, _phrases(story) & _phrases(other)),
    ]
    for each, shared in kinds:
        some = sorted(shared)
        weight += each * min(len(some), _MOST_OF_A_KIND)
        told |= dict.fromkeys(some[:_MOST_OF_A_KIND] if each > _PHRASE else ())
    return SharedDetails(round(weight, 3), tuple(told), bool(days) or _is_near(printed.article.date, today))


def _worth(articles: int | None) -> float:
    """What a shared person weighs, by the number of articles that the archive has of them."""
    if articles is None:
        return _UNKNOWN_PERSON
    return next((worth for most, worth in _PEOPLE if articles <= most), _PUBLIC_FIGURE)


def _is_near(printed: IssueDate, today: IssueDate) -> bool:
    """Whether an issue may lie within EVENT_DAYS of the story; one of an unknown date may."""
    last, first, now = printed.last_day, printed.first_day, today.first_day
    if last is None or first is None or now is None:
        return True
    within = datetime.timedelta(EVENT_DAYS)
    return first - within <= now <= last + within


def _names(annotations: Annotations, kind: str) -> set[str]:
    """Names in the text; who wrote it says nothing of the event."""
    return {one.name for one in annotations.mentions if one.kind == kind and one.field != "byline"}


def _places(annotations: Annotations) -> set[str]:
    return {one.name for one in annotations.mentions if _is_small_place(one)}


def _is_small_place(mention: Mention) -> bool:
    return mention.kind == "place" and mention.role in _PLACES


def _figures(annotations: Annotations) -> set[str]:
    return {_written(one) for one in annotations.figures if one.value >= _LEAST_FIGURE and not _is_round(one)}


def _is_round(figure: Figure) -> bool:
    """Whether a figure has one digit that says something: 2000名, 1亿亩 are in every other report."""
    return len(f"{figure.value:.15g}".rstrip("0")) < _TELLING_DIGITS


def _written(figure: Figure) -> str:
    return f"{figure.value:.15g}{figure.unit}"


def _event_days(annotations: Annotations) -> set[str]:
    return set(_days(annotations))


def _days(annotations: Annotations) -> Iterator[str]:
    for event in annotations.events:
        if event.since.day and event.since == event.until:
            yield event.since.chinese


def _phrases(annotations: Annotations) -> set[str]:
    return {one.text for one in annotations.phrases[:_STRONGEST_PHRASES]}
