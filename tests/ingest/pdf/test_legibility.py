"""Text layers that broken fonts have spoilt are told from text, and what is text is let pass."""

from __future__ import annotations

import random

import pytest

from gongbao.ingest.pdf.legibility import is_unreadable

NEWS = (
    "连日来，气温不断升高，区总工会的工作人员来到建设工地，为一线职工送去清凉用品。“有了这些，我们心里更凉快了。”"
    "一名工人对记者说。据介绍，今年夏天，区总工会将走进三百家企业，让更多的职工感受到工会的关心。"
)


def test_news_is_readable_and_so_is_one_missing_sort() -> None:
    assert not is_unreadable(NEWS)
    assert not is_unreadable(NEWS.replace("清", "〓", 1))


@pytest.mark.parametrize("text", ["2021年7月16日", "The third shop met.", "010-65551234", "■□●", "清凉", "……", "“”"])
def test_what_is_short_or_in_other_letters_is_readable(text: str) -> None:
    assert not is_unreadable(text)


@pytest.mark.parametrize("shift", [1, 7, 300, 5000])
def test_a_table_that_is_shifted_is_noticed(shift: int) -> None:
    shifted = "".join(
        chr(0x4E00 + (ord(one) - 0x4E00 + shift) % 20_900) if "一" <= one <= "龥" else one for one in NEWS
    )
    assert is_unreadable(shifted)


def test_characters_drawn_blindly_are_noticed() -> None:
    chance = random.Random(7)
    assert is_unreadable("".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(80)))


def test_private_codes_and_missing_characters_are_noticed() -> None:
    assert is_unreadable("".join(chr(0xE000 + place) for place in range(20)))
    assert is_unreadable("〓〓〓工会〓〓")
