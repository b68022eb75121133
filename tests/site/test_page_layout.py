"""The page without a picture: rows are full, order is kept, and what is longer is not set narrower beside its like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongbao.site.page_layout import COLUMNS, widths

sizes = st.lists(st.integers(0, 5000), max_size=40)


@given(sizes)
def test_every_article_has_a_place_and_every_row_is_full(lengths: list[int]) -> None:
    found = widths(lengths)
    assert len(found) == len(lengths)
    filled = 0
    for width in found:
        assert 2 <= width <= COLUMNS
        filled += width
        assert filled <= COLUMNS  # nothing hangs over into the next row
        filled %= COLUMNS
    assert filled == 0


def test_what_is_longer_is_set_wider_and_short_ones_stand_three_in_a_row() -> None:
    assert widths([1500, 100, 100, 100, 100]) == [4, 2, 2, 2, 2]
    assert widths([100, 100]) == [4, 2]
    assert widths([800, 200, 400, 900]) == [4, 2, 3, 3]
    assert widths([800, 400, 900]) == [4, 2, 6]
    assert widths([100]) == [6]
    assert widths([]) == []
