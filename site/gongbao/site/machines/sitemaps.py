"""For crawlers and browsers: robots.txt, the site map split by year, and the description of the search.

A site map and a search description hold absolute addresses only, so they are made where ``site.url`` is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from gongbao.core.dates import IssueDate
from gongbao.site import addresses
from gongbao.site.catalogue import LISTED, Catalogue, Issue
from gongbao.site.listing import PlannedFile
from gongbao.site.machines.dumps import DICTIONARY
from gongbao.site.machines.xml import document, text
from gongbao.site.render import Site
from gongbao.site.summaries import date_of
from gongbao.site.touched import Touched, year_subject

ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
OPENSEARCH = "opensearch.xml"
MOST = 50_000  # addresses of one site map (sitemaps.org); at 200 bytes each also far below its 50 MB
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SHORT_NAME = 16  # characters, OpenSearch 1.1

Place = tuple[str, str]  # address, day of the last change in ISO 8601 or empty


def for_crawlers(catalogue: Catalogue, touched: Touched, site: Site) -> Iterator[PlannedFile]:
    """robots.txt always; site maps and the search description where the archive's own address is known."""
    yield PlannedFile(ROBOTS, site.url, partial(robots, site))
    if not site.url:
        return
    yield PlannedFile(OPENSEARCH, site, partial(opensearch, site))
    names = []
    for year, group in groupby(catalogue.issues, key=lambda issue: issue.date.year):
        issues = tuple(group)
        size = sum(1 + len(issue.pages) + issue.size for issue in issues)
        parts = [addresses.numbered(_year_address(year), part) for part in range(1, -(-size // MOST) + 1)]
        parts = [_as_xml(part) for part in parts]
        names += parts
        if touched.year(year):
            places = _places(catalogue, issues)
            for number, address in enumerate(parts):
                some = tuple(places[number * MOST : (number + 1) * MOST])
                yield PlannedFile(address, some, partial(urlset, some, site), year_subject(year))
    topics = tuple(_topics(catalogue))
    for number in range(-(-len(topics) // MOST)):
        some = topics[number * MOST : (number + 1) * MOST]
        address = _as_xml(addresses.numbered("sitemaps/topics.html", number + 1))
        names.append(address)
        yield PlannedFile(address, some, partial(urlset, some, site))
    yield PlannedFile(SITEMAP, tuple(names), partial(index, tuple(names), site))


def robots(site: Site) -> bytes:
    """RFC 9309: everything may be read."""
    lines = ["User-agent: *", "Allow: /"]
    if site.url:
        lines += ["", f"Sitemap: {site.url}{SITEMAP}"]
    return ("\n".join(lines) + "\n").encode()


def urlset(places: Iterable[Place], site: Site) -> bytes:
    """One site map."""
    lines = [f'<urlset xmlns="{_NAMESPACE}">']
    for address, day in places:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{text(site.url + address)}</loc>{changed}</url>")
    return document([*lines, "</urlset>"])


def index(names: Iterable[str], site: Site) -> bytes:
    """The list of the site maps."""
    maps = [f"<sitemap><loc>{text(site.url + name)}</loc></sitemap>" for name in names]
    return document([f'<sitemapindex xmlns="{_NAMESPACE}">', *maps, "</sitemapindex>"])


def opensearch(site: Site) -> bytes:
    """OpenSearch 1.1: how a browser asks the archive's search page."""
    lines = [
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{text(site.newspaper[:_SHORT_NAME])}</ShortName>",
        f"<Description>{text(f'在{site.newspaper}的存档里检索全文')}</Description>",
        "<Language>zh-Hans</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" template="{text(site.url + addresses.SEARCH)}?q={{searchTerms}}"/>',
        "</OpenSearchDescription>",
    ]
    return document(lines)


def _places(catalogue: Catalogue, issues: Iterable[Issue]) -> list[Place]:
    """An issue, its pages and articles; a corrected article changed on a day that is not known, so it tells none."""
    found: list[Place] = []
    for issue in issues:
        day = _day(issue.date)
        found.append((issue.address, ""))
        for page in issue.pages:
            found.append((page.address, ""))
            for member in page.members:
                summary = catalogue.summaries[member]
                found.append((summary.entry.address, "" if summary.revision > 1 else day))
    return found


def _topics(catalogue: Catalogue) -> Iterator[Place]:
    yield from ((address, "") for address in (addresses.HOME, addresses.ABOUT, addresses.CALENDAR, DICTIONARY))
    years = sorted({date_of(date).year for date in set(catalogue.rows.dates)} - {0})
    yield from ((addresses.year_address(year), "") for year in years)
    for facet in LISTED:
        yield f"{facet}/index.html", ""
        for label in sorted(catalogue.listed[facet]):
            yield addresses.label_address(facet, label), ""


def _day(date: IssueDate) -> str:
    return str(date) if date.day else ""


def _year_address(year: int) -> str:
    return f"sitemaps/{year:04d}.html" if year else "sitemaps/undated.html"


def _as_xml(address: str) -> str:
    return f"{address.removesuffix('.html')}.xml"
