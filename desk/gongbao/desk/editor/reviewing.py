"""The review queue: what of the archive a person should look at, and why."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongbao.core.annotations import Tag
from gongbao.core.records import Article, Discard
from gongbao.core.store import Store
from gongbao.core.store.decisions import OpenTag
from gongbao.core.store.likeness import ALIKE, OTHER_SOURCE, REPRINT, Link
from gongbao.core.store.seen import Kind, discard_key, pair_key
from gongbao.desk.editor.article_view import headline_of
from gongbao.desk.marking import Piece, pieces
from gongbao.ingest.epaper.health import MOSTLY, is_holiday, weekday_share

TAGS = 20  # asked at once: a few minutes' work
LISTED = 30  # of the other lists
_AROUND = 40  # characters of the text to each side of the evidence: about a sentence
_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE_END = re.compile(r"[。！？]")
# Our own choices: below them stand slogans, imprints and advertisements; two sentences are a paragraph.
_LEAST_HAN = 40
_LEAST_SENTENCES = 2
_LEAST_LENGTH = 60
_CANDIDATES = 500  # long discards that are looked at
_LOOKED_BACK = datetime.timedelta(400)  # days in which missing issues are told: a year and the weeks around it
_HABIT = datetime.timedelta(3 * 366)  # of which the paper's habits are learnt
KINDS = {ALIKE: "文字大半相同", REPRINT: "又登了一次", OTHER_SOURCE: "同一天的两份来源"}


@dataclass(frozen=True, slots=True)
class Question:
    """A tag that the machine is not sure of, with the words that it rests on where they stand."""

    article_id: str
    headline: str
    date: str
    tag: Tag
    context: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A discard, and whose."""

    source: str
    discard: Discard
    key: str  # by which it is marked as seen


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that tell the same."""

    kind: str
    likeness: float
    articles: tuple[Article, ...]
    key: str  # by which it is marked as seen


def questions(store: Store, limit: int = TAGS) -> list[Question]:
    """The tags of which the machine is least sure."""
    queue = store.decisions.uncertain(limit)
    articles = {one.article.id: one.article for one in store.chosen({one.article_id for one in queue})}
    return [_question(one, articles[one.article_id]) for one in queue if one.article_id in articles]


def like_text(discards: Iterable[tuple[str, Discard]]) -> list[tuple[str, Discard]]:
    """Those of the discards that read like an article's text."""
    return [(name, one) for name, one in discards if _reads_like_text(one.text)]


def discards_to_see(store: Store) -> list[LeftOut]:
    """The longest of what was left out though it reads like text."""
    found = like_text(store.reviewing.long_discards(_LEAST_LENGTH, _CANDIDATES))[:LISTED]
    return [LeftOut(name, one, discard_key(name, one)) for name, one in found]


def days_to_see(store: Store, newspaper: str) -> list[datetime.date]:
    """The days without an issue of which nobody said that this is right."""
    days = missing_days(store.reviewing.days(newspaper))
    seen = store.seen.of(Kind.MISSING_DAY, [day.isoformat() for day in days])
    return [day for day in days if day.isoformat() not in seen]


def pairs(store: Store) -> tuple[int, list[Pair]]:
    """How many pairs tell the same, and the newest."""
    total, links = store.reviewing.links(tuple(KINDS), LISTED)
    ends = {end for link in links for end in (link.article_id, link.other_id)}
    articles = {one.article.id: one.article for one in store.chosen(ends)}
    return total, [_pair(link, articles) for link in links]


def listed(found: Sequence[LeftOut]) -> str:
    """How many there are, where no more than LISTED are ever looked for."""
    return f"{len(found)}+" if len(found) == LISTED else str(len(found))


def how_many(store: Store, kind: Kind, newspaper: str) -> str:
    """How much of a kind waits to be looked at, as it is shown; discards are counted as far as they are listed."""
    if kind is Kind.DISCARD:
        return listed(discards_to_see(store))
    if kind is Kind.PAIR:
        return str(store.reviewing.links(tuple(KINDS), 0)[0])
    if kind is Kind.NO_DISTRICT:
        return str(store.reviewing.without("district", 0)[0])
    return str(len(days_to_see(store, newspaper)))


def missing_days(days: Sequence[str]) -> list[datetime.date]:
    """The days of the last year of the archive on which the paper mostly came out and has nothing, the newest first.

    Days near a holiday of an earlier year, and weekdays without a habit, are not told.
    """
    read = [datetime.date.fromisoformat(day) for day in days]
    if not read:
        return []
    last = read[-1]
    known = {day: () for day in read if last - day <= _HABIT}
    since = max(min(known), last - _LOOKED_BACK)
    absent = (since + datetime.timedelta(number) for number in range((last - since).days))
    found = [
        day
        for day in absent
        if day not in known and (weekday_share(day, known) or 0) >= MOSTLY and not is_holiday(day, known)
    ]
    return found[::-1]


def _question(one: OpenTag, article: Article) -> Question:
    return Question(article.id, headline_of(article), str(article.date), one.tag, _context(one.tag, article))


def _context(tag: Tag, article: Article) -> tuple[Piece, ...]:
    for evidence in tag.evidence:
        text = _field(article, evidence.field, evidence.index)
        if text[evidence.start : evidence.end] == evidence.text:
            start, end = max(0, evidence.start - _AROUND), min(len(text), evidence.end + _AROUND)
            marks = [(evidence.start - start, evidence.end - start, f"evidence {tag.facet}")]
            return tuple(pieces(text[start:end], marks))
    return ()


def _field(article: Article, field: str, index: int) -> str:
    if field == "paragraph":
        return article.paragraphs[index] if index < len(article.paragraphs) else ""
    if field == "caption":
        return article.pictures[index].caption if index < len(article.pictures) else ""
    return getattr(article, field) if field in ("headline", "kicker", "subhead", "column") else ""


def _reads_like_text(text: str) -> bool:
    return len(_HAN.findall(text)) >= _LEAST_HAN and len(_SENTENCE_END.findall(text)) >= _LEAST_SENTENCES


def _pair(link: Link, articles: dict[str, Article]) -> Pair:
    both = tuple(articles[end] for end in (link.article_id, link.other_id) if end in articles)
    return Pair(KINDS.get(link.kind, link.kind), link.likeness, both, pair_key(link))
