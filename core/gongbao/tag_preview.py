"""What tagging would change in the archive, told before anything is changed: by label, with examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from gongbao.core.annotations import FACETS, SHOWN, Annotations, Tag
from gongbao.core.records import Article, State, TaggedArticle
from gongbao.pipeline import BATCH, Progress, batches, silent
from gongbao.project import Project
from gongbao.workers import map_batches

EXAMPLES = 3  # of each kind of change to a label: as many as a person looks at before deciding
_NOBODY = "-"  # the fingerprint of no tagger: every article is one that it has not seen

Key = tuple[str, str]  # facet, label


@dataclass(frozen=True, slots=True)
class Example:
    """An article in which a label would change, and why."""

    id: str
    headline: str
    change: str  # a key of LabelChanges' counts: added, removed, suggested, unsuggested
    evidence: tuple[str, ...]  # the words that speak for the label: of an added one the new, of a removed one the old


@dataclass(frozen=True, slots=True)
class LabelChanges:
    """In how many articles one label would change; each article is in one of the four."""

    facet: str
    label: str
    added: int  # readers would see it and do not now
    removed: int  # readers see it now and would not
    suggested: int  # would be suggested and is not known of now
    unsuggested: int  # is suggested now and would not be
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What tagging would do."""

    articles: int  # that would be tagged
    changed: int  # of them: that would have other labels
    labels: tuple[LabelChanges, ...]  # that would change, by facet, then most changed first


class _Ledger:
    """Changes as they are counted."""

    def __init__(self) -> None:
        self.articles = 0
        self.changed = 0
        self.counts: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.examples: dict[Key, list[Example]] = defaultdict(list)

    def count(self, article: Article, changes: Iterable[tuple[str, Tag]]) -> None:
        """One article and what would change in it: (kind of change, the tag with its evidence)."""
        self.articles += 1
        changed = False
        for change, tag in changes:
            changed = True
            counts, key = self.counts[tag.facet, tag.label], (tag.facet, tag.label)
            counts[change] += 1
            if counts[change] <= EXAMPLES:
                words = tuple(dict.fromkeys(one.text for one in tag.evidence))
                self.examples[key].append(Example(article.id, article.headline, change, words))
        self.changed += changed

    def preview(self) -> Preview:
        """The sum."""
        keys = sorted(self.counts, key=lambda key: (FACETS.index(key[0]), -sum(self.counts[key].values()), key[1]))
        labels = (self._label(key, self.counts[key]) for key in keys)
        return Preview(self.articles, self.changed, tuple(labels))

    def _label(self, key: Key, counts: dict[str, int]) -> LabelChanges:
        added, removed = counts["added"], counts["removed"]
        suggested, unsuggested = counts["suggested"], counts["unsuggested"]
        return LabelChanges(*key, added, removed, suggested, unsuggested, tuple(self.examples[key]))


def preview_tags(project: Project, progress: Progress = silent, *, again: bool = False) -> Preview:
    """What ``pipeline.tag`` would change; the archive is only read. What a person decided stays, and is no change."""
    store = project.store
    waiting = store.count_untagged(_NOBODY if again else project.tagger_fingerprint)
    ledger = _Ledger()
    for batch, found in map_batches(project, _annotate, batches(_articles(project, again)), waiting):
        for tagged, fresh in zip(batch, found, strict=True):
            ledger.count(tagged.article, changes(tagged.annotations.tags, fresh.tags))
        progress("标注", ledger.articles, waiting)
    return ledger.preview()


def changes(present: Sequence[Tag], found: Sequence[Tag]) -> Iterator[tuple[str, Tag]]:
    """(kind of change, tag) for each label that would stand otherwise with the tags that are found now."""
    decided = {(t.facet, t.label) for t in present if t.is_decided}
    before = {(tag.facet, tag.label): tag for tag in present}
    after = {(tag.facet, tag.label): tag for tag in found}
    for key in sorted((before.keys() | after.keys()) - decided):
        old, new = before.get(key), after.get(key)
        was, will_be = old is not None and old.status in SHOWN, new is not None and new.status in SHOWN
        if will_be and not was and new is not None:
            yield "added", new
        elif was and not will_be and old is not None:
            yield "removed", old
        elif old is None and new is not None:
            yield "suggested", new
        elif new is None and old is not None:
            yield "unsuggested", old


def _articles(project: Project, again: bool) -> Iterator[TaggedArticle]:
    store = project.store
    if again:
        states = (State.PUBLISHED, State.DRAFT)
        yield from chain.from_iterable(store.articles(state, public_only=False) for state in states)
        return
    for some in batches(store.untagged(project.tagger_fingerprint), BATCH):
        yield from store.chosen(article.id for article in some)


def _annotate(project: Project, batch: Sequence[TaggedArticle]) -> list[Annotations]:
    return list(project.tagger.annotate_many(tagged.article for tagged in batch))
