"""Lines become articles: what a title rules, where text goes on, what is no part of any article."""

from __future__ import annotations

import pytest
from tests.ingest.pdf.making import Sheet, told

from gongbao.core.dates import IssueDate
from gongbao.core.records import Area, Page
from gongbao.ingest.pdf.areas import articles_by_areas
from gongbao.ingest.pdf.content import PageContent, Rect
from gongbao.ingest.pdf.document import NO_TEXT_LAYER, compose, read_layout
from gongbao.ingest.pdf.lines import find_lines

FILL = "职工代表走进车间一线慰问"  # 12 characters: one full line


def set_article(sheet: Sheet, title: str, x: float, y: float, *, columns: int = 2, size: float = 24.0) -> None:
    """A title over columns of 12 characters: a paragraph that runs over all of them, then a short last line."""
    sheet.line(title, x, y, size, "Hei")
    for column in range(columns):
        first = "　　连日来气温升高工会" if column == 0 else FILL
        last = "送清凉。" if column == columns - 1 else FILL
        sheet.column([first, *[FILL] * 4, last], x + column * 135, y + 30)


def test_a_paragraph_over_two_columns_is_one_paragraph_of_its_title() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60)
    set_article(sheet, "职工书屋开张了", 340, 60, columns=1, size=16)
    first, second = told(read_layout(sheet.page))
    assert first["headline"] == ["清凉送到工地上"]
    assert [len(text) for text in first["paragraph"]] == [9 + 12 * 10 + 4]
    assert second["headline"] == ["职工书屋开张了"]


def test_kicker_headline_and_subhead_are_told_by_size_and_place() -> None:
    sheet = Sheet()
    sheet.line("夏送清凉在行动", 60, 40, 14, "Hei")
    set_article(sheet, "清凉送到工地上", 40, 70)
    sheet.line("九百名职工受益", 60, 88, 13, "Hei")
    sheet.glyphs = [glyph for glyph in sheet.glyphs if not 95 < glyph.y < 105]
    [only] = told(read_layout(sheet.page))
    assert (only["kicker"], only["headline"], only["subhead"]) == (
        ["夏送清凉在行动"],
        ["清凉送到工地上"],
        ["九百名职工受益"],
    )


def test_a_box_is_an_article_of_its_own_in_the_middle_of_another() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60, columns=3)
    sheet.boxes.append(Rect(36, 200, 200, 340))
    set_article(sheet, "职工书屋开张了", 44, 226, columns=1, size=16)
    first, second = told(read_layout(sheet.page))
    assert (first["headline"], second["headline"]) == (["清凉送到工地上"], ["职工书屋开张了"])
    assert len(first["paragraph"]) == len(second["paragraph"]) == 1


def test_caption_and_credit_belong_to_the_picture() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60, columns=1)
    sheet.pictures.append(Rect(40, 190, 160, 260))
    sheet.line("图为职工领到清凉包。", 40, 272, 8, "Kai")
    sheet.line("高远 摄", 110, 283, 8, "Kai")
    [only] = told(read_layout(sheet.page))
    assert (only["caption"], only["credit"]) == (["图为职工领到清凉包。"], ["高远 摄"])


def test_the_folio_tells_date_and_page_and_is_furniture() -> None:
    sheet = Sheet()
    sheet.line("第03版", 40, 30, 18, "Hei")
    sheet.line("工会", 290, 30, 18, "Hei")
    sheet.line("2021年7月16日 星期五", 400, 30, 10, "Hei")
    sheet.rules.append(Rect(40, 40, 560, 41))
    set_article(sheet, "清凉送到工地上", 40, 80)
    laid_out = read_layout(sheet.page)
    assert (laid_out.margins.date, laid_out.margins.page) == (IssueDate(2021, 7, 16), Page("3", "工会"))
    assert {piece.reason for piece in laid_out.discards} == {"furniture"}
    assert len(laid_out.stories) == 1


@pytest.mark.parametrize("band", [True, False])
def test_the_name_of_the_page_alone_in_a_band_or_over_a_rule_is_furniture_and_known(band: bool) -> None:
    sheet = Sheet()
    sheet.line("维权", 50, 40, 20, "Hei")
    if band:
        sheet.boxes.append(Rect(30, 15, 570, 50))
    else:
        sheet.rules.append(Rect(30, 49, 570, 50))
    set_article(sheet, "清凉送到工地上", 40, 90)
    sheet.line("2021年7月16日", 40, 790, 9)
    sheet.line("第8版", 140, 790, 9)
    laid_out = read_layout(sheet.page)
    assert (laid_out.margins.date, laid_out.margins.page) == (IssueDate(2021, 7, 16), Page("8", "维权"))
    assert [story.pieces[0].text for story in laid_out.stories] == ["清凉送到工地上"]


def test_a_paragraph_that_runs_on_past_a_rule_between_columns_is_one() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工", 40, 60, columns=3)
    sheet.rules += [Rect(167, 80, 168, 170), Rect(302, 80, 303, 170)]
    [only] = told(read_layout(sheet.page))
    assert [len(text) for text in only["paragraph"]] == [9 + 12 * 16 + 4]


