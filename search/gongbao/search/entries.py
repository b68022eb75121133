"""A tagged article as the index keeps it: the same for every engine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongbao.core.errors import SearchError
from gongbao.core.normal import normalise
from gongbao.core.records import FACETS, Article, TaggedArticle
from gongbao.search.query.parser import page_number

# Raised by one whenever what is written below changes, so that an older index is refused and built anew.
FORMAT = 1

_BROKEN = re.compile("[\ud800-\udfff]")  # half of a pair: no text in UTF-8 holds it

_PAGE_NUMBER = re.compile(r"([a-z]{0,2})(\d{1,4})", re.ASCII)

TEXT_FIELDS = ("headline", "kicker", "body")  # in the order of their rank
LABEL_FIELDS = (*FACETS, "byline", "column", "page", "page_number", "kind", "state", "public", "year")
FACET_NAMES = tuple(name for name in LABEL_FIELDS if name != "page_number")


@dataclass(frozen=True, slots=True)
class Passage:
    """One value of the body: a field's, or a paragraph."""

    field: str
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What an engine stores of one article."""

    id: str
    version: str  # the store's stamp, else a digest of all that follows: equal means that nothing changed
    texts: Mapping[str, tuple[str, ...]]  # of TEXT_FIELDS, normalised
    labels: Mapping[str, tuple[str, ...]]  # of LABEL_FIELDS
    first_day: int  # yyyymmdd, the earliest and the latest that the date may mean; 0 when nothing is known
    last_day: int
    date_rank: int  # ascending: newest first, then by page and order; unknown dates last; below 2 ** 64
    page_rank: int  # ascending: by page, then newest first, then by order; unknown pages last
    record: str  # JSON: what a hit is made of


def make_entry(tagged: TaggedArticle) -> Entry:
    """Gather what is indexed; segmentation is left to the engine, so that an unchanged article costs none."""
    article = tagged.article
    passages = list(_passages(article))
    names = _names(article)
    labels = {facet: tagged.labels(facet) for facet in FACETS} | {
        "byline": names,
        "column": (article.column,) if article.column else (),
        "page": (article.page.name,) if article.page.name else (),
        "page_number": (_number(article),) if article.page.number else (),
        "kind": (str(article.kind),),
        "state": (str(article.state),),
        "public": ("yes" if article.public else "no",),
        "year": (f"{article.date.year:04d}",) if article.date else (),
    }
    record = {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "date": str(article.date),
        "page": [article.page.number, article.page.name],
        "order": article.order,
        "labels": {name: list(values) for name, values in labels.items()},
        "body": [[passage.field, passage.index, passage.text] for passage in passages],
    }
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    if _BROKEN.search(written):
        raise SearchError(f"文章 {article.id} 里有残缺的字符，不能编入索引：请改正它的原文，再读一遍。")
    first, last = article.date.first_day, article.date.last_day
    day = int(f"{first:%Y%m%d}") if first else 0
    age, page, order = 99999999 - day, _page_rank(article), min(article.order, 0x1FFF)
    return Entry(
        id=article.id,
        version=tagged.stamp or hashlib.sha256(f"{FORMAT}\n{written}".encode()).hexdigest(),
        texts={
            "headline": (normalise(article.headline),) if article.headline else (),
            "kicker": (normalise(article.kicker),) if article.kicker else (),
            "body": tuple(normalise(passage.text) for passage in passages),
        },
        labels=labels,
        first_day=day,
        last_day=int(f"{last:%Y%m%d}") if last else 0,
        date_rank=age << 37 | page << 13 | order,
        page_rank=page << 40 | age << 13 | order,
        record=written,
    )


def version_of(tagged: TaggedArticle) -> str:
    """What tells whether an index holds the article in its present state: its stamp, or a digest of what is indexed."""
    return make_entry(tagged).version


def _passages(article: Article) -> Iterator[Passage]:
    """The body's values in reading order. A value without text is left out."""
    values = [("subhead", article.subhead), ("column", article.column), ("dateline", article.dateline)]
    values[2:2] = [("byline", text) for credit in article.byline for text in (credit.unit, credit.name)]
    values += [("paragraph", paragraph) for paragraph in article.paragraphs]
    for picture in article.pictures:
        values.append(("caption", picture.caption))
        values += [("credit", text) for credit in picture.credits for text in (credit.unit, credit.name)]
    counts: dict[str, int] = {}
    for field, text in values:
        index = counts.get(field, 0)
        counts[field] = index + 1
        if text:
            yield Passage(field, index, text)


def _names(article: Article) -> tuple[str, ...]:
    credits_ = [*article.byline, *(credit for picture in article.pictures for credit in picture.credits)]
    return tuple(dict.fromkeys(credit.name for credit in credits_ if credit.name))


def _number(article: Article) -> str:
    return page_number(article.page.number) or normalise(article.page.number)


def _page_rank(article: Article) -> int:
    """``2`` before ``A02`` before ``A10`` before ``B01``; then other names, then unknown pages; 24 bits."""
    written = _PAGE_NUMBER.fullmatch(_number(article))
    if written is None:
        return (0x3FE if article.page.number else 0x3FF) << 14
    letters = 0
    for letter in written.group(1).ljust(2, "\0"):
        letters = letters * 27 + (ord(letter) - ord("a") + 1 if letter != "\0" else 0)
    return letters << 14 | int(written.group(2))
