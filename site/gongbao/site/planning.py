"""Which pages there are besides the articles' own: every planner has its line here."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.site.calendar_pages import calendar_pages
from gongbao.site.catalogue import Catalogue
from gongbao.site.departed import Departed
from gongbao.site.district_map import map_pages
from gongbao.site.issue_pages import issue_pages
from gongbao.site.label_pages import label_pages
from gongbao.site.listing import Planned
from gongbao.site.machines.dumps import data_files
from gongbao.site.machines.feeds import feeds
from gongbao.site.machines.iiif import manifests
from gongbao.site.machines.sitemaps import for_crawlers
from gongbao.site.render import Site
from gongbao.site.single_pages import single_pages
from gongbao.site.touched import Touched


def planned_pages(catalogue: Catalogue, touched: Touched, site: Site, departed: Departed) -> Iterator[Planned]:
    """All pages and files that are not articles, as far as they are touched."""
    yield from departed.pages(catalogue, touched)  # first: what was withdrawn goes before the lists that led to it
    yield from issue_pages(catalogue, touched)
    yield from label_pages(catalogue, touched)
    yield from map_pages(catalogue)
    yield from calendar_pages(catalogue, touched)
    yield from single_pages(catalogue)
    yield from feeds(catalogue, touched, site)
    yield from for_crawlers(catalogue, touched, site)
    yield from data_files(catalogue, touched, site)
    yield from manifests(catalogue, touched, site)
