"""The index that a reader's browser searches: plain script files, exact for strings, no server needed.

Nothing heavy is imported until an index is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gongbao.core.records import Article, TaggedArticle

if TYPE_CHECKING:
    from gongbao.site.search_index.build import SearchWriter


def write_search(
    articles: Callable[[], Iterator[TaggedArticle]],
    address: Callable[[Article], str],
    write: Callable[[str, bytes], None],
) -> dict[str, Any]:
    """Write the index of the articles, which are numbered in the order given; returns its manifest.

    ``address`` gives an article's page relative to the site's root; ``write`` receives each file's
    path relative to the same root (``search/…``) and its bytes. The articles are read once and
    never held together; the same articles give the same files.
    """
    from gongbao.site.search_index.build import SearchWriter

    return _filled(SearchWriter(address, write), articles())


def write_further(
    articles: Iterable[TaggedArticle],
    address: Callable[[Article], str],
    write: Callable[[str, bytes], None],
    folder: str,
    first: dict[str, Any],
) -> dict[str, Any]:
    """Write a further segment of an index into ``search/{folder}/``: articles that came or changed since.

    ``first`` is the manifest of the first segment, with which ``joined`` puts them together.
    """
    from gongbao.site.search_index.build import SearchWriter

    return _filled(SearchWriter(address, write, f"{folder}/", first["folding"]), articles)


def joined(first: dict[str, Any], further: dict[str, dict[str, Any]], dead: Sequence[int]) -> tuple[str, bytes]:
    """The manifest of the first segment, that knows of further ones (by folder) and of its own documents that are gone.

    ``dead`` are numbers of the first segment's documents, ascending. Returns path and bytes.
    """
    from gongbao.site.search_index.script import script
    from gongbao.site.search_index.summary import packed_list

    manifest = dict(first)
    if further:
        manifest["further"] = [{"folder": f"{name}/", "version": one["version"]} for name, one in further.items()]
    if dead:
        documents = first["documents"] + sum(one["documents"] for one in further.values())
        manifest["dead"] = [len(dead), packed_list(dead, documents)]
    return script("manifest", manifest)


def _filled(writer: SearchWriter, articles: Iterable[TaggedArticle]) -> dict[str, Any]:
    with writer as index:
        for tagged in articles:
            index.add(tagged)
        return index.finish()


__all__ = ["joined", "write_further", "write_search"]
