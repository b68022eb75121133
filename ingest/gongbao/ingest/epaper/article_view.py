"""Article views of e-paper sites: bytes to text with marks; all visible text that is no article is a discard.

The vendor's comments and elements name the parts; generation C has plain headings instead.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from gongbao.core.records import Page, Source
from gongbao.ingest.epaper.page_view import PageView
from gongbao.ingest.epaper.paper_files import Paper, Version
from gongbao.ingest.epaper.properties import date_of, page_number, read_properties
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import decode_declared
from gongbao.ingest.readers.markup import BLOCKS, blocks_of, parse_html, picture_addresses
from gongbao.ingest.readers.sheet import FURNITURE, Sheet

_ROLE = "gongbao-"
_REPEATED = "repeated"  # reason of a discard: the body a second time
_NPM = re.compile(r"<!--\s*<(?P<end>/?)npm:article-(?P<name>[a-z-]+)>\s*-->", re.IGNORECASE)
_BODIES = ("//founder-content", "//*[@id='ozoom']", "//*[@id='articleContent']")
_GENERATION_C = "//*[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"
# Later ones win where one stands in another.
_TITLES = (
    ("byline", ("//founder-author", "//npm-author", _GENERATION_C + "//*[@class='sec']")),
    ("kicker", ("//npm-pretitle", _GENERATION_C + "/h3")),
    ("headline", ("//npm-title", "//founder-title", _GENERATION_C + "/h1")),
    ("subhead", ("//npm-subtitle", _GENERATION_C + "/h2")),
    ("caption", ("//npm-pic-text",)),
    (FURNITURE, (_GENERATION_C + "//*[@class='sec']//*[contains(@class, 'date')]",)),
)
_PRINTED_BYLINE = re.compile(
    r"[■●□◆]?[\s\u3000]*(?:本报|[\u3400-\u9fff]{2,6})?(?:全媒体)?(?:记者|通讯员)[^。，！？；“]{1,40}"
)
_PICTURE_CREDIT = re.compile(r"[（(]?[^。，]{0,24}[摄图供][）)]?")
_STROKE = re.compile("([／/])")
_FIRST_LINES = 2  # a byline printed in the body stands in its first lines: 记者 and 通讯员, a line each


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article's page."""

    decoded: Decoded
    missing: tuple[str, ...]  # headline, body: selectors that found nothing


def read_article_view(raw: bytes, version: Version | None, encoding: str = "", name: str = "网页") -> ArticleView:
    """Read one article's page. Raises InputError when it is no HTML in a known encoding."""
    plain = decode_declared(name, raw, encoding)
    properties = read_properties(plain.text)
    root: Any = parse_html(name, _NPM.sub(r"<\g<end>npm-\g<name>>", plain.text))
    pictures = _mark_elements(root)
    sheet = Sheet()
    found: set[str] = set()
    body_lines = 0
    for block in blocks_of(root):
        for address in block.pictures:
            if address in pictures:
                sheet.picture(address)
        role = block.classes.removeprefix(_ROLE) if block.classes.startswith(_ROLE) else FURNITURE
        if role == "paragraph":
            body_lines += 1
            is_first = body_lines <= _FIRST_LINES and not found & {"byline", "paragraph"}
            role = "printed" if is_first and _PRINTED_BYLINE.fullmatch(block.text) else role
        elif role == "caption" and _PICTURE_CREDIT.fullmatch(block.text):
            role = "credit"
        found.add(role)
        if role in (FURNITURE, _REPEATED):
            sheet.discard(block.text, role)
        elif role in ("printed", "byline"):
            _add_byline(sheet, block.text)
        else:
            sheet.add(block.text, role)
    hints = Hints(date=date_of(properties), page=Page(page_number(properties.get("pagenum", ""))))
    wanted = {"headline": {"headline"}, "body": {"paragraph", "caption"}}  # a picture's caption may be all there is
    missing = [selector for selector, roles in wanted.items() if not roles & found]
    return ArticleView(sheet.decoded(plain.encoding, hints), tuple(missing))


def _add_byline(sheet: Sheet, text: str) -> None:
    """A byline for each side of a stroke: ■ 记者 …／通讯员 …; the stroke itself is furniture."""
    for index, part in enumerate(_STROKE.split(text)):
        if index % 2:
            sheet.discard(part, FURNITURE)
        else:
            sheet.add(part, "byline")


def article_source(
    raw: bytes, url: str, view: PageView, paper: Paper, version: Version
) -> tuple[Source, tuple[str, ...]]:
    """The source of a fetched article, and what its page lacks: with the body missing it may not be stored.

    Its pictures have their addresses as names, and are still to be fetched.
    """
    name = url.rpartition("/")[2]
    article = read_article_view(raw, version, paper.encoding, name)
    decoded = article.decoded
    source = Source(
        name,
        raw,
        hashlib.sha256(raw).hexdigest(),
        decoded.encoding,
        decoded.text,
        paper.code,
        view.date or decoded.hints.date,
        Page(view.number or decoded.hints.page.number, view.name),
        "text/html",
        url,
        decoded.marks,
        decoded.given,
        tuple(replace(one, name=urljoin(url, one.name)) for one in decoded.pictures),
    )
    return source, article.missing


def _mark_elements(root: Any) -> set[str]:
    """Each part's elements become blocks whose class is the role; gives the addresses of the article's pictures."""
    pictures: set[str] = set()
    seen: set[str] = set()
    roles: list[tuple[Any, str]] = []
    for path in _BODIES:
        bodies = [one for one in root.xpath(path) if "".join(one.itertext()).strip()]
        for body in bodies:
            printed = "".join("".join(body.itertext()).split())
            roles.append((body, _REPEATED if printed in seen else "paragraph"))
            seen.add(printed)
            pictures.update(address for image in body.iter("img") for address in picture_addresses(image))
        if bodies:
            break
    for role, paths in _TITLES:
        for path in paths:
            elements = [one for one in root.xpath(path) if "".join(one.itertext()).strip()]
            roles += [(one, role) for one in elements]
            if elements:
                break
    for element, role in roles:
        _mark(element, role)
    return pictures


def _mark(element: Any, role: str) -> None:
    element.tag = "div"
    for one in element.iter():
        if one.tag in BLOCKS:
            one.set("class", _ROLE + role)
            one.attrib.pop("id", None)
