"""A reporter's draft as an article: the title on the first line, a paragraph a line after it."""

from __future__ import annotations

from gongbao.core.records import Article


def read_draft(name: str, text: str) -> Article:
    """The article in a draft; ``name`` is kept as its source. Blank lines are passed over."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    headline, *paragraphs = [line for line in lines if line] or [""]
    return Article(headline=headline, paragraphs=tuple(paragraphs), source=name)
