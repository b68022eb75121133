"""Where each page of the archive lives: plain ASCII, lower case, the same for ever.

An address depends on nothing but the thing itself (an article's id, a date, a label), so it does
not move when other articles come or go. Only ``a-z``, ``0-9``, ``-`` and ``.`` are used: addresses
survive file systems that fold case, Windows, zip files and USB sticks.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Page

HOME = "index.html"
CALENDAR = "calendar/index.html"
SEARCH = "search.html"
ABOUT = "about.html"
NOT_FOUND = "404.html"
OFFLINE = "offline.html"  # shown by the service worker, at any address

_PLAIN = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_MAX_PLAIN = 80  # leaves room for long folder names below Windows' 260 characters
# Device names of Windows, which no file may bear whatever its ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})
_PAGE_NUMBER = re.compile(r"([A-Za-z]?)0*([0-9]{1,3})")


def digest_name(*parts: str) -> str:
    """A name made from a digest: ``x`` and 12 hexadecimal digits (48 bits; 100,000 names collide once in 50,000)."""
    return "x" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def plain_name(text: str) -> str:
    """The text itself where it is a safe file name, else a name made from its digest."""
    safe = len(text) <= _MAX_PLAIN and _PLAIN.fullmatch(text) and text.split(".", maxsplit=1)[0] not in _DEVICES
    return text if safe else digest_name(text)


@cache
def _label_slugs() -> dict[str, dict[str, str]]:
    data = resources.files("gongbao.site").joinpath("data", "slugs.toml")
    return tomllib.loads(data.read_text(encoding="utf-8"))


@lru_cache(maxsize=65536)
def label_folder(facet: str, label: str) -> str:
    """The folder of a label's lists: ``district/fangshan``; ``people/x0123456789ab`` for what has no written slug."""
    return f"{facet}/{_label_slugs().get(facet, {}).get(label) or digest_name(label)}"


def label_address(facet: str, label: str) -> str:
    """The first page of a label: its newest articles."""
    return f"{label_folder(facet, label)}/index.html"


def article_address(article: Article) -> str:
    """The permanent address of an article."""
    return id_address(article.id)


def id_address(article_id: str) -> str:
    """The permanent address of the article with this id, spread over 256 folders by the id's digest."""
    shard = hashlib.sha256(article_id.encode()).hexdigest()[:2]
    return f"articles/{shard}/{plain_name(article_id)}.html"


def issue_folder(date: IssueDate) -> str:
    """``issues/2021/2021-07-16``; ``issues/2021/2021-07`` when the day is not known, ``issues/undated``."""
    return f"issues/{date.year:04d}/{date}" if date else "issues/undated"


def page_name(date: IssueDate, page: Page, source: str) -> str:
    """The name by which a page (版) of an issue is known: ``page-3``, ``page-a1``, ``page-unknown``.

    Where the day is not known, pages of different days may bear the same number; there a page is
    what came in one source.
    """
    if not date.day:
        return "page-" + digest_name(page.number, page.name, source)
    number = _PAGE_NUMBER.fullmatch(page.number)
    if number is not None:
        return f"page-{number[1].lower()}{number[2]}"
    if page.number or page.name:
        return "page-" + digest_name(page.number or page.name)
    return "page-unknown"


def page_order(page: Page) -> tuple[int, str, int, str, str]:
    """Sorts pages as they are printed: 1, 2, 10, A1, B1, then named ones, then unknown ones."""
    number = _PAGE_NUMBER.fullmatch(page.number)
    if number is not None:
        return (0, number[1].upper(), int(number[2]), "", "")
    return (1 if page.number or page.name else 2, "", 0, page.number, page.name)


def year_address(year: int) -> str:
    """The calendar of a year."""
    return f"calendar/{year:04d}.html"


def root_of(address: str) -> str:
    """The way from a page back to the top of the archive: ``../../`` for ``articles/3f/a.html``."""
    return "../" * address.count("/")


def numbered(address: str, part: int) -> str:
    """The address of a list's part, from 1: ``a/2021.html``, ``a/2021-2.html``; ``a/index.html``, ``a/2.html``."""
    if part == 1:
        return address
    stem = address.removesuffix(".html")
    return f"{stem.removesuffix('index')}{part}.html" if stem.endswith("/index") else f"{stem}-{part}.html"


def picture_address(ending: str, *told: object) -> str:
    """``pictures/ab/<digest>.jpg``: it follows from all that makes a copy of a picture another one."""
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
    return f"pictures/{digest[:2]}/{digest}{ending}"
