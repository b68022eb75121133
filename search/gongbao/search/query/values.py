"""What a word or a string asks for in its field; the text goes into the tree as it was typed."""

from __future__ import annotations

import datetime
import re

from gongbao.core.normal import normalise
from gongbao.search.query.lexer import Kind, Token
from gongbao.search.query.names import FRONT_PAGE, KEYWORDS, FieldType, QueryField
from gongbao.search.query.periods import parse_period
from gongbao.search.query.syntax import Everything, Label, Node, String, Term

_PAGE_NUMBER = re.compile(r"第?([a-z]{0,2})0*(\d{1,4})版?", re.ASCII)


def page_number(text: str) -> str:
    """The page number that a text names, in its one spelling (``第03版`` is 3, ``A01`` is a1), or an empty string."""
    written = _PAGE_NUMBER.fullmatch(normalise(text))
    return written.group(1) + written.group(2) if written else ""


def read_value(token: Token, field: QueryField | None, today: datetime.date) -> Node:
    """The leaf that a word or string is; raises ValueError with one Chinese sentence."""
    quoted = token.kind is Kind.STRING
    if field is None and not quoted and (bare := _bare_word(token.text)):
        return bare
    if field is not None and field.type is FieldType.DATE:
        return parse_period(token.text, today)
    if field is not None and field.type is FieldType.CHOICE:
        return Label(field.name, _choice(token.text, field), whole=True)
    if not normalise(token.text):
        raise ValueError(
            "引号里没有要找的文字：请写上，或者删去这对引号。"
            if quoted
            else "这里只有看不见的字符：请删去它，或者写上要找的文字。"
        )
    if field is None or field.type is FieldType.TEXT:
        return (String if quoted else Term)(token.text, field.name if field else "")
    if field.type is FieldType.PAGE and (page := _page(token.text, quoted)):
        return page
    return Label(field.name, token.text, whole=quoted)


def _bare_word(text: str) -> Node | None:
    """What is more than a word when it stands without quotation marks and without a field."""
    if text == "*":
        return Everything()
    keyword = KEYWORDS.get(normalise(text))
    return Label(*keyword, whole=True) if keyword else None


def _choice(text: str, field: QueryField) -> str:
    for chinese, value in field.choices:
        if normalise(text).strip() in (chinese, value):
            return value
    known = "、".join(chinese for chinese, _ in field.choices)
    raise ValueError(f"{field.chinese}没有“{text}”：可以是 {known}。")


def _page(text: str, quoted: bool) -> Label | None:
    if not quoted and normalise(text) in FRONT_PAGE:
        return Label("front", "yes", whole=True)
    number = page_number(text)
    return Label("page_number", number, whole=True) if number else None
