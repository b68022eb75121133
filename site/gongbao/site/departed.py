"""The addresses of articles that are not there any more: a withdrawn one's says so, a merged one's leads on.

A withdrawn article's says that it was withdrawn, when and why, and nothing of what it said; a merged one's sends
readers to the article that it became part of, without a script. Such pages are in no list, feed, site map, search or
data file, and ask search engines to leave them out. They stand at the article's address, and have the subject of
articles: withdrawing, merging and restoring each put one file in another's place.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gongbao.core.dates import IssueDate
from gongbao.site.addresses import id_address
from gongbao.site.catalogue import Catalogue
from gongbao.site.fingerprint import fingerprint
from gongbao.site.listing import PlannedPage
from gongbao.site.touched import ARTICLES, Touched

if TYPE_CHECKING:
    import datetime

    from gongbao.core.store.departed import Redirect
    from gongbao.core.store.withdrawing import Tombstone

WITHDRAWN = "本文已撤回"
MERGED = "本文已并入另一篇"
_INNER_QUOTES = str.maketrans("《》", "〈〉")  # a title within the marks of a title, as GB/T 15834 has it


class Departed:
    """The articles that are gone and have a page, by id.

    One that is ``published`` again has none: it was restored after the lists were made. A redirect to what is not
    published (any more) is left out, so that none leads nowhere.
    """

    def __init__(
        self, published: Container[str], stones: Iterable[Tombstone] = (), redirects: Iterable[Redirect] = ()
    ) -> None:
        led = {one.article_id: one.target_id for one in redirects if one.target_id in published}
        self._led = {name: target for name, target in sorted(led.items()) if name not in published}
        found = {stone.article_id: stone for stone in stones if stone.article_id not in published}
        self._stones = {name: stone for name, stone in sorted(found.items()) if name not in self._led}
        told = {name: fingerprint(stone.reason, str(stone.withdrawn_on or "")) for name, stone in self._stones.items()}
        told |= {name: fingerprint(target) for name, target in self._led.items()}
        self.digests: dict[str, str] = dict(sorted(told.items()))

    def pages(self, catalogue: Catalogue, touched: Touched) -> Iterator[PlannedPage]:
        """The page of each one that came or changed, or leads to one that did; of all when nothing may be left out."""
        for name, stone in self._stones.items():
            if touched.everything or name in touched.articles:
                yield PlannedPage(id_address(name), "tombstone.html", _of_withdrawn(stone), ARTICLES)
        for name, target in self._led.items():
            index = catalogue.index_of.get(target)  # None: withdrawn while the build read it
            if index is not None and (touched.everything or not touched.articles.isdisjoint((name, target))):
                context = _of_merged(target, catalogue.summaries[index].entry.headline)
                yield PlannedPage(id_address(name), "redirect.html", context, ARTICLES)


def _of_withdrawn(stone: Tombstone) -> dict[str, Any]:
    lines = [line.strip() for line in stone.reason.splitlines() if line.strip()]
    return {"title": WITHDRAWN, "section": "", "reason": lines, "day": _day(stone.withdrawn_on)}


def _of_merged(target: str, headline: str) -> dict[str, Any]:
    quoted = headline.translate(_INNER_QUOTES)
    return {"title": MERGED, "section": "", "moved_to": id_address(target), "headline": quoted}


def _day(date: datetime.date | None) -> IssueDate | None:
    return None if date is None else IssueDate(date.year, date.month, date.day)
