"""The browser's index brought up to date: whole, or after single changes by a further segment.

An article changes lists all over the index, and to write 100,000 articles' index takes minutes. So what came
or changed since goes into a small segment of its own, and the first one's documents that changed or went are listed as
dead: the browser asks both and finds the same. When the segment has grown, or all is built anyhow, the
index is written whole again; only then do its bytes not tell how the archive came to be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongbao.core.normal import RULE
from gongbao.core.records import TaggedArticle
from gongbao.site.addresses import article_address
from gongbao.site.archive import Archive
from gongbao.site.fingerprint import fingerprint
from gongbao.site.folder import SiteFolder
from gongbao.site.render import digest_of_code
from gongbao.site.search_index import joined, write_further, write_search
from gongbao.site.summaries import Rows, escaped, unescaped

STATE = "search.tsv"
SEARCH, FURTHER = "search", "search/further"  # subjects (touched.py) of the first segment and of the other
_WHOLE_UP_TO = 1_000  # articles: to write their index whole is soon done
_FURTHER_AT_MOST = 500  # articles of the second segment, and dead ones of the first


@dataclass(frozen=True, slots=True)
class _First:
    """The first segment as it was written."""

    manifest: dict[str, Any]
    documents: list[tuple[str, str]]  # (version, id) in order
    written: bytes = b""  # as it was read


def update_search(folder: SiteFolder, rows: Rows, archive: Archive, *, whole: bool) -> bytes:
    """Write what is due of the index; returns what the next build must know (the file STATE)."""
    code = digest_of_code("search_index")
    first = _read(folder.state(STATE), code)
    if first is not None and not whole and len(rows) > _WHOLE_UP_TO:
        current = dict(zip(rows.ids, rows.versions, strict=True))
        dead = [n for n, (version, name) in enumerate(first.documents) if current.get(name) != version]
        gone = set(dead)
        stands = {name for n, (_, name) in enumerate(first.documents) if n not in gone}
        missing = [index for index, name in enumerate(rows.ids) if name not in stands]
        if max(len(missing), len(dead)) <= _FURTHER_AT_MOST:
            return _add(folder, rows, archive, first, dead, missing, code)
    return _whole(folder, rows, archive, first, code)


def _whole(folder: SiteFolder, rows: Rows, archive: Archive, first: _First | None, code: str) -> bytes:
    folder.renew([SEARCH, FURTHER])
    # One fingerprint for all files of the index: any article may change any of them.
    made_from = fingerprint("search", code, RULE, rows.ids, rows.versions)
    documents = list(zip(rows.versions, rows.ids, strict=True))
    if first is not None and first.documents == documents and folder.keep_subject(SEARCH, made_from):
        return _written(first, code)
    manifest = write_search(
        archive.articles, article_address, lambda path, data: folder.write(path, made_from, data, SEARCH)
    )
    return _written(_First(manifest, documents), code)


def _add(
    folder: SiteFolder, rows: Rows, archive: Archive, first: _First, dead: list[int], missing: list[int], code: str
) -> bytes:
    folder.renew([FURTHER])
    names = [rows.ids[index] for index in missing]
    made_from = fingerprint("search", code, RULE, names, [rows.versions[index] for index in missing], dead)
    further = {}
    if names:
        # A folder for each state of it: whoever has the page open goes on with what it has loaded.
        name = f"further-{made_from}"
        further[name] = write_further(
            _in_order(archive, names),
            article_address,
            lambda path, data: folder.write(path, made_from, data, FURTHER),
            name,
            first.manifest,
        )
    path, data = joined(first.manifest, further, dead)
    folder.write(path, made_from, data, SEARCH)
    return _written(first, code)


def _in_order(archive: Archive, names: list[str]) -> Iterator[TaggedArticle]:
    found = {tagged.article.id: tagged for tagged in archive.chosen(names)}
    return (found[name] for name in names if name in found)


def _read(data: bytes | None, code: str) -> _First | None:
    if data is None:
        return None
    head, *lines = data.decode("utf-8", "surrogatepass").split("\n")
    known, manifest = json.loads(head)
    if known != [code, RULE]:
        return None
    documents = []
    for line in lines[:-1]:
        version, _, name = line.partition("\t")
        documents.append((version, unescaped(name)))
    return _First(manifest, documents, data)


def _written(first: _First, code: str) -> bytes:
    if first.written:
        return first.written
    head = json.dumps([[code, RULE], first.manifest], ensure_ascii=False, separators=(",", ":"))
    lines = (f"{version}\t{escaped(name)}" for version, name in first.documents)
    return "\n".join((head, *lines, "")).encode("utf-8", "surrogatepass")
