"""The flow of index building: one pass over the articles, then one over the buckets of pairs."""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from gongbao.core.records import Article, TaggedArticle
from gongbao.site.search_index.corpus import FoldedCorpus
from gongbao.site.search_index.documents import searched_fields, shown_document
from gongbao.site.search_index.folding import folding_exceptions
from gongbao.site.search_index.postings import MOST_DOCUMENTS, collect
from gongbao.site.search_index.script import script, shard_path
from gongbao.site.search_index.shards import Measures, ShardWriter
from gongbao.site.search_index.summary import FACET_NAMES, Dates, Facets, first_keys

FORMAT = 1  # of the files; an engine that knows another one asks to load the page again
BLOCK_DOCUMENTS = 4  # documents of one file: about 7 kB, and a page of results loads ten

Write = Callable[[str, bytes], None]


def build_index(articles: Iterator[TaggedArticle], address: Callable[[Article], str], write: Write) -> None:
    """See gongbao.site.search_index.write_search."""
    with tempfile.TemporaryDirectory(prefix="gongbao-search-") as folder, FoldedCorpus(Path(folder)) as corpus:
        blocks = _Blocks(write)
        dates, facets = Dates(), Facets()
        for tagged in articles:
            corpus.add(searched_fields(tagged.article))
            blocks.add(shown_document(tagged, address(tagged.article)))
            dates.add(tagged.article.date)
            facets.add(tagged)
        blocks.close()
        if corpus.documents > MOST_DOCUMENTS:
            raise ValueError(f"the index numbers at most {MOST_DOCUMENTS} articles")

        measures = Measures.of(corpus.documents, corpus.zone_characters)
        shards = ShardWriter(measures, write)
        for occurrences in corpus.buckets():
            shards.add(collect(occurrences))

    for facet in FACET_NAMES:
        write(*script(f"facets/{facet}", facets.payload(facet)))
    write(*script("dates", dates.payload()))
    manifest = {
        "format": FORMAT,
        "version": blocks.digest,
        "documents": measures.documents,
        "blockDocuments": BLOCK_DOCUMENTS,
        "zoneMeans": measures.zone_means,
        "facets": FACET_NAMES,
        "unicode": unicodedata.unidata_version,
        "folding": [[*folding_exceptions()], [*folding_exceptions().values()]],
        "shards": len(shards.first_keys),
        "firstKeys": first_keys(shards.first_keys),
    }
    write(*script("manifest", manifest))


class _Blocks:
    """Writes the documents as they are shown, a few a file, and digests them all."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[dict[str, object]] = []
        self._number = 0
        self._digest = hashlib.sha256()

    def add(self, document: dict[str, object]) -> None:
        self._waiting.append(document)
        if len(self._waiting) == BLOCK_DOCUMENTS:
            self.close()

    def close(self) -> None:
        if self._waiting:
            path, content = script(shard_path("documents", self._number), self._waiting)
            self._digest.update(content)
            self._write(path, content)
            self._waiting = []
            self._number += 1

    @property
    def digest(self) -> str:
        """Sixteen digits that change with any document; the browser asks for files under them."""
        return self._digest.hexdigest()[:16]
