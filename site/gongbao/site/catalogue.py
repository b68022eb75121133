"""What the lists need to know of every article, and nothing more: bodies pass through and are let go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, Credit, Kind, Page, State, TaggedArticle
from gongbao.site import addresses
from gongbao.site.fingerprint import fingerprint
from gongbao.site.gist import lede
from gongbao.site.summaries import (
    Entry,
    Rows,
    Summaries,
    Summary,
    date_of,
    labels_of,
    line_of,
    page_of,
    unescaped,
)
from gongbao.site.wording import KIND_NAMES, LIST_NAMES, PEOPLE, page_text

LISTED = tuple(LIST_NAMES)  # the facets, then people


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (版) of an issue with its articles, as indexes into ``Catalogue.summaries``."""

    date: IssueDate
    name: str
    page: Page
    source: str  # empty where the page's articles came from several
    members: tuple[int, ...]

    @property
    def address(self) -> str:
        """The address of the page's first part."""
        return f"{addresses.issue_folder(self.date)}/{self.name}.html"


class Issue:
    """All that was printed under one date as far as it is known; only a day's is one real issue (期).

    Its articles are ``first`` up to ``end`` of the catalogue; they are sorted into pages when these are asked for.
    """

    def __init__(self, rows: Rows, first: int, end: int) -> None:
        self.date = date_of(rows.dates[first])
        self._rows = rows
        self._members = range(first, end)

    @property
    def address(self) -> str:
        """The address of the issue's first part."""
        return f"{addresses.issue_folder(self.date)}/index.html"

    @property
    def size(self) -> int:
        """How many articles it holds."""
        return len(self._members)

    @cached_property
    def pages(self) -> tuple[PrintedPage, ...]:
        """Its pages as they are printed."""
        members: dict[str, list[int]] = {}
        for index in self._members:
            members.setdefault(self._rows.page_names[index], []).append(index)
        pages = [_printed_page(self._rows, self.date, name, indexes) for name, indexes in members.items()]
        pages.sort(key=lambda page: (addresses.page_order(page.page), page.source, page.name))
        return tuple(pages)

    def page(self, name: str) -> PrintedPage | None:
        """The page of this name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, PrintedPage]:
        return {page.name: page for page in self.pages}


class Catalogue:
    """All articles in the order of their dates, and the groups they fall in.

    ``listed`` is facet -> label -> indexes by date; ``kin`` tells by id of those that have any.
    """

    def __init__(self, rows: Rows, kin: Mapping[str, Kinship] | None = None) -> None:
        self.rows = rows
        self.kin = kin or {}
        self.summaries = Summaries(rows)
        self.index_of = {name: index for index, name in enumerate(rows.ids)}
        if len(self.index_of) != len(rows):
            raise ValueError("an article id came twice")
        self.listed = _group_labels(rows)
        self.issues = _group_issues(rows)  # by date; what has none comes first
        self._issue_of = {str(issue.date): issue for issue in self.issues}

    def printed_page(self, date: str, name: str) -> PrintedPage | None:
        """The page of this name in the issue of a date (ISO 8601, as long as known)."""
        issue = self._issue_of.get(date)
        return issue.page(name) if issue else None

    def page_of(self, index: int) -> PrintedPage:
        """The printed page of an article."""
        page = self.printed_page(self.rows.dates[index], self.rows.page_names[index])
        assert page is not None
        return page

    @property
    def latest(self) -> Issue | None:
        """The newest issue whose date is known at all."""
        dated = [issue for issue in self.issues if issue.date]
        return max(dated, key=lambda i: (i.date.first_day, i.date.day > 0), default=None)

    def roles(self, person: str) -> list[str]:
        """记者, 摄影, …: all that somebody is credited as, sorted."""
        members = self.listed[PEOPLE].get(person, ())
        return sorted({role for index in members for name, role in self.summaries[index].roles if name == person})


def gather(articles: Iterable[TaggedArticle], versions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(id, line of summaries.py) of each article, in the version given for its id; others are passed over.

    Raises ValueError for an article without id or one that is not public: those are errors of the caller,
    and a withdrawn article on the web is worse than no build.
    """
    for tagged in articles:
        article = tagged.article
        if not article.id or article.state is not State.PUBLISHED or not article.public:
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
        roles=tuple(dict.fromkeys((credit.name, credit.role) for credit in _credits(article) if credit.role)),
        revision=article.revision,
    )


def _group_labels(rows: Rows) -> dict[str, dict[str, list[int]]]:
    groups: list[dict[str, list[int]]] = [defaultdict(list) for _ in LISTED]
    for index, key in enumerate(rows.labels):
        for group, labels in zip(groups, labels_of(key), strict=True):
            for label in labels:
                group[label].append(index)
    return dict(zip(LISTED, map(dict, groups), strict=True))


def _group_issues(rows: Rows) -> tuple[Issue, ...]:
    before = [None, *rows.dates]
    firsts = [index for index, date in enumerate(rows.dates) if date != before[index]]
    return tuple(Issue(rows, first, end) for first, end in pairwise([*firsts, len(rows)]))


def _printed_page(rows: Rows, date: IssueDate, name: str, indexes: list[int]) -> PrintedPage:
    keys = dict.fromkeys(rows.pages[index] for index in indexes)
    pages = [page_of(key) for key in keys]
    named = next((page for page in pages if page.name), pages[0])
    sources = {rows.sources[index] for index in indexes}
    return PrintedPage(date, name, named, unescaped(sources.pop()) if len(sources) == 1 else "", tuple(indexes))
