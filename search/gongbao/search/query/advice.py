"""What to say to someone who found nothing, where the query itself may be why."""

from __future__ import annotations

from gongbao.search.query.lexer import Kind, tokens

_MEANT = {"or": "或", "and": "且", "not": "不含"}


def advice(query: str) -> str:
    """A sentence on the operators that were not written as such, or an empty string; the query can be parsed."""
    words = (token.text for token in tokens(query) if token.kind is Kind.WORD and token.text.lower() in _MEANT)
    lower = tuple(dict.fromkeys(words))
    if not lower:
        return ""
    written = "、".join(f"“{word}”" for word in lower)
    meant = "、".join(f"{word.upper()}（{_MEANT[word.lower()]}）" for word in lower)
    return f"{written}是当作要找的字来找的：如果是连接词，请大写成 {meant}。"
