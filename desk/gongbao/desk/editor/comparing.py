"""Two texts of one article side by side: the fields and paragraphs that differ, with the characters that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from gongbao.core.records import Article
from gongbao.desk.editor.article_form import form_of
from gongbao.desk.marking import Piece, pieces

NAMES = {
    "column": "栏目",
    "kicker": "引题",
    "headline": "标题",
    "subhead": "副题",
    "byline": "署名",
    "dateline": "电头",
    "kind": "体裁",
    "date": "日期",
    "page_number": "版次",
    "page_name": "版名",
    "captions": "图片说明",
    "paragraphs": "正文",
}
_BY_LINE = ("byline", "captions", "paragraphs")
_COMPARED_CHARACTERS = 2_000  # of a line, so that comparing a page's worth in one paragraph stays quick


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or a paragraph of one, that is not the same in both; an empty side has nothing there."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(before: Article, after: Article) -> list[Difference]:
    """What differs, in reading order; nothing when the two read the same."""
    one, other = form_of(before), form_of(after)
    found: list[Difference] = []
    for field, name in NAMES.items():
        left, right = getattr(one, field), getattr(other, field)
        if left == right:
            continue
        pairs = _lines(left.split("\n"), right.split("\n")) if field in _BY_LINE else [(left, right)]
        found += [_difference(name, *pair) for pair in pairs]
    return found


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    for change, start, end, since, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change != "equal":
            yield from zip_longest(before[start:end], after[since:until], fillvalue="")


def _difference(name: str, before: str, after: str) -> Difference:
    if max(len(before), len(after)) > _COMPARED_CHARACTERS:
        return Difference(name, ((before, "gone"),), ((after, "new"),))
    gone, new = [], []
    for change, start, end, since, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change != "equal":
            gone.append((start, end, "gone"))
            new.append((since, until, "new"))
    return Difference(name, tuple(pieces(before, gone)), tuple(pieces(after, new)))
