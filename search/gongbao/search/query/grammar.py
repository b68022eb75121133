"""Tokens to the query as typed, by the grammar beside this file. Imports lark: to be imported when there is a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

import lark
from lark.lexer import Lexer

from gongbao.search.query.lexer import Kind, Token
from gongbao.search.query.mistakes import MisplacedError

_SILENT = frozenset({Kind.CLOSE, Kind.OR, Kind.AND})  # the grammar needs them, the typed tree does not


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in a pair of brackets."""

    opening: Token
    inside: Typed


@dataclass(frozen=True, slots=True)
class Minus:
    """What is not wanted."""

    sign: Token
    inside: Typed


@dataclass(frozen=True, slots=True)
class Filter:
    """A field and the word, string or bracket behind its colon."""

    name: Token
    value: Typed


@dataclass(frozen=True, slots=True)
class Side:
    """Parts side by side."""

    parts: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Parts with 或 between them."""

    parts: tuple[Typed, ...]


# A token alone is a word or a string.
Typed: TypeAlias = Token | Group | Minus | Filter | Side | Choice


def read(tokens: Sequence[Token]) -> Typed:
    """The query as typed; raises MisplacedError with the number of the token that cannot stand where it stands."""
    try:
        typed: Typed = _grammar().parse(tokens)  # type: ignore[assignment]  # what _Reader makes, not lark's own trees
    except lark.UnexpectedToken as error:
        end = error.token.type == "$END"
        raise MisplacedError(len(tokens) - 1 if end else error.token.end_pos) from None
    return typed


@cache
def _grammar() -> lark.Lark:
    written = resources.files("gongbao.search.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return lark.Lark(written, start="query", parser="lalr", lexer=_Tokens, transformer=_Reader())


class _Tokens(Lexer):
    """Our tokens as lark's: ``start_pos`` is the place in the query, ``end_pos`` the token's number."""

    def __init__(self, conf: object) -> None: ...

    def lex(self, tokens: Sequence[Token]) -> Iterator[lark.Token]:  # type: ignore[override]  # lark's plain interface
        for number, token in enumerate(tokens[:-1]):  # without END, which lark adds itself
            name = f"_{token.kind.name}" if token.kind in _SILENT else token.kind.name
            yield lark.Token(name, token.text, start_pos=token.position, end_pos=number)


class _Reader(lark.Transformer[lark.Token, Typed]):
    """One method for each rule's name in the grammar."""

    def either(self, parts: list[Typed]) -> Typed:
        return Choice(tuple(parts))

    def all(self, parts: list[Typed]) -> Typed:
        return Side(tuple(parts))

    @lark.v_args(inline=True)
    def leaf(self, token: lark.Token) -> Typed:
        return _token(token)

    @lark.v_args(inline=True)
    def group(self, opening: lark.Token, inside: Typed) -> Typed:
        return Group(_token(opening), inside)

    @lark.v_args(inline=True)
    def minus(self, sign: lark.Token, inside: Typed) -> Typed:
        return Minus(_token(sign), inside)

    @lark.v_args(inline=True)
    def filter(self, name: lark.Token, value: Typed) -> Typed:
        return Filter(_token(name), value)


def _token(token: lark.Token) -> Token:
    return Token(Kind[token.type], token.value, token.start_pos or 0)
