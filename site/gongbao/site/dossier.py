"""Articles that answer a query, gathered on one page to be printed, kept or sent: a file that needs no other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from gongbao.core.dates import IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.site.article_page import Person, article_context
from gongbao.site.catalogue import shown_headline
from gongbao.site.wording import FACET_NAMES, page_text

# Where in a text the words stand that were looked for: (start, end) in characters, in order, none overlapping.
Spans = Sequence[tuple[int, int]]
# By field (headline, kicker, subhead, column, dateline, paragraph, caption, person) and the text printed there.
Marks = Mapping[tuple[str, str], Spans]

# Nothing is fetched and nothing runs, whatever an article may hold.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Cover:
    """What a dossier says of itself."""

    title: str
    newspaper: str
    query: str  # as it was understood
    order: str  # of the articles, in words: 新的在前
    made_on: datetime.date


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the table of contents."""

    id: str
    headline: str
    date: IssueDate
    page: str


def contents_line(tagged: TaggedArticle) -> ContentsLine:
    """What the table of contents says of an article."""
    article = tagged.article
    return ContentsLine(article.id, shown_headline(article), article.date, page_text(article.page))


def dossier(
    cover: Cover, contents: Sequence[ContentsLine], articles: Iterable[tuple[TaggedArticle, Marks]]
) -> Iterator[str]:
    """The page, piece by piece: of the articles, which are in the order of the contents, one is held at a time."""
    dates = [line.date for line in contents if line.date]
    return _template("dossier.html").generate(
        policy=_POLICY,
        cover=cover,
        made_on=IssueDate.of_day(cover.made_on),
        contents=contents,
        first=min(dates, default=None),
        last=max(dates, default=None),
        articles=(_shown(tagged, marks, cover.newspaper) for tagged, marks in articles),
    )


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,  # an article may hold markup as text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _shown(tagged: TaggedArticle, marks: Marks, newspaper: str) -> dict[str, Any]:
    """The article as its page shows it, but with the words marked that were looked for, not the evidence of tags."""
    article = tagged.article
    context = article_context(tagged, newspaper, "")

    def text(field: str, printed: str) -> Markup:
        return _marked(printed, marks.get((field, printed), ()))

    def people(shown: Iterable[Person]) -> list[tuple[str, Markup, Markup]]:
        return [(person.role, text("person", person.name), text("person", person.unit)) for person in shown]

    captions = [picture.caption for picture in article.pictures]
    labels = [(FACET_NAMES[facet], tagged.labels(facet)) for facet in FACET_NAMES]
    return {
        "article": article,
        "headline": text("headline", article.headline) if article.headline else context["title"],
        "kicker": text("kicker", article.kicker),
        "subhead": text("subhead", article.subhead),
        "column": text("column", article.column),
        "kind": context["kind"],
        "people": people(context["people"]),
        "dateline": text("dateline", article.dateline),
        "paragraphs": [text("paragraph", paragraph) for paragraph in article.paragraphs],
        "pictures": [
            (text("caption", caption), people(credited))
            for caption, (_, credited, _) in zip(captions, context["pictures"], strict=True)
        ],
        "page": context["page_text"],
        "labels": [(facet, names) for facet, names in labels if names],
    }


def _marked(text: str, spans: Spans) -> Markup:
    """The text, escaped, with the spans in marks."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return Markup("".join([*parts, escape(text[end:])]))  # noqa: S704 (every piece is escaped)
