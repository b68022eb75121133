"""Issues and their printed pages, with the way to the ones before and after."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue, Issue, PrintedPage
from gongbao.site.listing import PlannedPage, entries, parts_of
from gongbao.site.touched import Touched, issue_subject
from gongbao.site.wording import page_text

_PAGES_A_PART = 40
_HEADLINES_A_PAGE = 12  # named in the issue's overview; the page itself has all
_ARTICLES_A_PART = 40


def issue_pages(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedPage]:
    """All issues and all their pages."""
    for number, issue in enumerate(catalogue.issues):
        if not touched.issue(issue.date):
            continue
        earlier = catalogue.issues[number - 1] if number and catalogue.issues[number - 1].date else None
        later = catalogue.issues[number + 1] if issue.date and number + 1 < len(catalogue.issues) else None
        yield from _issue(catalogue, issue, earlier, later)
        for place, page in enumerate(issue.pages):
            before = issue.pages[place - 1] if place else None
            after = issue.pages[place + 1] if place + 1 < len(issue.pages) else None
            yield from _printed_page(catalogue, page, before, after)


def page_title(page: PrintedPage) -> str:
    """``第3版 工会``; where the number is not known, the source tells pages apart."""
    return page_text(page.page)


def _issue(catalogue: Catalogue, issue: Issue, earlier: Issue | None, later: Issue | None) -> Iterator[PlannedPage]:
    for address, parts, pages in parts_of(issue.pages, issue.address, _PAGES_A_PART):
        overview = [
            (
                page.address,
                page_title(page),
                "" if page.page.number or page.page.name else page.source,
                entries(catalogue, page.members[:_HEADLINES_A_PAGE]),
                len(page.members),
            )
            for page in pages
        ]
        context = {
            "title": issue.date.chinese,
            "section": "calendar",
            "date": issue.date,
            "calendar": addresses.year_address(issue.date.year) if issue.date else addresses.CALENDAR,
            "pages": overview,
            "page_count": len(issue.pages),
            "count": issue.size,
            "earlier": (earlier.address, earlier.date.chinese) if earlier else None,
            "later": (later.address, later.date.chinese) if later else None,
            "parts": parts,
        }
        yield PlannedPage(address, "issue.html", context, issue_subject(issue.date))


def _printed_page(
    catalogue: Catalogue, page: PrintedPage, before: PrintedPage | None, after: PrintedPage | None
) -> Iterator[PlannedPage]:
    for address, parts, some in parts_of(page.members, page.address, _ARTICLES_A_PART):
        context = {
            "title": f"{page.date.chinese} {page_title(page)}",
            "section": "calendar",
            "date": page.date,
            "page_text": page_title(page),
            "source": page.source,
            "issue": f"{addresses.issue_folder(page.date)}/index.html",
            "entries": entries(catalogue, some),
            "count": len(page.members),
            "before": (before.address, page_title(before)) if before else None,
            "after": (after.address, page_title(after)) if after else None,
            "parts": parts,
        }
        yield PlannedPage(address, "page.html", context, issue_subject(page.date))
