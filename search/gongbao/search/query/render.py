"""The tree written back as a query that means the same: what a person is shown as understood."""

from __future__ import annotations

import datetime

from gongbao.search.query.names import FIELDS, KEYWORDS
from gongbao.search.query.syntax import And, Everything, Label, Node, Not, Or, Period, String, Term

_FIELDS = {entry.name: entry for entry in FIELDS}
_KEYWORDS = {label: word for word, label in KEYWORDS.items()}
_MARKS = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"))


def render(node: Node) -> str:
    """A query in Chinese notation; parsed again it gives the same tree."""
    match node:
        case And(parts):
            return " ".join(_inside(part, And, Or) for part in parts)
        case Or(parts):
            return " 或 ".join(_inside(part, Or) for part in parts)
        case Not(part):
            return "-" + _inside(part, And, Or)
        case Term(text, scope):
            return _prefix(scope) + text
        case String(text, scope):
            return _prefix(scope) + _quoted(text)
        case Label():
            return _label(node)
        case Period(first, last):
            return "日期:" + (_day(first) if first == last else f"{_day(first)}..{_day(last)}")
        case Everything():
            return "*"


def _inside(node: Node, *bracketed: type[And] | type[Or]) -> str:
    return f"({render(node)})" if isinstance(node, bracketed) else render(node)


def _label(label: Label) -> str:
    if keyword := _KEYWORDS.get((label.field, label.text)):
        return keyword
    if label.field == "front":
        return "-头版"
    if label.field == "page_number":
        return f"{_prefix('page')}{label.text}"
    names = {value: chinese for chinese, value in _FIELDS[label.field].choices}
    if label.text in names:
        return _prefix(label.field) + names[label.text]
    return _prefix(label.field) + (_quoted(label.text) if label.whole else label.text)


def _prefix(field: str) -> str:
    return f"{_FIELDS[field].chinese}:" if field else ""


def _quoted(text: str) -> str:
    """In marks of which the closing one is not in the text, so that nothing needs to be doubled; if there are such."""
    opening, closing = next((marks for marks in _MARKS if marks[1] not in text), _MARKS[0])
    return opening + text.replace(closing, closing * 2) + closing


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
