"""Whatever was printed is found in a real browser, and nothing else: from a disk and from a server."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.soak import amount

from gongbao.core.normal import normalise
from gongbao.core.records import Article, Credit, Picture, TaggedArticle

pytestmark = pytest.mark.browser

GOLD = Path(__file__).parents[2] / "data" / "2021-07-laodong-page.gold.json"
Ask = Callable[[Page, Sequence[str]], list[list[int]]]


def _credits(entries: Iterable[dict[str, str]]) -> tuple[Credit, ...]:
    return tuple(Credit(entry["name"], entry.get("role", ""), entry.get("unit", "")) for entry in entries)


def sample_articles() -> list[TaggedArticle]:
    entries = json.loads(GOLD.read_text(encoding="utf-8"))["articles"]
    return [
        TaggedArticle(
            Article(
                headline=entry["headline"],
                kicker=entry.get("kicker", ""),
                subhead=entry.get("subhead", ""),
                column=entry.get("column", ""),
                byline=_credits(entry["byline"]),
                paragraphs=tuple(entry["paragraphs"]),
                id=str(number),
            )
        )
        for number, entry in enumerate(entries)
    ]


def fields_of(tagged: TaggedArticle) -> list[str]:
    """Every field and paragraph that is searched, told here a second time on purpose."""
    article = tagged.article
    fields = [article.headline, article.kicker, article.subhead, article.column, article.dateline, *article.paragraphs]
    fields += [part for credit in article.byline for part in (credit.name, credit.unit)]
    for picture in article.pictures:
        fields += [picture.caption, *(part for credit in picture.credits for part in (credit.name, credit.unit))]
    return [normalise(field) for field in fields if field]


def substrings(articles: Iterable[TaggedArticle], longest: int = 8) -> list[str]:
    article_fields = {field for tagged in articles for field in fields_of(tagged)}
    return sorted(
        {
            field[start : start + length]
            for field in article_fields
            for start in range(len(field))
            for length in range(1, min(longest, len(field) - start) + 1)
        }
    )


def holders(articles: Sequence[TaggedArticle], strings: Iterable[str]) -> list[list[int]]:
    fields = [fields_of(tagged) for tagged in articles]
    return [
        [number for number, held in enumerate(fields) if any(normalise(string) in field for field in held)]
        for string in strings
    ]


def assert_exact(page: Page, ask: Ask, articles: Sequence[TaggedArticle], strings: Sequence[str]) -> None:
    expected = holders(articles, strings)
    for string, found, wanted in zip(strings, ask(page, strings), expected, strict=True):
        assert found == wanted, f"{string!r} is in {wanted}, the browser found {found}"


@pytest.mark.soak
def test_every_substring_of_the_sample_is_found_from_a_disk_and_from_a_server(
    searchable: Any, serve: Callable[[Path], str], found_by: Ask
) -> None:
    articles = sample_articles()
    searchable.write(articles)
    strings = substrings(articles)
    assert len(strings) > 10_000
    assert_exact(searchable.open(), found_by, articles, strings[:: amount(2, soak=1)])
    assert_exact(searchable.open(serve(searchable.folder)), found_by, articles, strings[:: amount(14, soak=1)])


# Characters that fold to several, to others and together; beyond the BMP; of several scripts; digits of both widths.
ALPHABET = '工会工会工会送清凉区总0０1１AaＡßſςΣ…㎡①ﬁé\u0301𠮷𠮷😀👨\u200d👩Ꭰꭰİıᾳǆ \u3000\t\x1c\ufeff“”"「」，。-'


def generated_articles(count: int, seed: int) -> list[TaggedArticle]:
    chance = random.Random(seed)

    def text(most: int) -> str:
        return "".join(chance.choice(ALPHABET) for _ in range(chance.randint(1, most)))

    return [
        TaggedArticle(
            Article(
                headline=text(12),
                kicker=text(6) if chance.random() < 0.5 else "",
                paragraphs=tuple(text(60) for _ in range(chance.randint(0, 4))),
                byline=(Credit(text(3), "记者", text(4)),),
                pictures=(Picture(text(20), (Credit(text(3), "摄影"),)),) if chance.random() < 0.3 else (),
                id=str(number),
            )
        )
        for number in range(count)
    ]


@pytest.mark.soak
@pytest.mark.parametrize("sizes", [(500_000, 500_000), (200, 150)], ids=["one bucket", "many buckets and batches"])
def test_strings_of_any_script_are_found_in_a_generated_archive(
    searchable: Any, found_by: Ask, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, int]
) -> None:
    monkeypatch.setattr("gongbao.site.search_index.corpus._BUCKET_OCCURRENCES", sizes[0])
    monkeypatch.setattr("gongbao.site.search_index.corpus._BATCH_CHARACTERS", sizes[1])
    articles = generated_articles(300, seed=7)
    searchable.write(articles)
    chance = random.Random(8)
    strings = chance.sample(substrings(articles, longest=6), amount(800, soak=2_500))
    strings += [
        "".join(chance.choice(ALPHABET) for _ in range(chance.randint(1, 4))) for _ in range(amount(100, soak=300))
    ]
    strings = [string for string in strings if normalise(string)]
    assert_exact(searchable.open(), found_by, articles, strings)


def test_a_string_that_most_articles_hold_is_found_by_its_positions(searchable: Any, found_by: Ask) -> None:
    chance = random.Random(3)
    articles = [
        TaggedArticle(Article("总工会", ("".join(chance.choice("区总工会") for _ in range(2_000)),), id=str(number)))
        for number in range(60)
    ]
    searchable.write(articles)
    assert len(list((searchable.folder / "search" / "positions").rglob("*.js"))) > 10
    strings = ["".join(chance.choice("区总工会") for _ in range(length)) for length in (1, 2, 3, 4, 5, 6, 7, 8, 9) * 9]
    assert_exact(searchable.open(), found_by, articles, strings)


def test_an_archive_without_articles_answers_with_none(searchable: Any, found_by: Ask) -> None:
    searchable.write([])
    assert found_by(searchable.open(), ["工", "工会", "总工会"]) == [[], [], []]


def test_the_browser_folds_every_assigned_character_as_python_does(searchable: Any) -> None:
    import sys
    import unicodedata

    searchable.write(generated_articles(1, seed=1))
    page = searchable.open()
    codes = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    folded: list[str] = page.evaluate(
        """async (codes) => {
            await gongbaoSearch.store.manifest();
            return codes.map((code) => gongbaoSearch.normalise("x" + String.fromCodePoint(code) + "x"));
        }""",
        codes,
    )
    differing = [hex(code) for code, one in zip(codes, folded, strict=True) if one != normalise(f"x{chr(code)}x")]
    assert differing == []
