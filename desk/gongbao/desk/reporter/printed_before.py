"""已报过？What the paper has printed on a story already: the same text, the same event, the campaign, the people.

The search engine finds candidates by the story's rare words; what decides is the articles' own text and annotations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from gongbao.core.annotations import Annotations
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, TaggedArticle
from gongbao.desk.reporter.earlier import Earlier, earlier
from gongbao.desk.reporter.same_event import SharedDetails, shared_details
from gongbao.desk.reporter.same_text import runs_of, same_share

if TYPE_CHECKING:
    from gongbao.project import Project
    from gongbao.search import SearchBackend

CANDIDATES = 12  # articles sharing rare words that are compared
MOST_SHOWN = 3  # articles of each kind beside the story
MOST_PAIRS = 3  # of campaign and district that are looked up
MOST_PEOPLE = 5  # that are looked up: those named first
_BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class CampaignBefore:
    """What was printed this year on one campaign in one district."""

    campaign: str
    district: str  # empty where the story has none
    year: int
    total: int
    query: str  # finds them all
    articles: tuple[Earlier, ...]  # the newest, without those that are the same text or event


@dataclass(frozen=True, slots=True)
class PersonBefore:
    """What was printed that names or credits one person."""

    name: str
    total: int
    query: str  # finds them all
    roles: tuple[str, ...]  # jobs in the newest articles, the most frequent first
    articles: tuple[Earlier, ...]  # the newest, without those that are the same text or event


@dataclass(frozen=True, slots=True)
class PrintedBefore:
    """All of it; an empty field means that there is none, not that nobody looked."""

    duplicates: tuple[Earlier, ...] = ()  # SAME_TEXT and more of the text is the same
    same_event: tuple[Earlier, ...] = ()
    campaigns: tuple[CampaignBefore, ...] = ()
    people: tuple[PersonBefore, ...] = ()  # the known ones and, with a total of 0, those never printed

    def __bool__(self) -> bool:
        """Whether anything was printed."""
        return bool(self.duplicates or self.same_event or self.campaigns or any(one.total for one in self.people))


@dataclass(frozen=True, slots=True)
class _Found:
    """Ids that a query finds, the newest first, and how many there are."""

    query: str
    total: int
    ids: tuple[str, ...]


def printed_before(
    project: Project, story: Article, annotations: Annotations, labels: Mapping[str, Sequence[str]], today: IssueDate
) -> PrintedBefore:
    """What was printed; ``labels`` are the story's by facet. Raises SearchError when nobody could look."""
    backend = project.backend
    alike = backend.like(story, CANDIDATES)
    pairs = list(islice(_pairs(labels), MOST_PAIRS))
    by_pair = {pair: _newest(backend, _campaign_query(*pair, today.year)) for pair in pairs}
    by_name = {name: _newest(backend, f"人物:{_quoted(name)}") for name in named_people(annotations)}
    wanted = {*alike, *(one for found in (*by_pair.values(), *by_name.values()) for one in found.ids)}
    there = _articles(project, wanted - {story.id})
    own = project.settings.text("newspaper.code")

    known = {name: found.total for name, found in by_name.items()}
    candidates = [there[one] for one in alike if one in there]
    duplicates, events = _same(story, annotations, candidates, today, own, known)
    told = {one.id for one in (*duplicates, *events)}

    def shown(ids: Iterable[str]) -> tuple[Earlier, ...]:
        new = (one for one in ids if one in there and one not in told)
        return tuple(earlier(there[one], annotations, own) for one in new)

    return PrintedBefore(
        duplicates=duplicates,
        same_event=events,
        campaigns=tuple(
            CampaignBefore(campaign, district, today.year, found.total, found.query, shown(found.ids))
            for (campaign, district), found in by_pair.items()
            if found.total
        ),
        people=tuple(
            PersonBefore(name, found.total, found.query, _roles(name, found.ids, there), shown(found.ids))
            for name, found in by_name.items()
        ),
    )


def named_people(annotations: Annotations) -> tuple[str, ...]:
    """The people that the story is about, without those who wrote it; the first MOST_PEOPLE."""
    mentions = [one for one in annotations.mentions if one.kind == "person"]
    wrote = {one.name for one in mentions if one.field == _BYLINE}
    names = dict.fromkeys(one.name for one in mentions if one.name not in wrote)
    return tuple(islice(names, MOST_PEOPLE))


def _pairs(labels: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    return product(labels.get("campaign", ()), labels.get("district", ()) or ("",))


def _campaign_query(campaign: str, district: str, year: int) -> str:
    where = f" 区:{_quoted(district)}" if district else ""
    return f"主题:{_quoted(campaign)}{where} 日期:{year:04d}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _newest(backend: SearchBackend, query: str) -> _Found:
    found = backend.search(query, limit=MOST_SHOWN, sort="date")
    return _Found(query, found.total, tuple(hit.id for hit in found.hits))


def _articles(project: Project, ids: Iterable[str]) -> dict[str, TaggedArticle]:
    """{id: article}; what was withdrawn since it was indexed is left out."""
    found = project.store.chosen(ids)
    shown = (one for one in found if one.article.is_visible)
    return {one.article.id: one for one in shown}


def _same(
    story: Article,
    annotations: Annotations,
    candidates: Sequence[TaggedArticle],
    today: IssueDate,
    own: str,
    known: Mapping[str, int],
) -> tuple[tuple[Earlier, ...], tuple[Earlier, ...]]:
    """(near-duplicates, same event), each the most alike first, MOST_SHOWN at most."""
    runs = runs_of(story)
    duplicates: list[tuple[float, TaggedArticle, SharedDetails]] = []
    events: list[tuple[float, TaggedArticle, SharedDetails]] = []
    for candidate in candidates:
        share = same_share(runs, runs_of(candidate.article))
        details = shared_details(annotations, candidate, today, known)
        if share:
            duplicates.append((share, candidate, details))
        elif details.is_same_event:
            events.append((details.weight, candidate, details))
    for some in (duplicates, events):
        some.sort(key=lambda one: (-one[0], one[1].article.id))
        del some[MOST_SHOWN:]
    return (
        tuple(earlier(one, annotations, own, likeness=share, shared=met.told) for share, one, met in duplicates),
        tuple(earlier(one, annotations, own, shared=met.told) for _, one, met in events),
    )


def _roles(name: str, ids: Iterable[str], there: Mapping[str, TaggedArticle]) -> tuple[str, ...]:
    articles = (there[one] for one in ids if one in there)
    mentions = (mention for one in articles for mention in one.annotations.mentions)
    met = Counter(one.role for one in mentions if one.kind == "person" and one.name == name and one.role)
    return tuple(sorted(met, key=lambda role: (-met[role], role)))
