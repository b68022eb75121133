"""The one rule of sameness: what it folds, and that it loses no substring."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.normal import fold, normalise, text_rule

MIXED = st.text(st.sampled_from('工会 　\n\tＡａÅå３3…．.“”"ßSﬁ①㎡ㇰｶﾞ\u0301\u200b\ufeff\u00ad𠮷'), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("３１２３份", "3123份"),
        ("等待…", "等待..."),
        ("（工会）：“好”，", "(工会):“好”,"),
        ("Straße", "STRASSE"),
        ("Å", "A\u030a"),
        ("送　 \n清凉", "送 清凉"),
        ("㎡", "m2"),
        ("工\u200b会\ufeff", "工会"),
        ("\u00adco\u00adop", "COOP"),
        ("“清凉”", '"清凉"'),
        ("「清凉」『包』«一»", "“清凉”＂包＂〝一〞"),
        ("‘好’‹一›", "'好''一'"),
    ],
)
def test_these_are_the_same_for_search(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“清凉”", "‘清凉’"),
        ("“清凉”", "清凉"),
        ("送清凉", "送 清凉"),
        ("《工会》", "〈工会〉"),
        ("3123", "3,123"),
        ("臺", "台"),
    ],
)
def test_these_are_not_the_same(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_white_space_at_the_ends_is_kept_as_one_space() -> None:
    assert normalise("　\n工会  ") == " 工会 "


@given(MIXED)
def test_normalising_composed_text_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    if unicodedata.is_normalized("NFC", once):
        assert normalise(once) == once


@given(MIXED, st.integers(0, 30), st.integers(0, 30))
def test_a_substring_of_a_composed_text_is_a_substring_once_normalised(text: str, start: int, end: int) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert normalise(composed[start:end]) in normalise(composed)


@pytest.mark.parametrize(
    "fold_one", [fold.__wrapped__, text_rule(traditional=True).fold], ids=["printed", "simplified"]
)
def test_folding_a_character_twice_changes_nothing_more(fold_one: Callable[[str], str]) -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        folded = fold_one(character)
        assert folded == character or "".join(map(fold_one, folded)) == folded


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("勞動者", "劳动者"), ("臺灣「總工會」", "台湾“总工会”"), ("後裏著", "后里著"), ("薴", "苎")],
)
def test_the_rule_for_traditional_characters_takes_them_for_simplified_ones(traditional: str, simplified: str) -> None:
    rule = text_rule(traditional=True)
    assert rule.normalise(traditional) == rule.normalise(simplified)
    assert normalise(traditional) != normalise(simplified)
    assert rule.name != text_rule().name


def test_no_folded_text_holds_an_upper_case_latin_letter() -> None:
    """The search index uses them for what no text can hold."""
    upper = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert not any(upper & set(fold.__wrapped__(chr(code))) for code in range(sys.maxunicode + 1))


@pytest.mark.parametrize("at_once", [20, 5000], ids=["few kinds of characters", "many kinds"])
def test_a_text_of_every_character_is_folded_character_by_character(at_once: int) -> None:
    characters = [chr(code) for code in range(1, sys.maxunicode + 1) if not unicodedata.combining(chr(code))]
    everything = [character for character in characters if character < "\u3400" or fold(character) != character]
    for start in range(0, len(everything), at_once):
        text = unicodedata.normalize("NFC", "工会".join(everything[start : start + at_once]))
        assert normalise(text) == re.sub(r"\s+", " ", "".join(map(fold, text)))
