"""An index with a further segment finds what an index written whole finds."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.core.records import Article, Page, TaggedArticle
from gongbao.site.search_index import joined, write_further, write_search

_WORDS = ["总工会", "送清凉", "驿站", "职工", "慰问", "培训", "班组", "夜班", "凉茶", "区总"]
_ASK = """async (asked) => {
    const found = [];
    for (const query of asked) {
        const { hits, facets, manifest } = await gongbaoSearch.search(query, {});
        const documents = await gongbaoSearch.documents(hits.map((hit) => hit.number));
        found.push([documents.map((one) => one.address).sort(), facets]);
    }
    return found;
}"""


def _article(chance: random.Random, number: int) -> TaggedArticle:
    text = "".join(chance.choice(_WORDS) for _ in range(chance.randrange(1, 30)))
    date = IssueDate(2020 + chance.randrange(3), 1 + chance.randrange(12), 1 + chance.randrange(28))
    page = Page(str(1 + chance.randrange(3)), chance.choice(["要闻", "工会"]))
    return TaggedArticle(Article(chance.choice(_WORDS), (text,), id=str(number), date=date, page=page))


def _address(article: Article) -> str:
    return f"articles/{article.id}.html"


def _facets(found: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, int]]:
    return {name: {one["label"]: one["count"] for one in labels} for name, labels in found.items()}


@pytest.mark.parametrize("seed", range(2))
def test_hits_and_counts_are_those_of_the_whole_index(searchable: Any, seed: int) -> None:
    chance = random.Random(seed)
    before = [_article(chance, number) for number in range(80)]
    after = list(before)
    for place in sorted(chance.sample(range(80), 9)):
        after[place] = replace(_article(chance, place))
    del after[chance.randrange(80)]
    after += [_article(chance, number) for number in range(100, 108)]
    known = {id(one) for one in before}
    dead = [number for number, one in enumerate(before) if all(one is not other for other in after)]

    searchable.write(before)
    first = write_search(lambda: iter(before), _address, searchable.write_file)
    added = [one for one in after if id(one) not in known]
    further = write_further(added, _address, searchable.write_file, "further-1", first)
    searchable.write_file(*joined(first, {"further-1": further}, dead))

    strings = ["".join(chance.choice(_WORDS) for _ in range(1 + n % 3))[n % 2 :] for n in range(120)]
    asked = [*(f'"{string}"' for string in strings), "版面:工会", "2021年", "总工会 -驿站", "凉茶 OR 夜班"]
    answers = searchable.open().evaluate(_ASK, asked)
    for string, (found, _) in zip(strings, answers, strict=False):
        wanted = sorted(
            _address(one.article)
            for one in after
            if any(normalise(string) in normalise(text) for text in (one.article.headline, *one.article.paragraphs))
        )
        assert found == wanted, string

    searchable.write(after)
    whole = searchable.open().evaluate(_ASK, asked)
    for query, one, other in zip(asked, answers, whole, strict=True):
        assert one[0] == other[0], query
        assert _facets(one[1]) == _facets(other[1]), query


def test_the_first_segment_alone_with_dead_documents_shows_none_of_them(
    searchable: Any,
) -> None:
    chance = random.Random(7)
    before = [_article(chance, number) for number in range(20)]
    searchable.write(before)
    first = write_search(lambda: iter(before), _address, searchable.write_file)
    searchable.write_file(*joined(first, {}, [0, 3, 19]))
    anything = " OR ".join(f'"{word[0]}"' for word in _WORDS)
    ((found, _),) = searchable.open().evaluate(_ASK, [anything])
    assert not {_address(before[number].article) for number in (0, 3, 19)} & set(found)
    assert found
