"""A tagged article as the index keeps it: the same for every engine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongbao.core.annotations import FACETS, Status
from gongbao.core.errors import SearchError
from gongbao.core.normal import PRINTED, TextRule, normalise
from gongbao.core.records import Article, Credit, TaggedArticle
from gongbao.core.topics import streets_of
from gongbao.search.query.parser import page_number

# Raised by one whenever what is written below changes, so that an older index is refused and built anew.
FORMAT = 2

_BROKEN = re.compile("[\ud800-\udfff]")  # half of a pair: no text in UTF-8 holds it

_PAGE_NUMBER = re.compile(r"([a-z]{0,2})(\d{1,4})", re.ASCII)

_FRONT_PAGE = re.compile(r"[a-z]?1")

TEXT_FIELDS = ("headline", "kicker", "body")  # in the order of their rank
# Of these a part may be asked for; ``street`` is written as a path below its district: 房山区/窦店镇.
SEARCHED_LABELS = (*FACETS, "street", "byline", "person", "column", "page")
UNCOUNTED_LABELS = ("suggested", "photographer", "correspondent")  # the same, but no facets
WHOLE_LABELS = ("page_number", "kind", "state", "public", "pictured", "front", "year", "month")
PARTLY_SEARCHED = (*SEARCHED_LABELS, *UNCOUNTED_LABELS)
LABEL_FIELDS = (*PARTLY_SEARCHED, *WHOLE_LABELS)
FACET_NAMES = (*SEARCHED_LABELS, "kind", "state", "public", "pictured", "front", "year", "month")
_SHOWN = (*FACETS, "byline", "kind")  # labels that a hit shows


@dataclass(frozen=True, slots=True)
class Passage:
    """One value of the body: a field's, or a paragraph."""

    field: str
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag with its status: set, suggested, confirmed or rejected."""

    facet: str
    label: str
    status: str
    origin: str
    score: float


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Someone credited or named in an article; who wrote and photographed stands twice."""

    name: str
    role: str  # as printed: 记者, 摄影, 主席; empty when none is
    unit: str
    credit: str  # photographer, correspondent or byline for one who is credited; empty for one who is named


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
    tags: tuple[TagEntry, ...]
    people: tuple[PersonEntry, ...]
    record: str  # JSON: what a hit is made of


def make_entry(tagged: TaggedArticle, rule: TextRule = PRINTED) -> Entry:
    """Gather what is indexed; segmentation is left for later, so that an unchanged article costs none."""
    article = tagged.article
    passages = list(_passages(article))
    tags, people = _tags(tagged), _people(tagged)
    labels = _labels(tagged, people)
    record = {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "date": str(article.date),
        "page": [article.page.number, article.page.name],
        "labels": {name: list(labels[name]) for name in _SHOWN},
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
        version=tagged.stamp or _digest(written, labels, tags, people, order),
        texts={
            "headline": (rule.normalise(article.headline),) if article.headline else (),
            "kicker": (rule.normalise(article.kicker),) if article.kicker else (),
            "body": tuple(rule.normalise(passage.text) for passage in passages),
        },
        labels=labels,
        first_day=day,
        last_day=int(f"{last:%Y%m%d}") if last else 0,
        date_rank=age << 37 | page << 13 | order,
        page_rank=page << 40 | age << 13 | order,
        tags=tags,
        people=people,
        record=written,
    )


def _digest(written: str, *others: object) -> str:
    return hashlib.sha256(f"{FORMAT}\n{written}\n{others!r}".encode()).hexdigest()


def _labels(tagged: TaggedArticle, people: tuple[PersonEntry, ...]) -> dict[str, tuple[str, ...]]:
    article = tagged.article
    suggested = (tag.label for tag in tagged.annotations.tags if tag.status is Status.SUGGESTED)
    return {facet: tagged.labels(facet) for facet in FACETS} | {
        "street": streets_of(tagged),
        "byline": _once(person.name for person in people if person.credit),
        "person": _once(person.name for person in people),
        "photographer": _once(person.name for person in people if person.credit == "photographer"),
        "correspondent": _once(person.name for person in people if person.credit == "correspondent"),
        "suggested": _once(suggested),
        "column": (article.column,) if article.column else (),
        "page": (article.page.name,) if article.page.name else (),
        "page_number": (_number(article),) if article.page.number else (),
        "kind": (str(article.kind),),
        "state": (str(article.state),),
        "public": (_yes_or_no(article.public),),
        "pictured": (_yes_or_no(bool(article.pictures)),),
        "front": (_yes_or_no(_is_front(article)),),
        "year": (f"{article.date.year:04d}",) if article.date else (),
        "month": (str(article.date)[:7],) if article.date.month else (),
    }


def _tags(tagged: TaggedArticle) -> tuple[TagEntry, ...]:
    tags = tagged.annotations.tags
    return tuple(TagEntry(tag.facet, tag.label, str(tag.status), str(tag.origin), tag.score) for tag in tags)


def _people(tagged: TaggedArticle) -> tuple[PersonEntry, ...]:
    """Who is credited, then who is named, each name and role once."""
    article = tagged.article
    credited = [(credit, "") for credit in article.byline]
    credited += [(credit, "photographer") for picture in article.pictures for credit in picture.credits]
    people = [_credited(credit, known_as) for credit, known_as in credited if credit.name]
    people += [
        PersonEntry(mention.name, mention.role, mention.unit, "")
        for mention in tagged.annotations.mentions
        if mention.kind == "person" and mention.field != "byline"  # the byline's are there already
    ]
    return tuple(dict.fromkeys(people))


def _credited(credit: Credit, known_as: str) -> PersonEntry:
    if "摄" in credit.role:
        known_as = "photographer"
    elif "通讯员" in credit.role:
        known_as = "correspondent"
    return PersonEntry(credit.name, credit.role, credit.unit, known_as or "byline")


def _is_front(article: Article) -> bool:
    return _FRONT_PAGE.fullmatch(_number(article)) is not None or "头版" in article.page.name


def _yes_or_no(known: bool) -> str:
    return "yes" if known else "no"


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


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
