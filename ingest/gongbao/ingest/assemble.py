"""From lines with roles to articles: titles told apart, bylines read, parts joined, every line accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gongbao.core.records import Article, Credit, Kind, Picture, Source, Span
from gongbao.ingest.blocks import Line
from gongbao.ingest.credits import (
    author_unit,
    closing_dateline,
    looks_like_credit_line,
    looks_like_picture_credit,
    parse_credit_line,
    read_opening,
)
from gongbao.ingest.joining import join_parts
from gongbao.ingest.surnames import split_names

_PEN_NAME = 5  # characters; a longer line behind a title is text
_PHOTO_TEXT = 400  # characters; a longer text with a picture credit is a report with a picture
_COMMENTARY = re.compile(r"评论员|社论|短评|快评|时评|微评|锐评|编者按|杂谈|随笔|杂感")
_NOTICE = re.compile(r"(?:公告|公示|通告|启事|通知|声明|通报)(?:[（(].*[）)])?$")
_PHOTO_TITLE = re.compile(r"图片新闻|[（(](?:图片|组图|照片)[）)]$")
_INLINE_PICTURE_CREDIT = re.compile(r"[（(][^（()）]{2,30}(?:摄|摄影报道|供图)[）)]$")
_LEADS_TO_HEADLINE = re.compile(r"(?:——|—|：|:|…)$")
_STANDING_NAME = 12  # characters; a longer line that comes back on a page is a slogan
# The name of a standing column or series stands by itself above the title, set off by marks, or says what it is.
_COLUMN = re.compile(
    r"[【［\[〔][^】］\]〕]{2,14}[】］\]〕]"
    r"|(?P<mark>[·•●◆■★▲◎☆])\s*[^·•●◆■★▲◎☆]{2,14}(?P=mark)"
    r"|《[^》]{2,12}》(?:专栏|专版|特刊|栏目)"
    r"|[^，。：！？、“”《》\s]{2,10}(?:专栏|系列(?:报道|评论)|连续报道|特别报道)(?:之[一二三四五六七八九十]{1,3}|[①-⑳])?"
)


@dataclass(slots=True)
class Draft:
    """The lines of one article as they are gathered; ``index`` is a line's place on the page."""

    titles: list[Line] = field(default_factory=list)
    body: list[tuple[Line, str]] = field(default_factory=list)  # with its role

    @property
    def lines(self) -> Iterable[Line]:
        """All its lines in reading order."""
        return [*self.titles, *(line for line, _ in self.body)]


def gather_drafts(lines: Sequence[Line], roles: Sequence[str]) -> list[Draft]:
    """Cut the page where an article opens. Each line is in exactly one draft."""
    drafts: list[Draft] = []
    for line, role in zip(lines, roles, strict=True):
        opens = role in ("headline", "opening") or not drafts
        if opens:
            drafts.append(Draft())
        draft = drafts[-1]
        if role in ("headline", "title") and not draft.body:
            draft.titles.append(line)
        else:
            draft.body.append((line, role))
    return drafts


@dataclass(slots=True)
class Body:
    """What is read from an article's lines below its title."""

    paragraphs: list[list[str]] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    dateline: str = ""
    spans: list[Span] = field(default_factory=list)
    ends_as_picture: bool = False  # the last line so far credits a picture

    def add(self, line: Line, role: str) -> None:
        """One more line in reading order, with its role."""
        credits_people = role == "byline" or (role != "continuation" and looks_like_credit_line(line.text))
        if credits_people and self._add_credit(line):
            return
        self.ends_as_picture = False
        if role == "continuation" and self.paragraphs:
            self.paragraphs[-1].append(line.text)
            self._span(line.start, line.end, "paragraph")
        elif self.paragraphs:
            self.paragraphs.append([line.text])
            self._span(line.start, line.end, "crosshead" if role == "crosshead" else "paragraph")
        else:
            self._add_first(line)

    def _add_credit(self, line: Line) -> bool:
        dated = closing_dateline(line.text)
        if dated and not self.dateline:
            self.dateline = dated.dateline
            self.credits += dated.credits
            self._span(line.start, line.end, "dateline")
            return True
        if (unit := author_unit(line.text)) and self.credits:
            self.credits[-1] = replace(self.credits[-1], unit=self.credits[-1].unit or unit)
            self._span(line.start, line.end, "byline")
            return True
        people = parse_credit_line(line.text) or tuple(Credit(name) for name in split_names(line.text))
        if not people and len(line.text) <= _PEN_NAME and line.text.isalpha() and not self.paragraphs:
            people = (Credit(line.text),)
        if not people:
            return False
        self.credits += people
        # A byline above the text that names a writer too (文/张三 摄影/李四) stands for the whole report.
        picture = looks_like_picture_credit(line.text) and (bool(self.paragraphs) or not _names_writer_beside(people))
        self.ends_as_picture = picture and bool(self.paragraphs)
        if picture:
            self.pictures.append(Picture(credits=tuple(one for one in people if one.role != "记者")))
        self._span(line.start, line.end, "credit" if picture and self.paragraphs else "byline")
        return True

    def _add_first(self, line: Line) -> None:
        opening = None if self.dateline else read_opening(line.text)
        if opening is None:
            self.paragraphs.append([line.text])
            self._span(line.start, line.end, "paragraph")
            return
        self.dateline = opening.dateline
        self.credits += opening.credits
        self._span(line.start, line.start + opening.dateline_end, "dateline")
        self._span(line.start + opening.dateline_end, line.start + opening.text_start, "byline")
        self._span(line.start + opening.text_start, line.end, "paragraph")
        self.paragraphs.append([line.text[opening.text_start :]])

    def _span(self, start: int, end: int, role: str) -> None:
        if end > start:
            self.spans.append(Span(start, end, role))


