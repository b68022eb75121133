"""Whatever was printed is found, and nothing else: every engine against plain substring search."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.soak import amount

from gongbao.core.normal import normalise
from gongbao.core.records import Article, Credit, Picture, TaggedArticle
from gongbao.search import SearchBackend

Holding = Callable[[tuple[TaggedArticle, ...], str], set[str]]
Values = Callable[[TaggedArticle], list[str]]
OpenAt = Callable[[Path], SearchBackend]

# Few kinds of characters, so that strings repeat, overlap and almost match: punctuation, both widths,
# quotation marks, spaces of several kinds, letters with and without marks, what prints nothing, a control
# character, one outside the first plane.
CHARACTERS = "工会工会送清凉，。“”\"'（）():：|｜-－*?　 \n\tAａb1１…é\u0301\u200b\x01𠮷B S"
Made = tuple[str, str, list[str], list[str]]  # headline, kicker, paragraphs, the other fields
PRINTED = st.text(st.sampled_from(CHARACTERS), max_size=14)


def quoted(string: str) -> str:
    return '"' + string.replace('"', '""') + '"'


def found(index: SearchBackend, query: str) -> set[str]:
    results = index.search(query, limit=1_000)
    assert len(results.hits) == results.total
    return {hit.id for hit in results.hits}


# One string in so many is asked for; a server takes ten times as long to be asked.
STEPS = {"embedded": amount(2, soak=1), "elasticsearch": amount(24, soak=1)}


@pytest.mark.slow
@pytest.mark.soak
def test_every_string_of_the_sample_page_finds_exactly_the_articles_that_hold_it(
    engine: str, index: SearchBackend, sample: tuple[TaggedArticle, ...], values: Values
) -> None:
    index.index(sample)
    holders: dict[str, set[str]] = defaultdict(set)
    printed: dict[str, str] = {}
    for tagged in sample:
        for value in values(tagged):
            for length in range(1, 9):
                for start in range(len(value) - length + 1):
                    string = value[start : start + length]
                    printed.setdefault(normalise(string), string)
            folded = normalise(value)
            for length in range(1, 25):  # … is three characters to search, so that a string of 8 may become longer
                for start in range(len(folded) - length + 1):
                    holders[folded[start : start + length]].add(tagged.article.id)
    assert len(printed) > 15_000
    asked = list(printed.items())[:: STEPS[engine]]
    wrong = {string for folded, string in asked if found(index, quoted(string)) != holders[folded]}
    assert wrong == set()


def _article(number: int, headline: str, kicker: str, paragraphs: list[str], rest: list[str]) -> TaggedArticle:
    subhead, column, dateline, caption, name, unit = rest
    return TaggedArticle(
        Article(
            id=f"a{number}",
            headline=headline,
            paragraphs=tuple(paragraphs),
            kicker=kicker,
            subhead=subhead,
            column=column,
            dateline=dateline,
            byline=(Credit(name, "记者", unit),),
            pictures=(Picture(caption, (Credit(unit, "摄影"),)),),
        )
    )


ARTICLES = st.lists(
    st.tuples(PRINTED, PRINTED, st.lists(PRINTED, max_size=3), st.lists(PRINTED, min_size=6, max_size=6)),
    min_size=1,
    max_size=5,
)


@pytest.mark.soak
@settings(max_examples=amount(20, soak=400))
@given(made=ARTICLES, data=st.data())
def test_any_string_finds_exactly_the_articles_that_hold_it(
    open_at: OpenAt, values: Values, holding: Holding, made: list[Made], data: st.DataObject
) -> None:
    articles = tuple(_article(number, *texts) for number, texts in enumerate(made))
    everything = [value for tagged in articles for value in values(tagged)]
    folder = Path(tempfile.mkdtemp())
    try:
        index = open_at(folder)
        # Indexed twice, half of it changed in between: nothing of what was replaced may be found.
        index.index(_article(number, "旧" + texts[0], *texts[1:]) for number, texts in enumerate(made))
        index.index(articles)
        for _ in range(8):
            string = data.draw(_strings_of(everything) | PRINTED)
            if not normalise(string):
                continue
            assert found(index, quoted(string)) == holding(articles, string), ascii(string)
            if "”" not in string:
                assert found(index, f"“{string}”") == holding(articles, string), ascii(string)
            assert found(index, f"-{quoted(string)}") == {t.article.id for t in articles} - holding(articles, string)
    finally:
        shutil.rmtree(folder)


def _strings_of(texts: list[str]) -> st.SearchStrategy[str]:
    if not texts:
        return st.nothing()
    return st.tuples(st.sampled_from(texts), st.integers(0, 13), st.integers(1, 8)).map(
        lambda choice: choice[0][choice[1] : choice[1] + choice[2]]
    )


def test_a_term_finds_what_its_string_finds_and_more(
    index: SearchBackend, sample: tuple[TaggedArticle, ...], holding: Holding
) -> None:
    index.index(sample)
    for term in ("职工", "送清凉", "区总工会", "慰问一线", "党史学习教育主题党日", "我为群众"):
        assert found(index, term) >= holding(sample, term) == found(index, quoted(term))
