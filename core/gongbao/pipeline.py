"""The flow: read, store, link, tag, index, render. Each stage streams; nothing holds the whole archive.

This module, its neighbours in this folder (crawling, project, tag_preview, teaching) and the command line are the only
places that know more than one stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from gongbao.core.annotations import Annotations
from gongbao.core.errors import GongbaoError
from gongbao.core.pictures import keep_pictures
from gongbao.core.records import Article, Discard, Reading, Source, State
from gongbao.project import Project
from gongbao.workers import alongside, map_batches

if TYPE_CHECKING:
    from gongbao.ingest.hints import Hints
    from gongbao.site import SiteCounts

BATCH = 200  # records that are kept in one transaction
BATCH_BYTES = 16_777_216  # of raw input, so that a batch of large pages stays small in memory

Item = TypeVar("Item")
Refuse = Callable[[GongbaoError], None]
Find = Callable[[Sequence[Article]], Sequence[Annotations]]
Cut = tuple[tuple[Article, ...], tuple[Discard, ...]]


class Progress(Protocol):
    """Told how far a stage is; ``total`` is None when it is not known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show it."""
        ...


@dataclass(frozen=True, slots=True)
class IngestCounts:
    """What reading did: every input is in exactly one of the first five."""

    new: int = 0
    unchanged: int = 0
    corrected: int = 0
    superseded: int = 0
    refused: int = 0
    articles: int = 0  # in what was newly read
    withdrawn: int = 0  # articles that a corrected source no longer has
    pictures: int = 0  # files that belong to articles
    missing_pictures: tuple[str, ...] = ()  # a sentence for each that could not be had
    discards: tuple[tuple[str, int], ...] = ()  # (reason, how many)


class LinkCounts(NamedTuple):
    """What comparing what is new with the archive found."""

    merged: int = 0  # the same print from another source, made one article
    reprints: int = 0  # articles that were printed before


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """What bringing the index up to date did."""

    indexed: int
    deleted: int
    total: int


@dataclass(frozen=True, slots=True)
class BuildCounts:
    """What the main job did."""

    ingest: IngestCounts
    linked: LinkCounts
    tagged: int
    index: IndexCounts
    site: SiteCounts


def silent(stage: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


def build(
    project: Project,
    inputs: Sequence[Path],
    hints: Hints,
    output: Path,
    refuse: Refuse,
    progress: Progress = silent,
) -> BuildCounts:
    """Read, link, tag, index and render once; running it twice changes nothing."""
    with project.locked():
        read = ingest(project, inputs, hints, refuse, progress)
        if not project.store.counts().sources:  # an empty site over a full one would be the worst answer
            raise GongbaoError("存档里还没有任何来源，没有生成网站：请给出版面文件，例如 gongbao build samples/。")
        linked = link(project, progress)
        tagged = tag(project, progress)
        with alongside(project, index_all, tagged) as indexed:  # neither needs the other
            pages = publish(project, output, progress)
        return BuildCounts(read, linked, tagged, indexed(), pages)


def ingest(
    project: Project, inputs: Sequence[Path], hints: Hints, refuse: Refuse, progress: Progress = silent
) -> IngestCounts:
    """Read the inputs into the store; a bad one is refused by itself and the rest goes on."""
    outcomes: Counter[str] = Counter()
    discards: Counter[str] = Counter()
    missing: dict[str, None] = {}
    done = 0

    def refused(error: GongbaoError) -> None:
        outcomes["refused"] += 1
        refuse(error)

    def fresh_sources() -> Iterator[list[Source]]:
        nonlocal done
        for sources in batches_by_size(map(illustrate, read_sources(project, paths, hints, refused))):
            known = project.store.knows(sources)
            outcomes["unchanged"] += sum(known)
            done += sum(known)
            yield [source for source, is_known in zip(sources, known, strict=True) if not is_known]

    def illustrate(source: Source) -> Source:
        kept = keep_pictures(project.files, source)
        outcomes["pictures"] += len(kept.source.pictures)
        missing.update(dict.fromkeys(kept.missing))
        return kept.source

    paths = found_inputs(inputs, refused)
    for sources, cuts in map_batches(project, split_sources, fresh_sources(), len(paths)):
        readings = [Reading(source, *cut) for source, cut in zip(sources, cuts, strict=True)]
        for outcome, reading in zip(project.store.save(readings), readings, strict=True):
            outcomes[outcome.status] += 1
            outcomes["articles"] += len(outcome.articles)
            outcomes["withdrawn"] += outcome.withdrawn
            discards.update(discard.reason for discard in reading.discards)
        done += len(readings)
        progress("读入", done, len(paths))
    return IngestCounts(**outcomes, missing_pictures=tuple(missing), discards=tuple(sorted(discards.items())))


def link(project: Project, progress: Progress = silent) -> LinkCounts:
    """Make one article of the same print from several sources, and link what was printed before."""
    from gongbao.core.store.likeness import MERGED, REPRINT

    progress("比对", 0, None)
    links = project.store.likenesses.refresh()
    reprints = {one.article_id for one in links if one.kind == REPRINT}
    return LinkCounts(sum(one.kind == MERGED for one in links), len(reprints))


def found_inputs(inputs: Sequence[Path], refuse: Refuse) -> list[Path]:
    """The files that the inputs name, each once, in order; what cannot be found is refused by itself."""
    from gongbao.ingest.readers import find_inputs

    return find_inputs(inputs, refuse)


def read_sources(project: Project, paths: Iterable[Path], hints: Hints, refuse: Refuse) -> Iterator[Source]:
    """The sources that can be read; each of the others is refused with its sentence."""
    from gongbao.ingest.pdf.ocr import ask_for
    from gongbao.ingest.readers import read_sources as sources_in

    ask_for(project.settings.text("ingest.ocr"))
    limit = project.settings.number("ingest.max_bytes")
    for path in paths:
        for source in sources_in(path, hints, limit, refuse):
            yield source if source.newspaper else _of_own_paper(project, source)


def _of_own_paper(project: Project, source: Source) -> Source:
    return replace(source, newspaper=project.settings.text("newspaper.code"))


def split_sources(project: Project, sources: Sequence[Source]) -> list[Cut]:
    """Cut a batch of sources into articles and discards; why each was cut so is not kept."""
    readings = (split_source(project, source) for source in sources)
    return [(reading.articles, reading.discards) for reading in readings]


def split_source(project: Project, source: Source) -> Reading:
    """Cut one source into articles."""
    from gongbao.ingest.splitter import split

    return split(source, project.segmenter)


def batches_by_size(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Groups of at most BATCH sources and about BATCH_BYTES bytes."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Groups of at most ``size``."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def tag(project: Project, progress: Progress = silent, *, again: bool = False) -> int:
    """Tag the articles that the present tagger has not seen (or all); returns how many."""
    fingerprint = project.tagger_fingerprint
    if again:
        project.store.forget_taggers()
    waiting = project.store.count_untagged(fingerprint)
    done = 0
    for articles, found in map_batches(project, annotate, batches(project.store.untagged(fingerprint)), waiting):
        project.store.annotate(list(zip(articles, found, strict=True)), fingerprint)
        done += len(found)
        progress("标注", done, waiting)
    return done


def annotate(project: Project, articles: Sequence[Article]) -> list[Annotations]:
    """What the tagger finds in each of a batch of articles."""
    return list(project.tagger.annotate_many(articles))


def index(project: Project, progress: Progress = silent, *, rebuild: bool = False) -> IndexCounts:
    """Bring the index to what the store holds; returns what changed."""
    backend, store = project.backend, project.store
    wanted = store.stamps()
    if rebuild or backend.needs_rebuild():
        backend.rebuild(_counted(store.articles(), "索引", len(wanted), progress))
        return IndexCounts(len(wanted), 0, len(wanted))
    present = backend.indexed_versions()
    changed = [name for name, version in wanted.items() if present.get(name) != version]
    gone = [name for name in present if name not in wanted]
    backend.delete(gone)
    backend.index(_counted(store.chosen(changed), "索引", len(changed), progress))
    return IndexCounts(len(changed), len(gone), len(wanted))


def refresh(project: Project, article_ids: Sequence[str], find: Find | None = None) -> None:
    """Tag (with ``find``, or as ``annotate`` does) and index these articles as they stand now, no others."""
    store, backend = project.store, project.backend
    if backend.needs_rebuild():
        tag(project)
        index(project)
        return
    alive = [one.article for one in store.chosen(article_ids) if one.article.state is not State.WITHDRAWN]
    found = find(alive) if find is not None else annotate(project, alive)
    store.annotate(list(zip(alive, found, strict=True)), project.tagger_fingerprint)
    shown = [one for one in store.chosen(article_ids) if one.article.is_visible]
    backend.delete(set(article_ids) - {one.article.id for one in shown})
    backend.index(shown)


def index_all(project: Project, _: None) -> IndexCounts:
    """``index`` for a process of its own, which has nobody to show progress to."""
    return index(project)


def publish(project: Project, output: Path, progress: Progress = silent) -> SiteCounts:
    """Render the archive's pages into the output folder."""
    from gongbao.publishing import ProjectWorkers, PublishedArchive, PublishedPages
    from gongbao.site import build_site

    return build_site(
        PublishedArchive(project),
        project.settings,
        output,
        lambda done: progress("排版", done, None),
        theme=project.settings.path("site.theme"),
        kin=project.store.likenesses.kin(),
        tombstones=project.store.editing.tombstones(),
        redirects=project.store.editing.redirects(),
        facsimiles=PublishedPages(project),
        workers=ProjectWorkers(project),
    )


def _counted(items: Iterable[Item], stage: str, total: int, progress: Progress) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if number % BATCH == 0 or number == total:
            progress(stage, number, total)
