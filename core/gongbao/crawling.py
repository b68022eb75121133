"""The flow of a crawl: what comes from an e-paper's site goes into the store page by page, and what did not is told.

Beside pipeline.py: articles are cut and saved as ``gongbao ingest`` does. Each page is saved as soon as it is whole,
articles first, then its files, then the record that names them: after a crash the next run finds nothing half-said.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from gongbao.core.errors import InputError
from gongbao.core.pictures import keep_pictures
from gongbao.core.records import Area, Page, PrintedPage, Reading, Source
from gongbao.ingest.epaper.health import Finding, Missing, findings
from gongbao.ingest.epaper.items import CrawledFile, CrawledIssue, CrawledPage, CrawlItem, Fault, FaultKind
from gongbao.pipeline import link, split_sources
from gongbao.project import Project

if TYPE_CHECKING:
    from gongbao.ingest.epaper.page_view import HotArea
    from gongbao.ingest.epaper.paper_files import Paper
    from gongbao.ingest.epaper.running import CrawlStatistics
    from gongbao.ingest.readers import Decoded

OUTSIDE = 0.02  # share of a picture's side by which an outline may stick out; drawn by hand, so our own choice

FILLED = (FaultKind.NO_BODY, FaultKind.GONE, FaultKind.UNREACHABLE)  # what a PDF may make good

CrawlProgress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CrawlCounts:
    """What a crawl found and, unless it only looked, kept."""

    issues: int = 0  # days with an issue
    pages: int = 0  # that were looked at
    incomplete: int = 0  # of them, pages of which something could not be had
    changed_pages: int = 0  # records of pages that are new or other than before
    files: int = 0  # pictures and PDFs of pages that came
    pictures: int = 0  # of articles
    filled: int = 0  # articles taken from their page's PDF, because their own pages could not be had
    new: int = 0  # sources, as in IngestCounts
    unchanged: int = 0
    corrected: int = 0
    superseded: int = 0
    articles: int = 0  # in what was newly read
    withdrawn: int = 0
    merged: int = 0  # as in LinkCounts
    reprints: int = 0


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """The whole outcome of one crawl."""

    counts: CrawlCounts
    findings: tuple[Finding, ...]
    statistics: CrawlStatistics


def crawl(
    project: Project,
    paper: Paper,
    since: datetime.date,
    until: datetime.date,
    progress: CrawlProgress,
    *,
    check: bool = False,
    verbose: bool = False,
) -> CrawlReport:
    """Fetch the issues of some days into the store; with ``check`` only look at them. Once in a process.

    Raises GongbaoError when nothing can be fetched at all, and what the store raised while pages were saved.
    """
    from gongbao.ingest.epaper.running import run_crawl
    from gongbao.ingest.epaper.scrapy_settings import options_from

    options = replace(options_from(project.settings, paper), verbose=verbose, check=check)
    with project.locked():
        intake = Intake(project, paper.code, check=check)
        statistics = run_crawl(paper, since, until, options, intake.take, progress)
        counts, found = intake.finish(stopped=statistics.stopped)
    return CrawlReport(counts, found, statistics)


class Intake:
    """Takes what a crawl hands over, saves it, and remembers what it needs for the report. Holds no picture or page."""

    def __init__(self, project: Project, newspaper: str, *, check: bool = False) -> None:
        self._project = project
        self._check = check
        self._files = project.files
        self._items: list[CrawlItem] = []
        self._counted: Counter[str] = Counter()
        self._failure: Exception | None = None
        known = project.store.printed_pages.issues(newspaper)
        self._before = {day: issue.pages for issue in known if (day := issue.date.first_day)}
        if not check:
            self._files.remove_unfinished()

    def take(self, item: CrawlItem) -> None:
        """Keep one item. What the store or the disk refuses is raised here once, and again by ``finish``."""
        if self._failure is not None:  # the crawl has not ended yet: nothing more is counted as kept
            return
        if isinstance(item, CrawledIssue):
            self._items.append(item)
            self._counted["issues"] += bool(item.pages)
            return
        try:
            faults = (*item.faults, *_faults_of_view(item))
            faults += () if self._check else self._save(replace(item, faults=faults))
        except Exception as error:  # kept, because Scrapy only logs what a callback raises
            self._failure = error
            raise
        self._counted.update(pages=1, incomplete=bool(faults))
        view = replace(item.view, areas=(), articles=(), pages=(), elsewhere=())  # many years must fit
        self._items.append(replace(item, view=view, sources=(), picture=None, pdf=None, faults=faults))

    def finish(self, *, stopped: bool = False) -> tuple[CrawlCounts, tuple[Finding, ...]]:
        """What was done and what could not be had; raises what made ``take`` fail.

        A page that a crawl which was stopped had not come to is not missing.
        """
        if self._failure is not None:
            raise self._failure
        if self._counted["articles"]:
            linked = link(self._project)
            self._counted.update(merged=linked.merged, reprints=linked.reprints)
        found = findings(self._items, self._before)
        told = tuple(one for one in found if not (stopped and one.kind is Missing.PAGE))
        return CrawlCounts(**self._counted), told

    def _save(self, item: CrawledPage) -> tuple[Fault, ...]:
        """Save a page; what of it turned out to hold no article."""
        filled, unread = sources_from_pdf(item)
        self._counted["filled"] += len(filled)
        sources, damaged = self._keep_pictures(item)
        read, empty = self._save_sources((*sources, *filled))
        faults = (*unread, *damaged, *(Fault(FaultKind.NO_BODY, url, item.date, item.view.number) for url in empty))
        picture, pdf = (self._keep(file) for file in (item.picture, item.pdf))
        page = printed_page(replace(item, faults=(*item.faults, *faults)), read, picture, pdf)
        if page.page.number:
            self._counted["changed_pages"] += self._project.store.printed_pages.save([page])
        return faults

    def _save_sources(self, sources: tuple[Source, ...]) -> tuple[dict[str, str], list[str]]:
        """{address: name of the source} of the articles that are kept, and the addresses that held none."""
        store = self._project.store
        known = store.knows(sources) if sources else []
        fresh = [source for source, is_known in zip(sources, known, strict=True) if not is_known]
        readings = [
            Reading(source, *cut) for source, cut in zip(fresh, split_sources(self._project, fresh), strict=True)
        ]
        empty = [reading.source.url for reading in readings if not reading.articles]
        whole = [reading for reading in readings if reading.articles]
        for outcome in store.save(whole) if whole else ():
            self._counted.update({outcome.status: 1, "articles": len(outcome.articles), "withdrawn": outcome.withdrawn})
        self._counted["unchanged"] += sum(known)
        return {source.url: source.name for source in sources if source.url not in empty}, empty

    def _keep_pictures(self, item: CrawledPage) -> tuple[tuple[Source, ...], tuple[Fault, ...]]:
        """The page's sources with their pictures kept, and those that turned out to be damaged."""
        kept = [keep_pictures(self._files, source) for source in item.sources]
        self._counted["pictures"] += sum(len(one.source.pictures) for one in kept)
        faults = tuple(
            Fault(FaultKind.REFUSED, one.source.url, item.date, item.view.number, sentence)
            for one in kept
            for sentence in one.missing
        )
        return tuple(one.source for one in kept), faults

    def _keep(self, file: CrawledFile | None) -> str:
        if file is None:
            return ""
        self._counted["files"] += 1
        return self._files.keep(file.raw, file.suffix)


