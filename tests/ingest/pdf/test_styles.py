"""Looks that papers have: boxes of short items, titles on colour, paragraphs that are parted by gaps."""

from __future__ import annotations

from tests.ingest.pdf.making import Sheet, told

from gongbao.ingest.pdf.content import Rect
from gongbao.ingest.pdf.document import LaidOutPage, compose, read_layout

FILL = "职工代表走进车间一线慰问"  # 12 characters: one full line
OPENING, CLOSING = "　　连日来气温升高工会", "送清凉。"
BODY = [OPENING, FILL, FILL, CLOSING]


def headlines(page: LaidOutPage) -> list[str]:
    return [text for roles in told(page) for text in roles.get("headline", [])]


def test_short_items_run_on_from_column_to_column_even_when_a_title_stands_at_a_columns_foot() -> None:
    sheet = Sheet()
    sheet.boxes.append(Rect(30, 30, 320, 260))
    sheet.line("一线传真", 120, 60, 18, "Hei")
    sheet.line("书屋开张", 40, 85, 12, "Hei")
    sheet.column([*BODY, *BODY], 40, 100)
    sheet.line("水送到了", 40, 225, 12, "Hei")
    sheet.column([*BODY, *BODY], 180, 85)
    first, second = told(read_layout(sheet.page))
    assert (first["column"], first["headline"], second["headline"]) == (["一线传真"], ["书屋开张"], ["水送到了"])
    assert (len(first["paragraph"]), len(second["paragraph"])) == (2, 2)


def test_a_title_on_colour_over_two_of_three_columns_has_the_text_under_and_beside_it() -> None:
    sheet = Sheet()
    sheet.boxes.append(Rect(36, 36, 300, 90))
    sheet.line("清凉送到工地上", 44, 70, 24, "Hei")
    sheet.column([OPENING, *[FILL] * 5], 40, 106)
    sheet.column([FILL] * 6, 175, 106)
    sheet.column([*[FILL] * 9, CLOSING], 310, 46)
    [only] = told(read_layout(sheet.page))
    assert only["headline"] == ["清凉送到工地上"]
    assert [len(text) for text in only["paragraph"]] == [9 + 12 * 20 + 4]


def test_a_kicker_in_a_strip_of_colour_is_one_though_it_is_no_larger_than_the_text() -> None:
    sheet = Sheet()
    sheet.boxes.append(Rect(40, 38, 300, 56))
    sheet.line("夏送清凉在行动", 46, 51, 10, "Hei")
    sheet.line("清凉送到工地上", 40, 80, 22, "Hei")
    sheet.column(BODY, 40, 106)
    [only] = told(read_layout(sheet.page))
    assert (only["kicker"], only["headline"]) == (["夏送清凉在行动"], ["清凉送到工地上"])


def test_paragraphs_without_indents_are_told_by_the_gaps_between_them() -> None:
    sheet = Sheet()
    sheet.line("清凉送到工地上", 40, 60, 24, "Hei")
    for place in range(5):
        sheet.column([FILL, FILL, "送来一片清凉。"], 40, 90 + place * 52.5)
    sheet.line("从清单说起", 40, 90 + 5 * 52.5)
    sheet.column([FILL, "并作了记录。"], 40, 112.5 + 5 * 52.5)
    [only] = told(read_layout(sheet.page))
    assert [len(text) for text in only["paragraph"]] == [31] * 5 + [18]
    assert only["crosshead"] == ["从清单说起"]


def test_who_edited_the_page_is_furniture_of_the_margin_even_without_a_folio() -> None:
    sheet = Sheet()
    sheet.line("清凉送到工地上", 40, 60, 24, "Hei")
    sheet.column(BODY, 40, 90)
    sheet.line("责编：高远", 40, 790, 8)
    laid_out = read_layout(sheet.page)
    assert [(piece.text, piece.reason) for piece in laid_out.discards] == [("责编：高远", "imprint")]
    assert headlines(laid_out) == ["清凉送到工地上"]


def test_a_crosshead_in_the_middle_of_a_columns_head_stands_in_that_column() -> None:
    sheet = Sheet()
    sheet.line("清凉送到工地上", 40, 60, 24, "Hei")
    sheet.column([*BODY, *BODY], 40, 90)
    sheet.line("大家说", 220, 90, 10, "Hei")
    sheet.column([*BODY, *BODY], 175, 105)
    [only] = told(read_layout(sheet.page))
    assert [piece.role for piece in read_layout(sheet.page).stories[0].pieces][3] == "crosshead"
    assert len(only["paragraph"]) == 4


def test_what_stands_in_hundreds_of_pieces_is_no_page_of_articles_and_nothing_of_it_is_lost() -> None:
    sheet = Sheet(2000, 3000)
    sheet.line("清凉送到工地上", 40, 330, 24, "Hei")
    for place in range(450):
        sheet.line("职工书屋", 40 + place % 15 * 130, 400 + place // 15 * 80)
    composed = compose([read_layout(sheet.page)])
    assert composed.marks == ()
    assert composed.text.count("职工书屋") == 450
