"""Glyphs become lines: where columns, rules and vertical titles part them, and none is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.pdf.making import Sheet

from gongbao.ingest.pdf.content import Glyph, PageContent, Rect, Style
from gongbao.ingest.pdf.lines import find_lines


def texts(sheet: Sheet) -> list[str]:
    return sorted(line.text for line in find_lines(sheet.page))


def test_a_gutter_of_one_em_parts_two_columns() -> None:
    sheet = Sheet()
    sheet.line("区总工会开展送清凉", 40, 100)
    sheet.line("职工书屋今日正式开", 140, 100)
    assert texts(sheet) == sorted(["区总工会开展送清凉", "职工书屋今日正式开"])


def test_a_rule_parts_what_stands_close() -> None:
    sheet = Sheet()
    sheet.line("区总工会", 40, 100)
    sheet.line("职工书屋", 84, 100)
    assert texts(sheet) == ["区总工会 职工书屋"]
    sheet.rules.append(Rect(81.5, 50, 82, 300))
    assert texts(sheet) == sorted(["区总工会", "职工书屋"])


def test_a_title_from_top_to_bottom_is_one_line_also_beside_another() -> None:
    sheet = Sheet()
    sheet.column(["连日来气温不断升高工"] * 6, 200, 100)
    sheet.upright("清凉送到工地上", 80, 110, 24)
    sheet.upright("职工喜笑颜开", 50, 110, 24)
    vertical = sorted(line.text for line in find_lines(sheet.page) if line.vertical)
    assert vertical == sorted(["清凉送到工地上", "职工喜笑颜开"])


def test_figures_that_lie_on_their_side_stay_in_their_vertical_title() -> None:
    sheet = Sheet()
    sheet.column(["连日来气温不断升高工"] * 6, 200, 100)
    sheet.upright("新建", 80, 110, 24)
    for place, figure in enumerate("36"):
        sheet.glyphs.append(Glyph(figure, 83, 140 + 13 * place, 13, Style("Hei", 24, 0, 270), 900 + place))
    for place, text in enumerate("家书屋"):
        sheet.glyphs.append(Glyph(text, 80, 190 + 25 * place, 24, Style("Hei", 24), 910 + place))
    assert "新建36家书屋" in [line.text for line in find_lines(sheet.page) if line.vertical]


def test_a_shadow_is_taken_once() -> None:
    sheet = Sheet()
    sheet.line("工会服务不打烊", 40, 100, 30)
    again = [replace(glyph, x=glyph.x + 0.8, y=glyph.y + 0.8, order=glyph.order + 100) for glyph in sheet.glyphs]
    sheet.glyphs += again
    assert texts(sheet) == ["工会服务不打烊"]


def test_a_word_that_is_repeated_is_not_taken_for_a_shadow() -> None:
    sheet = Sheet()
    sheet.line("慢慢走好好干", 40, 100)
    assert texts(sheet) == ["慢慢走好好干"]


def test_printed_spaces_are_kept() -> None:
    sheet = Sheet()
    sheet.line("夏送清凉 工会行动", 40, 100)
    lines = find_lines(sheet.page)
    assert sorted(line.text for line in lines) in (["夏送清凉 工会行动"], ["夏送清凉", "工会行动"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from("工会职A1。"),
            st.floats(0, 600),
            st.floats(0, 800),
            st.sampled_from([8.0, 10.0, 24.0]),
            st.sampled_from([0, 0, 0, 90, 270, 45]),
        ),
        max_size=40,
        unique_by=lambda row: (round(row[1] / 20), round(row[2] / 20)),
    )
)
def test_each_glyph_stands_in_exactly_one_line(rows: list[tuple[str, float, float, float, int]]) -> None:
    glyphs = tuple(
        Glyph(text, 20 * round(x / 20), 20 * round(y / 20), size, Style("Song", size, 0, angle), order)
        for order, (text, x, y, size, angle) in enumerate(rows)
    )
    found = "".join(line.text for line in find_lines(PageContent(600, 800, glyphs))).replace(" ", "")
    assert sorted(found) == sorted(text for text, *_ in rows)
