"""Articles that were ticked on a page, or all that a query finds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongbao.desk.editor.narrowing import EVERYTHING
from gongbao.desk.refusals import Misunderstood
from gongbao.search import SearchBackend

MOST = 100_000  # articles: more than a paper prints in thirty years


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are meant. A form carries it as two fields."""

    query: str  # as typed; only counts with ``everything``
    everything: bool  # all that the query finds
    ticked: tuple[str, ...]  # ids, else

    def ids(self, backend: SearchBackend) -> list[str]:
        """The ids of the articles, each once. Raises Misunderstood where there are none."""
        found: Iterable[str] = self.ticked
        if self.everything:
            found = backend.ids(self.query.strip() or EVERYTHING)
        ids = list(dict.fromkeys(found))
        if not ids:
            raise Misunderstood("没有选中文章：请在检索结果里勾选几篇，或勾选“全部结果”。")
        if len(ids) > MOST:
            raise Misunderstood(f"选中的超过 {MOST} 篇：请把检索式收窄些。")
        return ids


def digest_of(ids: Sequence[str]) -> str:
    """By which a confirmation knows that the articles are those of the preview."""
    return hashlib.sha256("\0".join(sorted(ids)).encode()).hexdigest()
