"""Which article of a corrected source is which article of the source before, and what a new one is called.

Matching goes from the surest sign to the weakest: the same text, the same headline over partly the same
text, nearly the same text, and last the place between two neighbours that were matched. Standing headlines
(工会简讯) and file names that come again every day match nothing by themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from gongbao.core.normal import normalise
from gongbao.core.records import Article

SHINGLE = 4  # characters; short enough that one corrected word leaves most of them
SIMILAR = 0.5  # share of common shingles from which two texts are the same article
RELATED = 0.2  # the share that is enough under the same headline
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
    _match_by_text(before, after, matched)
    _match_by_similarity(before, after, matched)
    if is_correction(len(before), len(after), len(matched)):
        _match_by_place(before, after, matched)
    return matched


def is_correction(before: int, after: int, matched: int) -> bool:
    """Whether so many matched articles make a source a corrected version of another, rather than another paper."""
    return 2 * matched >= max(before, after, 1)


def _match_by_text(before: Sequence[Article], after: Sequence[Article], matched: dict[int, int]) -> None:
    places: dict[str, list[int]] = {}
    for index, article in enumerate(before):
        places.setdefault(_printed(article), []).append(index)
    for index, article in enumerate(after):
        if places.get(_printed(article)):
            matched[index] = places[_printed(article)].pop(0)


def _printed(article: Article) -> str:
    return normalise("\0".join((article.headline, *article.paragraphs)))


def _match_by_similarity(before: Sequence[Article], after: Sequence[Article], matched: dict[int, int]) -> None:
    taken = set(matched.values())
    left_before = [i for i in range(len(before)) if i not in taken]
    left_after = [i for i in range(len(after)) if i not in matched]
    if len(left_before) * len(left_after) > COMPARED_PAIRS:
        return
    shingles_before = {i: shingles(before[i]) for i in left_before}
    pairs = []
    for i in left_after:
        mine = shingles(after[i])
        for j, theirs in shingles_before.items():
            share = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
            same_headline = bool(after[i].headline) and normalise(after[i].headline) == normalise(before[j].headline)
            if share >= (RELATED if same_headline else SIMILAR):
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
    """Overlapping stretches of SHINGLE characters of the body (of the headline where there is none), letters only."""
    text = "".join(c for c in normalise(article.text or article.headline)[:COMPARED_CHARACTERS] if c.isalnum())
    return frozenset(text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE + 1, 1))) if text else frozenset()
