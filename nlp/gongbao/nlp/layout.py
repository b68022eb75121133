"""One text from an article's fields, and the way back from a position in it to the field that was printed.

The text given to the pipeline has as many characters as the fields it was made of, so that an
offset found in it is an offset into the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongbao.core.annotations import Evidence
from gongbao.core.records import Article

TITLE_FIELDS = ("kicker", "headline", "subhead", "column")
# Mentions of one kind, and figures, that are kept of one article. A nation's list of model workers has 3,000 names;
# a text with more is no article, and its row in the archive must not grow to 100 MB.
MOST_FOUND = 4000
# Half of a surrogate pair cannot be encoded, so the segmenter and spaCy refuse it; U+FFFD keeps the offsets.
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where one field stands in the laid-out text."""

    field: str  # as in Evidence.field, and dateline
    index: int  # which paragraph or caption, from 0
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an article, a line each, in the order they are read."""

    text: str
    fields: tuple[FieldSpan, ...]
    starts: tuple[int, ...]  # of the fields, ascending: for bisection

    def field_at(self, position: int) -> FieldSpan:
        """The field that holds this position of the text; the line break after a field belongs to it."""
        return self.fields[max(0, bisect_right(self.starts, position) - 1)]

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The evidence record for a stretch of the text, which must lie in one field."""
        place = self.field_at(start)
        end = min(end, place.end)
        return Evidence(place.field, place.index, start - place.start, end - place.start, self.text[start:end], rule)


def lay_out(article: Article) -> Layout:
    """The laid-out text of an article: page name, titles, dateline, paragraphs, captions; empty fields are left out."""
    return _joined(_fields_of(article))


def plain_layout(text: str) -> Layout:
    """A text that comes without an article is read as one paragraph."""
    return _joined([("paragraph", 0, text)])


def _fields_of(article: Article) -> Iterator[tuple[str, int, str]]:
    yield "page", 0, article.page.name
    yield "column", 0, article.column
    yield "kicker", 0, article.kicker
    yield "headline", 0, article.headline
    yield "subhead", 0, article.subhead
    yield "dateline", 0, article.dateline
    for index, paragraph in enumerate(article.paragraphs):
        yield "paragraph", index, paragraph
    for index, picture in enumerate(article.pictures):
        yield "caption", index, picture.caption


def _joined(fields: list[tuple[str, int, str]] | Iterator[tuple[str, int, str]]) -> Layout:
    spans: list[FieldSpan] = []
    texts: list[str] = []
    position = 0
    for name, index, text in fields:
        if text:
            spans.append(FieldSpan(name, index, position, position + len(text)))
            texts.append(text)
            position += len(text) + 1
    text = _LONE_SURROGATE.sub("\ufffd", "\n".join(texts))
    spans = spans or [FieldSpan("paragraph", 0, 0, 0)]
    return Layout(text, tuple(spans), tuple(span.start for span in spans))
