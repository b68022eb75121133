"""The whole archive in one short flow: what changed, what that touches, then articles, lists and search.

Articles are written before the lists that link to them, and what is no longer wanted is removed
after both, so that a reader who comes in the middle of a build meets no dead link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.core.errors import GongbaoError
from gongbao.core.kinship import Kinship
from gongbao.core.normal import RULE
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site.addresses import id_address
from gongbao.site.archive import Archive, Listed
from gongbao.site.collector import collector_at_rest
from gongbao.site.fingerprint import fingerprint
from gongbao.site.folder import SiteCounts, SiteFolder
from gongbao.site.touched import ARTICLES, EVERYTHING, Touched
from gongbao.site.workers import InProcess, Workers

if TYPE_CHECKING:
    from gongbao.core.store.departed import Redirect
    from gongbao.core.store.withdrawing import Tombstone
    from gongbao.site.catalogue import Catalogue
    from gongbao.site.departed import Departed
    from gongbao.site.facsimiles import Facsimiles
    from gongbao.site.placing import Place, Placed
    from gongbao.site.render import Renderer
    from gongbao.site.rendering import Batch, Job

_BATCH = 100  # pages that one process renders before it gives them back: about 1 MB
_COPIES = 8  # pictures and PDFs, which are a hundred times as large


def build_site(
    archive: Archive | Callable[[], Iterator[TaggedArticle]],
    settings: Settings,
    output: Path,
    progress: Callable[[int], None] | None = None,
    *,
    theme: Path | None = None,
    kin: Mapping[str, Kinship] | None = None,
    facsimiles: Facsimiles | None = None,
    workers: Workers | None = None,
    tombstones: Iterable[Tombstone] = (),
    redirects: Iterable[Redirect] = (),
) -> SiteCounts:
    """Write the archive to a folder; only what changed is looked at, and what fell away is removed.

    ``archive`` is read for what changed only; a function that gives all articles will do. ``progress`` is told
    how many articles are done so far. ``theme`` is a newsroom's own folder with ``templates/`` and ``assets/``
    that override ours file by file. ``kin`` tells by id which articles have other sources or other printings; a
    change of it renders their pages. ``facsimiles`` are the pages as printed. ``workers`` render on all cores.
    ``tombstones`` are withdrawn articles whose addresses say so, ``redirects`` merged ones whose addresses
    lead on; one whose article is published is left out.

    Raises OutputError for an output that cannot be written, a full disk, or a folder that holds
    anything but an archive built before.
    """
    from gongbao.site.departed import Departed
    from gongbao.site.facsimiles import PagesByName
    from gongbao.site.machines.ninjs import ninjs_address
    from gongbao.site.memory import Memory
    from gongbao.site.render import Renderer, digest_of_code, site_of
    from gongbao.site.search_update import STATE, update_search

    source = Listed(archive) if callable(archive) else archive
    with SiteFolder(output) as folder, collector_at_rest() as loaded:
        renderer = Renderer(site_of(settings), theme)
        memory = Memory.of(folder, fingerprint(renderer.fingerprint, digest_of_code("search_index"), RULE))
        versions = source.versions()
        printed = PagesByName(facsimiles)
        departed = Departed(versions, tombstones, redirects)
        unchanged = memory.is_present(versions, kin or {}, printed.versions, departed)
        if unchanged and folder.stands():
            return folder.nothing_changed(len(versions))
        catalogue, touched = memory.brought_up_to_date(source, versions, kin or {}, printed, departed)
        touched = EVERYTHING if unchanged else touched  # a file vanished, be it of an article that nothing touches
        loaded()
        if not touched.everything:
            folder.trust_rest()
            folder.renew(touched.subjects or ())
        for address, data in renderer.assets.items():
            folder.write(address, "", data)
        pages = _Pages(folder, renderer, catalogue, touched, departed, progress or (lambda _: None))
        pages.write(workers or InProcess(source, settings), theme)
        index = update_search(folder, catalogue.rows, source, whole=touched.everything)
        for name in memory.gone(catalogue, departed):
            folder.drop(id_address(name), ARTICLES)
            folder.drop(ninjs_address(name), ARTICLES)
        return folder.finish(len(catalogue.summaries), memory.kept(catalogue, departed) | {STATE: index})


class _Pages:
    """The pages of one build: which are due, and putting them in their places when they are rendered."""

    def __init__(
        self,
        folder: SiteFolder,
        renderer: Renderer,
        catalogue: Catalogue,
        touched: Touched,
        departed: Departed,
        progress: Callable[[int], None],
    ) -> None:
        self._folder = folder
        self._renderer = renderer
        self._catalogue = catalogue
        self._touched = touched
        self._departed = departed
        self._progress = progress
        self._done = 0  # articles

    def write(self, workers: Workers, theme: Path | None) -> None:
        """Render what is due, articles first, and write it in that order."""
        from gongbao.site.rendering import remember, render_batch

        remember(self._renderer)
        indexes = self._indexes()
        self._done = len(self._catalogue.summaries) - len(indexes)
        copies, barrier = self._copies(), (None,)  # what links to something comes when that is there
        batches: Iterator[tuple[Job, ...] | None] = chain(
            iter(lambda: tuple(islice(copies, _COPIES)), ()),
            barrier,
            _batches(self._articles(indexes)),
            barrier,
            _batches(self._lists()),
        )
        given = (None if some is None else self._batch(some, theme) for some in batches)
        for batch, files in workers.map(render_batch, given, len(indexes)):
            for job, place, file in zip(batch.jobs, batch.places, files, strict=True):
                self._count(job, place, file)
            self._progress(self._done)
        self._progress(self._done)

    def _batch(self, jobs: tuple[Job, ...], theme: Path | None) -> Batch:
        from gongbao.site.rendering import Batch

        places = self._folder.reserve([(job.address, job.subject) for job in jobs])
        return Batch(theme, self._renderer.fingerprint, jobs, tuple(places))

    def _indexes(self) -> Sequence[int]:
        """The articles that may have to be rendered."""
        if self._touched.everything:
            return range(len(self._catalogue.summaries))
        places = self._catalogue.index_of
        return sorted(places[name] for name in self._touched.articles if name in places)

    def _copies(self) -> Iterator[Job]:
        """Pictures first: articles and pages show them."""
        from gongbao.site import article_picture_files, page_pictures
        from gongbao.site.machines.sharing_pictures import sharing_pictures
        from gongbao.site.rendering import Job

        site = self._renderer.site
        catalogue, touched = self._catalogue, self._touched
        own = chain(page_pictures.copies(catalogue, touched), article_picture_files.copies(catalogue, touched))
        for copy in chain(own, sharing_pictures(catalogue, site)):
            made_from = fingerprint(copy.inputs)
            if not self._folder.keep(copy.address, made_from, copy.subject):
                yield Job(copy.address, copy.subject, made_from, "", {}, make=copy.make)

    def _articles(self, indexes: Iterable[int]) -> Iterator[Job]:
        from gongbao.site.machines.ninjs import ninjs_address, one_ninjs
        from gongbao.site.place import place_of
        from gongbao.site.rendering import Job

        for index in indexes:
            summary, place = self._catalogue.summaries[index], place_of(self._catalogue, index)
            made_from = fingerprint(self._renderer.fingerprint, summary.digest, place)
            if self._folder.keep(summary.entry.address, made_from, ARTICLES):
                self._done += 1
            else:
                yield Job(summary.entry.address, ARTICLES, made_from, "article.html", place, (summary.id,))
            address, made_from = ninjs_address(summary.id), fingerprint(self._renderer.fingerprint, summary.digest)
            if not self._folder.keep(address, made_from, ARTICLES):
                yield Job(address, ARTICLES, made_from, "", {}, (summary.id,), one_ninjs)

    def _lists(self) -> Iterator[Job]:
        from gongbao.site.listing import PlannedDigest, PlannedFile, PlannedPage
        from gongbao.site.planning import planned_pages
        from gongbao.site.rendering import Job

        for page in planned_pages(self._catalogue, self._touched, self._renderer.site, self._departed):
            inputs = (page.template, page.context) if isinstance(page, PlannedPage) else (page.inputs,)
            made_from = fingerprint(self._renderer.fingerprint, *inputs)
            if self._folder.keep(page.address, made_from, page.subject):
                continue
            job = Job(page.address, page.subject, made_from, "", {})
            if isinstance(page, PlannedFile):
                yield job._replace(data=page.make())
            elif isinstance(page, PlannedDigest):
                yield job._replace(articles=page.articles, compose=page.compose)
            else:
                yield job._replace(template=page.template, context=page.context)

    def _count(self, job: Job, place: Place, file: Placed | None) -> None:
        if file is None:
            raise GongbaoError(f"文章 {'、'.join(job.articles[:1])} 在生成网站时被撤下或改动了：请再运行一次。")
        self._folder.placed(place, job.fingerprint, file, job.subject)
        self._done += bool(job.articles and job.template)


def _batches(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """About so many articles and pages at a time; what shows the same articles comes together: they are read once."""
    batch: list[Job] = []
    weight = 0
    last: tuple[str, ...] = ()
    for job in jobs:
        if not job.articles or job.articles != last:
            if weight >= _BATCH:
                yield tuple(batch)
                batch, weight = [], 0
            weight += max(1, len(job.articles))
        last = job.articles
        batch.append(job)
    if batch:
        yield tuple(batch)
