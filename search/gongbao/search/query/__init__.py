"""The query language: typed text to tree and back; no engine is known here."""

from gongbao.search.query.advice import advice
from gongbao.search.query.filters import without_filters
from gongbao.search.query.parser import parse
from gongbao.search.query.render import render
from gongbao.search.query.syntax import And, Everything, Label, Node, Not, Or, Period, String, Term

__all__ = [
    "And",
    "Everything",
    "Label",
    "Node",
    "Not",
    "Or",
    "Period",
    "String",
    "Term",
    "advice",
    "parse",
    "render",
    "without_filters",
]