def test_an_advertisement_in_its_box_is_discarded_whole() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60)
    sheet.boxes.append(Rect(40, 600, 300, 720))
    sheet.line("好邻居家政", 60, 630, 22, "Hei")
    sheet.line("全场五折起限时抢购", 60, 660, 14, "Hei")
    sheet.line("咨询电话：010-65551234", 60, 690, 10)
    laid_out = read_layout(sheet.page)
    assert [story.pieces[0].text for story in laid_out.stories] == ["清凉送到工地上"]
    assert {piece.reason for piece in laid_out.discards} == {"advertisement"}
    assert len("".join(piece.text for piece in laid_out.discards).replace(" ", "")) == 5 + 9 + 17


@pytest.mark.parametrize("turn", ["（下转第3版）", "(下转第三版)", "【上接第1版】"])
def test_a_turn_line_is_a_discard_with_its_reason(turn: str) -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60, columns=1)
    sheet.line(turn, 80, 180)
    composed = compose([read_layout(sheet.page)])
    reasons = {composed.text[mark.start : mark.end]: mark.reason for mark in composed.marks if mark.role == "discard"}
    assert list(reasons.values()) == ["continuation line"]


def numbered(number: int, turn: str, title: str, first: str) -> PageContent:
    sheet = Sheet()
    sheet.line(f"第{number}版 工会", 40, 30, 18, "Hei")
    sheet.rules.append(Rect(40, 40, 560, 41))
    sheet.line(title, 40, 80, 24, "Hei")
    lines = [first, FILL, FILL]
    sheet.column([turn, *lines] if turn.startswith("（上") else [*lines, turn], 40, 110)
    return sheet.page


def test_an_article_that_goes_on_on_another_page_of_the_document_is_one() -> None:
    pages = [
        read_layout(numbered(1, "（下转第3版）", "清凉送到工地上", "　　连日来气温升高工会")),
        read_layout(numbered(3, "（上接第1版）", "清凉送到工地上", FILL)),
    ]
    composed = compose(pages)
    assert {mark.article for mark in composed.marks if mark.role != "discard"} == {0}
    assert [mark.role for mark in composed.marks if mark.role != "discard"] == [
        "headline",
        "paragraph",
        "crosshead",
        "continuation",
    ]


def test_text_without_titles_has_no_marks_and_is_left_to_the_splitter() -> None:
    sheet = Sheet()
    sheet.column(["　　连日来气温升高工会", FILL, "送清凉。"], 40, 60)
    composed = compose([read_layout(sheet.page)])
    assert composed.marks == ()
    assert "连日来气温升高工会职工代表走进车间一线慰问送清凉。" in composed.text


def test_a_block_of_codes_is_unreadable_and_the_rest_is_read() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60)
    set_article(sheet, "职工书屋开张了", 40, 300, columns=1)
    sheet.column(["\ue123\ue124\ue125\ue126〓〓\ue127"] * 5, 40, 420)
    laid_out = read_layout(sheet.page)
    pieces = [*laid_out.discards, *(piece for story in laid_out.stories for piece in story.pieces)]
    assert {piece.reason for piece in pieces if "〓" in piece.text} == {"unreadable"}
    assert "清凉送到工地上" in [piece.text for piece in pieces]


def test_hot_areas_decide_whatever_the_layout_says() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60)
    set_article(sheet, "职工书屋开张了", 40, 300)
    whole = Area(((0.0, 0.0), (1.0, 0.0), (1.0, 0.7), (0.0, 0.7)), "content_1.htm")
    assert len(read_layout(sheet.page).stories) == 2
    [story] = read_layout(sheet.page, [whole]).stories
    assert [piece.role for piece in story.pieces] == ["headline", "paragraph", "crosshead", "paragraph"]


def test_a_line_goes_to_the_smallest_area_that_holds_it_and_to_one_only() -> None:
    sheet = Sheet()
    sheet.line("甲工会", 40, 100)
    sheet.line("乙工会", 400, 100)
    sheet.line("丙工会", 40, 700)
    large = Area(((0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.0, 0.5)), "large")
    small = Area(((0.5, 0.0), (1.0, 0.0), (1.0, 0.25), (0.5, 0.25)), "small")
    found, outside = articles_by_areas(find_lines(sheet.page), [large, small], 600, 800)
    assert [[line.text for line in one.lines] for one in found] == [["甲工会"], ["乙工会"]]
    assert [line.text for line in outside] == ["丙工会"]


def test_a_page_that_is_a_picture_among_pages_of_text_is_told_as_one_that_could_not_be_read() -> None:
    sheet = Sheet()
    set_article(sheet, "清凉送到工地上", 40, 60)
    picture = PageContent(600, 800, pictures=(Rect(0, 0, 600, 800),))
    for pages in ([sheet.page, picture], [picture]):
        composed = compose([read_layout(page) for page in pages])
        told = [mark for mark in composed.marks if mark.reason == NO_TEXT_LAYER]
        assert [composed.text[mark.start : mark.end] for mark in told] == ["（这一版只有图，没有文字层）"]
    blank = compose([read_layout(sheet.page), read_layout(PageContent(600, 800))])
    assert not [mark for mark in blank.marks if mark.reason == NO_TEXT_LAYER]
