"""What a change of the archive touches, so that a build plans only the pages that may have changed.

For whoever writes a planner (a function that yields PlannedPage or PlannedFile):

1. Without doing anything it is right: a page whose ``subject`` is ``WHOLE`` (the default) is planned by every build
   that finds a change; its context's fingerprint decides whether it is rendered, and what is no longer planned is
   removed. The price is that its context is made each time: fine for ten pages, not for ten thousand.
2. To be quick, give each page a subject, one of the functions below, and leave out what is not touched::

       for label, indexes in catalogue.listed["campaign"].items():
           if touched.label("campaign", label):
               yield PlannedPage(address, "timeline.html", context, label_subject("campaign", label))

   What you leave out is kept as it stands. What you plan of a touched subject replaces all that the subject had.
3. A page may have a subject only if its context depends on nothing else than what touches the subject:

   | subject | touched when |
   |---|---|
   | ``issue_subject(date)`` | an article of that date came, went, changed; the issue before or after came or went |
   | ``year_subject(year)`` | the same for a year (0: not known) |
   | ``day_subject(month, day)`` | an article of that day of any year came, went or changed |
   | ``label_subject(facet, label)`` | an article that has or had the label came, went or changed |
   | ``label_year_subject(facet, label, year)`` | the same for the label's articles of one year |
   | ``facet_subject(facet)`` | the set of the facet's labels or the count of one changed |
   | ``ARTICLES`` | never by itself: pages of single articles, of which the build knows what each depends on |

   "Changed" is anything of the article, its text and tags included. ``facet`` is one of ``catalogue.LISTED``.
4. ``touched.everything`` is true for a first build, after a change of code, templates or settings, after a build that
   was killed, and when much changed; then every question is answered with yes.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongbao.core.dates import IssueDate
from gongbao.site import addresses

WHOLE = ""
ARTICLES = "articles"


def issue_subject(date: IssueDate) -> str:
    """All that tells of one date, known to the day or less."""
    return f"issue/{date}"


def year_subject(year: int) -> str:
    """All that tells of a year."""
    return f"year/{year:04d}"


def day_subject(month: int, day: int) -> str:
    """All that tells of a day in all years."""
    return f"day/{month:02d}-{day:02d}"


def facet_subject(facet: str) -> str:
    """All that tells of a facet's labels together."""
    return f"facet/{facet}"


def label_subject(facet: str, label: str) -> str:
    """All that tells of one label."""
    return f"label/{addresses.label_folder(facet, label)}"


def label_year_subject(facet: str, label: str, year: int) -> str:
    """All that tells of one label in one year."""
    return f"{label_subject(facet, label)}/{year:04d}"


@dataclass(frozen=True, slots=True)
class Touched:
    """The subjects that a build must plan; ``subjects`` is None for all of them."""

    subjects: frozenset[str] | None = None
    articles: frozenset[str] = frozenset()  # ids of what came or changed, and of what may look different beside it

    @property
    def everything(self) -> bool:
        """Whether nothing may be left out."""
        return self.subjects is None

    def __contains__(self, subject: str) -> bool:
        return self.subjects is None or subject == WHOLE or subject in self.subjects

    def issue(self, date: IssueDate) -> bool:
        """Whether pages with ``issue_subject(date)`` are to be planned."""
        return issue_subject(date) in self

    def year(self, year: int) -> bool:
        """Whether pages with ``year_subject(year)`` are to be planned."""
        return year_subject(year) in self

    def day(self, month: int, day: int) -> bool:
        """Whether pages with ``day_subject(month, day)`` are to be planned."""
        return day_subject(month, day) in self

    def facet(self, facet: str) -> bool:
        """Whether pages with ``facet_subject(facet)`` are to be planned."""
        return facet_subject(facet) in self

    def label(self, facet: str, label: str) -> bool:
        """Whether pages with ``label_subject(facet, label)`` are to be planned."""
        return label_subject(facet, label) in self

    def label_year(self, facet: str, label: str, year: int) -> bool:
        """Whether pages with ``label_year_subject(facet, label, year)`` are to be planned."""
        return label_year_subject(facet, label, year) in self


EVERYTHING = Touched()
