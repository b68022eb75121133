"""Where in an article the words of a query stand, for whoever shows the whole of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from gongbao.core.records import Article
from gongbao.search import SearchBackend
from gongbao.search.highlight import find_spans, needles_of
from gongbao.search.plan import wanted_terms
from gongbao.search.query import parse, render

Marks = dict[tuple[str, str], list[tuple[int, int]]]  # by field and the text printed there
_SCOPES = ("headline", "kicker")  # fields in which alone a query may look for a term


class Marker:
    """Marks one query in any number of articles, by the same rule as the passages of a hit."""

    def __init__(self, query: str, backend: SearchBackend, today: datetime.date) -> None:
        node = parse(query, today)
        self.understood = render(node)
        self._wanted = wanted_terms(node)
        self._segmenter, self._rule = backend.segmenter, backend.rule

    def marks(self, article: Article) -> Marks:
        """The spans of all that was looked for; a text in which nothing was found is left out."""
        texts = list(dict.fromkeys(each for each in _texts(article) if each[1]))
        everywhere = self._needles((text for _, text in texts), "")
        scoped = {scope: self._needles((text for field, text in texts if field == scope), scope) for scope in _SCOPES}
        found: Marks = {}
        for field, text in texts:
            spans = find_spans(text, (*everywhere, *scoped.get(field, ())), self._rule)
            if spans:
                found[field, text] = [(span.start, span.end) for span in spans]
        return found

    def _needles(self, texts: Iterable[str], scope: str) -> Sequence[str]:
        folded = [self._rule.normalise(text) for text in texts] if self._wanted else []
        return needles_of(folded, scope, self._wanted, self._segmenter, self._rule)


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    """(field, text) of all that a reader sees of the article."""
    for field in ("kicker", "headline", "subhead", "column", "dateline"):
        yield field, getattr(article, field)
    yield from (("paragraph", text) for text in article.paragraphs)
    yield from (("caption", picture.caption) for picture in article.pictures)
    for credit in (*article.byline, *(each for picture in article.pictures for each in picture.credits)):
        yield from (("person", credit.name), ("person", credit.unit))
