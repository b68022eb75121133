"""Patterns compiled in parts find what the whole pattern finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.ingest.alternatives import compile_alternatives
from gongbao.ingest.notices import INSIDE_LINE, Mark

ADVERTISEMENTS = (Path(__file__).parent / "advertisements.txt").read_text(encoding="utf-8").splitlines()
PATTERN = r"(?:报名|预约)(?:热线|电话)|[0-9一二]\.?\d?折|特(?:价|惠)|^社址[:：\]]|VIP卡|a?bc|(?<!\d)元|(?:甲|乙)?丙"


def found_in_parts(pattern: str, text: str) -> bool:
    return any(part.search(text) for part in compile_alternatives(pattern))


@given(st.text(alphabet="报名预约热线电话一二3.折特价惠社址:]VIPvip卡aAbc元甲乙丙", max_size=24))
def test_the_parts_find_what_the_whole_finds(text: str) -> None:
    assert found_in_parts(PATTERN, text) == bool(re.search(PATTERN, text, re.IGNORECASE))


@pytest.mark.parametrize("mark", INSIDE_LINE, ids=lambda mark: mark.name)
def test_a_mark_is_in_the_lines_in_which_its_whole_pattern_is(mark: Mark) -> None:
    lines = [*ADVERTISEMENTS, "\n".join(ADVERTISEMENTS[:9])]
    assert [mark.is_in(line) for line in lines] == [mark.pattern.search(line) is not None for line in lines]


def test_words_are_put_together_and_classes_stand_alone() -> None:
    assert [part.pattern for part in compile_alternatives("(?:报名|预约)热线|[0-9]折|特价")] == [
        "报名热线|预约热线|特价",
        "[0-9]折",
    ]
