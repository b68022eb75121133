"""历史上的今天: what the paper led with on the same day of other years."""

from __future__ import annotations

from gongbao.site.catalogue import Catalogue, Issue
from gongbao.site.listing import entries
from gongbao.site.summaries import Entry

_AT_MOST = 5  # years, the nearest ones


def on_this_day(catalogue: Catalogue, date: str) -> list[Entry]:
    """The first article of the issues of this day in other years, the newest first; of the nearest years only."""
    year = int(date[:4] or 0)
    issues = sorted(catalogue.same_day(date), key=lambda issue: (abs(issue.date.year - year), issue.date))
    near = sorted(issues[:_AT_MOST], key=lambda issue: issue.date, reverse=True)
    return entries(catalogue, (lead_of(issue) for issue in near))


def lead_of(issue: Issue) -> int:
    """The article that an issue leads with: the first of its first page that has any."""
    return next(page.members[0] for page in issue.pages if page.members)
