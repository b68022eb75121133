"""Filters as links: the query with one filter more, one less, or another period. Everything else stays as typed."""

from __future__ import annotations

from gongbao.search.query import And, Everything, Label, Node, Or, Period, parse, render

EVERYTHING = "*"


def label_filter(field: str, value: str) -> str:
    """The filter on one whole label, as it stands in a query."""
    return render(Label(field, value, whole=True))


def has_filter(query: str, written: str) -> bool:
    """Whether the query is narrowed by this filter alone: not by it as one of several."""
    return parse(written) in _parts(parse(query or EVERYTHING))


def with_filter(query: str, written: str) -> str:
    """The query narrowed by one more filter."""
    node = parse(query or EVERYTHING)
    if isinstance(node, Everything):
        return written
    return f"({query.strip()}) {written}" if isinstance(node, Or) else f"{query.strip()} {written}"


def without_filter(query: str, written: str) -> str:
    """The query without this filter, an empty string when nothing is left; written anew where it has to be."""
    unwanted = parse(written)
    return _kept(query, tuple(part for part in _parts(parse(query)) if part != unwanted))


def with_period(query: str, written: str) -> str:
    """The query with this period in place of those that it has."""
    return with_filter(without_period(query), f"日期:{written}")


def without_period(query: str) -> str:
    """The query for all times."""
    node = parse(query or EVERYTHING)
    return _kept(query, tuple(part for part in _parts(node) if not isinstance(part, Period)))


def _kept(query: str, parts: tuple[Node, ...]) -> str:
    if parts == _parts(parse(query or EVERYTHING)):
        return query.strip()
    parts = tuple(part for part in parts if not isinstance(part, Everything))
    return "" if not parts else render(parts[0] if len(parts) == 1 else And(parts))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, And) else (node,)
