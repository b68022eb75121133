"""Finding words and patterns in a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongbao.nlp.matching import Found, Matcher, Words, matches_at

TEXTS = st.text(st.sampled_from("工会总职慰问,a😀"), max_size=30)
WORD_LISTS = st.lists(st.text(st.sampled_from("工会总职慰问,a😀"), min_size=1, max_size=4), max_size=6)


@given(WORD_LISTS, TEXTS)
def test_every_word_is_found_wherever_it_stands(words: list[str], text: str) -> None:
    expected = {(at, word) for word in words for at in range(len(text)) if text.startswith(word, at)}
    found = list(Words(words).find(text))
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(WORD_LISTS, TEXTS)
def test_matches_at_the_words_are_those_of_the_whole_text(words: list[str], text: str) -> None:
    pattern = re.compile("(?:" + "|".join(map(re.escape, words or ["工会"])) + ").?")
    found = matches_at(pattern, text, Words(words or ["工会"]).starts(text))
    assert [one.span() for one in found] == [one.span() for one in pattern.finditer(text)]


def test_overlapping_patterns_are_all_found() -> None:
    matcher = Matcher([("工会", 1), ("总工会", 2), ("工{0,3}慰问", 3), ("工", 4)])
    assert set(matcher.find("总工会慰问")) == {Found(1, 1, 3), Found(2, 0, 3), Found(3, 1, 5), Found(4, 1, 2)}
