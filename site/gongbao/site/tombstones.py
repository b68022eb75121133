"""A withdrawn article's address says that the article was withdrawn, when and why, and nothing of what it said.

Such a page is in no list, feed, site map, search or data file, and asks search engines to leave it out. It stands at
the article's address, and has the subject of articles: withdrawing and restoring each put one file in another's place.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from gongbao.core.dates import IssueDate
from gongbao.site.addresses import id_address
from gongbao.site.fingerprint import fingerprint
from gongbao.site.listing import PlannedPage
from gongbao.site.touched import ARTICLES, Touched

if TYPE_CHECKING:
    import datetime

    from gongbao.core.store.withdrawing import Tombstone

TITLE = "本文已撤回"


class Tombstones:
    """The withdrawn articles that have a page, by id.

    One that is ``published`` again has none: it was restored after the list of tombstones was made.
    """

    def __init__(self, stones: Iterable[Tombstone] = (), published: Container[str] = ()) -> None:
        found = {stone.article_id: stone for stone in stones if stone.article_id not in published}
        self._stones = dict(sorted(found.items()))
        self.digests: dict[str, str] = {
            name: fingerprint(stone.reason, str(stone.withdrawn_on or "")) for name, stone in self._stones.items()
        }

    def pages(self, touched: Touched) -> Iterator[PlannedPage]:
        """The page of each tombstone that came or changed; of all when nothing may be left out."""
        for name, stone in self._stones.items():
            if touched.everything or name in touched.articles:
                lines = [line.strip() for line in stone.reason.splitlines() if line.strip()]
                context = {"title": TITLE, "section": "", "reason": lines, "day": _day(stone.withdrawn_on)}
                yield PlannedPage(id_address(name), "tombstone.html", context, ARTICLES)


def _day(date: datetime.date | None) -> IssueDate | None:
    return None if date is None else IssueDate(date.year, date.month, date.day)
