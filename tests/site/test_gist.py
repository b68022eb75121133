"""An article in few words: the extract in lists, key phrases as searches, the day of the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gongbao.core.annotations import Annotations, Event, Passage, Phrase
from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import id_address
from gongbao.site.gist import happened, lede, phrase_links

Make = Callable[..., TaggedArticle]
LEAD = "7月28日，区总工会为驿站添置了饮水机。"
SECOND = "驿站每天开放十小时。"
TEXT = f"本报讯（记者 沈南）{LEAD}天热。{SECOND}"


def _passage(text: str) -> Passage:
    start = TEXT.index(text)
    return Passage("paragraph", 0, start, start + len(text), text)


def _known(make_article: Make, since: IssueDate, until: IssueDate, printed: str = "7月28日") -> TaggedArticle:
    event = Event(printed, since, until, "paragraph", 0, 0, len(printed))
    tagged = make_article(headline="驿站添了饮水机", paragraphs=(TEXT,), date=IssueDate(2021, 7, 30))
    found = Annotations(
        phrases=(Phrase("饮水机", 1.0), Phrase("驿站 & <b>", 0.5)),
        extract=(_passage(LEAD), _passage(SECOND)),
        events=(event,),
    )
    return replace(tagged, annotations=found)


def test_lists_show_the_extract_and_the_first_words_where_there_is_none(make_article: Make) -> None:
    tagged = _known(make_article, UNKNOWN_DATE, UNKNOWN_DATE)
    assert lede(tagged) == LEAD + SECOND
    assert lede(replace(tagged, annotations=Annotations())) == TEXT
    assert lede(make_article(paragraphs=("热" * 100,))) == "热" * 64 + "……"


def test_an_extract_whose_words_were_corrected_is_not_shown(make_article: Make) -> None:
    tagged = _known(make_article, UNKNOWN_DATE, UNKNOWN_DATE)
    corrected = replace(tagged, article=replace(tagged.article, paragraphs=(TEXT.replace("饮水机", "冰箱"),)))
    assert lede(corrected).startswith("本报讯")


def test_a_key_phrase_links_to_the_search_for_that_very_string(make_article: Make) -> None:
    links = phrase_links(_known(make_article, UNKNOWN_DATE, UNKNOWN_DATE).annotations)
    assert links[0].address == "search.html?q=%E2%80%9C%E9%A5%AE%E6%B0%B4%E6%9C%BA%E2%80%9D"
    assert "<" not in links[1].address
    assert "&" not in links[1].address


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (IssueDate(2021, 7, 28), IssueDate(2021, 7, 28), "2021年7月28日"),
        (IssueDate(2021, 7, 28), IssueDate(2021, 8, 1), "2021年7月28日至2021年8月1日"),
        (IssueDate(2021, 7, 1), UNKNOWN_DATE, "2021年7月1日起"),
        (IssueDate(2021, 7, 30), IssueDate(2021, 7, 30), None),  # the day of the issue
        (IssueDate(2020), IssueDate(2020), None),  # 去年
        (UNKNOWN_DATE, IssueDate(2021, 7, 30), None),
        (UNKNOWN_DATE, UNKNOWN_DATE, None),
    ],
)
def test_the_day_of_the_event_is_shown_where_it_is_known_and_another(
    make_article: Make, since: IssueDate, until: IssueDate, shown: str | None
) -> None:
    found = happened(_known(make_article, since, until))
    assert (found.text if found else None) == shown


def test_an_article_s_page_shows_them_and_is_the_same_twice(
    make_article: Make, build: Callable[..., object], tree: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    tagged = _known(make_article, IssueDate(2021, 7, 28), IssueDate(2021, 7, 28))
    build([tagged], tmp_path / "one")
    build([tagged], tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    page = (tmp_path / "one" / id_address(tagged.article.id)).read_text(encoding="utf-8")
    assert "事情发生：2021年7月28日（文中：7月28日）" in page
    assert 'search.html?q=%E2%80%9C%E9%A5%AE%E6%B0%B4%E6%9C%BA%E2%80%9D">饮水机</a>' in page
    assert "驿站 &amp; &lt;b&gt;" in page
    assert LEAD + SECOND in (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
