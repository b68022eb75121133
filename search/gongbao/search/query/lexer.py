"""A typed query cut into tokens, each with its place; ASCII and full-width operators are the same.

Strings: a quotation mark at the start of a term opens a string, which only that mark's own partner
closes; the closing mark doubled is the mark itself; every other mark inside is a character like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from gongbao.core.errors import QueryError
from gongbao.search.query.names import find_field, suggest_field

_PARTNERS = {'"': '"', "＂": "＂", "“": "”", "”": "”", "„": "”", "‟": "”", "「": "」", "『": "』"}
# ” opens a string only where a term could begin: inside a word it closes what was pasted with it.
_ENDS_WORD = frozenset("()（）|｜" + "".join(mark for mark in _PARTNERS if mark != "”"))
_MINUS = frozenset("-－−")
_COLON = frozenset(":：")
_BROKEN = re.compile("[\ud800-\udfff]")
_PUT_IN_QUOTES = "要找这串文字本身，请加上引号。"


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    FIELD = auto()  # text is the name as typed
    STRING = auto()  # text is what stands between the marks
    WORD = auto()
    END = auto()


_OPERATORS = {
    "OR": Kind.OR,
    "或": Kind.OR,
    "AND": Kind.AND,
    "且": Kind.AND,
    "NOT": Kind.NOT,
    "不含": Kind.NOT,
}
_SIGNS = {"(": Kind.OPEN, "（": Kind.OPEN, ")": Kind.CLOSE, "）": Kind.CLOSE, "|": Kind.OR, "｜": Kind.OR}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the query and where it begins, in characters of the query as typed."""

    kind: Kind
    text: str
    position: int


def tokens(query: str) -> Iterator[Token]:
    """Cut the query; the last token is END. Raises QueryError where no token can be made."""
    broken = _BROKEN.search(query)
    if broken:
        raise QueryError("这里有一个残缺的字符：请删去它，或者重新粘贴。", query, broken.start())
    position = 0
    while position < len(query):
        character = query[position]
        if character.isspace():
            position += 1
            continue
        if character in _SIGNS:
            token, position = Token(_SIGNS[character], character, position), position + 1
        elif character in _PARTNERS:
            token, position = _string(query, position)
        elif character in _MINUS:
            token, position = _minus(query, position)
        else:
            token, position = _word(query, position)
        yield token
    yield Token(Kind.END, "", len(query))


def _string(query: str, start: int) -> tuple[Token, int]:
    closing = _PARTNERS[query[start]]
    parts: list[str] = []
    begin = start + 1
    while (end := query.find(closing, begin)) >= 0:
        parts.append(query[begin:end])
        if query[end + 1 : end + 2] != closing:
            return Token(Kind.STRING, closing.join(parts), start), end + 1
        begin = end + 2
    raise QueryError(f"这个引号没有配对：请在后面补上 {closing}；引号里的同种引号要写两遍。", query, start)


def _minus(query: str, start: int) -> tuple[Token, int]:
    if query[start + 1 : start + 2].strip():
        return Token(Kind.NOT, query[start], start), start + 1
    raise QueryError("减号后面要紧跟着不要的内容，例如 送清凉 -房山。", query, start)


def _word(query: str, start: int) -> tuple[Token, int]:
    """A word up to white space, a bracket, a bar or a quotation mark; or a field's name and its colon."""
    end = start
    colon = -1
    while end < len(query) and not query[end].isspace() and query[end] not in _ENDS_WORD:
        if colon < 0 and query[end] in _COLON:
            colon = end
            name = query[start:colon]
            if find_field(name):
                return Token(Kind.FIELD, name, start), colon + 1
        end += 1
    text = query[start:end]
    if colon > start and query[start:colon].isalpha():
        name = query[start:colon]
        raise QueryError(f"没有叫“{name}”的字段，{suggest_field(name)}{_PUT_IN_QUOTES}", query, start)
    return Token(_OPERATORS.get(text, Kind.WORD), text, start), end
