"""Page views of e-paper sites, of all three generations: bytes to what the page says; pure, nothing is fetched.

All of a vendor's templates agree on few things: the map over the picture, the links' addresses, the property comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.ingest.epaper.paper_files import Version
from gongbao.ingest.epaper.properties import date_of, page_number, read_properties
from gongbao.ingest.epaper.verification import is_verification
from gongbao.ingest.readers.charsets import decode_declared
from gongbao.ingest.readers.markup import blocks_of, parse_html

__all__ = [
    "HotArea",
    "PageLink",
    "PageView",
    "entry_redirect",
    "is_verification",
    "read_front_pages",
    "read_month_index",
    "read_page_view",
]

_PAGE = re.compile(r"(?:第\s*|^\s*)(?P<number>[A-Za-z]?\d{1,3})\s*版[\s\u3000:：]*(?P<name>[^\s\u3000（(]{0,20})")
_SHORT_PAGE = re.compile(r"(?P<number>[A-Za-z]?\d{1,3})")
_PAGE_FILE = re.compile(r"/(?:node_|nbs\.)[\w.]+\.html?$")
_ADDRESS_DATE = re.compile(r"/(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)/(?P<day>\d\d)/")
_PERIOD = re.compile(rb"<period_date>\s*(?P<date>\d{4}-\d\d-\d\d)")
_ONE_PERIOD = re.compile(rb"<period\b[^>]*>.*?</period>", re.DOTALL)
_FRONT_PAGE = re.compile(rb"<front_page>\s*(?P<page>[^<\s]+)\s*</front_page>")
_REFRESH = re.compile(r"url\s*=\s*[\"']?\s*(?P<url>[^\"'\s>;]+)", re.IGNORECASE)
_LEAST_CORNERS = 3


@dataclass(frozen=True, slots=True)
class PageLink:
    """Another page of the same issue."""

    number: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class HotArea:
    """The outline of one article on the page's picture, in the units of the img element."""

    polygon: tuple[tuple[float, float], ...]
    url: str  # absolute; empty for an area that leads nowhere
    headline: str  # empty for a notice


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page view says; all addresses are absolute."""

    number: str
    name: str
    date: IssueDate
    newspaper_name: str
    picture: str
    picture_size: tuple[int, int]  # width and height attributes, or (0, 0)
    pdf: str
    areas: tuple[HotArea, ...]
    articles: tuple[str, ...]  # on this page, in reading order, each once
    pages: tuple[PageLink, ...]
    elsewhere: tuple[str, ...]  # listed here though no area is theirs: another page's, or this page's without area
    previous_issue: str
    next_issue: str
    missing: tuple[str, ...]  # selectors that should have found something


def read_page_view(raw: bytes, url: str, version: Version, encoding: str = "") -> PageView:
    """Read one page view. Raises InputError when it is no HTML in a known encoding."""
    text = decode_declared(url, raw, encoding).text
    properties = read_properties(text)
    root: Any = parse_html(url, text)
    links = [(element, _absolute(url, element.get("href", ""))) for element in root.iter("a")]
    pages = _pages(links)
    number, name = _own_page(root, url, pages, properties.get("pagenum", ""))
    titles: dict[str, str] = {}
    for element, address in links:
        if re.search(version.article, address):
            titles[address] = titles.get(address) or _text(element)
    areas = tuple(_areas(root, url, titles))
    placed = {area.url for area in areas if area.url}
    listed = [address for address in titles if not placed or address in placed]
    articles = tuple(dict.fromkeys((*listed, *(a.url for a in areas if re.search(version.article, a.url)))))
    picture, size = _picture(root, url)
    date = date_of(properties) or _date_in(url)
    found: dict[str, object] = {
        "page_number": number,
        "date": date,
        "picture": picture,
        "areas": areas,
        "articles": articles,
        "pages": pages,
    }
    return PageView(
        number,
        name,
        date,
        properties.get("papername", ""),
        picture,
        size,
        _pdf(links, url),
        areas,
        articles,
        pages,
        tuple(address for address in titles if address not in articles),
        _issue_link(links, "上一期"),
        _issue_link(links, "下一期"),
        tuple(selector for selector, value in found.items() if not value),
    )


def read_month_index(raw: bytes) -> tuple[IssueDate, ...]:
    """The days of a month on which an issue came out (``period.xml``), in order, each once."""
    days = {_index_date(found) for found in _PERIOD.finditer(raw)}
    return tuple(sorted(days - {UNKNOWN_DATE}))


def read_front_pages(raw: bytes, url: str) -> dict[IssueDate, str]:
    """The first page views that a month's index names, absolute, by day; days without one are left out."""
    found: dict[IssueDate, str] = {}
    for period in _ONE_PERIOD.finditer(raw):
        day, front = _PERIOD.search(period[0]), _FRONT_PAGE.search(period[0])
        if day and front and (address := _absolute(url, front["page"].decode("ascii", "ignore"))):
            found[_index_date(day)] = address
    found.pop(UNKNOWN_DATE, None)
    return found


