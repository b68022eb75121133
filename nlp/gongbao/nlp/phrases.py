"""Key phrases: what an article is about, as words that a reader would search for.

A phrase is a row of one to MOST_WORDS nouns as the segmenter cuts them, or a name in quotation marks. It weighs by how
often it is said, how rare its words are elsewhere, and where it is said first. The constants were chosen on news items
of even number, the figures in docs/quality.md are of those of odd number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from gongbao.core.annotations import Phrase
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import TITLE_FIELDS, Layout
from gongbao.nlp.word_lists import word_list

MOST_PHRASES = 8
FEWEST_PHRASES = 3  # as far as there are any
MOST_WORDS = 4
LONGEST_PHRASE = 12  # characters
_MOST_READ = 4000  # characters of an article: what it is about is said by then
_SHARE = 0.2  # of the strongest phrase's weight that a phrase past the third must have
_UNLISTED = 11.5  # inverse document frequency of a word that is in no list; the list ends at 10.5
_LENGTH = 0.5  # weight falls with the words of a phrase to this power: at 1 long phrases gain nothing, at 0 all
_TITLE, _LEAD, _BODY = 3.0, 2.5, 1.0  # for the place where a phrase is said first
_LEAD_CHARACTERS = 60  # what comes later in a lead is measured to be worth no more than the rest
_QUOTED_BONUS = 1.2
_VERB_ALONE = 0.7  # 慰问, 竞赛: a verb used as a noun says less than a noun
# jieba's tags: nouns, places, bodies, people, verbs and adjectives used as nouns, abbreviations.
_NOUNS = frozenset("n ns nt nz nr nrt nrfg vn an j ng eng nw".split())  # noqa: SIM905 - a list
_OF_VERBS = frozenset(("vn",))
_QUOTED = re.compile(r"[“《](?P<name>[\u4e00-\u9fffA-Za-z0-9·]{2,12})[”》]")
_HAN_OR_LATIN = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,}")
_KEPT_WORDS = 60_000  # of which it is known how they weigh; a million-word list of names must not fill memory


class PhraseFinder:
    """Finds key phrases; remembers how words weigh."""

    def __init__(self, segmenter: Segmenter | None) -> None:
        self.segmenter = segmenter
        self._known: dict[str, float] = {}

    def find(self, layout: Layout, words: Sequence[str], fewest: int = FEWEST_PHRASES) -> tuple[Phrase, ...]:
        """The article's key phrases, the strongest first; ``words`` joined are the layout's text.

        The first ``fewest`` are given however weak they are.
        """
        weights = _Weights(layout)
        for start, row in self._rows(words, weights.first):
            weights.add_row(start, row)
        weights.add_quoted()
        return _chosen(weights.scored(), fewest)

    def weight_of(self, word: str) -> float:
        """Inverse document frequency of a noun, 0 for what makes no phrase; below 0 for a verb used as a noun."""
        weight = self._known.get(word)
        if weight is None:
            if len(self._known) >= _KEPT_WORDS:
                self._known.clear()
            weight = self._known[word] = self._judged(word)
        return weight

    def _judged(self, word: str) -> float:
        if not _HAN_OR_LATIN.fullmatch(word) or word in _never():
            return 0.0
        weight = inverse_document_frequencies().get(word, _UNLISTED)
        if self.segmenter is not None:
            tagged = self.segmenter.tag(word)
            if len(tagged) != 1 or tagged[0][1] not in _NOUNS:
                return 0.0
            return -weight if tagged[0][1] in _OF_VERBS else weight
        return weight

    def _rows(self, words: Sequence[str], first: int) -> Iterator[tuple[int, list[tuple[str, float]]]]:
        """(start, [(word, weight)]) of nouns that follow each other, from a position on."""
        position, start = 0, 0
        row: list[tuple[str, float]] = []
        known, weight_of = self._known, self.weight_of
        for word in words:
            if len(word) > 1 and position >= first:
                weight = known.get(word)
                if weight is None:
                    weight = weight_of(word)
                if weight:
                    if not row:
                        start = position
                    row.append((word, weight))
                    position += len(word)
                    continue
            if row:
                yield start, row
                row = []
            position += len(word)
            if position > first + _MOST_READ:
                return
        if row:
            yield start, row


class _Weights:
    """How often each phrase is said, its words' weights, and where it is said first."""

    def __init__(self, layout: Layout) -> None:
        fields = [place for place in layout.fields if place.field not in ("page", "column", "dateline")]
        self._text = layout.text
        self.first = fields[0].start if fields else 0
        bodies = (place.start for place in fields if place.field not in TITLE_FIELDS)
        self._body = next(bodies, len(layout.text))
        self._count: dict[str, int] = {}
        self._value: dict[str, float] = {}

    def add_row(self, start: int, row: list[tuple[str, float]]) -> None:
        """Count every phrase in a row of nouns."""
        if len(row) == 1:
            word, weight = row[0]
            if word not in _general():
                self._add(word, weight if weight > 0 else -weight * _VERB_ALONE, start)
            return
        for begin in range(len(row)):
            name, value = "", 0.0
            for size, (word, weight) in enumerate(row[begin : begin + MOST_WORDS], 1):
                name += word
                value += abs(weight)
                if len(name) > LONGEST_PHRASE:
                    break
                if size > 1 or word not in _general():
                    self._add(name, value / size**_LENGTH, start)
                if weight < 0 and size > 1:
                    break  # 职工|参观|丰台区: in the middle it is a verb
            start += len(row[begin][0])

    def add_quoted(self) -> None:
        """Count the names in quotation marks: “送清凉” is one, though it is cut in two and 送 is a verb."""
        for found in _QUOTED.finditer(self._text, self.first, self.first + _MOST_READ):
            self._add(found["name"], _UNLISTED * _QUOTED_BONUS, found.start())

    def scored(self) -> list[tuple[float, str]]:
        """(weight, phrase), the strongest first; of equal ones the one said first."""
        value = self._value
        scored = [(count * value[name], name) for name, count in self._count.items()]
        scored.sort(key=lambda one: -one[0])
        return scored

    def _add(self, name: str, value: float, start: int) -> None:
        count = self._count.get(name)
        if count is None:
            self._count[name] = 1
            place = _BODY
            if start < self._body:
                place = _TITLE
            elif start < self._body + _LEAD_CHARACTERS:
                place = _LEAD
            self._value[name] = value * place
        else:
            self._count[name] = count + 1


def _chosen(scored: list[tuple[float, str]], fewest: int) -> tuple[Phrase, ...]:
    """The strongest phrases of which none holds another."""
    kept: list[Phrase] = []
    for weight, name in scored:
        if len(kept) >= max(1, fewest) and weight < scored[0][0] * _SHARE:
            break
        if not any(name in other.text or other.text in name for other in kept):
            kept.append(Phrase(name, round(weight / scored[0][0], 3)))
            if len(kept) == MOST_PHRASES:
                break
    return tuple(kept)


@cache
def _never() -> frozenset[str]:
    return frozenset(word_list("never_key_phrases"))


@cache
def _general() -> frozenset[str]:
    return frozenset(word_list("general_key_words"))


@cache
def inverse_document_frequencies() -> dict[str, float]:
    """{word: inverse document frequency} of ``lists/idf.txt``; what is not in it is rarer than all that are."""
    file = resources.files("gongbao.nlp").joinpath("lists").joinpath("idf.txt")
    table: dict[str, float] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            value, *words = line.split()
            table.update(dict.fromkeys(words, float(value)))
    return table
