"""What to say of a token that cannot stand where it stands, and where to point."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.core.errors import QueryError
from gongbao.search.query.lexer import Kind, Token
from gongbao.search.query.names import find_field

_COMPLETE = frozenset({Kind.WORD, Kind.STRING, Kind.CLOSE})  # what a part can end with


class MisplacedError(Exception):
    """The grammar has no place for this token; END where the query stops too early."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def explain(query: str, tokens: Sequence[Token], number: int) -> QueryError:
    """The sentence for the first token that is misplaced."""
    token, before = tokens[number], tokens[number - 1] if number else None
    if before is not None and before.kind is Kind.FIELD:
        return _after_field(query, token, before)
    sentence, place = _EXPLAIN[token.kind](tokens[: number + 1])
    return QueryError(sentence, query, place.position)


def _after_field(query: str, token: Token, name: Token) -> QueryError:
    field = find_field(name.text)
    example = field.example if field else ""
    if token.kind is Kind.FIELD:
        return QueryError(f"“{token.text}:”不能放在“{name.text}:”里面：请分开写。", query, token.position)
    if token.kind is Kind.NOT:
        return QueryError(f"“{token.text}”要写在字段的前面：例如 -{example}。", query, token.position)
    return QueryError(f"“{name.text}:”后面没有内容：例如 {example}。", query, name.position)


def _operator(tokens: Sequence[Token]) -> tuple[str, Token]:
    token = tokens[-1]
    word = "或" if token.kind is Kind.OR else "且"
    return f"“{token.text}”的前面缺少内容：请写成 甲 {word} 乙；要找这个字本身，请加上引号。", token


def _close(tokens: Sequence[Token]) -> tuple[str, Token]:
    token, before = tokens[-1], tokens[-2] if len(tokens) > 1 else None
    if before is not None and before.kind is Kind.OPEN:
        return "这对括号里没有内容：请删去它，或者在里面写上要找的文字。", before
    if before is not None and before.kind in _COMPLETE:
        return "这里多了一个右括号：请删去它，或者在前面补上左括号。", token
    return "这个右括号前面缺少内容：请写上要找的文字，或者删去多余的符号。", token


def _end(tokens: Sequence[Token]) -> tuple[str, Token]:
    if len(tokens) == 1:
        return "检索式是空的：请输入要找的文字，或者用 * 列出全部文章。", tokens[0]
    before = tokens[-2]
    if before.kind in _COMPLETE:
        return "这个左括号没有配对：请在后面补上右括号。", _unclosed(tokens)
    return f"检索式没有写完，“{before.text}”后面缺少内容：请补上，或者删去它。", before


def _unclosed(tokens: Sequence[Token]) -> Token:
    """The innermost bracket that is still open."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind is Kind.OPEN:
            opened.append(token)
        elif token.kind is Kind.CLOSE:
            opened.pop()
    return opened[-1]


_EXPLAIN = {Kind.OR: _operator, Kind.AND: _operator, Kind.CLOSE: _close, Kind.END: _end}
