"""What stands beside the shards: the manifest that a page loads first, the dates, the facets."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.core.topics import streets_of
from gongbao.site.search_index.codes import Codes, Numbers, floor_log2, gamma, gap_parameter, gaps, rice, zigzag
from gongbao.site.search_index.corpus import CODE_BITS
from gongbao.site.search_index.documents import credited, names
from gongbao.site.wording import KIND_NAMES

# Counted beside the results, each a bit in the browser, which has fifteen.
FACET_NAMES = (*FACETS, "street", "byline", "page", "column", "kind")
# Loaded only when a query asks for them: there are too many people for a list of all.
FIELD_NAMES = ("person", "photographer", "correspondent", "pictured")
_LISTED = (*FACET_NAMES, *FIELD_NAMES)
_PICTURED = "有"


class Dates:
    """The date of every document, as far as it is known, in runs of equal dates."""

    def __init__(self) -> None:
        self._numbers = array("l")

    def add(self, date: IssueDate) -> None:
        """Take the next document's date."""
        self._numbers.append((date.year * 13 + date.month) * 32 + date.day)

    def payload(self) -> list[object]:
        """How many runs there are, two Rice parameters, the steps from date to date, the lengths of the runs.

        A date is the number (year · 13 + month) · 32 + day; a part that is not known counts 0.
        """
        numbers = np.array(self._numbers, np.int64)
        starts = np.flatnonzero(np.diff(numbers, prepend=-1))
        steps = zigzag(np.diff(numbers[starts], prepend=0))
        lengths = np.diff(np.append(starts, len(numbers))) - 1
        step_parameter, length_parameter = _parameter(steps), _parameter(lengths)
        return [
            len(starts),
            step_parameter,
            length_parameter,
            rice(steps, step_parameter).pack(),
            rice(lengths, length_parameter).pack(),
        ]


class Facets:
    """For every facet and field its labels and the documents of each."""

    def __init__(self) -> None:
        self._documents: dict[str, dict[str, array[int]]] = {facet: {} for facet in _LISTED}
        self._number = 0

    def add(self, tagged: TaggedArticle) -> None:
        """Take the next document's labels."""
        for facet, labels in _labels(tagged).items():
            for label in dict.fromkeys(labels):
                self._documents[facet].setdefault(label, array("l")).append(self._number)
        self._number += 1

    def payload(self, facet: str) -> list[object]:
        """Labels in the order of code points, how many documents each has, and the gaps between them."""
        found = self._documents[facet]
        labels = sorted(found)
        counts = np.array([len(found[label]) for label in labels], np.int64)
        members = np.concatenate([np.array(found[label], np.int64) for label in labels] or [np.zeros(0, np.int64)])
        starts = np.append(0, np.cumsum(counts))[:-1]
        parameters = np.repeat(gap_parameter(counts, self._number), counts)
        return [labels, gamma(counts).pack(), rice(gaps(members, starts), parameters).pack()]


def _labels(tagged: TaggedArticle) -> dict[str, Sequence[str]]:
    """The labels of one article by facet and field, as the newsroom's search knows them (gongbao.search.entries)."""
    article = tagged.article
    people = [*names(article)]
    people += [
        mention.name
        for mention in tagged.annotations.mentions
        if mention.kind == "person" and mention.field != "byline"
    ]
    return {
        **{facet: tagged.labels(facet) for facet in FACETS},
        "street": streets_of(tagged),
        "byline": names(article),
        "page": [part for part in (article.page.number, article.page.name) if part],
        "column": [article.column] if article.column else [],
        "kind": [KIND_NAMES[article.kind]],
        "person": people,
        "photographer": credited(article, "photographer"),
        "correspondent": credited(article, "correspondent"),
        "pictured": [_PICTURED] if article.pictures else [],
    }


def packed_list(members: Sequence[int], universe: int) -> str:
    """One ascending list of documents, as a facet's."""
    numbers = np.array(members, np.int64)
    count = np.array([len(numbers)], np.int64)
    parameters = np.repeat(gap_parameter(count, universe), count)
    return rice(gaps(numbers, np.zeros(1, np.int64)), parameters).pack()


def first_keys(keys: list[int]) -> str:
    """The first key of each shard: the step of the first character, and the second as it is."""
    numbers = np.array(keys, np.int64)
    steps = gamma(np.diff(numbers >> CODE_BITS, prepend=0))
    second = numbers & ((1 << CODE_BITS) - 1)
    plain = Codes(np.zeros_like(second), np.full_like(second, CODE_BITS), second)
    both = Codes(
        _alternate(steps.zeros, plain.zeros), _alternate(steps.width, plain.width), _alternate(steps.low, plain.low)
    )
    return both.pack()


def _alternate(one: Numbers, other: Numbers) -> Numbers:
    return np.stack((one, other), axis=1).ravel()


def _parameter(values: Numbers) -> int:
    """The Rice parameter that suits the mean."""
    mean = int(values.mean()) if len(values) else 0
    return int(floor_log2(np.array([max(1, mean * 7 // 10)]))[0])
