"""What is found in an article, as frozen records: tags with their evidence, names, figures, key phrases, event dates.

All positions are characters of one field of the article, never bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongbao.core.dates import IssueDate

FACETS = ("district", "campaign", "activity")


class Origin(StrEnum):
    """Who set a tag. A person's decision always wins over the machine's."""

    RULE = "rule"
    MODEL = "model"
    PERSON = "person"


class Status(StrEnum):
    """Where a tag stands. The public archive shows what is set or confirmed."""

    SET = "set"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


SHOWN = (Status.SET, Status.CONFIRMED)  # what readers may see


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that a tag rests on."""

    field: str  # headline, kicker, subhead, column, paragraph, byline, caption, page
    index: int  # which paragraph, from 0; 0 for the other fields
    start: int
    end: int
    text: str
    rule: str  # name of the rule or model that took it as evidence


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of one facet, with why and how sure."""

    facet: str  # one of FACETS
    label: str
    score: float  # 0 to 1
    status: Status
    origin: Origin
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether a person decided on it."""
        return self.status in (Status.CONFIRMED, Status.REJECTED) or self.origin is Origin.PERSON


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, organisation or place named in an article.

    For a person ``role`` and ``unit`` are the job and where it is held, as printed; for a place ``role`` is its
    level (district, street, community, site, outside) and ``unit`` the district of home that it lies in.
    """

    kind: str  # person, organisation, place
    text: str  # as printed
    name: str  # the one name under which all its mentions are found
    field: str
    index: int
    start: int
    end: int
    role: str = ""  # for a person: 记者, 主席, 劳模; empty when none is known
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit and what it counts (3123 份 清凉包)."""

    text: str  # as printed: 3123份“清凉包”
    value: float  # 万, 亿 and % worked in: 7万 is 70000, 5% is 0.05
    unit: str  # 份, 人, 家, 元
    counted: str  # 清凉包; empty when not known
    approximate: bool  # 余, 多, 约, 近 stood beside it
    field: str
    index: int
    start: int
    end: int
    who: str = ""  # the organisation that gave, has or did it, under its one name; empty when not known
    where: str = ""  # the district of home, else the place as named; empty when not known
    when: str = ""  # ISO 8601 as far as it is known; empty when not known
    part: bool = False  # held by another figure of its paragraph (其中80份; the upper end of 3至5万元): not summed


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key phrase of an article."""

    text: str
    weight: float  # 0 to 1, of the article's strongest


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one field that stands for the article in lists."""

    field: str
    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """When what is reported happened, as an expression of the text says it (7月28日, 连日来)."""

    text: str  # as printed
    since: IssueDate  # unknown where it is left open
    until: IssueDate  # the same as since for one day
    field: str
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotations:
    """What the tagger found in one article."""

    tags: tuple[Tag, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    phrases: tuple[Phrase, ...] = ()  # the strongest first
    extract: tuple[Passage, ...] = ()  # at most two sentences, in reading order
    events: tuple[Event, ...] = ()  # the one that the article is about first


NOTHING_FOUND = Annotations()
