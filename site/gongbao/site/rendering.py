"""Pages from what was planned for them, put in their places: work that any process can do, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site.archive import Archive
from gongbao.site.article_page import article_context
from gongbao.site.placing import Place, Placed, place_file
from gongbao.site.render import Renderer, Site, site_of


class Job(NamedTuple):
    """A page to be rendered and where it goes."""

    address: str
    subject: str
    fingerprint: str
    template: str
    context: dict[str, Any]
    articles: tuple[str, ...] = ()  # ids of those that it shows whole
    compose: Callable[[Sequence[TaggedArticle], Site], bytes] | None = None  # makes a file of them, without a template
    data: bytes | None = None  # of a file that no template makes
    make: Callable[[], bytes] | None = None  # of a file that takes long to make


class Batch(NamedTuple):
    """Jobs that are done together, with the newsroom's own folder of templates."""

    theme: Path | None
    renderer: str  # its fingerprint
    jobs: tuple[Job, ...]
    places: tuple[Place, ...]  # one for each job


def render_batch(archive: Archive, settings: Settings, batch: Batch) -> list[Placed | None]:
    """The file of each job, which is in its place; None for one an article of which is gone. Raises OutputError."""
    renderer = _renderers.get(batch.renderer)
    if renderer is None:
        renderer = remember(Renderer(site_of(settings), batch.theme))
    wanted = dict.fromkeys(name for job in batch.jobs for name in job.articles)
    articles = {one.article.id: one for one in archive.chosen(wanted)} if wanted else {}
    made = (_done(job, renderer, [articles[name] for name in job.articles if name in articles]) for job in batch.jobs)
    pairs = zip(batch.places, made, strict=True)
    return [None if data is None else place_file(place, data) for place, data in pairs]


def _done(job: Job, renderer: Renderer, articles: Sequence[TaggedArticle]) -> bytes | None:
    if job.make is not None:
        return job.make()
    if job.data is not None:
        return job.data
    if len(articles) < len(job.articles):
        return None
    site = renderer.site
    if job.compose is not None:
        return job.compose(articles, site)
    context = job.context
    if articles:
        context = article_context(articles[0], site.newspaper, site.url) | context
    return renderer.render(job.template, job.address, context)


_renderers: dict[str, Renderer] = {}  # the last one, by its fingerprint: compiling templates takes long


def remember(renderer: Renderer) -> Renderer:
    """Have batches of this process rendered by it."""
    _renderers.clear()
    _renderers[renderer.fingerprint] = renderer
    return renderer
