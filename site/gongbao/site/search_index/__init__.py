"""The index that a reader's browser searches: plain script files, exact for strings, no server needed.

Nothing heavy is imported until an index is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongbao.core.records import Article, TaggedArticle


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
    from gongbao.site.search_index.build import build_index

    build_index(articles(), address, write)


__all__ = ["write_search"]
