"""Database rows to records and back: the only place that knows both."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from gongbao.core.annotations import Annotations, Event, Evidence, Figure, Mention, Origin, Passage, Phrase, Status, Tag
from gongbao.core.codec import decode, digest, encode
from gongbao.core.records import Article, Notice, State, TaggedArticle

Row = RowMapping
_NOT_CONTENT = ("id", "revision", "state", "public")  # columns of their own


def present_time() -> datetime.datetime:
    """This moment as the tables hold it: UTC, without saying so."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def utc(moment: datetime.datetime) -> datetime.datetime:
    """A moment of a table, saying that it is UTC."""
    return moment.replace(tzinfo=datetime.UTC)


def naive_utc(moment: datetime.datetime) -> datetime.datetime:
    """A moment that knows its time zone, as the tables hold it."""
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def sort_key(article: Article) -> str:
    """Orders the archive by date, page, source and place on the page; what is not known comes first."""
    letters = article.page.number.rstrip("0123456789")
    number = article.page.number[len(letters) :]
    return "\t".join((str(article.date), f"{letters}{number:0>6}", article.source, f"{article.order:06d}", article.id))


def article_content(article: Article) -> dict[str, Any]:
    """What a revision keeps of an article."""
    content = encode(article)
    for name in _NOT_CONTENT:
        content.pop(name, None)
    return content


def content_digest(content: Mapping[str, Any]) -> str:
    """Digest of what was printed; where in which source it stands does not count."""
    return digest({k: v for k, v in content.items() if k not in ("spans", "source_sha256", "order")})


def stamp(
    revision_digest: str, state: str, public: bool, annotations: Annotations, notices: Sequence[Notice] = ()
) -> str:
    """Changes whenever anything changes that the index or the site shows of an article."""
    shown: list[Any] = [revision_digest, state, public, encode(annotations)]
    return digest([*shown, [[str(one.date), one.text] for one in notices]] if notices else shown)


def article_from(row: Row) -> Article:
    """An article from a row with the columns of ``article`` and its present revision's ``content``."""
    article = decode(Article, row["content"])
    return replace(
        article, id=row["id"], revision=row["revision"], state=State(row["state"]), public=bool(row["public"])
    )


def tag_row(article_id: str, tag: Tag) -> dict[str, Any]:
    """A row of the table ``tag``."""
    return {
        "article_id": article_id,
        "facet": tag.facet,
        "label": tag.label,
        "score": tag.score,
        "status": str(tag.status),
        "origin": str(tag.origin),
        "evidence": [encode(evidence) for evidence in tag.evidence],
    }


def tag_from(row: Row) -> Tag:
    """A tag from its row."""
    evidence = tuple(decode(Evidence, plain) for plain in row["evidence"])
    return Tag(row["facet"], row["label"], row["score"], Status(row["status"]), Origin(row["origin"]), evidence)


def annotation_row(article_id: str, annotations: Annotations) -> dict[str, Any]:
    """A row of the table ``annotation``."""
    return {
        "article_id": article_id,
        "mentions": [encode(mention) for mention in annotations.mentions],
        "figures": [encode(figure) for figure in annotations.figures],
        "phrases": [encode(phrase) for phrase in annotations.phrases],
        "extract": [encode(passage) for passage in annotations.extract],
        "events": [encode(event) for event in annotations.events],
    }


def tagged_from(row: Row, tags: Iterable[Row], found: Row | None, notices: tuple[Notice, ...] = ()) -> TaggedArticle:
    """An article with its tags and what else was found in it."""
    own = tuple(tag_from(tag) for tag in tags)
    if found is None:
        return TaggedArticle(article_from(row), Annotations(own), row["stamp"], notices)
    annotations = Annotations(
        own,
        mentions=tuple(decode(Mention, plain) for plain in found["mentions"]),
        figures=tuple(decode(Figure, plain) for plain in found["figures"]),
        phrases=tuple(decode(Phrase, plain) for plain in found["phrases"]),
        extract=tuple(decode(Passage, plain) for plain in found["extract"]),
        events=tuple(decode(Event, plain) for plain in found["events"]),
    )
    return TaggedArticle(article_from(row), annotations, row["stamp"], notices)


def merge_tags(decided: Iterable[Tag], machine: Iterable[Tag]) -> tuple[Tag, ...]:
    """A person's decisions and, where nobody decided, the machine's; by facet, then score, then label.

    A decided tag rests on the words that the machine finds now: the text may have been corrected since.
    """
    tags = {(tag.facet, tag.label): tag for tag in machine}
    for tag in decided:
        found = tags.get((tag.facet, tag.label))
        if found is not None and tag.origin is not Origin.PERSON:
            tag = replace(tag, score=found.score, evidence=found.evidence)  # noqa: PLW2901
        elif found is not None:
            tag = replace(tag, evidence=found.evidence)  # noqa: PLW2901
        tags[tag.facet, tag.label] = tag
    return tuple(sorted(tags.values(), key=lambda tag: (tag.facet, -tag.score, tag.label)))
