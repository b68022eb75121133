"""A query without its filters on one field, so that a facet can count what else might be chosen there."""

from __future__ import annotations

from gongbao.search.query.syntax import And, Everything, Label, Node, Or, Period

# What narrows a facet besides labels of its own name.
_BELONGING = {"page": ("page", "page_number", "front")}


def without_filters(node: Node, field: str) -> Node:
    """The tree without the positive filters on a field that narrow all of it; Everything when nothing is left.

    Taken out are labels of the field (periods, if it is ``date``; also page numbers and 头版, if it is
    ``page``) and 或 between nothing but these; at the top only. What is excluded stays excluded.
    """
    if not isinstance(node, And):
        return Everything() if _filters(node, field) else node
    parts = tuple(part for part in node.parts if not _filters(part, field))
    if len(parts) < 2:
        return parts[0] if parts else Everything()
    return And(parts)


def _filters(node: Node, field: str) -> bool:
    match node:
        case Label(name):
            return name in _BELONGING.get(field, (field,))
        case Period():
            return field == "date"
        case Or(parts):
            return all(_filters(part, field) for part in parts)
        case _:
            return False
