"""The pages of which there is one each: home, about, search, and the page for an address that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.site import addresses
from gongbao.site.calendar_pages import year_counts
from gongbao.site.catalogue import Catalogue
from gongbao.site.issue_pages import page_title
from gongbao.site.label_pages import by_count
from gongbao.site.listing import PlannedPage, entries, links
from gongbao.site.on_this_day import lead_of
from gongbao.site.page_view import small_picture
from gongbao.site.wording import LIST_NAMES

_PAGES_SHOWN = 8  # of the latest issue, on the home page
_HEADLINES_SHOWN = 5  # of each of them
_HEADLINES_ALONE = 15  # of the one page where there is but one
_LABELS_SHOWN = {"district": 18, "campaign": 14, "activity": 14, "people": 14}


def single_pages(catalogue: Catalogue) -> Iterator[PlannedPage]:
    """Home, about, search, 404, offline."""
    facts = _facts(catalogue)
    yield PlannedPage(addresses.HOME, "home.html", {"title": "", "section": "home", **facts, **_home(catalogue)})
    yield PlannedPage(addresses.ABOUT, "about.html", {"title": "关于", "section": "about", **facts})
    yield PlannedPage(addresses.SEARCH, "search.html", {"title": "检索", "section": "search"})
    yield PlannedPage(addresses.NOT_FOUND, "404.html", {"title": "没有这一页", "section": ""})
    yield PlannedPage(addresses.OFFLINE, "offline.html", {"title": "离线", "section": ""})


def _facts(catalogue: Catalogue) -> dict[str, object]:
    dated = [issue.date for issue in catalogue.issues if issue.date]
    return {
        "article_count": len(catalogue.summaries),
        "issue_count": sum(1 for date in dated if date.day),
        "vague_count": sum(i.size for i in catalogue.issues if not i.date.day),
        "first": min(dated).chinese if dated else "",
        "last": max(dated).chinese if dated else "",
    }


def _home(catalogue: Catalogue) -> dict[str, object]:
    latest = catalogue.latest
    facets = [
        (facet, LIST_NAMES[facet], len(catalogue.listed[facet]), links(by_count(catalogue, facet)[:shown]))
        for facet, shown in _LABELS_SHOWN.items()
    ]
    context: dict[str, object] = {
        "facets": facets,
        "years": links([(a, f"{y}年", n) for y, a, n in year_counts(catalogue)]),
        "issue": None,
    }
    if latest is not None:
        lead = lead_of(latest)
        context["issue"] = (latest.address, latest.date, len(latest.pages), latest.size)
        context["front"] = (latest.pages[0].address, small_picture(latest.pages[0]))
        context["lead"] = catalogue.summaries[lead].entry
        headlines = _HEADLINES_SHOWN if len(latest.pages) > 1 else _HEADLINES_ALONE
        context["pages"] = [
            (page.address, page_title(page), entries(catalogue, _without(page.members, lead)[:headlines]))
            for page in latest.pages[:_PAGES_SHOWN]
        ]
    return context


def _without(members: tuple[int, ...], lead: int) -> list[int]:
    return [index for index in members if index != lead]
