"""What in a story may be wrong: shown beside it with the place and a sentence, never changed.

Each kind has a module of its own; all are pure but for the names, which the archive's index is asked about.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongbao.core.annotations import Annotations
from gongbao.desk.reporter.story import Story

MOST_HINTS = 50  # of one story; a text with more is a table, and nobody reads on
KINDS = {"name": "人名", "role": "身份", "place": "地名", "sum": "数字", "date": "日期"}


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at again."""

    kind: str  # a key of KINDS
    start: int  # in the shown text
    end: int
    text: str  # what stands there
    sentence: str  # one sentence: what does not fit, and with what


def text_hints(story: Story, annotations: Annotations, today: datetime.date, place: str) -> tuple[Hint, ...]:
    """The hints that need no archive, in reading order."""
    from gongbao.desk.reporter.hints_of_dates import date_hints
    from gongbao.desk.reporter.hints_of_places import place_hints
    from gongbao.desk.reporter.hints_of_sums import sum_hints

    found = (*date_hints(story.text, today), *place_hints(story.text, place), *sum_hints(story, annotations.figures))
    return in_order(found)


def in_order(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    """Hints in reading order, each once, MOST_HINTS at most."""
    return tuple(sorted(dict.fromkeys(hints), key=lambda one: (one.start, one.end, one.kind))[:MOST_HINTS])


def hint_at(text: str, kind: str, start: int, end: int, sentence: str) -> Hint:
    """A hint about a stretch of the shown text."""
    return Hint(kind, start, end, text[start:end], sentence)


def told(hints: Iterable[Hint]) -> Iterator[str]:
    """The hints as lines of text."""
    return (f"{KINDS[one.kind]}：{one.sentence}" for one in hints)
