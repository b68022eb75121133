"""Readings made by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Discard, Reading, Source, Span

MakeReading = Callable[..., Reading]


@pytest.fixture
def make_reading() -> MakeReading:
    """A reading of a page of which each article is (headline, body)."""

    def make(
        *articles: tuple[str, str], name: str = "page.txt", raw: str = "", date: str = "2021-07", furniture: str = ""
    ) -> Reading:
        text = raw or "\n\n".join(f"{headline}\n\n{body}" for headline, body in articles)
        encoded = text.encode("utf-8")
        issue_date = IssueDate.parse(date)
        source = Source(
            name, encoded, hashlib.sha256(encoded).hexdigest(), "utf-8", text, newspaper="ldwb", date=issue_date
        )
        cut = []
        for order, (headline, body) in enumerate(articles):
            start = max(text.find(headline), 0)
            spans = (Span(start, start + len(headline), "headline"),)
            cut.append(
                Article(
                    headline,
                    (body,),
                    newspaper="ldwb",
                    date=issue_date,
                    source=name,
                    source_sha256=source.sha256,
                    spans=spans,
                    order=order,
                )
            )
        discards = (Discard(0, len(furniture), furniture, "furniture", "lone word"),) if furniture else ()
        return Reading(source, tuple(cut), discards)

    return make
