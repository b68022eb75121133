"""Pages as they were printed: which there are, and what readers may see of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from gongbao.core.facsimile import Facsimile
from gongbao.core.files import Files
from gongbao.core.records import Page
from gongbao.site import addresses
from gongbao.site.fingerprint import fingerprint
from gongbao.site.summaries import date_of

PageKey = tuple[str, str]  # day (ISO 8601), number of the page


class Facsimiles(Protocol):
    """The pages as printed and where their pictures and PDFs lie."""

    files: Files

    def versions(self) -> Mapping[PageKey, str]:
        """{(day, number): version}; a version changes whenever anything changes that readers see of the page."""
        ...

    def page(self, day: str, number: str) -> Facsimile:
        """What may be seen of one of those pages."""
        ...


class ListedPages:
    """Pages that somebody has in hand: for a few, and for tests."""

    def __init__(self, pages: Mapping[PageKey, Facsimile], files: Files) -> None:
        self.files = files
        self._pages = pages

    def versions(self) -> Mapping[PageKey, str]:
        """As ``Facsimiles.versions``."""
        return {key: fingerprint(page) for key, page in self._pages.items()}

    def page(self, day: str, number: str) -> Facsimile:
        """As ``Facsimiles.page``."""
        return self._pages[day, number]


class PagesByName:
    """The pages as printed, found by the issue's date and the name under which the site knows a page."""

    def __init__(self, facsimiles: Facsimiles | None = None) -> None:
        self.versions: dict[PageKey, str] = dict(facsimiles.versions()) if facsimiles else {}
        self.files = facsimiles.files if facsimiles else None
        self._facsimiles = facsimiles
        self._numbers: dict[str, dict[str, str]] = {}  # day -> name of the page -> its number
        for day, number in sorted(self.versions):
            name = addresses.page_name(date_of(day), Page(number), "")
            self._numbers.setdefault(day, {}).setdefault(name, number)

    def find(self, day: str, name: str) -> Facsimile | None:
        """The page of this name; None where it was not kept as printed, or nothing of it may be shown."""
        number = self._numbers.get(day, {}).get(name)
        if number is None or self._facsimiles is None:
            return None
        page = self._facsimiles.page(day, number)
        return page if page.picture or page.pdf else None

    def of_day(self, day: str) -> dict[str, Facsimile]:
        """{name: page} of all pages of a day of which something may be shown."""
        found = {name: self.find(day, name) for name in self._numbers.get(day, ())}
        return {name: page for name, page in found.items() if page is not None}
