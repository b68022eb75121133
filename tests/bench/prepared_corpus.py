"""Any number of prepared articles out of the items there are, so that an engine is measured and not segmentation.

Each item is prepared once, paragraph by paragraph. Beyond the number of items an article has the title
and the first half of one item and the second half of another: the token texts of paragraphs joined are
those of the joined paragraphs, so that what is looked up is as true as if it had been prepared whole.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.bench.corpus import Item

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.normal import PRINTED
from gongbao.core.records import Article, Credit, Page, TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search.analysis import character_tokens, pair_tokens, word_tokens
from gongbao.search.entries import make_entry
from gongbao.search.prepared import Prepared, prepare

# Labels and names are made up, about as many as a union paper's articles bear.
LABELS = {"district": (18, 1.0), "campaign": (22, 0.7), "activity": (20, 1.2)}
NAMES = 300


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the tokens of each kind."""

    text: str  # as printed
    folded: str  # as it is searched
    pairs: str
    characters: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An item: what it is without its body, and its body's paragraphs."""

    title: Prepared
    paragraphs: tuple[Paragraph, ...]


def pieces(items: Sequence[Item], segmenter: Segmenter) -> list[Piece]:
    """Prepare the items; this is where the time goes that is not measured."""
    titles = prepare((make_entry(tagged) for tagged in _tagged(items)), segmenter, PRINTED)
    return [
        Piece(title, tuple(_paragraph(text, segmenter) for text in item.paragraphs))
        for title, item in zip(titles, items, strict=True)
    ]


def articles(stock: Sequence[Piece], count: int) -> Iterator[Prepared]:
    """So many articles, the same at every call: each item once, then recombined."""
    chance = random.Random(3)
    for number in range(count):
        if number < len(stock):
            piece = stock[number]
            yield _joined(number, piece.title, piece.paragraphs)
        else:
            first, second = chance.choices(stock, k=2)
            half = first.paragraphs[: len(first.paragraphs) // 2 + 1]
            yield _joined(number, first.title, half + second.paragraphs[len(second.paragraphs) // 2 + 1 :])


def characters_of(prepared: Prepared) -> int:
    """How many characters of an article are searched."""
    return sum(len(value) for values in prepared.entry.texts.values() for value in values)


def _joined(number: int, title: Prepared, paragraphs: Sequence[Paragraph]) -> Prepared:
    record = json.loads(title.entry.record)
    name = f"{number:07d}"
    record |= {"id": name, "body": [["paragraph", at, each.text] for at, each in enumerate(paragraphs)]}
    entry = replace(
        title.entry,
        id=name,
        texts={**title.entry.texts, "body": tuple(each.folded for each in paragraphs)},
        record=json.dumps(record, ensure_ascii=False, separators=(",", ":")),
    )
    distinct = dict.fromkeys(" ".join(each.characters for each in paragraphs).split(" "))
    return replace(
        title,
        entry=entry,
        pairs={**title.pairs, "body": " ".join(each.pairs for each in paragraphs)},
        characters={**title.characters, "body": " ".join(distinct)},
        words={**title.words, "body": " ".join(each.words for each in paragraphs)},
    )


def _paragraph(text: str, segmenter: Segmenter) -> Paragraph:
    values = [PRINTED.normalise(text)]
    return Paragraph(text, values[0], pair_tokens(values), character_tokens(values), word_tokens(values, segmenter))


def _tagged(items: Sequence[Item]) -> Iterator[TaggedArticle]:
    """The items without their bodies, with labels and names added at random but the same every time."""
    chance = random.Random(1)
    for number, item in enumerate(items):
        tags = tuple(
            Tag(facet, f"{facet}{chance.randrange(size)}", 1.0, Status.SET, Origin.RULE)
            for facet, (size, mean) in LABELS.items()
            for _ in range(int(mean + chance.random()))
        )
        article = Article(
            item.headline,
            (),
            byline=(Credit(f"记者{chance.randrange(NAMES)}", "记者"),),
            date=IssueDate.parse(item.date),
            page=Page(str(1 + chance.randrange(8)), ""),
            id=str(number),
        )
        yield TaggedArticle(article, Annotations(tags))
