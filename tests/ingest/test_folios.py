"""The line that prints a page's date, number and name is no headline, and says them when nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Page, Source
from gongbao.core.words import Segmenter
from gongbao.ingest.folio import read_folio, read_header
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source_bytes
from gongbao.ingest.splitter import split

DAY = IssueDate(2021, 7, 16)
ARTICLE = (
    "码头工会送来酸梅汤\n\n本报讯（记者 张三）昨日，海港码头工会把酸梅汤送到装卸一线，职工们喝在嘴里，凉在心上。\n"
)


@pytest.mark.parametrize(
    ("line", "date", "page"),
    [
        ("第03版 工会", UNKNOWN_DATE, Page("3", "工会")),
        ("第3版：综合新闻", UNKNOWN_DATE, Page("3", "综合新闻")),
        ("A03 工会新闻", UNKNOWN_DATE, Page("A03", "工会新闻")),
        ("2021年7月16日 星期五 第3版", DAY, Page("3")),
        ("海港工人报 2021-07-16 星期五 03版 工会", DAY, Page("3", "工会")),
        ("工会 第３版", UNKNOWN_DATE, Page("3", "工会")),
        ("第十二版 | 副刊", UNKNOWN_DATE, Page("12", "副刊")),
        ("7月16日 星期五 第3版", UNKNOWN_DATE, Page("3")),
        ("2021年2月30日 星期五 第3版", UNKNOWN_DATE, Page("3")),
        ("2021年7月16日 农历六月初七 周五", DAY, Page()),
    ],
)
def test_a_folio_says_date_number_and_name(line: str, date: IssueDate, page: Page) -> None:
    assert read_folio(line) == (date, page)


@pytest.mark.parametrize(
    "line",
    [
        "第三版药典发布",
        "下转第3版",
        "上接A01版",
        "工会走进第3版",
        "G20峰会开幕",
        "2021年7月16日",
        "周五见",
        "工会",
        "新版劳动合同范本今起启用",
        "工人诗集出版",
        "送清凉 出新版 有新招",
        "第3版 工会主席谈防暑降温怎样落到实处",
        "",
    ],
)
def test_a_line_that_says_something_is_no_folio(line: str) -> None:
    assert read_folio(line) is None


@pytest.mark.parametrize("line", ["第03版 工会", "第3版：综合新闻", "A03 工会新闻", "2021年7月16日 星期五 第3版"])
def test_a_folio_above_the_lead_is_furniture_and_not_its_headline(
    line: str, source_of: Callable[[str], Source], segmenter: Segmenter
) -> None:
    reading = split(source_of(f"{line}\n\n{ARTICLE}"), segmenter)
    assert [(one.text, one.reason) for one in reading.discards] == [(line, "furniture")]
    assert [(one.kicker, one.headline) for one in reading.articles] == [("", "码头工会送来酸梅汤")]


def read(name: str, text: str, hints: Hints = Hints()) -> tuple[IssueDate, Page]:  # noqa: B008 - frozen
    source = read_source_bytes(name, text.encode(), hints, 100_000)
    return source.date, source.page


def test_a_folio_tells_date_and_page_when_nothing_else_does() -> None:
    text = f"2021年7月16日 星期五 第3版 工会\n\n{ARTICLE}"
    assert read("page.txt", text) == (DAY, Page("3", "工会"))
    assert read("2020-01-02-03.txt", text) == (IssueDate(2020, 1, 2), Page("3", "工会"))
    assert read("page.txt", text, Hints(page=Page("5"))) == (DAY, Page("5"))


def test_folios_of_several_pages_in_one_file_tell_only_what_they_agree_on() -> None:
    assert read_header("2021年7月16日 星期五 第3版\n\n甲\n\n2021年7月16日 星期五 第4版\n") == (DAY, Page())


@given(st.text(alphabet="第三十3版A0 12年7月16日星期五：工会报|", max_size=30))
def test_any_line_is_a_folio_or_none(text: str) -> None:
    folio = read_folio(text)
    assert folio is None or isinstance(folio[1], Page)
