"""Where a build takes its articles from: which there are, in which version, and those that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from gongbao.core.records import TaggedArticle
from gongbao.site.fingerprint import fingerprint


class Archive(Protocol):
    """What is published. A build may read it several times; what changes meanwhile is found by the next build."""

    def versions(self) -> dict[str, str]:
        """{id: version} of the published articles in the archive's order (date, page, source, place, id).

        A version has no tabs or line ends, and changes whenever anything changes that readers see of the article.
        """
        ...

    def articles(self) -> Iterator[TaggedArticle]:
        """All published articles, in the archive's order."""
        ...

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        """The articles with these ids, in any order."""
        ...


class Listed:
    """Articles from a function that gives them all at every call: for a few, and for tests."""

    def __init__(self, articles: Callable[[], Iterator[TaggedArticle]]) -> None:
        self.articles = articles

    def versions(self) -> dict[str, str]:
        """As ``Archive.versions``. Raises ValueError for an id that comes twice."""
        found: dict[str, str] = {}
        for tagged in self.articles():
            if tagged.article.id in found:
                raise ValueError("an article id came twice")
            found[tagged.article.id] = version_of(tagged)
        return found

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        """As ``Archive.chosen``."""
        wanted = set(article_ids)
        return (tagged for tagged in self.articles() if tagged.article.id in wanted)


def version_of(tagged: TaggedArticle) -> str:
    """The store's stamp leaves out which revision of the article this is; without a stamp a digest of all of it."""
    return f"{tagged.stamp}.{tagged.article.revision}" if tagged.stamp else fingerprint(tagged)
