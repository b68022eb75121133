"""What a build remembers for the next: of every article what lists show, and of which version.

``.gongbao/catalogue.tsv`` (summaries.py), ``.gongbao/kin.json`` and ``.gongbao/printed.json`` (versions of the pages
as printed). All follow from articles and pages alone, so that an archive brought up to date has the same bytes as one
built afresh, and all are trusted only if the last build finished and was of this code, these templates and settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain

from gongbao.core.kinship import Kinship
from gongbao.site.archive import Archive
from gongbao.site.catalogue import Catalogue, gather
from gongbao.site.changes import touched_by
from gongbao.site.facsimiles import PageKey, PagesByName
from gongbao.site.folder import SiteFolder
from gongbao.site.summaries import Rows, read, split, written
from gongbao.site.touched import EVERYTHING, Touched

CATALOGUE = "catalogue.tsv"
KIN = "kin.json"
PRINTED = "printed.json"
# Beyond one article in so many, following each change costs more than to plan all.
_FEW = 20


class Memory:
    """What the last build left; ``rows`` is None when there is nothing to go by."""

    def __init__(
        self, made_by: str, rows: Rows | None, kin: Mapping[str, Kinship], printed: Mapping[PageKey, str]
    ) -> None:
        self._made_by = made_by
        self._rows = rows
        self._kin = kin
        self._printed = printed

    @classmethod
    def of(cls, folder: SiteFolder, made_by: str) -> Memory:
        """``made_by`` is a digest of all that every page depends on."""
        rows, kin, printed = read(folder.state(CATALOGUE), made_by), folder.state(KIN), folder.state(PRINTED)
        if rows is None or kin is None or printed is None or not folder.is_sound:
            return cls(made_by, None, {}, {})
        pages = {(day, number): version for day, number, version in json.loads(printed)}
        return cls(made_by, rows, {name: _kinship(one) for name, one in json.loads(kin).items()}, pages)

    def is_present(
        self, versions: Mapping[str, str], kin: Mapping[str, Kinship], printed: Mapping[PageKey, str]
    ) -> bool:
        """Whether the archive is what it was, article by article, in the same order, and page by page."""
        rows = self._rows
        return rows is not None and kin == self._kin and printed == self._printed and _same(rows, versions)

    def brought_up_to_date(
        self, archive: Archive, versions: Mapping[str, str], kin: Mapping[str, Kinship], printed: PagesByName
    ) -> tuple[Catalogue, Touched]:
        """The catalogue of what is published now, and what is touched by the changes since."""
        before = self._rows or Rows(())
        known = dict(zip(before.ids, before.versions, strict=True))
        fresh = [name for name, version in versions.items() if known.get(name) != version]
        lines = dict(zip(before.ids, before.split, strict=True))
        for name in fresh:
            lines.pop(name, None)
        articles = archive.chosen(fresh) if known else archive.articles()
        found = gather(articles, {name: versions[name] for name in fresh})
        lines.update((name, split(line)) for name, line in found)
        rows = Rows(lines[name] for name in versions if name in lines)
        catalogue = Catalogue(rows, kin, printed)
        changed = frozenset(chain(fresh, known.keys() - catalogue.index_of.keys()))
        if self._rows is None or len(changed) * _FEW > len(known):
            return catalogue, EVERYTHING
        pages = {*self._printed, *printed.versions}
        reprinted = {key for key in pages if self._printed.get(key) != printed.versions.get(key)}
        return catalogue, touched_by(changed, before, catalogue, self._kin, reprinted)

    def gone(self, catalogue: Catalogue) -> list[str]:
        """Ids of articles that were there and are not any more."""
        return [name for name in (self._rows.ids if self._rows else ()) if name not in catalogue.index_of]

    def kept(self, catalogue: Catalogue) -> dict[str, bytes]:
        """What the next build is to remember: name to content."""
        kin = {name: [*map(list, _parts(one))] for name, one in sorted(catalogue.kin.items())}
        pages = [(*key, version) for key, version in sorted(catalogue.printed.versions.items())]
        return {
            CATALOGUE: written(catalogue.rows, self._made_by),
            PRINTED: json.dumps(pages, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
            KIN: json.dumps(kin, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        }


def _same(rows: Rows, versions: Mapping[str, str]) -> bool:
    return len(rows) == len(versions) and all(map(_equal, zip(rows.ids, rows.versions, strict=True), versions.items()))


def _equal(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one == other


def _parts(kin: Kinship) -> tuple[tuple[str, ...], ...]:
    return (kin.sources, kin.printed_before, kin.printed_again)


def _kinship(parts: list[list[str]]) -> Kinship:
    return Kinship(*map(tuple, parts))
