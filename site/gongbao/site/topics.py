"""What a label's page compares: a campaign's districts, a district's campaigns. Pure functions of the catalogue."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from gongbao.site import addresses
from gongbao.site.catalogue import LISTED, Catalogue
from gongbao.site.listing import Link, links
from gongbao.site.summaries import labels_of

_COMPARED = {"district": "campaign", "campaign": "district", "activity": "district"}
_MOST = 20  # all of Beijing's districts; of other facets the most frequent


def compared_facet(facet: str) -> str:
    """The facet by which the labels of this one are compared; empty for one that is not."""
    return _COMPARED.get(facet, "")


def comparison(catalogue: Catalogue, facet: str, label: str) -> list[Link]:
    """How many of the label's articles have each label of the other facet, with a search for those of both.

    An article of two districts counts in each, so the counts may add up to more than the label's articles.
    """
    other = compared_facet(facet)
    if not other:
        return []
    place = LISTED.index(other)
    keys = Counter(catalogue.rows.labels[index] for index in catalogue.listed[facet][label])
    counts: Counter[str] = Counter()
    for key, count in keys.items():
        for name in labels_of(key)[place]:
            counts[name] += count
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return links([(search_address({facet: label, other: name}), name, count) for name, count in most])


def search_address(labels: dict[str, str]) -> str:
    """The search page with these facets chosen."""
    return f"{addresses.SEARCH}?{urlencode(sorted(labels.items()))}"
