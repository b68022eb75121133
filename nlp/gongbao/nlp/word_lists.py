"""Word lists in ``lists/*.txt``: words between white space, ``#`` begins a comment; read when first asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of ``lists/NAME.txt``, longest first, so that an alternation of them takes the longest."""
    file = resources.files("gongbao.nlp").joinpath("lists").joinpath(f"{name}.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    words = dict.fromkeys(word for line in lines for word in line.split("#", 1)[0].split())
    return tuple(sorted(words, key=len, reverse=True))


@cache
def word_set(name: str) -> frozenset[str]:
    """The list for look-ups."""
    return frozenset(word_list(name))


@cache
def character_set(name: str) -> frozenset[str]:
    """The characters of a list whose words are rows of single characters."""
    return frozenset("".join(word_list(name)))


def alternation(name: str) -> str:
    """The list as the inside of a regular expression's group."""
    return "|".join(map(re.escape, word_list(name)))
