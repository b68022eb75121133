"""An article as an editor sees it: its text with the words that tags rest on, its tags, and how it was printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongbao.core.annotations import FACETS, Evidence, Status, Tag
from gongbao.core.records import Article, State, TaggedArticle
from gongbao.desk.marking import Piece, pieces
from gongbao.site.wording import KIND_NAMES
from gongbao.tag_rows import STATUSES

STATES = {State.DRAFT: "草稿", State.PUBLISHED: "已发表", State.WITHDRAWN: "已撤回"}
NO_HEADLINE = "（无标题）"
_SHOWN_EVIDENCE = 5  # words: as many as a person would look at
_TITLES = ("column", "kicker", "headline", "subhead")

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag with what can be done about it."""

    facet: str
    label: str
    status: str  # as in Status
    status_name: str
    sureness: str  # 92%; empty for what only a person gave
    words: tuple[str, ...]  # that it rests on
    decided: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What the article's page shows of the article itself."""

    article: Article
    titles: Mapping[str, Pieces]  # column, kicker, headline, subhead
    byline: str
    paragraphs: tuple[Pieces, ...]
    captions: tuple[Pieces, ...]
    tags: Mapping[str, tuple[ShownTag, ...]]  # of every facet
    kind: str
    state: str


def view_of(tagged: TaggedArticle) -> ArticleView:
    """The article for its page."""
    article, tags = tagged.article, tagged.annotations.tags
    marks = _marks(tags)

    def text(field: str, index: int, value: str) -> Pieces:
        standing = [
            (one.start, one.end, f"evidence {facet}")
            for facet, one in marks.get((field, index), ())
            if value[one.start : one.end] == one.text  # a person may have corrected the text since
        ]
        return tuple(pieces(value, standing))

    return ArticleView(
        article=article,
        titles={name: text(name, 0, getattr(article, name)) for name in _TITLES},
        byline=byline_text(article),
        paragraphs=tuple(text("paragraph", n, value) for n, value in enumerate(article.paragraphs)),
        captions=tuple(text("caption", n, picture.caption) for n, picture in enumerate(article.pictures)),
        tags={facet: tuple(_shown_tags(tags, facet)) for facet in FACETS},
        kind=KIND_NAMES[article.kind],
        state=STATES[article.state],
    )


def headline_of(article: Article) -> str:
    """What an article is called in a list."""
    return article.headline or NO_HEADLINE


def byline_text(article: Article) -> str:
    """The people who are credited, each with what was printed beside the name."""
    return "、".join(" ".join(part for part in (one.unit, one.role, one.name) if part) for one in article.byline)


def _shown_tags(tags: Sequence[Tag], facet: str) -> list[ShownTag]:
    order = (Status.CONFIRMED, Status.SET, Status.SUGGESTED, Status.REJECTED)
    mine = sorted((tag for tag in tags if tag.facet == facet), key=lambda tag: (order.index(tag.status), -tag.score))
    return [
        ShownTag(
            facet,
            tag.label,
            str(tag.status),
            STATUSES[tag.status],
            f"{tag.score:.0%}" if tag.evidence else "",
            evidence_words(tag),
            tag.is_decided,
        )
        for tag in mine
    ]


def evidence_words(tag: Tag) -> tuple[str, ...]:
    """The words that a tag rests on, each once."""
    return tuple(dict.fromkeys(one.text for one in tag.evidence if one.text))[:_SHOWN_EVIDENCE]


def _marks(tags: Sequence[Tag]) -> Mapping[tuple[str, int], Sequence[tuple[str, Evidence]]]:
    marks: dict[tuple[str, int], list[tuple[str, Evidence]]] = defaultdict(list)
    for tag in tags:
        if tag.status is not Status.REJECTED:
            for one in tag.evidence:
                marks[one.field, one.index].append((tag.facet, one))
    return marks
