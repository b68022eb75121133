"""How much of a text another one has too, for a person who looks at both.

More lenient than ``gongbao.core.likeness``, which links articles by itself: here a brief is met in the report that was
made of it, and figures and names may have changed.
"""

from __future__ import annotations

from gongbao.core.normal import normalise
from gongbao.core.records import Article

SAME_TEXT = 0.6  # share from which a text is called the same: three of five sentences taken over
RUN = 5  # letters that must stand together, as in core.likeness
_SHORTEST = 30  # letters; below it "下转第三版" would be the same text as any other


def runs_of(article: Article) -> frozenset[str]:
    """Every RUN letters of the body that stand together, or of the captions where there is none.

    Empty for a text that is too short to be compared.
    """
    text = normalise(article.text or "\n".join(picture.caption for picture in article.pictures))
    letters = "".join(filter(str.isalnum, text))
    if len(letters) < _SHORTEST:
        return frozenset()
    return frozenset(letters[at : at + RUN] for at in range(len(letters) - RUN + 1))


def same_share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's runs that the other has too, 0 to 1; 0 below SAME_TEXT."""
    shorter = min(len(one), len(other))
    share = len(one & other) / shorter if shorter else 0.0
    return share if share >= SAME_TEXT else 0.0
