"""The flow of index building: the articles one by one, then the buckets of their pairs."""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gongbao.core.records import Article, TaggedArticle
from gongbao.site.search_index.corpus import FoldedCorpus
from gongbao.site.search_index.documents import searched_fields, shown_document
from gongbao.site.search_index.folding import folding_exceptions
from gongbao.site.search_index.postings import MOST_DOCUMENTS, collect
from gongbao.site.search_index.script import script, shard_path
from gongbao.site.search_index.shards import Measures, ShardWriter
from gongbao.site.search_index.summary import FACET_NAMES, FIELD_NAMES, Dates, Facets, first_keys

FORMAT = 1  # of the files; an engine that knows another one asks to load the page again
BLOCK_DOCUMENTS = 4  # documents of one file: about 7 kB, and a page of results loads ten

Write = Callable[[str, bytes], None]
Folding = list[list[str]]  # characters, and what each folds to


class SearchWriter:
    """An index being written: ``add`` each article in order, then ``finish``. Use as a context manager.

    ``address`` gives an article's page relative to the site's root; ``write`` receives each file's
    path relative to the same root (``search/…``) and its bytes. ``folder`` ends in a slash where the index is a
    further segment of another one; ``folding`` is that one's table, which takes long to make.
    """

    def __init__(
        self, address: Callable[[Article], str], write: Write, folder: str = "", folding: Folding | None = None
    ) -> None:
        self._address = address
        self._files = _Files(write, folder)
        self._folding = folding
        self._dates, self._facets = Dates(), Facets()
        self._block: list[dict[str, object]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="gongbao-search-")
        self._corpus = FoldedCorpus(Path(self._folder.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._corpus.close()
        self._folder.cleanup()

    def add(self, tagged: TaggedArticle) -> None:
        """Take the next article; every few, what the browser shows of them is written."""
        self._corpus.add(searched_fields(tagged.article))
        self._dates.add(tagged.article.date)
        self._facets.add(tagged)
        self._block.append(shown_document(tagged, self._address(tagged.article)))
        if len(self._block) == BLOCK_DOCUMENTS:
            self._files.add_block(self._block)
            self._block = []

    def finish(self) -> dict[str, Any]:
        """Write what is found by: shards, facets, dates, and last the manifest, which is given back too."""
        files, corpus = self._files, self._corpus
        if self._block:
            files.add_block(self._block)
        if corpus.documents > MOST_DOCUMENTS:
            raise ValueError(f"the index numbers at most {MOST_DOCUMENTS} articles")
        measures = Measures.of(corpus.documents, corpus.zone_characters)
        shards = ShardWriter(measures, files.add)
        for occurrences in corpus.buckets():
            shards.add(collect(occurrences))
        for facet in (*FACET_NAMES, *FIELD_NAMES):
            files.add(f"facets/{facet}", self._facets.payload(facet))
        files.add("dates", self._dates.payload())
        folding = self._folding
        if folding is None:
            exceptions = folding_exceptions()
            folding = [[*exceptions], [*exceptions.values()]]
        manifest = _manifest(measures, shards, files.version, folding)
        files.add("manifest", manifest)
        return manifest


def _manifest(measures: Measures, shards: ShardWriter, version: str, folding: Folding) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": version,
        "documents": measures.documents,
        "blockDocuments": BLOCK_DOCUMENTS,
        "zoneMeans": measures.zone_means,
        "facets": FACET_NAMES,
        "unicode": unicodedata.unidata_version,
        "folding": folding,
        "shards": len(shards.first_keys),
        "firstKeys": first_keys(shards.first_keys),
    }


class _Files:
    """Passes every file on and digests them all."""

    def __init__(self, write: Write, folder: str) -> None:
        self._write = write
        self._folder = folder
        self._digest = hashlib.sha256()
        self._blocks = 0

    def add(self, name: str, payload: object) -> None:
        path, content = script(self._folder + name, payload)
        self._digest.update(f"{path} {len(content)}\0".encode() + content)
        self._write(path, content)

    def add_block(self, documents: list[dict[str, object]]) -> None:
        self.add(shard_path("documents", self._blocks), documents)
        self._blocks += 1

    @property
    def version(self) -> str:
        """Sixteen digits that change with any file; the browser asks for each under them and so gets no old one."""
        return self._digest.hexdigest()[:16]
