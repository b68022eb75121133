"""The one rule by which two strings are the same for search, in every engine and in the browser.

NFKC and case folding, character by character, after the whole text was composed (NFC). Taken
character by character the rule keeps substrings: whatever is a substring of a composed text is,
normalised, a substring of the normalised text, so that no engine can lose it. Every run of white
space is one space. Punctuation counts; quotation marks count too, but their shape does not: “清凉”,
「清凉」 and "清凉" are one string. What prints nothing (a zero-width space, a soft hyphen, a byte order
mark) counts for nothing: it comes with copied text and nobody can see or type it.

A newsroom whose archive holds traditional characters may choose the rule that also takes them for
their simplified ones (setting ``search.traditional``), again character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from gongbao.core.errors import GongbaoError

# Raised by one whenever what is folded to what changes: what was indexed by another rule is indexed anew.
RULE = 2

_SPACES = re.compile(r"\s+")
# Unicode's Default_Ignorable_Code_Point in the first plane, but for the Hangul fillers.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_QUOTATION_MARKS = dict.fromkeys("“”„‟«»「」『』〝〞〟", '"') | dict.fromkeys("‘’‚‛‹›", "'")


@lru_cache(maxsize=65536)
def fold(character: str) -> str:
    """One character as search sees it; may be several (``…`` is three full stops) or none."""
    if _INVISIBLE.match(character):
        return ""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    return _QUOTATION_MARKS.get(folded, folded)


class _FoldTable(dict[int, str]):
    """A table for str.translate that is filled as characters are met."""

    def __init__(self, fold_one: Callable[[str], str]) -> None:
        super().__init__()
        self._fold_one = fold_one

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold_one(chr(code))
        return folded


_FOLD = _FoldTable(fold)
_FEW = 50  # kinds of characters that are sooner replaced one by one than looked up each time they stand
# Characters that fold to themselves: most of a Chinese text, so that the others are soon found.
_OTHERS = re.compile("[^ a-z0-9\u00b7\u2014\u3001-\u3003\u3008-\u300b\u3010\u3011\u4e00-\u9fff]")


def normalise(text: str) -> str:
    """The text as search sees it: ``ＡＢＣ　１２３`` is ``abc 123``. White space at the ends is kept, as one space."""
    folded = unicodedata.normalize("NFC", text)
    others = set(_OTHERS.findall(folded))
    if len(others) > _FEW:
        folded = folded.translate(_FOLD)
    else:  # what a character folds to folds to itself, so that the order does not matter
        for character in others:
            folded = folded.replace(character, fold(character))
    if " " in folded or any(map(str.isspace, others)):
        return _SPACES.sub(" ", folded)
    return folded


class TextRule:
    """The rule as one archive uses it: ``fold`` and ``normalise``, and a name that tells it from others."""

    name = f"rule {RULE}"

    def fold(self, character: str) -> str:
        """One character as search sees it."""
        return fold(character)

    def normalise(self, text: str) -> str:
        """The text as search sees it."""
        return normalise(text)

    def keeps_places(self, text: str) -> bool:
        """Whether each character of a composed text is one character of the normalised one, runs of space apart."""
        return all(len(fold(character)) == 1 for character in set(_OTHERS.findall(text)))


class SimplifyingRule(TextRule):
    """The rule with traditional characters taken for their simplified ones: 勞動 is 劳动."""

    def __init__(self) -> None:
        try:
            import opencc
        except ImportError as error:
            raise GongbaoError(
                "设置 search.traditional 需要 OpenCC：请运行 pip install 'gongbao[traditional]'，或把它改回 no。"
            ) from error
        # Character by character, never by phrases, so that a substring stays one.
        simplify: Callable[[str], str] = opencc.OpenCC("t2s").convert
        self._simplify: Callable[[str], str] = lambda character: simplify(simplify(character))  # 薴 is 苧 is 苎
        self._table = _FoldTable(self.fold)
        self.name = f"{TextRule.name} simplified by OpenCC {opencc.__version__}"

    def fold(self, character: str) -> str:
        """See TextRule."""
        return "".join(part if "\ud800" <= part <= "\udfff" else self._simplify(part) for part in fold(character))

    def normalise(self, text: str) -> str:
        """See TextRule."""
        return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(self._table))

    def keeps_places(self, text: str) -> bool:
        """See TextRule."""
        return all(len(self.fold(character)) == 1 for character in set(text))


PRINTED = TextRule()


@cache
def text_rule(*, traditional: bool = False) -> TextRule:
    """The rule of an archive; GongbaoError when it needs a library that is not installed."""
    return SimplifyingRule() if traditional else PRINTED
