"""Query text to tree, by recursive descent; every mistake is explained at its place.

    query   = either END
    either  = all { OR all }
    all     = part { [AND] part }
    part    = NOT part | FIELD value | value
    value   = WORD | STRING | "(" either ")"

The field before a bracket holds for every value inside it.
"""

from __future__ import annotations

import re

from gongbao.core.errors import QueryError
from gongbao.core.normal import normalise
from gongbao.search.query.lexer import Kind, Token, tokens
from gongbao.search.query.names import FieldType, QueryField, find_field
from gongbao.search.query.periods import parse_period
from gongbao.search.query.syntax import And, Everything, Label, Node, Not, Or, String, Term

MAX_LENGTH = 2000  # characters; a pasted paragraph fits
MAX_VALUES = 200  # terms, strings and filters
MAX_DEPTH = 40  # brackets and minus signs inside each other
_PAGE_NUMBER = re.compile(r"第?([a-z]{0,2})0*(\d{1,4})版?", re.ASCII)


def parse(query: str) -> Node:
    """The tree of a query; raises QueryError with a sentence and a position for one that cannot be understood."""
    if len(query) > MAX_LENGTH:
        raise QueryError(f"检索式有 {len(query)} 个字，最多 {MAX_LENGTH} 个：请缩短它。", query, MAX_LENGTH)
    return _Parser(query).parse()


def page_number(text: str) -> str:
    """The page number that a text names, in its one spelling (``第03版`` is 3, ``A01`` is a1), or an empty string."""
    written = _PAGE_NUMBER.fullmatch(normalise(text))
    return written.group(1) + written.group(2) if written else ""


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = list(tokens(query))
        self._next = 0
        self._depth = 0
        self._values = 0

    def parse(self) -> Node:
        if self._peek().kind is Kind.END:
            raise self._mistake("检索式是空的：请输入要找的文字，或者用 * 列出全部文章。", self._peek())
        node = self._either(None)
        if self._peek().kind is not Kind.END:
            raise self._mistake("这里多了一个右括号：请删去它，或者在前面补上左括号。", self._peek())
        return node

    def _either(self, field: QueryField | None) -> Node:
        parts = [self._all(field)]
        while self._peek().kind is Kind.OR:
            self._take()
            parts.append(self._all(field))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, field: QueryField | None) -> Node:
        parts = [self._part(field)]
        while self._peek().kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self._peek().kind is Kind.AND:
                self._take()
            parts.append(self._part(field))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self, field: QueryField | None) -> Node:
        token = self._take()
        if token.kind is Kind.NOT:
            self._deeper(token)
            part = self._part(field)
            self._depth -= 1
            return Not(part)
        if token.kind is Kind.FIELD:
            if field is not None:
                raise self._mistake(f"“{token.text}:”不能放在“{field.chinese}:”里面：请分开写。", token)
            return self._value(self._take(), find_field(token.text), after=token)
        return self._value(token, field)

    def _value(self, token: Token, field: QueryField | None, after: Token | None = None) -> Node:
        if token.kind is Kind.OPEN:
            return self._group(token, field)
        if token.kind in (Kind.WORD, Kind.STRING):
            self._values += 1
            if self._values > MAX_VALUES:
                raise self._mistake(f"检索词太多，最多 {MAX_VALUES} 个：请减少一些，或者把整句放进引号。", token)
            return self._leaf(token, field)
        if after is not None and field is not None:
            raise self._mistake(f"“{after.text}:”后面没有内容：例如 {field.example}。", after)
        raise self._misplaced(token)

    def _group(self, opening: Token, field: QueryField | None) -> Node:
        self._deeper(opening)
        if self._peek().kind is Kind.CLOSE:
            raise self._mistake("这对括号里没有内容：请删去它，或者在里面写上要找的文字。", opening)
        node = self._either(field)
        if self._take().kind is not Kind.CLOSE:
            raise self._mistake("这个左括号没有配对：请在后面补上右括号。", opening)
        self._depth -= 1
        return node

    def _leaf(self, token: Token, field: QueryField | None) -> Node:
        quoted = token.kind is Kind.STRING
        if field is None or field.type is FieldType.TEXT:
            if token.text == "*" and not quoted and field is None:
                return Everything()
            self._must_hold_something(token)
            return (String if quoted else Term)(token.text, field.name if field else "")
        if field.type is FieldType.DATE:
            try:
                return parse_period(token.text)
            except ValueError as error:
                raise self._mistake(str(error), token) from None
        if field.type is FieldType.CHOICE:
            return Label(field.name, self._choice(token, field), whole=True)
        self._must_hold_something(token)
        if field.type is FieldType.PAGE and (number := page_number(token.text)):
            return Label("page_number", number, whole=True)
        return Label(field.name, token.text, whole=quoted)

    def _choice(self, token: Token, field: QueryField) -> str:
        for chinese, value in field.choices:
            if normalise(token.text).strip() in (chinese, value):
                return value
        known = "、".join(chinese for chinese, _ in field.choices)
        raise self._mistake(f"{field.chinese}没有“{token.text}”：可以是 {known}。", token)

    def _must_hold_something(self, token: Token) -> None:
        if not normalise(token.text):
            raise self._mistake("引号里没有要找的文字：请写上，或者删去这对引号。", token)

    def _misplaced(self, token: Token) -> QueryError:
        if token.kind is Kind.OR:
            return self._mistake(f"“{token.text}”的前面缺少内容：请写成 甲 或 乙；要找这个字本身，请加上引号。", token)
        if token.kind is Kind.AND:
            return self._mistake(f"“{token.text}”的前面缺少内容：请写成 甲 且 乙；要找这个字本身，请加上引号。", token)
        if token.kind is Kind.CLOSE:
            return self._mistake("这个右括号前面缺少内容：请写上要找的文字，或者删去多余的符号。", token)
        before = self._tokens[max(0, len(self._tokens) - 2)]
        return self._mistake(f"检索式没有写完，“{before.text}”后面缺少内容：请补上，或者删去它。", before)

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._mistake(f"括号和减号套得太深，最多 {MAX_DEPTH} 层：请拆成几次检索。", token)

    def _mistake(self, sentence: str, token: Token) -> QueryError:
        return QueryError(sentence, self._query, token.position)

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind is not Kind.END:
            self._next += 1
        return token
