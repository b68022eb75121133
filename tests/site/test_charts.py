"""Charts: heights and shades in proportion, no year left out, the same numbers in the table as in the picture."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.site.charts import STEPS, grid, plain, step_of, tile_map, timeline
from gongbao.site.district_map import BEIJING

_COUNTS = st.dictionaries(st.integers(1949, 2100), st.integers(1, 100_000), min_size=1, max_size=40)


@given(_COUNTS)
def test_every_year_has_its_place_and_the_bars_add_up_to_all(counts: dict[int, int]) -> None:
    chart = timeline(counts)
    assert [bar.year for bar in chart.bars] == list(range(min(counts), max(counts) + 1))
    assert {bar.year: bar.count for bar in chart.bars if bar.count} == counts
    assert sum(bar.count for bar in chart.bars) == chart.total == sum(counts.values())


@given(_COUNTS)
def test_heights_are_in_proportion_and_only_nothing_has_none(counts: dict[int, int]) -> None:
    chart = timeline(counts)
    for bar in chart.bars:
        exact = chart.height * bar.count / chart.largest
        assert bar.height == pytest.approx(max(1, exact) if bar.count else 0, abs=0.01)
        assert bar.y + bar.height == pytest.approx(chart.height, abs=0.01)


@given(_COUNTS)
def test_bars_stand_inside_and_do_not_touch(counts: dict[int, int]) -> None:
    chart = timeline(counts)
    assert chart.bars[0].x >= 0
    assert chart.bars[-1].x + chart.bar_width <= chart.width + 0.01
    places = [bar.x for bar in chart.bars]
    assert all(later - earlier > chart.bar_width for earlier, later in pairwise(places))
    assert 1 <= sum(bar.labelled for bar in chart.bars) <= 8


def test_a_timeline_of_no_year_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a year"):
        timeline({})


@given(st.dictionaries(st.integers(1949, 2100), st.floats(0, 1e9).map(lambda value: round(value, 6)), min_size=1))
def test_sums_are_charted_as_they_are_and_whole_numbers_have_no_decimal_point(sums: dict[int, float]) -> None:
    chart = timeline({year: plain(total) for year, total in sums.items()})
    assert {bar.year: bar.count for bar in chart.bars if bar.year in sums} == sums
    assert chart.total == pytest.approx(math.fsum(sums.values()), abs=1e-6)
    assert all(isinstance(bar.count, int) or bar.count != int(bar.count) for bar in chart.bars)


@given(st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=3), _COUNTS, max_size=6))
def test_a_grid_has_a_column_for_every_year_and_its_rows_add_up(rows: dict[str, dict[int, int]]) -> None:
    years = {year for counts in rows.values() for year in counts}
    shown = grid([("", name, counts) for name, counts in rows.items()], years)
    assert shown.years == (tuple(range(min(years), max(years) + 1)) if years else ())
    for row in shown.rows:
        counts = [count for count, _ in row.cells]
        assert dict(zip(shown.years, counts, strict=True)) == {
            year: rows[row.text].get(year, 0) for year in shown.years
        }
        assert sum(counts) == row.total == sum(rows[row.text].values())
        assert all((step == 0) == (count == 0) and step <= STEPS for count, step in row.cells)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_darker_tile_never_stands_for_less(count: int, largest: int) -> None:
    count = min(count, largest)
    assert (step_of(count, largest) == 0) == (count == 0)
    assert step_of(count, largest) <= step_of(largest, largest) == STEPS
    assert step_of(max(0, count - 1), largest) <= step_of(count, largest)


def test_the_map_of_beijing_has_eighteen_places_and_none_twice() -> None:
    assert len(BEIJING) == 18
    assert len(set(BEIJING.values())) == 18


@given(st.dictionaries(st.sampled_from(sorted(BEIJING)), st.integers(1, 9_999)))
def test_the_map_shows_every_district_and_links_those_with_articles(counts: dict[str, int]) -> None:
    shown = tile_map(BEIJING, [(f"district/{name}", name, count) for name, count in counts.items()])
    assert {tile.name for tile in shown.tiles} == set(BEIJING)
    assert {tile.name: tile.count for tile in shown.tiles if tile.address} == counts
    assert all(
        0 <= tile.x <= shown.width - shown.side and 0 <= tile.y <= shown.height - shown.side for tile in shown.tiles
    )


@given(_COUNTS)
def test_the_years_written_below_do_not_run_into_each_other(counts: dict[int, int]) -> None:
    places = [bar.x for bar in timeline(counts).bars if bar.labelled]
    assert all(later - earlier >= 30 for earlier, later in pairwise(places))  # four digits take 25 units