def _names_writer_beside(people: Sequence[Credit]) -> bool:
    """Whether somebody wrote who did not photograph."""
    photographers = {one.name for one in people if one.role == "摄影"}
    return any(one.name not in photographers and one.role != "摄影" for one in people)


def standing_names(drafts: Iterable[Draft]) -> frozenset[str]:
    """Short first title lines that head several titles of one page: a column's name comes back, a headline does not."""
    first = Counter(draft.titles[0].text for draft in drafts if len(draft.titles) > 1)
    return frozenset(text for text, count in first.items() if count > 1 and len(text) <= _STANDING_NAME)


def assemble(draft: Draft, source: Source, order: int, standing: frozenset[str] = frozenset()) -> Article:
    """The article that a draft's lines make. Its spans cover each of the lines, none twice.

    ``standing`` are the names of columns that the page shows by repeating them.
    """
    body = Body()
    for line, role in draft.body:
        body.add(line, role)
    titled = _title_roles([line.text for line in draft.titles], standing)
    title_spans = tuple(Span(line.start, line.end, role) for line, role in zip(draft.titles, titled, strict=True))
    by_role = {
        role: " ".join(line.text for line, has in zip(draft.titles, titled, strict=True) if has == role)
        for role in ("column", "kicker", "headline", "subhead")
    }
    paragraphs = tuple(join_parts(parts) for parts in body.paragraphs)
    return Article(
        headline=by_role["headline"],
        paragraphs=paragraphs,
        kicker=by_role["kicker"],
        subhead=by_role["subhead"],
        column=by_role["column"],
        kind=kind_of(by_role["headline"], paragraphs, body),
        byline=tuple(dict.fromkeys(body.credits)),
        dateline=body.dateline,
        pictures=tuple(body.pictures),
        newspaper=source.newspaper,
        date=source.date,
        page=source.page,
        source=source.name,
        source_sha256=source.sha256,
        spans=title_spans + tuple(body.spans),
        order=order,
    )


def _title_roles(titles: Sequence[str], standing: frozenset[str] = frozenset()) -> list[str]:
    """Column, kicker, headline, subhead by what is printed: the headline is the first line that leads to no other."""
    if len(titles) > 1 and (titles[0] in standing or _COLUMN.fullmatch(titles[0])):
        return ["column", *_title_roles(titles[1:])]
    if len(titles) < 2:
        return ["headline"] * len(titles)
    first, second = titles[0], titles[1]
    slogan = " " in first.strip() and " " not in second and not second.startswith(("—", "－"))
    leads = _LEADS_TO_HEADLINE.search(first) is not None
    if slogan or leads:
        return ["kicker", "headline", *["subhead"] * (len(titles) - 2)]
    return ["headline", *["subhead"] * (len(titles) - 1)]


def kind_of(headline: str, paragraphs: Sequence[str], body: Body) -> Kind:
    """What kind of article it is, by its words and by the picture credit that it ends in."""
    text_length = sum(map(len, paragraphs))
    credited = body.ends_as_picture or bool(paragraphs and _INLINE_PICTURE_CREDIT.search(paragraphs[-1][-40:]))
    if (credited and len(paragraphs) <= 2 and text_length <= _PHOTO_TEXT) or _PHOTO_TITLE.search(headline):
        return Kind.PHOTO
    if _NOTICE.search(headline):
        return Kind.NOTICE
    if _COMMENTARY.search(headline) or any(_COMMENTARY.search(one.name + one.role) for one in body.credits):
        return Kind.COMMENTARY
    return Kind.REPORT
