"""The whole archive in one short flow: gather, then articles, lists and search; the manifest comes last.

Articles are written before the lists that link to them, and what is no longer wanted is removed
after both, so that a reader who comes in the middle of a build meets no dead link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongbao.core.kinship import Kinship
from gongbao.core.normal import RULE
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site.fingerprint import fingerprint
from gongbao.site.folder import SiteCounts, SiteFolder

if TYPE_CHECKING:
    from gongbao.site.catalogue import Catalogue, Summary
    from gongbao.site.render import Renderer
    from gongbao.site.search_index.build import SearchWriter

Articles = Callable[[], Iterator[TaggedArticle]]
_PROGRESS_EVERY = 50  # articles


def build_site(
    articles: Articles,
    settings: Settings,
    output: Path,
    progress: Callable[[int], None] | None = None,
    *,
    theme: Path | None = None,
    kin: Mapping[str, Kinship] | None = None,
) -> SiteCounts:
    """Write the archive to a folder; only what changed is rendered, and what fell away is removed.

    ``articles()`` is called once or twice and streams what is published, ordered by (date,
    page, source, order, id). ``progress`` is told how many articles are done so far. ``theme`` is
    a newsroom's own folder with ``templates/`` and ``assets/`` that override ours file by file.
    ``kin`` tells by id which articles have other sources or other printings; a change of it renders their pages.

    Raises OutputError for an output that cannot be written, a full disk, or a folder that holds
    anything but an archive built before.
    """
    from gongbao.site.catalogue import gather
    from gongbao.site.render import Renderer, site_of

    with SiteFolder(output) as folder:
        renderer = Renderer(site_of(settings), theme)
        catalogue = gather(articles(), kin)
        for address, data in renderer.assets.items():
            folder.write(address, "", data)
        with ExitStack() as stack:
            search = _search_if_due(folder, catalogue)
            if search is not None:
                stack.enter_context(search)
            _write_articles(folder, renderer, catalogue, articles, search, progress or (lambda _: None))
            _write_lists(folder, renderer, catalogue)
            if search is not None:
                search.finish()
        return folder.finish(len(catalogue.summaries))


def _write_articles(
    folder: SiteFolder,
    renderer: Renderer,
    catalogue: Catalogue,
    articles: Articles,
    search: SearchWriter | None,
    progress: Callable[[int], None],
) -> None:
    """The articles' pages, and each article into the index where that is written anew: one reading does both."""
    from gongbao.site.article_page import article_context
    from gongbao.site.place import place_of

    def made_from(summary: Summary, place: dict[str, Any]) -> str:
        return fingerprint(renderer.fingerprint, summary.digest, place)

    site, due = renderer.site, set()
    for index, summary in enumerate(catalogue.summaries):
        address = summary.entry.address
        # What is new is due whatever it is made from; that is found out once, when it is rendered.
        if not folder.has(address) or not folder.keep(address, made_from(summary, place_of(catalogue, index))):
            due.add(summary.id)
    done = len(catalogue.summaries) - len(due)
    progress(done)
    for tagged in articles() if due or search is not None else ():
        if search is not None:
            search.add(tagged)
        if tagged.article.id not in due:
            continue
        due.remove(tagged.article.id)
        index = catalogue.index_of[tagged.article.id]
        summary, place = catalogue.summaries[index], place_of(catalogue, index)
        page = renderer.render(
            "article.html", summary.entry.address, article_context(tagged, site.newspaper, site.url) | place
        )
        folder.write(summary.entry.address, made_from(summary, place), page)
        done += 1
        if done % _PROGRESS_EVERY == 0:
            progress(done)
    if due:
        raise ValueError(f"{len(due)} articles were there at the first reading and not at the second")
    progress(done)


def _write_lists(folder: SiteFolder, renderer: Renderer, catalogue: Catalogue) -> None:
    from gongbao.site.calendar_pages import calendar_pages
    from gongbao.site.issue_pages import issue_pages
    from gongbao.site.label_pages import label_pages
    from gongbao.site.single_pages import single_pages

    planned = chain(issue_pages(catalogue), label_pages(catalogue), calendar_pages(catalogue), single_pages(catalogue))
    for page in planned:
        made_from = fingerprint(renderer.fingerprint, page.template, page.context)
        if not folder.keep(page.address, made_from):
            folder.write(page.address, made_from, renderer.render(page.template, page.address, page.context))


def _search_if_due(folder: SiteFolder, catalogue: Catalogue) -> SearchWriter | None:
    """The browser's index, to be filled; None when it stands as it should."""
    from gongbao.site.addresses import article_address
    from gongbao.site.render import digest_of_code
    from gongbao.site.search_index import open_search

    # One fingerprint for all files of the index: any article may change any of them.
    digests = [summary.digest for summary in catalogue.summaries]
    made_from = fingerprint("search", digest_of_code("search_index"), RULE, digests)
    if folder.keep_group(made_from):
        return None
    return open_search(article_address, lambda address, data: folder.write(address, made_from, data))
