"""Pages from what was planned for them: work that any process can do, a batch at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from gongbao.core.settings import Settings
from gongbao.site.archive import Archive
from gongbao.site.article_page import article_context
from gongbao.site.render import Renderer, site_of


class Job(NamedTuple):
    """A page to be rendered and where it goes."""

    address: str
    subject: str
    fingerprint: str
    template: str
    context: dict[str, Any]
    article_id: str = ""  # of a page that shows a whole article
    data: bytes | None = None  # of a file that no template makes


class Batch(NamedTuple):
    """Jobs that are done together, with the newsroom's own folder of templates."""

    theme: Path | None
    renderer: str  # its fingerprint
    jobs: tuple[Job, ...]


Rendered = list[bytes | None]


def render_batch(archive: Archive, settings: Settings, batch: Batch) -> Rendered:
    """The bytes of each job; None for one whose article is not there any more, or that has its bytes already."""
    renderer = _renderers.get(batch.renderer)
    if renderer is None:
        renderer = remember(Renderer(site_of(settings), batch.theme))
    site = renderer.site
    wanted = [job.article_id for job in batch.jobs if job.article_id]
    articles = {one.article.id: one for one in archive.chosen(wanted)} if wanted else {}
    pages: Rendered = []
    for job in batch.jobs:
        tagged = articles.get(job.article_id)
        if job.data is not None or (job.article_id and tagged is None):
            pages.append(None)
            continue
        context = job.context
        if tagged is not None:
            context = article_context(tagged, site.newspaper, site.url) | context
        pages.append(renderer.render(job.template, job.address, context))
    return pages


_renderers: dict[str, Renderer] = {}  # the last one, by its fingerprint: compiling templates takes long


def remember(renderer: Renderer) -> Renderer:
    """Have batches of this process rendered by it."""
    _renderers.clear()
    _renderers[renderer.fingerprint] = renderer
    return renderer
