"""A reporter's draft as an article: the title on the first line, a paragraph a line after it.

A first line that opens with a dateline (本报讯) or ends as a sentence does is no title: the draft has none yet.
"""

from __future__ import annotations

import re

from gongbao.core.records import Article

_DATELINE = re.compile(
    r"[【\[（(]?(?:本[报報刊网網][讯訊]|(?:本[报報刊网網]|[新中][华華新]社)[^，。\s]{1,16}?[讯訊电電](?=[\s（(】\]:：]))"
)
_SENTENCE_ENDS = re.compile("。[”’」』）)]*$")


def read_draft(name: str, text: str) -> Article:
    """The article in a draft; ``name`` is kept as its source. Blank lines are passed over."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    headline, *paragraphs = [line for line in lines if line] or [""]
    if _DATELINE.match(headline) or _SENTENCE_ENDS.search(headline):
        headline, paragraphs = "", [headline, *paragraphs]
    return Article(headline=headline, paragraphs=tuple(paragraphs), source=name)