def sources_from_pdf(item: CrawledPage) -> tuple[tuple[Source, ...], tuple[Fault, ...]]:
    """Articles whose own pages could not be had, out of the page's PDF by their outlines; and why that failed.

    The faults stay, so that the next crawl asks again; what then comes is the same print from another source.
    """
    missing = {fault.url for fault in item.faults if fault.kind in FILLED}
    areas = zip(printed_page(item, {}).areas, item.view.areas, strict=False)
    wanted = {hot.url: area for area, hot in areas if hot.url in missing}
    if item.pdf is None or not wanted:
        return (), ()
    from gongbao.ingest.pdf.filling import decode_area

    sources = []
    for url, area in wanted.items():
        name = f"{url.rpartition('/')[2].rpartition('.')[0]}.pdf"
        try:
            decoded = decode_area(name, item.pdf.raw, area)
        except InputError as error:
            return (), (Fault(FaultKind.REFUSED, item.pdf.url, item.date, item.view.number, str(error)),)
        if decoded is not None:
            sources.append(_pdf_source(name, item, url, decoded))
    return tuple(sources), ()


def _pdf_source(name: str, item: CrawledPage, url: str, decoded: Decoded) -> Source:
    assert item.pdf is not None
    return Source(
        name=name,
        raw=item.pdf.raw,
        sha256=hashlib.sha256(item.pdf.raw).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        newspaper=item.paper,
        date=item.view.date or item.date,
        page=Page(item.view.number, item.view.name),
        media_type="application/pdf",
        url=url,
        marks=decoded.marks,
        given=decoded.given,
    )


def printed_page(item: CrawledPage, sources: Mapping[str, str], picture: str = "", pdf: str = "") -> PrintedPage:
    """The record of a page: ``sources`` is {address of an article: name of its source}.

    It is complete when nothing is at fault and every outline could be placed on the picture.
    """
    view = item.view
    width, height = _size(item.picture)
    unit = _unit(view.areas, (view.picture_size, (width, height)))
    areas = tuple(
        Area(tuple((_share(x, unit[0]), _share(y, unit[1])) for x, y in area.polygon), sources.get(area.url, ""))
        for area in (view.areas if all(unit) else ())
    )
    return PrintedPage(
        newspaper=item.paper,
        date=view.date or item.date,
        page=Page(view.number, view.name),
        picture=picture,
        width=width,
        height=height,
        pdf=pdf,
        areas=areas,
        url=item.url,
        complete=not item.faults and len(areas) == len(view.areas),
    )


def _size(picture: CrawledFile | None) -> tuple[int, int]:
    """Width and height in pixels as shown; (0, 0) when there is no picture or it does not say."""
    import imagesize

    width, height = imagesize.get(BytesIO(picture.raw)) if picture else (0, 0)
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)


def _unit(areas: Iterable[HotArea], sizes: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The size that the outlines are drawn on: the first that holds them all, else the first that is known."""
    corners = [corner for area in areas for corner in area.polygon]
    known = [size for size in sizes if all(size)]
    for width, height in known:
        if all(x <= width * (1 + OUTSIDE) and y <= height * (1 + OUTSIDE) for x, y in corners):
            return width, height
    return known[0] if known else (0, 0)


def _share(value: float, whole: int) -> float:
    """A coordinate as a share of a side, 0 to 1; six digits tell a hundredth of a pixel on the largest scan."""
    return round(min(max(value / whole, 0.0), 1.0), 6)


def _faults_of_view(item: CrawledPage) -> tuple[Fault, ...]:
    """A page whose own number is not known cannot be kept as a page, which must not stay unsaid."""
    told = any(fault.kind is FaultKind.TEMPLATE for fault in item.faults)
    if item.view.number or told:
        return ()
    return (Fault(FaultKind.TEMPLATE, item.url, item.date, detail="page_number"),)
