"""Issues and their printed pages, with the way to the ones before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue, Issue, PageOfIssue
from gongbao.site.listing import PlannedPage, parts_of
from gongbao.site.page_layout import layout, widths
from gongbao.site.page_view import page_picture, pages_text, small_picture
from gongbao.site.summaries import Entry
from gongbao.site.touched import Touched, issue_subject
from gongbao.site.wording import page_text

_PAGES_A_PART = 40
_HEADLINES_A_PAGE = 12  # named in the issue's overview; the page itself has all
_ARTICLES_A_PART = 40
_HEADLINES_IN_SMALL = 7  # as many as a page in small has room for


class Sheet(NamedTuple):
    """A page in the overview of its issue."""

    address: str
    title: str
    source: str  # where nothing else tells it from others
    entries: list[Entry]
    size: int  # articles
    picture: dict[str, Any] | None  # in small
    widths: list[int]  # of the first articles, for a small page without picture


def issue_pages(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedPage]:
    """All issues and all their pages."""
    for number, issue in enumerate(catalogue.issues):
        if not touched.issue(issue.date):
            continue
        earlier = catalogue.issues[number - 1] if number and catalogue.issues[number - 1].date else None
        later = catalogue.issues[number + 1] if issue.date and number + 1 < len(catalogue.issues) else None
        yield from _issue(catalogue, issue, earlier, later)
        for place in range(len(issue.pages)):
            yield from _page(catalogue, issue, place)


def page_title(page: PageOfIssue) -> str:
    """``第3版 工会``; where the number is not known, the source tells pages apart."""
    return page_text(page.page)


def _issue(catalogue: Catalogue, issue: Issue, earlier: Issue | None, later: Issue | None) -> Iterator[PlannedPage]:
    for address, parts, pages in parts_of(issue.pages, issue.address, _PAGES_A_PART):
        overview = [_sheet(catalogue, page) for page in pages]
        context = {
            "title": issue.date.chinese,
            "section": "calendar",
            "date": issue.date,
            "calendar": addresses.year_address(issue.date.year) if issue.date else addresses.CALENDAR,
            "pages": overview,
            "pictured": len(pages) > 1 or any(sheet.picture for sheet in overview),
            "pages_text": pages_text(issue.pages),
            "page_count": len(issue.pages),
            "count": issue.size,
            "earlier": (earlier.address, earlier.date.chinese) if earlier else None,
            "later": (later.address, later.date.chinese) if later else None,
            "parts": parts,
        }
        yield PlannedPage(address, "issue.html", context, issue_subject(issue.date))


def _sheet(catalogue: Catalogue, page: PageOfIssue) -> Sheet:
    shown = [catalogue.summaries[index] for index in page.members[:_HEADLINES_A_PAGE]]
    return Sheet(
        page.address,
        page_title(page),
        "" if page.page.number or page.page.name else page.source,
        [one.entry for one in shown],
        len(page.members),
        small_picture(page),
        widths([one.size for one in shown[:_HEADLINES_IN_SMALL]]),
    )


def _page(catalogue: Catalogue, issue: Issue, place: int) -> Iterator[PlannedPage]:
    page = issue.pages[place]
    before = issue.pages[place - 1] if place else None
    after = issue.pages[place + 1] if place + 1 < len(issue.pages) else None
    for address, parts, some in parts_of(page.members, page.address, _ARTICLES_A_PART):
        context = {
            "title": f"{page.date.chinese} {page_title(page)}",
            "section": "calendar",
            "date": page.date,
            "page_text": page_title(page),
            "pages_text": pages_text(issue.pages),
            "source": page.source,
            "issue": f"{addresses.issue_folder(page.date)}/index.html",
            "picture": page_picture(catalogue, page) if address == page.address else None,
            "articles": layout([catalogue.summaries[index] for index in some]),
            "count": len(page.members),
            "before": (before.address, page_title(before)) if before else None,
            "after": (after.address, page_title(after)) if after else None,
            "parts": parts,
        }
        yield PlannedPage(address, "page.html", context, issue_subject(page.date))
