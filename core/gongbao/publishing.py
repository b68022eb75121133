"""The project as the site's build sees it: what is published, and processes that render."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from gongbao.core.records import State, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.project import Project
from gongbao.workers import map_batches

Given = TypeVar("Given")
Made = TypeVar("Made")


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
            if tagged.article.state is State.PUBLISHED and tagged.article.public:
                yield tagged


class ProjectWorkers:
    """Worker processes that open the project for themselves (gongbao.site.workers.Workers)."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def map(
        self,
        work: Callable[[PublishedArchive, Settings, Given], Made],
        batches: Iterable[Given],
        expected: int,
    ) -> Iterator[tuple[Given, Made]]:
        """Each batch with its work done, in order."""
        return map_batches(self._project, partial(_on_archive, work), batches, expected)


def _on_archive(work: Callable[[PublishedArchive, Settings, Given], Made], project: Project, batch: Given) -> Made:
    return work(PublishedArchive(project), project.settings, batch)
