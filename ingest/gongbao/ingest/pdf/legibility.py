"""Whether a stretch of a text layer can be what was printed: broken fonts give codes, or the wrong characters.

A font without a table to Unicode gives private codes or nothing; one with a wrong table gives other
characters, in numbers in which no Chinese text has them.
"""

from __future__ import annotations

import re

from gongbao.ingest.pdf.content import UNREADABLE

UNREADABLE_REASON = "unreadable"
_BAD = re.compile(f"[{UNREADABLE}\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\U000f0000-\U0010ffff]")
_HAN = re.compile(r"[㐀-鿿]")
_MOST_BAD = 0.2  # of a block's characters; below it the block stays, with the printer's mark 〓 for each
_ENOUGH_COMMON, _ENOUGH_HAN = 24, 60  # Han characters from which the shares below tell something
# Of the Han characters of running text at least 0.95 stand in GB2312's first level (measured on the sample page:
# 0.99); of 20,902 characters drawn blindly 0.18 do.
_LEAST_COMMON_SHARE = 0.6
# The eighty commonest characters of news: 0.22 to 0.40 of any text of sixty characters and more (sample page: 0.31),
# about 0.02 where a table is shifted.
_COMMONEST = frozenset(
    "的一是了我不在人们有来他这上着个地到大里说就去子得也和那要下看天时过出小么起你都把好还多没为又可家学只以主会"
    "工区职员业动务服中生行作发部公日年月记者本报新市民活对展产进全"
)
_LEAST_COMMONEST_SHARE = 0.05


def is_unreadable(text: str) -> bool:
    """Whether so much of a text is not readable that none of it should stand in an article."""
    letters = [character for character in text if not character.isspace()]
    if not letters:
        return False
    if len(_BAD.findall(text)) > _MOST_BAD * len(letters):
        return True
    han = _HAN.findall(text)
    if len(han) < 0.3 * len(letters):
        return _is_code(text)
    if len(han) >= _ENOUGH_COMMON and sum(map(_is_first_level, han)) < _LEAST_COMMON_SHARE * len(han):
        return True
    return len(han) >= _ENOUGH_HAN and sum(one in _COMMONEST for one in han) < _LEAST_COMMONEST_SHARE * len(han)


def _is_code(text: str) -> bool:
    """Whether a long text of other letters is none that people read: glyph numbers taken for Latin letters."""
    letters = re.findall(r"\S", text)
    odd = [one for one in letters if not (one.isascii() and one.isalnum()) and not "　" <= one <= "￯"]
    return len(letters) >= _ENOUGH_COMMON and len(odd) > 0.4 * len(letters)


def _is_first_level(character: str) -> bool:
    encoded = character.encode("gb2312", "ignore")
    if not encoded:  # traditional characters: judged by Big5's first level
        encoded = character.encode("big5", "ignore")
        return bool(encoded) and 0xA4 <= encoded[0] <= 0xC6
    return 0xB0 <= encoded[0] <= 0xD7
