"""The words of the trade as frozen records: source, page, article, discard; annotations.py has what is found in them.

All positions are characters, never bytes. A ``Span`` points into a source's decoded text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongbao.core.annotations import NOTHING_FOUND, SHOWN, Annotations
from gongbao.core.dates import UNKNOWN_DATE, IssueDate


class Kind(StrEnum):
    """What an article is: 报道, 图片新闻, 评论 or 公告."""

    REPORT = "report"
    PHOTO = "photo"
    COMMENTARY = "commentary"
    NOTICE = "notice"


class State(StrEnum):
    """Who may see an article: only what is published is built into the public archive."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Page:
    """A page (版) of an issue; either part may be unknown."""

    number: str = ""  # as printed: "3", "A01"
    name: str = ""  # 工会, 综合新闻


@dataclass(frozen=True, slots=True)
class Mark:
    """What a structured input itself says that a stretch of its text is: a style, an element, a size of type."""

    start: int
    end: int
    role: str  # as a Span's; "continuation" goes on with the paragraph before it; "discard" is in no article
    article: int = 0  # which article of the source, from 0
    reason: str = ""  # of a discard
    evidence: str = ""  # what a discard was recognised by; empty: the input's own structure


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that an input brings along or names: where it stands among the text, and whose it is."""

    name: str  # as the input calls it: media/image1.jpeg, IMG_2041.jpg, an address
    place: int = 0  # in the source's text: it stands before what begins there
    article: int | None = None  # as in Mark; None where only the place tells
    raw: bytes = b""  # until it is kept; empty where the input only names it
    file: str = ""  # name in the archive's files once it is kept
    width: int = 0  # in pixels, as shown
    height: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One raw input, kept byte for byte. ``text`` is its decoded content, before any clean-up.

    Plain text has no marks, and where articles begin is found by the splitter. Marks, in order and disjoint,
    decide it where the input itself tells; what is white space belongs to nobody, all else that no mark
    covers becomes a discard.
    """

    name: str  # file name without folders: what the input is known by when it comes again, corrected
    raw: bytes
    sha256: str  # of raw, hexadecimal
    encoding: str  # the one it was decoded with: "utf-8", "gb18030", "utf-16"
    text: str
    newspaper: str = ""  # short code of the newspaper: "ldwb"
    date: IssueDate = UNKNOWN_DATE
    page: Page = Page()
    media_type: str = "text/plain"
    url: str = ""  # where it was fetched from
    marks: tuple[Mark, ...] = ()
    given: tuple[Given, ...] = ()  # at most one for each article of the marks
    pictures: tuple[PictureFile, ...] = ()  # in the order of their places


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source's text and what it was read as."""

    start: int
    end: int
    role: str  # kicker, headline, subhead, column, byline, dateline, paragraph, crosshead, caption, credit


@dataclass(frozen=True, slots=True)
class Credit:
    """A person named in a byline or picture credit. One who wrote and photographed stands twice."""

    name: str
    role: str = ""  # 记者, 通讯员, 摄影, 作者, 整理, …; empty when none is printed
    unit: str = ""  # 本报, 新华社, or the unit printed with the name


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to an article."""

    caption: str = ""
    credits: tuple[Credit, ...] = ()
    file: str = ""  # name in the archive's files: digest and suffix; empty when there is none
    width: int = 0  # of the file, in pixels
    height: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What a structured input says of one of its articles beside the text; an empty field says nothing."""

    article: int  # as in Mark
    newspaper: str = ""
    date: IssueDate = UNKNOWN_DATE
    page: Page = Page()
    kind: Kind | None = None
    byline: tuple[Credit, ...] = ()  # beside what the text itself credits
    pictures: tuple[Picture, ...] = ()
    url: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A hot area of a page's picture: the outline of one article."""

    polygon: tuple[tuple[float, float], ...]  # corners as shares of the picture's width and height, 0 to 1
    source: str = ""  # name of the source that holds the article; empty for an area that leads nowhere


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of an issue as it was printed: its facsimile, and where which article stands on it."""

    newspaper: str
    date: IssueDate
    page: Page
    picture: str = ""  # name in the archive's files: digest and suffix; empty when there is none
    width: int = 0  # of the picture, in pixels
    height: int = 0
    pdf: str = ""  # name in the archive's files
    areas: tuple[Area, ...] = ()
    url: str = ""
    complete: bool = True  # False while something that the page names could not be had


@dataclass(frozen=True, slots=True)
class Article:
    """One article as printed, in its present revision."""

    headline: str
    paragraphs: tuple[str, ...]  # column wraps joined; without dateline and byline
    kicker: str = ""
    subhead: str = ""
    column: str = ""  # 栏目: name of a standing series
    kind: Kind = Kind.REPORT
    byline: tuple[Credit, ...] = ()
    dateline: str = ""  # 本报讯, 新华社北京7月8日电
    pictures: tuple[Picture, ...] = ()
    newspaper: str = ""
    date: IssueDate = UNKNOWN_DATE
    page: Page = Page()
    source: str = ""  # name of the source it was cut from
    source_sha256: str = ""
    spans: tuple[Span, ...] = ()  # in reading order, disjoint; white space between them belongs to nobody
    order: int = 0  # place in the source's reading order, from 0
    id: str = ""  # given by the store at the first reading, then kept
    revision: int = 0  # 1 for the first reading; 0 before the store has seen it
    state: State = State.PUBLISHED
    public: bool = True  # False for wire copy and pictures whose rights do not allow publication
    url: str = ""  # where the newspaper itself published it

    @property
    def text(self) -> str:
        """The body, a line a paragraph."""
        return "\n".join(self.paragraphs)

    @property
    def is_visible(self) -> bool:
        """Whether readers may see it; store.schema.VISIBLE asks a database the same."""
        return self.state is State.PUBLISHED and self.public


@dataclass(frozen=True, slots=True)
class Discard:
    """A stretch of a source that is in no article, and why."""

    start: int
    end: int
    text: str
    reason: str  # advertisement, furniture, imprint, encoding, unreadable, outside, …
    evidence: str = ""  # what it was recognised by


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one block of a source was read as it was, for ``parse --explain``."""

    block: int  # index of the block in the source, from 0
    start: int
    end: int
    role: str  # the role chosen, or "discard"
    joined: bool  # True when it continues the block before it
    score: float  # lead over the next best reading; the higher the surer
    evidence: tuple[tuple[str, float], ...] = ()  # (name, weight) of what spoke for and against, strongest first


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was made of one source: every character is in an article, in a discard, or is white space."""

    source: Source
    articles: tuple[Article, ...]
    discards: tuple[Discard, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction (更正) that stands with an article, for its readers."""

    date: IssueDate
    text: str
    author: str = ""  # who put it there; not shown to readers
    id: int = 0  # given by the store


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article with what is known of it: what the index and the site are given."""

    article: Article
    annotations: Annotations = NOTHING_FOUND
    stamp: str = ""  # the store's digest of all that index and site show of it; empty outside a store
    notices: tuple[Notice, ...] = ()  # oldest first

    def labels(self, facet: str) -> tuple[str, ...]:
        """The labels of a facet that readers may see: set by the machine or confirmed by a person."""
        return tuple(t.label for t in self.annotations.tags if t.facet == facet and t.status in SHOWN)
