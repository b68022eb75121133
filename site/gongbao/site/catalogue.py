"""What the lists need to know of every article, and nothing more: bodies pass through and are let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.facsimile import Facsimile
from gongbao.core.figure_sums import amounts_of
from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, Credit, Kind, Page, TaggedArticle
from gongbao.core.topics import organisations_of, streets_of
from gongbao.site import addresses
from gongbao.site.facsimiles import PagesByName
from gongbao.site.fingerprint import fingerprint
from gongbao.site.gist import lede
from gongbao.site.summaries import (
    Entry,
    Line,
    Rows,
    Summaries,
    Summary,
    date_of,
    grouped,
    line_of,
    page_of,
    unescaped,
)
from gongbao.site.wording import KIND_NAMES, LIST_NAMES, ORGANISATION, page_text

LISTED = tuple(LIST_NAMES)  # the facets of LABELLED and of NAMED, as they are shown
# An organisation of one article has no page: it is found by the search, and most that are named are named once.
_LEAST_ARTICLES = {ORGANISATION: 2}


@dataclass(frozen=True, slots=True)
class PageOfIssue:
    """A page (版) of an issue with its articles, as indexes into ``Catalogue.summaries``."""

    date: IssueDate
    name: str
    page: Page
    source: str  # empty where the page's articles came from several
    members: tuple[int, ...]  # empty for a page of which there is a picture and no article
    facsimile: Facsimile | None = None  # as it was printed, as far as readers may see it

    @property
    def address(self) -> str:
        """The address of the page's first part."""
        return f"{addresses.issue_folder(self.date)}/{self.name}.html"


