"""What an article tells of besides its tags: streets and organisations. One rule for search and for the archive."""

from __future__ import annotations

from collections.abc import Iterable

from gongbao.core.records import TaggedArticle

_STREET = "district/street"  # the rule of a tag's evidence that is the name of a street or town


def streets_of(tagged: TaggedArticle) -> tuple[str, ...]:
    """The streets and towns on which the shown districts rest, each as a path below its district: 房山区/窦店镇."""
    shown = tagged.labels("district")
    return _once(
        f"{tag.label}/{evidence.text}"
        for tag in tagged.annotations.tags
        if tag.facet == "district" and tag.label in shown
        for evidence in tag.evidence
        if evidence.rule == _STREET
    )


def organisations_of(tagged: TaggedArticle) -> tuple[str, ...]:
    """The unions, companies and authorities that are named, each under its one name, in the order of the text."""
    return _once(one.name for one in tagged.annotations.mentions if one.kind == "organisation" and one.name)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
