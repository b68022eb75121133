"""What the lists need to know of every article, and nothing more: bodies pass through and are let go.

With the list of files that is about 3 kB an article: 300 MB for 100,000.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, Credit, Kind, Page, State, TaggedArticle
from gongbao.site import addresses
from gongbao.site.fingerprint import fingerprint
from gongbao.site.wording import KIND_NAMES, LIST_NAMES, page_text

LISTED = tuple(LIST_NAMES)  # the facets, then people
_LEDE_LENGTH = 64  # characters: two lines on a phone


class Entry(NamedTuple):
    """An article in a list: all that a reader sees of it there. A list changes only when one of these does."""

    address: str
    headline: str  # never empty: a picture without headline is known by its first words
    kicker: str
    lede: str  # the first words of the body
    kind: str  # 图片新闻, 评论, 公告; empty for a report
    date: str  # ISO 8601 as long as known; empty
    page: str  # 第3版 工会


@dataclass(frozen=True, slots=True)
class Summary:
    """One article as the lists are made from it."""

    id: str
    entry: Entry
    date: IssueDate
    page: Page
    page_name: str
    source: str
    labels: tuple[tuple[str, ...], ...]  # one tuple for each of LISTED
    digest: str  # of the whole article with its tags


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


@dataclass(frozen=True, slots=True)
class Issue:
    """All that was printed under one date as far as it is known; only a day's is one real issue (期)."""

    date: IssueDate
    pages: tuple[PrintedPage, ...]

    @property
    def address(self) -> str:
        """The address of the issue's first part."""
        return f"{addresses.issue_folder(self.date)}/index.html"

    @property
    def size(self) -> int:
        """How many articles it holds."""
        return sum(len(page.members) for page in self.pages)


@dataclass(slots=True)
class Catalogue:
    """All articles in the order of their dates, and the groups they fall in."""

    summaries: list[Summary] = field(default_factory=list)
    issues: tuple[Issue, ...] = ()  # by date; what has none comes first
    listed: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # facet -> label -> indexes, by date
    index_of: dict[str, int] = field(default_factory=dict)  # id -> index
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # person -> 记者, 摄影, …
    page_of: list[PrintedPage] = field(default_factory=list)  # by index
    kin: Mapping[str, Kinship] = field(default_factory=dict)  # id -> other sources and printings, of those that have

    @property
    def latest(self) -> Issue | None:
        """The newest issue whose date is known at all."""
        dated = [issue for issue in self.issues if issue.date]
        return max(dated, key=lambda i: (i.date.first_day, i.date.day > 0), default=None)


def gather(articles: Iterable[TaggedArticle], kin: Mapping[str, Kinship] | None = None) -> Catalogue:
    """Read all articles once and keep what lists need.

    Raises ValueError for an article without id, one that came twice or one that is not public:
    those are errors of the caller, and a withdrawn article on the web is worse than no build.
    """
    catalogue = Catalogue(kin=kin or {})
    shared: dict[Any, Any] = {}
    for tagged in articles:
        article = tagged.article
        if not article.id or article.state is not State.PUBLISHED or not article.public:
            raise ValueError(f"article {article.id!r} must not be published: {article.state}, public={article.public}")
        catalogue.summaries.append(_summary(tagged, shared))
        for credit in _credits(article):
            if credit.role:
                catalogue.roles[credit.name].add(credit.role)
    # Stable: within a date the caller's order (page, source, place in the source) stays.
    catalogue.summaries.sort(key=lambda s: (s.date.year, s.date.month, s.date.day))
    catalogue.index_of = {summary.id: index for index, summary in enumerate(catalogue.summaries)}
    if len(catalogue.index_of) != len(catalogue.summaries):
        raise ValueError("an article id came twice")
    _group_labels(catalogue)
    _group_pages(catalogue)
    return catalogue


def _credits(article: Article) -> list[Credit]:
    return [credit for credit in (*article.byline, *(c for p in article.pictures for c in p.credits)) if credit.name]


def shown_headline(article: Article) -> str:
    """The headline, or what stands for one where none was printed."""
    if article.headline:
        return article.headline
    words = next((text for text in (*article.paragraphs, *(p.caption for p in article.pictures)) if text), "")
    return f"{words[:20]}……" if len(words) > 20 else words or "（无题）"


def _summary(tagged: TaggedArticle, shared: dict[Any, Any]) -> Summary:
    article = tagged.article
    words = article.paragraphs[0] if article.paragraphs else next((p.caption for p in article.pictures), "")
    people = tuple(dict.fromkeys(credit.name for credit in _credits(article)))
    page_name = addresses.page_name(article.date, article.page, article.source)
    labels = (*(tuple(dict.fromkeys(tagged.labels(facet))) for facet in FACETS), people)
    # Equal dates, pages and label sets are held once: there are few of them for many articles.
    date, page = str(article.date), page_text(article.page)
    entry = Entry(
        address=addresses.article_address(article),
        headline=shown_headline(article),
        kicker=article.kicker,
        lede=words if len(words) <= _LEDE_LENGTH else words[:_LEDE_LENGTH] + "……",
        kind="" if article.kind is Kind.REPORT else KIND_NAMES[article.kind],
        date=shared.setdefault(date, date),
        page=shared.setdefault(page, page),
    )
    return Summary(
        id=article.id,
        entry=entry,
        date=shared.setdefault(article.date, article.date),
        page=shared.setdefault(article.page, article.page),
        page_name=shared.setdefault(page_name, page_name),
        source=shared.setdefault(article.source, article.source),
        labels=shared.setdefault(labels, labels),
        # The store's stamp leaves out which article and which revision of it this is.
        digest=fingerprint(article.id, article.revision, tagged.stamp) if tagged.stamp else fingerprint(tagged),
    )


def _group_labels(catalogue: Catalogue) -> None:
    groups: list[dict[str, list[int]]] = [defaultdict(list) for _ in LISTED]
    for index, summary in enumerate(catalogue.summaries):
        for group, labels in zip(groups, summary.labels, strict=True):
            for label in labels:
                group[label].append(index)
    catalogue.listed = dict(zip(LISTED, map(dict, groups), strict=True))


def _group_pages(catalogue: Catalogue) -> None:
    members: dict[IssueDate, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, summary in enumerate(catalogue.summaries):
        members[summary.date][summary.page_name].append(index)
    issues = []
    for date, names in members.items():
        pages = [_printed_page(catalogue, name, indexes) for name, indexes in names.items()]
        pages.sort(key=lambda page: (addresses.page_order(page.page), page.source, page.name))
        issues.append(Issue(date, tuple(pages)))
    catalogue.issues = tuple(issues)
    by_index = [page for issue in issues for page in issue.pages for _ in page.members]
    order = [index for issue in issues for page in issue.pages for index in page.members]
    catalogue.page_of = [page for _, page in sorted(zip(order, by_index, strict=True), key=lambda pair: pair[0])]


def _printed_page(catalogue: Catalogue, name: str, indexes: list[int]) -> PrintedPage:
    members = [catalogue.summaries[index] for index in indexes]
    named = next((member.page for member in members if member.page.name), members[0].page)
    sources = {member.source for member in members}
    return PrintedPage(members[0].date, name, named, sources.pop() if len(sources) == 1 else "", tuple(indexes))