class Issue:
    """All that was printed under one date as far as it is known; only a day's is one real issue (期).

    Its articles are ``first`` up to ``end`` of the catalogue; they are sorted into pages when these are asked for.
    """

    def __init__(self, rows: Rows, first: int, end: int, printed: PagesByName) -> None:
        self.date = date_of(rows.dates[first])
        self._rows = rows
        self._printed = printed
        self.members = range(first, end)  # indexes of its articles

    @property
    def address(self) -> str:
        """The address of the issue's first part."""
        return f"{addresses.issue_folder(self.date)}/index.html"

    @property
    def size(self) -> int:
        """How many articles it holds."""
        return len(self.members)

    @cached_property
    def pages(self) -> tuple[PageOfIssue, ...]:
        """Its pages as they are printed."""
        members: dict[str, list[int]] = {}
        for index in self.members:
            members.setdefault(self._rows.page_names[index], []).append(index)
        printed = self._printed.of_day(str(self.date))
        pages = [
            _page_of_issue(self._rows, self.date, name, indexes, printed.get(name)) for name, indexes in members.items()
        ]
        pages += [
            PageOfIssue(self.date, name, page.page, "", (), page)
            for name, page in printed.items()
            if name not in members
        ]
        pages.sort(key=lambda page: (addresses.page_order(page.page), page.source, page.name))
        return tuple(pages)

    def page(self, name: str) -> PageOfIssue | None:
        """The page of this name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, PageOfIssue]:
        return {page.name: page for page in self.pages}


class Catalogue:
    """All articles in the order of their dates, and the groups they fall in.

    ``listed`` is facet -> label -> indexes by date, for all labels that have a page; ``kin`` tells by id of those that
    have any.
    """

    def __init__(
        self, rows: Rows, kin: Mapping[str, Kinship] | None = None, printed: PagesByName | None = None
    ) -> None:
        self.rows = rows
        self.printed = printed or PagesByName()
        self.kin = kin or {}
        self.summaries = Summaries(rows)
        self.index_of = {name: index for index, name in enumerate(rows.ids)}
        if len(self.index_of) != len(rows):
            raise ValueError("an article id came twice")
        self.listed = _group_labels(rows)
        self.issues = _group_issues(rows, self.printed)  # by date; what has none comes first
        self._same_days: dict[str, list[Issue]] = {}
        self._issue_of = {str(issue.date): issue for issue in self.issues}

    def printed_page(self, date: str, name: str) -> PageOfIssue | None:
        """The page of this name in the issue of a date (ISO 8601, as long as known)."""
        issue = self._issue_of.get(date)
        return issue.page(name) if issue else None

    def page_of(self, index: int) -> PageOfIssue:
        """The printed page of an article."""
        page = self.printed_page(self.rows.dates[index], self.rows.page_names[index])
        assert page is not None
        return page

    def same_day(self, date: str) -> list[Issue]:
        """The issues of this day in other years, by date; none where the day is not known."""
        found = self._same_days.get(date)
        if found is None:
            known = len(date) == len("2021-07-16")
            days = (f"{year:04d}{date[4:]}" for year in self._years if known and not date.startswith(f"{year:04d}"))
            found = self._same_days[date] = [self._issue_of[day] for day in days if day in self._issue_of]
        return found

    @cached_property
    def _years(self) -> list[int]:
        return sorted({issue.date.year for issue in self.issues if issue.date})

    @property
    def latest(self) -> Issue | None:
        """The newest issue whose date is known at all."""
        dated = [issue for issue in self.issues if issue.date]
        return max(dated, key=lambda i: (i.date.first_day, i.date.day > 0), default=None)


def gather(articles: Iterable[TaggedArticle], versions: Mapping[str, str]) -> Iterator[tuple[str, Line]]:
    """(id, line of summaries.py) of each article, in the version given for its id; others are passed over.

    Raises ValueError for an article without id or one that is not public: those are errors of the caller,
    and a withdrawn article on the web is worse than no build.
    """
    for tagged in articles:
        article = tagged.article
        if not article.id or not article.is_visible:
            raise ValueError(f"article {article.id!r} must not be published: {article.state}, public={article.public}")
        if article.id in versions:
            yield article.id, line_of(versions[article.id], _summary(tagged, versions[article.id]))


def _credits(article: Article) -> list[Credit]:
    return [credit for credit in (*article.byline, *(c for p in article.pictures for c in p.credits)) if credit.name]


def shown_headline(article: Article) -> str:
    """The headline, or what stands for one where none was printed."""
    if article.headline:
        return article.headline
    words = next((text for text in (*article.paragraphs, *(p.caption for p in article.pictures)) if text), "")
    return f"{words[:20]}……" if len(words) > 20 else words or "（无题）"


def _summary(tagged: TaggedArticle, version: str) -> Summary:
    article = tagged.article
    people = tuple(dict.fromkeys(credit.name for credit in _credits(article)))
    page_name = addresses.page_name(article.date, article.page, article.source)
    labels = (*(tuple(dict.fromkeys(tagged.labels(facet))) for facet in FACETS), people)
    entry = Entry(
        address=addresses.article_address(article),
        headline=shown_headline(article),
        kicker=article.kicker,
        lede=lede(tagged),
        kind="" if article.kind is Kind.REPORT else KIND_NAMES[article.kind],
        date=str(article.date),
        page=page_text(article.page),
    )
    return Summary(
        id=article.id,
        entry=entry,
        date=article.date,
        page=article.page,
        page_name=page_name,
        source=article.source,
        labels=labels,
        digest=fingerprint(article.id, version),
        credited=tuple(dict.fromkeys((credit.name, credit.role, credit.unit) for credit in _credits(article))),
        revision=article.revision,
        subhead=article.subhead,
        size=sum(map(len, article.paragraphs)),
        amounts=tuple(amounts_of(tagged)) if tagged.labels("campaign") else (),
        pictures=tuple((one.file, one.width, one.height) for one in article.pictures if one.file),
        named=(streets_of(tagged), organisations_of(tagged), (article.column,) if article.column else ()),
    )


def _group_labels(rows: Rows) -> dict[str, dict[str, list[int]]]:
    groups = {facet: grouped(rows.labels[facet]) for facet in LISTED}
    for facet, least in _LEAST_ARTICLES.items():
        groups[facet] = {label: indexes for label, indexes in groups[facet].items() if len(indexes) >= least}
    return groups


def _group_issues(rows: Rows, printed: PagesByName) -> tuple[Issue, ...]:
    before = [None, *rows.dates]
    firsts = [index for index, date in enumerate(rows.dates) if date != before[index]]
    return tuple(Issue(rows, first, end, printed) for first, end in pairwise([*firsts, len(rows)]))


def _page_of_issue(
    rows: Rows, date: IssueDate, name: str, indexes: list[int], printed: Facsimile | None
) -> PageOfIssue:
    keys = dict.fromkeys(rows.pages[index] for index in indexes)
    pages = [page_of(key) for key in keys]
    named = next((page for page in pages if page.name), printed.page if printed and printed.page.name else pages[0])
    sources = {rows.sources[index] for index in indexes}
    source = unescaped(sources.pop()) if len(sources) == 1 else ""
    return PageOfIssue(date, name, named, source, tuple(indexes), printed)
