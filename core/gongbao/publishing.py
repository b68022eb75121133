"""The project as the site's build sees it: what is published, pages as printed, and processes that render."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from gongbao.core.facsimile import Facsimile, Unseen, facsimiles_of_day, versions_of_day
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import Settings
from gongbao.project import Project
from gongbao.workers import map_batches

Given = TypeVar("Given")
Made = TypeVar("Made")
_DAYS_KEPT = 16  # whose pages stay decoded: a build asks for the pages of a day one after the other


class PublishedArchive:
    """The store's published articles (gongbao.site.archive.Archive)."""

    def __init__(self, project: Project) -> None:
        self._store = project.store

    def versions(self) -> dict[str, str]:
        """{id: version} in the archive's order."""
        return self._store.versions()

    def articles(self) -> Iterator[TaggedArticle]:
        """All of them, in the archive's order."""
        return self._store.articles()

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        """Those with these ids that are still published."""
        for tagged in self._store.chosen(article_ids):
            if tagged.article.is_visible:
                yield tagged


class PublishedPages:
    """The store's pages as printed, as readers may see them (gongbao.site.facsimiles.Facsimiles)."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.files = project.files
        self._pdfs = project.settings.text("site.page_pdfs") == "yes"
        self._newspapers: dict[str, list[str]] = {}  # day -> newspapers that have pages of it
        self._of_day = lru_cache(_DAYS_KEPT)(self._read_day)

    def versions(self) -> dict[tuple[str, str], str]:
        """{(day, number): version} of all pages. Where several newspapers have such a page, it is our own's."""
        own = self._project.settings.text("newspaper.code")
        found: dict[tuple[str, str], str] = {}
        self._newspapers = {}
        for newspaper, day, contents in self._project.store.printed_pages.contents():
            self._newspapers.setdefault(day, []).append(newspaper)
            versions = versions_of_day(contents, self._unseen_of(newspaper, day), pdfs=self._pdfs)
            for number, version in versions.items():
                if newspaper == own or (day, number) not in found:
                    found[day, number] = version
        for names in self._newspapers.values():  # as above: our own over others, of these the first
            names.sort(reverse=True)
            names.sort(key=lambda name: name == own)
        return found

    def page(self, day: str, number: str) -> Facsimile:
        """One of the pages that ``versions`` told of. Raises KeyError for another."""
        return self._of_day(day)[number]

    @cached_property
    def _unseen(self) -> dict[tuple[str, str], list[Unseen]]:
        return self._project.store.printed_pages.unseen()

    def _unseen_of(self, newspaper: str, day: str) -> list[Unseen]:
        """Of an article whose newspaper is not known nobody can say that it is not on the page."""
        return [one for name in {newspaper, ""} for one in self._unseen.get((name, day), ())]

    def _read_day(self, day: str) -> dict[str, Facsimile]:
        found: dict[str, Facsimile] = {}
        for newspaper in self._newspapers[day]:
            pages = self._project.store.printed_pages.of_day(newspaper, day)
            found |= facsimiles_of_day(pages, self._unseen_of(newspaper, day), pdfs=self._pdfs)
        return found


class ProjectWorkers:
    """Worker processes that open the project for themselves (gongbao.site.workers.Workers)."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def map(
        self,
        work: Callable[[PublishedArchive, Settings, Given], Made],
        batches: Iterable[Given | None],
        expected: int,
    ) -> Iterator[tuple[Given, Made]]:
        """Each batch with its work done, in order; None waits for those before it."""
        return map_batches(self._project, partial(_on_archive, work), batches, expected)


def _on_archive(work: Callable[[PublishedArchive, Settings, Given], Made], project: Project, batch: Given) -> Made:
    return work(PublishedArchive(project), project.settings, batch)
