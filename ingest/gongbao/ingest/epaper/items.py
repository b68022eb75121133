"""What a crawl hands over: issues, whole pages, and what could not be had; frozen records, nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongbao.core.dates import IssueDate
from gongbao.core.records import Source
from gongbao.ingest.epaper.page_view import PageView


class FaultKind(StrEnum):
    """Why something could not be had; each has its sentence in the report."""

    GONE = "gone"  # 404 or 410
    UNREACHABLE = "unreachable"  # no connection, time-out, 5xx after all attempts
    NO_BODY = "no body"  # an article's page without text
    TEMPLATE = "template"  # selectors found nothing: ``detail`` names them
    VERIFICATION = "verification"  # a page that asks whether a person is there
    ROBOTS = "robots"  # forbidden by robots.txt
    ELSEWHERE = "elsewhere"  # led to another host or to a private address
    TOO_LARGE = "too large"
    WRONG_TYPE = "wrong type"  # neither HTML nor what was asked for
    REFUSED = "refused"  # what the reader's sentence says: ``detail``


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that could not be had."""

    kind: FaultKind
    url: str
    date: IssueDate
    page: str = ""  # the page's number as printed, when known
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CrawledFile:
    """A picture or PDF of a page, byte for byte."""

    raw: bytes
    suffix: str  # ".jpg", ".png", ".gif", ".pdf": by content, not by name
    url: str


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """One page of an issue, handed over once everything it names came or was given up."""

    paper: str  # code
    date: IssueDate
    url: str
    view: PageView
    sources: tuple[Source, ...] = ()  # the articles that were read, in reading order; ``Source.url`` is the area's url
    picture: CrawledFile | None = None
    pdf: CrawledFile | None = None
    faults: tuple[Fault, ...] = ()  # empty: the page is whole


@dataclass(frozen=True, slots=True)
class CrawledIssue:
    """One day that was looked at."""

    paper: str
    date: IssueDate
    url: str
    pages: tuple[str, ...] = ()  # numbers of the pages that the issue names; empty when there is none
    faults: tuple[Fault, ...] = ()  # why the issue itself could not be had; GONE alone: nothing came out that day


CrawlItem = CrawledPage | CrawledIssue
