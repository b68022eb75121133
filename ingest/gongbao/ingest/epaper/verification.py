"""Pages that a site sends with status 200 instead of its own, to see whether a person asks."""

from __future__ import annotations

import re

_WORDS = re.compile("验证中|安全验证|人机验证|访问验证")
_TITLE = re.compile(r"<title[^>]*>(?P<title>[^<]*)", re.IGNORECASE)
_OURS = re.compile(r"enpproperty|founder-content|enpcontent|id=[\"']?ozoom|<area\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_MOST_TEXT = 400  # characters: such a page has a sentence or two


def is_verification(raw: bytes) -> bool:
    """Whether the words stand in the title or in the little text of a page that is none of an e-paper."""
    for encoding in ("utf-8", "gb18030"):
        text = raw.decode(encoding, "replace")
        if _OURS.search(text):
            return False
        title = _TITLE.search(text)
        shown = _UNSEEN.sub("", text).strip()
        if (title and _WORDS.search(title["title"])) or (len(shown) < _MOST_TEXT and _WORDS.search(shown)):
            return True
    return False
