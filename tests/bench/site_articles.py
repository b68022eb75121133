"""Any number of tagged articles for the site's build, in our store and as content of Hugo and of Pelican.

Beyond the number of items an article has the title and the first half of one item and the second half of another.
Labels, names and pages are made up, about as many as a union paper's articles bear.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.bench.corpus import Item

from gongbao.core.annotations import Annotations, Evidence, Origin, Status, Tag
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Credit, Page, Reading, Source, TaggedArticle
from gongbao.core.store import Store

_LABELS = {"district": (18, 1), "campaign": (22, 0.7), "activity": (20, 1.2)}  # how many there are, and an article has
_NAMES = 3_000
_PAGES = 8
_A_SOURCE = 20  # articles read as one
TAGGER = "bench"


def articles(items: Sequence[Item], count: int) -> Iterator[TaggedArticle]:
    """So many, the same at every call."""
    chance = random.Random(20210716)
    for number in range(count):
        item = items[number % len(items)]
        paragraphs = item.paragraphs
        if number >= len(items):
            other = chance.choice(items).paragraphs
            paragraphs = (*paragraphs[: len(paragraphs) // 2], *other[len(other) // 2 :]) or item.paragraphs
        yield _tagged(item, paragraphs, number, chance)


def _tagged(item: Item, paragraphs: tuple[str, ...], number: int, chance: random.Random) -> TaggedArticle:
    page = Page(str(1 + number % _PAGES), "新闻")
    # The square makes few names frequent and many rare.
    names = {f"记者{int(_NAMES * chance.random() ** 2):04d}" for _ in range(1 + chance.randrange(2))}
    article = Article(
        headline=item.headline,
        byline=tuple(Credit(name, "记者", "本报") for name in sorted(names)),
        paragraphs=paragraphs,
        newspaper="bench",
        date=IssueDate.parse(item.date),
        page=page,
        source=f"{item.date}-p{number // _A_SOURCE:06d}.txt",
        order=number % _A_SOURCE,
    )
    tags = []
    for facet, (many, mean) in _LABELS.items():
        drawn = {f"{facet}{int(many * chance.random() ** 2):02d}" for _ in range(int(mean + chance.random()))}
        words = Evidence("paragraph", 0, 0, 4, paragraphs[0][:4], "gazetteer") if paragraphs else None
        tags += [Tag(facet, label, 0.9, Status.SET, Origin.RULE, (words,) if words else ()) for label in sorted(drawn)]
    return TaggedArticle(article, Annotations(tags=tuple(tags)))


def fill_store(store: Store, items: Sequence[Item], count: int) -> None:
    """Keep the articles as if they had been read and tagged."""
    stream = articles(items, count)
    while some := list(islice(stream, 10 * _A_SOURCE)):
        readings = []
        for start in range(0, len(some), _A_SOURCE):
            group = some[start : start + _A_SOURCE]
            first = group[0].article
            raw = "\n".join(one.article.headline for one in group).encode()
            name = first.source
            source = Source(name, raw, hashlib.sha256(raw).hexdigest(), "utf-8", raw.decode(), "bench", first.date)
            readings.append(Reading(source, tuple(one.article for one in group)))
        store.save(readings)
    found = {}
    for one in articles(items, count):
        found[(one.article.source, one.article.order)] = one.annotations
    waiting = list(islice(store.untagged(TAGGER), count))
    for start in range(0, len(waiting), 500):
        group_of = waiting[start : start + 500]
        store.annotate([(a, found.get((a.source, a.order), Annotations())) for a in group_of], TAGGER)


def as_markdown(tagged: TaggedArticle) -> tuple[dict[str, object], str]:
    """(front matter, body) of an article for a generator that reads Markdown."""
    article = tagged.article
    head: dict[str, object] = {
        "title": article.headline,
        "date": f"{article.date}",
        "page": article.page.number,
        "issues": [str(article.date)],
        "people": [credit.name for credit in article.byline],
    }
    head |= {f"{facet}s": list(tagged.labels(facet)) for facet in _LABELS}
    return head, "\n\n".join(_plain(text) for text in article.paragraphs)


def _plain(text: str) -> str:
    """Text that Markdown takes as text: what it would read as markup is rare here, and left out."""
    return "".join(character for character in text if character not in "<>{}[]*_`#\\")


def write_hugo(folder: Path, items: Sequence[Item], count: int) -> None:
    """Content files of Hugo, spread over folders as ours are."""
    for number, tagged in enumerate(articles(items, count)):
        head, body = as_markdown(tagged)
        place = folder / "content" / "articles" / f"{number % 256:02x}"
        place.mkdir(parents=True, exist_ok=True)
        text = json.dumps(head, ensure_ascii=False) + "\n\n" + body + "\n"
        (place / f"{number:06d}.md").write_text(text, encoding="utf-8")


def write_pelican(folder: Path, items: Sequence[Item], count: int) -> None:
    """Content files of Pelican: labels are its tags, the district its category, people its authors."""
    for number, tagged in enumerate(articles(items, count)):
        head, body = as_markdown(tagged)
        labels = [label for facet in _LABELS for label in tagged.labels(facet)]
        lines = [
            f"Title: {head['title']}",
            f"Date: {head['date']}",
            f"Slug: {number:06d}",
            f"Category: {next(iter(tagged.labels('district')), 'none')}",
            f"Tags: {', '.join(labels)}",
            f"Authors: {'; '.join(credit.name for credit in tagged.article.byline)}",
        ]
        place = folder / "content" / f"{number % 256:02x}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06d}.md").write_text("\n".join(lines) + "\n\n" + body + "\n", encoding="utf-8")
