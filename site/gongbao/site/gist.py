"""An article in few words for its readers: the extract for lists, key phrases as searches, when it happened."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from gongbao.core.annotations import Annotations, Event, Passage
from gongbao.core.records import Article, TaggedArticle
from gongbao.site import addresses

_LEDE_LENGTH = 64  # characters: two lines on a phone


class PhraseLink(NamedTuple):
    """A key phrase and the address of the search for it, from the archive's root."""

    text: str
    address: str


class Happened(NamedTuple):
    """When what is reported happened."""

    text: str  # 2021年7月28日; 2021年7月1日起
    printed: str  # as the article says it: 昨日


def lede(tagged: TaggedArticle) -> str:
    """What stands under a headline in lists: the extract, or the first words where there is none that still stands."""
    extract = tagged.annotations.extract
    if extract and all(_stands(passage, tagged.article) for passage in extract):
        return "".join(passage.text for passage in extract)
    article = tagged.article
    words = article.paragraphs[0] if article.paragraphs else next((p.caption for p in article.pictures), "")
    return words if len(words) <= _LEDE_LENGTH else words[:_LEDE_LENGTH] + "……"


def phrase_links(annotations: Annotations) -> list[PhraseLink]:
    """The key phrases, the strongest first, each with the search for that very string."""
    return [
        PhraseLink(phrase.text, f"{addresses.SEARCH}?q={quote(f'“{phrase.text}”')}") for phrase in annotations.phrases
    ]


def happened(tagged: TaggedArticle) -> Happened | None:
    """The time of the event that the article is about, where its month is known and it is not the issue's date.

    A year alone (去年) is mostly what the article looks back on.
    """
    event = next(iter(tagged.annotations.events), None)
    if event is None or not event.since.month or event.since == event.until == tagged.article.date:
        return None
    return Happened(_period(event), event.text)


def _period(event: Event) -> str:
    if event.since == event.until:
        return event.since.chinese
    return f"{event.since.chinese}至{event.until.chinese}" if event.until else f"{event.since.chinese}起"


def _stands(passage: Passage, article: Article) -> bool:
    """Whether the words are where the passage says; a person may have corrected the text since."""
    texts = (
        article.paragraphs if passage.field == "paragraph" else tuple(picture.caption for picture in article.pictures)
    )
    return passage.index < len(texts) and texts[passage.index][passage.start : passage.end] == passage.text
