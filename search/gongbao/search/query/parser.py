"""Query text to tree; every mistake is explained at its place.

The text is cut by ``lexer``, its parts are found by ``grammar.lark``, ``build`` says what they mean. The
grammar's library is imported with the first query.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from gongbao.core.errors import QueryError
from gongbao.search.query.lexer import Kind, Token, tokens
from gongbao.search.query.mistakes import MisplacedError, explain
from gongbao.search.query.render import render
from gongbao.search.query.syntax import Node
from gongbao.search.query.values import page_number

__all__ = ["MAX_LENGTH", "MAX_NESTING", "MAX_VALUES", "page_number", "parse"]

MAX_LENGTH = 2000  # characters; a pasted paragraph fits
MAX_VALUES = 200  # terms, strings and filters
MAX_NESTING = 200  # brackets and minus signs inside each other as typed, though they say nothing


def parse(query: str, today: datetime.date | None = None) -> Node:
    """The tree of a query; ``today``, by the computer's clock if not given, is what 昨天 and 近三个月 are counted from.

    Raises QueryError with a sentence and a position for a query that cannot be understood.
    """
    from gongbao.search.query.build import build
    from gongbao.search.query.grammar import read

    if len(query) > MAX_LENGTH:
        raise QueryError(f"检索式有 {len(query)} 个字，最多 {MAX_LENGTH} 个：请缩短它。", query, MAX_LENGTH)
    found = list(tokens(query))
    _check_size(query, found)
    try:
        typed = read(found)
    except MisplacedError as error:
        raise explain(query, found, error.number) from None
    node = build(query, typed, today or datetime.datetime.now().astimezone().date())
    _check_rendered(query, node)
    return node


def _check_size(query: str, found: Sequence[Token]) -> None:
    """Count values, and brackets and minus signs inside each other."""
    values = 0
    around: list[Kind] = []  # the brackets that are open and the minus signs whose part is not complete
    for token in found:
        if token.kind in (Kind.OPEN, Kind.NOT):
            around.append(token.kind)
            if len(around) > MAX_NESTING:
                sentence = f"括号和减号套得太深，最多能写 {MAX_NESTING} 层：请删去多余的，或者拆成几次检索。"
                raise QueryError(sentence, query, token.position)
            continue
        if token.kind in (Kind.WORD, Kind.STRING):
            values += 1
            if values > MAX_VALUES:
                sentence = f"检索词太多，最多 {MAX_VALUES} 个：请减少一些，或者把整句放进引号。"
                raise QueryError(sentence, query, token.position)
        elif token.kind is Kind.CLOSE:
            _drop_signs(around)
            del around[-1:]
        else:
            continue
        _drop_signs(around)


def _drop_signs(around: list[Kind]) -> None:
    while around and around[-1] is Kind.NOT:
        around.pop()


def _check_rendered(query: str, node: Node) -> None:
    """What is shown as understood can be asked again."""
    length = len(render(node))
    if length > MAX_LENGTH:
        sentence = f"检索式写全了（日期、字段）有 {length} 个字，最多 {MAX_LENGTH} 个：请减少一些。"
        raise QueryError(sentence, query, 0)
