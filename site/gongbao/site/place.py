"""Where an article stands: its issue, its page, the articles beside it, and those worth reading next."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from gongbao.core.kinship import Kinship
from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue
from gongbao.site.listing import entries
from gongbao.site.on_this_day import on_this_day
from gongbao.site.page_view import place_on_page
from gongbao.site.related import related
from gongbao.site.summaries import Entry
from gongbao.site.wording import page_text

_NO_KIN = Kinship()
_PRINTINGS = 5  # listed at most; a standing notice may be printed again a hundred times


def place_of(catalogue: Catalogue, index: int) -> dict[str, Any]:
    """What the template of an article needs of the articles around it."""
    page = catalogue.page_of(index)
    place = bisect_left(page.members, index)
    before = catalogue.summaries[page.members[place - 1]] if place else None
    kin = catalogue.kin.get(catalogue.summaries[index].id, _NO_KIN)
    after = catalogue.summaries[page.members[place + 1]] if place + 1 < len(page.members) else None
    return {
        "section": "calendar",
        "issue": (f"{addresses.issue_folder(page.date)}/index.html", page.date.chinese),
        "page": (page.address, page_text(page.page)),
        "printed": place_on_page(catalogue, page, index),
        "on_this_day": on_this_day(catalogue, str(page.date)),
        "before": (before.entry.address, before.entry.headline) if before else None,
        "after": (after.entry.address, after.entry.headline) if after else None,
        "sources": kin.sources,
        "printed_before": _printings(catalogue, kin.printed_before),
        "printed_again": _printings(catalogue, kin.printed_again),
        "related": entries(catalogue, related(catalogue, index)),
    }


def _printings(catalogue: Catalogue, ids: tuple[str, ...]) -> list[Entry]:
    """The articles with these ids as far as readers may see them, in the archive's order, the first few."""
    shown = sorted(catalogue.index_of[name] for name in ids if name in catalogue.index_of)
    return entries(catalogue, shown[:_PRINTINGS])
