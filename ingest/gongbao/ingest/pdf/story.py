"""An article on its page: a title, the name of its column, its blocks and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongbao.ingest.pdf.columns import Block
from gongbao.ingest.pdf.neighbours import Thing
from gongbao.ingest.pdf.pictures import Illustration
from gongbao.ingest.pdf.titles import Title


@dataclass(slots=True, eq=False)
class Story:
    """An article on the page: its title, the name of its column, its blocks and pictures, in no order yet."""

    title: Title | None = None
    over: Title | None = None  # a heading that stands over several articles, of which this is the first
    blocks: list[Block] = field(default_factory=list)
    illustrations: list[Illustration] = field(default_factory=list)

    def add(self, thing: Thing) -> None:
        """One more block or picture."""
        if isinstance(thing, Block):
            self.blocks.append(thing)
        elif isinstance(thing, Illustration):
            self.illustrations.append(thing)
