"""The page in the making: the areas that it is cut into, its sheet and its truth, its habits of type. In points."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from scripts.newspaper_prose import Prose, Story
from scripts.newspaper_typesetting import SANS, Face, Frame, Placed, Shape, Sheet

SMALL = 0.9  # of the body's size: captions and credits


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page that is cut into columns."""

    x: float
    y: float
    width: float
    height: float
    columns: int

    def shrunk(self, by: float) -> Area:
        """The area without a margin on all sides."""
        return Area(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by, self.columns)

    def frames(self, gutter: float) -> list[Frame]:
        """Its columns, all of one width."""
        width = (self.width - gutter * (self.columns - 1)) / self.columns
        return [Frame(self.x + i * (width + gutter), self.y, width, self.height) for i in range(self.columns)]


@dataclass(slots=True)
class Press:
    """The page that is made: its sheet, its truth, its habits of type."""

    chance: random.Random
    prose: Prose
    sheet: Sheet
    body: Face
    pitch: float
    gutter: float
    title_family: str
    articles: list[dict[str, Any]] = field(default_factory=list)
    discards: list[dict[str, str]] = field(default_factory=list)

    @property
    def small(self) -> Face:
        """The face of captions and credits."""
        return Face(SANS, round(self.body.size * SMALL, 1))

    def line(self, text: str, x: float, y: float, width: float, face: Face, align: str = "left") -> float:
        """Place a line and return the y below it."""
        height = face.size * 1.3
        self.sheet.lines.append(Placed(text, x, y, width, height, face, align))
        return y + height

    def shape(self, kind: str, x: float, y: float, width: float, height: float) -> None:
        """Place a rule, box, tint or picture."""
        self.sheet.shapes.append(Shape(kind, x, y, width, height))

    def discard(self, text: str, reason: str) -> None:
        """Note what belongs to no article."""
        self.discards.append({"text": text, "reason": reason})


def note(press: Press, story: Story, kind: str) -> dict[str, Any]:
    """The truth of a story; pictures and turn lines are added to it as they are set."""
    entry = {
        "kind": kind, "kicker": story.kicker, "headline": list(story.headline), "subhead": story.subhead, "column": "",
        "byline": story.byline, "paragraphs": story.paragraphs, "crossheads": story.crossheads, "captions": [],
        "credits": [], "turn": "",
    }  # fmt: skip
    press.articles.append(entry)
    return entry
