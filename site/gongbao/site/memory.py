"""What a build remembers for the next: of every article what lists show, and of which version.

``.gongbao/catalogue.tsv`` (summaries.py), ``.gongbao/kin.json``, ``.gongbao/printed.json`` (versions of the pages
as printed) and ``.gongbao/departed.json`` (digests of what is told of withdrawn and merged articles). All follow from
articles, pages and those alone, so that an archive brought up to date has the same bytes as one built afresh, and all
are trusted only if the last build finished and was of this code, these templates and settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from gongbao.core.kinship import Kinship
from gongbao.site.archive import Archive
from gongbao.site.catalogue import Catalogue, gather
from gongbao.site.changes import touched_by
from gongbao.site.departed import Departed
from gongbao.site.facsimiles import PageKey, PagesByName
from gongbao.site.folder import SiteFolder
from gongbao.site.summaries import Rows, read, written
from gongbao.site.touched import EVERYTHING, Touched

CATALOGUE = "catalogue.tsv"
KIN = "kin.json"
PRINTED = "printed.json"
DEPARTED = "departed.json"
# Beyond one article in so many, following each change costs more than to plan all.
_FEW = 20


class Memory:
    """What the last build left; ``rows`` is None when there is nothing to go by."""

    def __init__(
        self,
        made_by: str,
        rows: Rows | None,
        kin: Mapping[str, Kinship],
        printed: Mapping[PageKey, str],
        departed: Mapping[str, str],
    ) -> None:
        self._made_by = made_by
        self._rows = rows
        self._kin = kin
        self._printed = printed
        self._departed = departed  # id -> digest

    @classmethod
    def of(cls, folder: SiteFolder, made_by: str) -> Memory:
        """``made_by`` is a digest of all that every page depends on."""
        rows = read(folder.state(CATALOGUE), made_by)
        kin, printed, departed = map(folder.state, (KIN, PRINTED, DEPARTED))
        if rows is None or kin is None or printed is None or departed is None or not folder.is_sound:
            return cls(made_by, None, {}, {}, {})
        pages = {(day, number): version for day, number, version in json.loads(printed)}
        kinships = {name: _kinship(one) for name, one in json.loads(kin).items()}
        return cls(made_by, rows, kinships, pages, json.loads(departed))

    def is_present(
        self,
        versions: Mapping[str, str],
        kin: Mapping[str, Kinship],
        printed: Mapping[PageKey, str],
        departed: Departed,
    ) -> bool:
        """Whether the archive is what it was, article by article, in the same order, and page by page."""
        if self._rows is None or (kin, printed) != (self._kin, self._printed):
            return False
        return departed.digests == self._departed and _same(self._rows, versions)

    def brought_up_to_date(
        self,
        archive: Archive,
        versions: Mapping[str, str],
        kin: Mapping[str, Kinship],
        printed: PagesByName,
        departed: Departed,
    ) -> tuple[Catalogue, Touched]:
        """The catalogue of what is published now, and what is touched by the changes since."""
        before = self._rows or Rows()
        known = dict(zip(before.ids, before.versions, strict=True))
        fresh = [name for name, version in versions.items() if known.get(name) != version]
        articles = archive.chosen(fresh) if known else archive.articles()
        found = dict(gather(articles, {name: versions[name] for name in fresh}))
        # What changed and is not there any more, as it was withdrawn meanwhile, is left out too.
        missing = set(fresh).difference(found)
        rows = before.with_changes(found, (name for name in versions if name not in missing))
        catalogue = Catalogue(rows, kin, printed)
        changed = frozenset(chain(fresh, known.keys() - catalogue.index_of.keys()))
        if self._rows is None or len(changed) * _FEW > len(known):
            return catalogue, EVERYTHING
        pages = {*self._printed, *printed.versions}
        reprinted = {key for key in pages if self._printed.get(key) != printed.versions.get(key)}
        touched = touched_by(changed, before, catalogue, self._kin, reprinted)
        retold = {name for name, _ in self._departed.items() ^ departed.digests.items()}
        return catalogue, replace(touched, articles=touched.articles | retold)

    def gone(self, catalogue: Catalogue, departed: Departed) -> list[str]:
        """Ids of articles that were there and are not any more, and of those whose address told so.

        A page that came in an article's place is written by this build, which spares it.
        """
        articles = self._rows.ids if self._rows else ()
        forgotten = (name for name in self._departed if name not in departed.digests)
        return [name for name in chain(articles, forgotten) if name not in catalogue.index_of]

    def kept(self, catalogue: Catalogue, departed: Departed) -> dict[str, bytes]:
        """What the next build is to remember: name to content."""
        kin = {name: [*map(list, _parts(one))] for name, one in sorted(catalogue.kin.items())}
        pages = [(*key, version) for key, version in sorted(catalogue.printed.versions.items())]
        return {
            CATALOGUE: written(catalogue.rows, self._made_by),
            PRINTED: json.dumps(pages, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
            KIN: json.dumps(kin, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
            DEPARTED: json.dumps(departed.digests, separators=(",", ":")).encode(),
        }


def _same(rows: Rows, versions: Mapping[str, str]) -> bool:
    return rows.ids == list(versions) and rows.versions == list(versions.values())


def _parts(kin: Kinship) -> tuple[tuple[str, ...], ...]:
    return (kin.sources, kin.printed_before, kin.printed_again)


def _kinship(parts: list[list[str]]) -> Kinship:
    return Kinship(*map(tuple, parts))
