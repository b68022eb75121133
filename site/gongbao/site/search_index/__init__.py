"""The index that a reader's browser searches: plain script files, exact for strings, no server needed.

Nothing heavy is imported until an index is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gongbao.core.records import Article, TaggedArticle

if TYPE_CHECKING:
    from gongbao.site.search_index.build import SearchWriter


def write_search(
    articles: Callable[[], Iterator[TaggedArticle]],
    address: Callable[[Article], str],
    write: Callable[[str, bytes], None],
) -> None:
    """Write the index of the articles, which are numbered in the order given.

    ``address`` gives an article's page relative to the site's root; ``write`` receives each file's
    path relative to the same root (``search/…``) and its bytes. The articles are read once and
    never held together; the same articles give the same files.
    """
    with open_search(address, write) as index:
        for tagged in articles():
            index.add(tagged)
        index.finish()


def open_search(address: Callable[[Article], str], write: Callable[[str, bytes], None]) -> SearchWriter:
    """The same for a caller that reads the articles for another purpose too: it adds them one by one."""
    from gongbao.site.search_index.build import SearchWriter

    return SearchWriter(address, write)


__all__ = ["open_search", "write_search"]
