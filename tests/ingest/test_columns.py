"""The name of a standing column above a headline is kept apart from it; what is not clear stays in the title."""

from __future__ import annotations

import hashlib

import pytest

from gongbao.core.records import Source
from gongbao.ingest.assemble import Draft, assemble, standing_names
from gongbao.ingest.blocks import read_lines

TEXT = "区里的修鞋匠老孙每天六点出摊，一坐就是一整天，街坊们都认得他。"


def source_of(text: str) -> Source:
    raw = text.encode()
    return Source("page.txt", raw, hashlib.sha256(raw).hexdigest(), "utf-8", text)


def drafts_of(text: str, titles: int) -> list[Draft]:
    """A draft for every article of the text, each of so many title lines and one paragraph."""
    lines = read_lines(text)
    size = titles + 1
    return [
        Draft(lines[start : start + titles], [(lines[start + titles], "paragraph")])
        for start in range(0, len(lines), size)
    ]


@pytest.mark.parametrize(
    "name", ["【街巷手艺】", "［街巷手艺］", "·街巷手艺·", "《街巷手艺》专栏", "老行当系列报道之三"]
)
def test_a_name_set_off_above_the_title_is_the_column(name: str) -> None:
    text = f"{name}\n\n老孙的修鞋摊摆了三十年\n\n{TEXT}\n"
    article = assemble(drafts_of(text, 2)[0], source_of(text), 0)
    assert (article.column, article.kicker, article.headline) == (name, "", "老孙的修鞋摊摆了三十年")
    assert [span.role for span in article.spans] == ["column", "headline", "paragraph"]


@pytest.mark.parametrize("first", ["街坊们的鞋都认得他", "“修一双是一双”", "修鞋摊前 人来人往"])
def test_a_line_that_only_might_be_a_column_stays_in_the_title(first: str) -> None:
    text = f"{first}\n\n老孙的修鞋摊摆了三十年\n\n{TEXT}\n"
    assert assemble(drafts_of(text, 2)[0], source_of(text), 0).column == ""


def test_a_name_in_brackets_without_a_title_below_is_the_headline() -> None:
    text = f"【街巷手艺】\n\n{TEXT}\n"
    article = assemble(drafts_of(text, 1)[0], source_of(text), 0)
    assert (article.column, article.headline) == ("", "【街巷手艺】")


def test_a_short_line_that_heads_two_titles_of_a_page_is_a_column() -> None:
    text = f"街巷手艺\n\n老孙的修鞋摊\n\n{TEXT}\n\n街巷手艺\n\n老赵的裁缝铺\n\n{TEXT}\n"
    drafts = drafts_of(text, 2)
    standing = standing_names(drafts)
    articles = [assemble(draft, source_of(text), order, standing) for order, draft in enumerate(drafts)]
    assert [(one.column, one.headline) for one in articles] == [
        ("街巷手艺", "老孙的修鞋摊"),
        ("街巷手艺", "老赵的裁缝铺"),
    ]
