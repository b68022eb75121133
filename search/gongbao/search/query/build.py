"""The query as typed to the tree that it means: fields given to values, idle nesting taken out, depth bounded.

Brackets around one thing, And in And, Or in Or and a minus before a minus cost no level, so that the tree's
depth is what an engine has to nest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongbao.core.errors import QueryError
from gongbao.search.query.grammar import Choice, Filter, Group, Minus, Side, Typed
from gongbao.search.query.lexer import Token
from gongbao.search.query.names import QueryField, find_field
from gongbao.search.query.syntax import And, Node, Not, Or
from gongbao.search.query.values import read_value

# Levels of And, Or and Not. Elasticsearch nests 30 queries; a term becomes up to four of them.
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class _Part:
    """A part without the brackets, fields and minus signs around it, and what these said."""

    typed: Typed
    field: QueryField | None = None
    negative: bool = False
    place: int = 0  # of the innermost bracket or minus sign around it
    sign: int = 0  # of the innermost minus sign


def build(query: str, typed: Typed, today: datetime.date) -> Node:
    """The tree; raises QueryError at the value, field, bracket or minus sign that cannot be understood."""
    builder = _Builder(query, today)
    return builder.node(builder.unwrap(_Part(typed)), 0)


class _Builder:
    def __init__(self, query: str, today: datetime.date) -> None:
        self._query = query
        self._today = today

    def node(self, part: _Part, level: int) -> Node:
        """The node of an unwrapped part below so many levels."""
        if part.negative:
            self._bound(level + 1, part.sign)
            return Not(self.node(replace(part, negative=False), level + 1))
        match part.typed:
            case Side():
                self._bound(level + 1, part.place)
                return And(tuple(self.node(inner, level + 1) for inner in self._flat(part)))
            case Choice():
                self._bound(level + 1, part.place)
                return Or(tuple(self.node(inner, level + 1) for inner in self._flat(part)))
            case Token():
                return self._leaf(part.typed, part.field)
        raise AssertionError(part.typed)

    def unwrap(self, part: _Part) -> _Part:
        """Take off brackets, fields and minus signs until a value or several parts are left."""
        while True:
            match part.typed:
                case Group(opening, inside):
                    part = replace(part, typed=inside, place=opening.position)
                case Minus(sign, inside):
                    place = sign.position
                    part = replace(part, typed=inside, negative=not part.negative, place=place, sign=place)
                case Filter(name, value):
                    part = replace(part, typed=value, field=self._field(name, part.field))
                case _:
                    return part

    def _flat(self, part: _Part) -> Iterator[_Part]:
        """The parts, and in the place of one that is of the same sort, its own."""
        waiting = self._inner(part)
        while waiting:
            inner = waiting.pop()
            if type(inner.typed) is type(part.typed) and not inner.negative:
                waiting += self._inner(inner)
            else:
                yield inner

    def _inner(self, part: _Part) -> list[_Part]:
        """The parts of several, unwrapped, the first one last."""
        assert isinstance(part.typed, Side | Choice)
        return [self.unwrap(replace(part, typed=typed, negative=False)) for typed in part.typed.parts][::-1]

    def _field(self, name: Token, around: QueryField | None) -> QueryField | None:
        if around is not None:
            sentence = f"“{name.text}:”不能放在“{around.chinese}:”里面：请分开写。"
            raise QueryError(sentence, self._query, name.position)
        return find_field(name.text)

    def _leaf(self, token: Token, field: QueryField | None) -> Node:
        try:
            return read_value(token, field, self._today)
        except ValueError as error:
            raise QueryError(str(error), self._query, token.position) from None

    def _bound(self, level: int, place: int) -> None:
        if level > MAX_DEPTH:
            sentence = f"括号和减号套得太深，最多 {MAX_DEPTH} 层：请把同类的并在一起，或者拆成几次检索。"
            raise QueryError(sentence, self._query, place)
