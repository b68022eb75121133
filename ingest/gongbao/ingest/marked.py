"""Articles of a source that says itself what is what: a Word draft, an e-paper's article, a page laid out in a PDF.

The marks decide where articles begin and what a stretch is; what a byline or a dateline says is read as in
plain text. Every character of the text ends in an article, in a discard, or is white space.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongbao.core.records import Article, Credit, Decision, Discard, Given, Mark, Picture, Reading, Source, Span
from gongbao.ingest import notices
from gongbao.ingest.assemble import Body, kind_of
from gongbao.ingest.blocks import BLANK_LINE, FIRST, Line
from gongbao.ingest.credits import parse_people
from gongbao.ingest.furniture import Finding
from gongbao.ingest.joining import join_parts

TITLES = ("column", "kicker", "headline", "subhead")
OUTSIDE = "outside"  # reason for what no mark covers
MARKED_STRENGTH = notices.STRONG  # the input itself says so, which nothing needs to confirm
MARKED = "marked"  # evidence where the input's structure tells no more


def read_marked(source: Source) -> Reading:
    """The articles of the marks, in the order in which they begin; pure, and linear in the length of the text."""
    marks = list(_checked(source))
    by_article: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.role != "discard":
            by_article.setdefault(mark.article, []).append(mark)
    given = {one.article: one for one in source.given}
    articles = tuple(
        _assemble(source, group, given.get(number, Given(number)), order)
        for order, (number, group) in enumerate(by_article.items())
    )
    decisions = tuple(
        Decision(index, mark.start, mark.end, mark.role, mark.role == "continuation", 1.0, (("marked", 1.0),))
        for index, mark in enumerate(marks)
    )
    return Reading(source, articles, tuple(_discards(source.text, marks)), decisions)


def tells_articles(marks: Sequence[Mark]) -> bool:
    """Whether the marks say where articles are; marks that are all discards leave that to the splitter."""
    return any(mark.role != "discard" for mark in marks)


def marked_discards(source: Source, lines: Sequence[Line]) -> dict[int, Finding]:
    """The lines, by index, that the source's discards touch; such a mark covers whole lines."""
    findings = {}
    behind = [line.end for line in lines]
    for mark in _checked(source):
        for index in range(bisect_right(behind, mark.start), len(lines)):
            if lines[index].start >= mark.end:
                break
            findings[index] = Finding(mark.reason or OUTSIDE, mark.evidence or MARKED, MARKED_STRENGTH)
    return findings


def _checked(source: Source) -> Iterator[Mark]:
    """The marks without white space at their ends; those of white space alone are left out."""
    behind = 0
    for mark in source.marks:
        if mark.start < behind or mark.end > len(source.text):
            raise ValueError(f"{source.name}: marks must be in order, disjoint and inside the text: {mark}")
        behind = mark.end
        text = source.text[mark.start : mark.end]
        if stripped := text.strip():
            start = mark.start + text.index(stripped)
            yield replace(mark, start=start, end=start + len(stripped))


def _assemble(source: Source, marks: Sequence[Mark], given: Given, order: int) -> Article:
    titles: dict[str, list[str]] = {role: [] for role in TITLES}
    title_spans = []
    body = Body()
    for index, mark in enumerate(marks):
        text = source.text[mark.start : mark.end]
        if mark.role in TITLES:
            titles[mark.role].append(text)
            title_spans.append(Span(mark.start, mark.end, mark.role))
        else:
            _add(body, Line(mark.start, mark.end, text, BLANK_LINE if index else FIRST), mark.role)
    headline = " ".join(titles["headline"])
    paragraphs = tuple(join_parts(parts) for parts in body.paragraphs)
    return Article(
        headline=headline,
        paragraphs=paragraphs,
        kicker=" ".join(titles["kicker"]),
        subhead=" ".join(titles["subhead"]),
        column=" ".join(titles["column"]),
        kind=given.kind or kind_of(headline, paragraphs, body),
        byline=tuple(dict.fromkeys((*body.credits, *given.byline))),
        dateline=body.dateline,
        pictures=(*body.pictures, *given.pictures),
        newspaper=given.newspaper or source.newspaper,
        date=given.date or source.date,
        page=given.page if given.page.number else source.page,
        source=source.name,
        source_sha256=source.sha256,
        spans=tuple(sorted((*title_spans, *body.spans), key=lambda span: span.start)),
        order=order,
        public=given.public,
        url=given.url or source.url,
    )


def _add(body: Body, line: Line, role: str) -> None:
    """One line of the body; what the input calls a byline, a caption or a credit is one, whatever it looks like."""
    if role == "caption":
        body.pictures.append(Picture(caption=line.text))
        body.spans.append(Span(line.start, line.end, "caption"))
    elif role == "credit":
        people = _people(line.text)
        if body.pictures and not body.pictures[-1].credits:
            body.pictures[-1] = replace(body.pictures[-1], credits=people)
        else:
            body.pictures.append(Picture(credits=people))
        body.spans.append(Span(line.start, line.end, "credit"))
    elif role == "byline":
        body.credits += _people(line.text)
        body.spans.append(Span(line.start, line.end, "byline"))
    elif role == "dateline":
        body.dateline = f"{body.dateline} {line.text}".strip()
        body.spans.append(Span(line.start, line.end, "dateline"))
    else:
        body.add(line, role)


def _people(text: str) -> tuple[Credit, ...]:
    """Names, roles and units where they can be told apart; otherwise the line as it is printed."""
    return parse_people(text.strip("（()）■□●— ")) or (Credit(text),)


def _discards(text: str, marks: Sequence[Mark]) -> Iterator[Discard]:
    place = 0
    for mark in (*marks, Mark(len(text), len(text), "end")):
        between = text[place : mark.start]
        if stripped := between.strip():
            start = place + between.index(stripped)
            yield Discard(start, start + len(stripped), stripped, OUTSIDE, "no mark covers it")
        if mark.role == "discard":
            yield Discard(
                mark.start, mark.end, text[mark.start : mark.end], mark.reason or OUTSIDE, mark.evidence or MARKED
            )
        place = mark.end
