"""An entry made ready for any engine: every field as text that is split on white space and nothing else.

All that costs time is done here, segmentation first of all, so that no engine analyses anything by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongbao.core.normal import TextRule
from gongbao.core.words import Segmenter
from gongbao.search.analysis import character_tokens, pair_tokens, word_tokens
from gongbao.search.completion import completion_keys
from gongbao.search.entries import PARTLY_SEARCHED, Entry


def pairs(field: str) -> str:
    """The field of pairs of a field."""
    return f"{field}_pairs"


def characters(field: str) -> str:
    """The field of single characters of a field."""
    return f"{field}_characters"


def words(field: str) -> str:
    """The field of words of a text field."""
    return f"{field}_words"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry with the token texts of its fields."""

    entry: Entry
    pairs: Mapping[str, str]  # of the text fields and the labels of which a part may be asked for
    characters: Mapping[str, str]  # of the same
    words: Mapping[str, str]  # of the text fields that it has
    keys: tuple[str, ...]  # what completes to its labels, people and headline words: see completion.py

    def token_texts(self) -> dict[str, str]:
        """{an engine's field: its token text}."""
        return (
            {pairs(name): tokens for name, tokens in self.pairs.items()}
            | {characters(name): tokens for name, tokens in self.characters.items()}
            | {words(name): tokens for name, tokens in self.words.items()}
        )


def prepare(entries: Iterable[Entry], segmenter: Segmenter, rule: TextRule) -> Iterator[Prepared]:
    """Make entries ready, one by one."""
    for entry in entries:
        texts = {name: values for name, values in entry.texts.items() if values}
        searched = dict(texts)
        for name in PARTLY_SEARCHED:
            if entry.labels[name]:
                searched[name] = tuple(searched_part(rule.normalise(label)) for label in entry.labels[name])
        yield Prepared(
            entry,
            pairs={name: pair_tokens(values) for name, values in searched.items()},
            characters={name: character_tokens(values) for name, values in searched.items()},
            words={name: word_tokens(values, segmenter) for name, values in texts.items()},
            keys=completion_keys(entry.labels, entry.texts["headline"], segmenter, rule),
        )


def searched_part(label: str) -> str:
    """Of a label that is a path (房山区/窦店镇) only the last step is searched."""
    return label.rpartition("/")[2]
