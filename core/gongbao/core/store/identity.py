"""Which article of a corrected source is which article of the source before, and what a new one is called.

Matching goes from the surest sign to the weakest: the same text, the same headline, nearly the same
text, and last the place between two neighbours that were matched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from gongbao.core.normal import normalise
from gongbao.core.records import Article

SHINGLE = 4  # characters; short enough that one corrected word leaves most of them
SIMILAR = 0.5  # share of common shingles from which two texts are the same article
COMPARED_CHARACTERS = 4000  # of each article, so that comparing two pages stays quick
COMPARED_PAIRS = 100_000


def article_id(article: Article) -> str:
    """``ldwb-2021-07-16-03-1a2b3c4d``: newspaper, date and page as known, and a digest of its first reading."""
    # The whole source name takes part: two papers of one day may print the same brief twice.
    seed = "\0".join((article.source, article.kicker, article.headline, *article.paragraphs))
    short = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    page = "".join(c for c in article.page.number.lower() if c.isascii() and c.isalnum())
    parts = (article.newspaper or "paper", str(article.date) or "undated", page, short)
    return "-".join(part for part in parts if part)


def match_articles(before: Sequence[Article], after: Sequence[Article]) -> dict[int, int]:
    """{index in ``after``: index in ``before``} of the articles that are the same, each used once."""
    matched: dict[int, int] = {}
    _match_by_key(before, after, matched, lambda a: normalise("".join((a.headline, *a.paragraphs))))
    _match_by_key(before, after, matched, lambda a: normalise(a.headline))
    _match_by_similarity(before, after, matched)
    if 2 * len(matched) >= len(after):
        _match_by_place(before, after, matched)
    return matched


def _match_by_key(
    before: Sequence[Article], after: Sequence[Article], matched: dict[int, int], key: Callable[[Article], str]
) -> None:
    taken = set(matched.values())
    places: dict[str, list[int]] = {}
    for index, article in enumerate(before):
        if index not in taken and key(article):
            places.setdefault(key(article), []).append(index)
    for index, article in enumerate(after):
        if index not in matched and places.get(key(article)):
            matched[index] = places[key(article)].pop(0)


def _match_by_similarity(before: Sequence[Article], after: Sequence[Article], matched: dict[int, int]) -> None:
    left_before = [i for i in range(len(before)) if i not in set(matched.values())]
    left_after = [i for i in range(len(after)) if i not in matched]
    if len(left_before) * len(left_after) > COMPARED_PAIRS:
        return
    shingles_before = {i: shingles(before[i]) for i in left_before}
    pairs = []
    for i in left_after:
        mine = shingles(after[i])
        for j, theirs in shingles_before.items():
            share = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
            if share >= SIMILAR:
                pairs.append((-share, i, j))
    for _, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j


def _match_by_place(before: Sequence[Article], after: Sequence[Article], matched: dict[int, int]) -> None:
    """An article that stands alone between the same two neighbours was rewritten in place."""
    for index in range(len(after)):
        if index in matched:
            continue
        previous = matched.get(index - 1, -1) if index else -1
        following = matched.get(index + 1, len(before) if index + 1 == len(after) else None)
        alone = following is not None and following - previous == 2 and (index == 0 or index - 1 in matched)
        if alone and previous + 1 not in matched.values():
            matched[index] = previous + 1


def shingles(article: Article) -> frozenset[str]:
    """Overlapping stretches of SHINGLE characters of headline and body, punctuation and spaces left out."""
    text = "".join(c for c in normalise(article.headline + article.text)[:COMPARED_CHARACTERS] if c.isalnum())
    return frozenset(text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE + 1, 1))) if text else frozenset()