def _index_date(found: re.Match[bytes]) -> IssueDate:
    """A day of a month's index; unknown where the calendar has no such day."""
    try:
        return IssueDate(*map(int, found["date"].split(b"-")))
    except ValueError:
        return UNKNOWN_DATE


def entry_redirect(raw: bytes, url: str) -> str:
    """Where an entry page's meta refresh leads, absolute; empty when there is none."""
    text = decode_declared(url, raw, "").text if raw.strip() else ""
    root: Any = parse_html(url, text) if text.strip() else None
    for element in root.iter("meta") if root is not None else ():
        if element.get("http-equiv", "").lower() == "refresh" and (
            found := _REFRESH.search(element.get("content", ""))
        ):
            return _absolute(url, found["url"])
    return ""


def _absolute(base: str, href: str) -> str:
    """Without fragment and query, which classic sites use for the place on the page only."""
    try:
        address = urldefrag(urljoin(base, href.strip())).url if href.strip() else ""
        return address.partition("?")[0] if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _date_in(url: str) -> IssueDate:
    found = _ADDRESS_DATE.search(url)
    try:
        return IssueDate(int(found["year"]), int(found["month"]), int(found["day"])) if found else UNKNOWN_DATE
    except ValueError:
        return UNKNOWN_DATE


def _pages(links: list[tuple[Any, str]]) -> tuple[PageLink, ...]:
    """Links to page views by address; the first that tells the page's number counts."""
    found: dict[str, PageLink] = {}
    for element, address in links:
        text = _text(element)
        printed = _PAGE.search(text) or _SHORT_PAGE.fullmatch(text)
        if printed and _PAGE_FILE.search(address) and address not in found:
            name = printed.groupdict().get("name") or ""
            found[address] = PageLink(page_number(printed["number"]), name, address)
    return tuple(found.values())


def _own_page(root: Any, url: str, pages: tuple[PageLink, ...], given: str) -> tuple[str, str]:
    own = next((page for page in pages if page.url == url), None)
    number = page_number(given) or (own.number if own else "")
    printed = [found for block in blocks_of(root) if (found := _PAGE.match(block.text))]
    if not number and printed:
        number = page_number(printed[0]["number"])
    names = [own.name] if own else []
    names += [page.name for page in pages if page.number == number]
    names += [found["name"] for found in printed if page_number(found["number"]) == number]
    return number, next(filter(None, names), "")


def _areas(root: Any, url: str, titles: dict[str, str]) -> Iterator[HotArea]:
    for element in root.iter("area"):
        try:
            values = [float(part) for part in element.get("coords", "").split(",") if part.strip()]
        except ValueError:
            continue
        corners = tuple(zip(values[::2], values[1::2], strict=False))
        if element.get("shape", "").lower().startswith("rect") and len(corners) == 2:
            (left, top), (right, bottom) = corners
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if len(corners) >= _LEAST_CORNERS:
            address = _absolute(url, element.get("href", ""))
            yield HotArea(corners, address, titles.get(address, ""))


def _picture(root: Any, url: str) -> tuple[str, tuple[int, int]]:
    for element in root.iter("img"):
        if element.get("usemap"):
            width, height = (element.get(side, "").removesuffix("px") for side in ("width", "height"))
            known = width.isdecimal() and height.isdecimal()
            return _absolute(url, element.get("src", "")), (int(width), int(height)) if known else (0, 0)
    return "", (0, 0)


def _pdf(links: list[tuple[Any, str]], url: str) -> str:
    """The page's own: the one beside the link to this page, else the first that stands beside no link to a page."""
    first = ""
    for element, address in links:
        if not address.lower().endswith(".pdf"):
            continue
        row = next(element.iterancestors("tr", "li"), None)
        beside = {_absolute(url, one.get("href", "")) for one in row.iter("a")} if row is not None else set()
        if url in beside:
            return address
        if not first and not any(_PAGE_FILE.search(one) and _is_page_link(row, one, url) for one in beside):
            first = address
    return first


def _is_page_link(row: Any, address: str, url: str) -> bool:
    """Whether a row names a page beside the address, which 上一版 and 下一版 do not."""
    return any(_PAGE.search(_text(one)) for one in row.iter("a") if _absolute(url, one.get("href", "")) == address)


def _issue_link(links: list[tuple[Any, str]], words: str) -> str:
    return next((address for element, address in links if address and words in _text(element)), "")
