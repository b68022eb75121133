"""XML and HTML within bounds, and the visible text of markup as blocks in document order.

lxml ships no types, so that its elements are ``Element`` here and nothing more is promised of them. Nothing outside
the input is ever opened, no entity is resolved, and no tree is deeper than the 256 levels that libxml2 allows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import lxml.html
from lxml import etree

from gongbao.core.errors import InputError
from gongbao.ingest.readers.charsets import is_faulty

Element: TypeAlias = Any

# Measured at these limits on pages of four shapes: at most 7.1 s of CPU time and 304 MB. An article's page with all its
# scripts is seldom over 1 MB and 5,000 tags.
MOST_HTML_BYTES = 8_388_608
MOST_TAGS = 150_000

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "optgroup",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_BREAKS = frozenset(("br", "lb", "hr"))
_UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "map",
        "datalist",
    ]
)
_OF_HEAD = frozenset(("base", "basefont", "link", "meta", "noscript", "script", "style", "template", "title"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")  # what HTML shows as one space; U+3000 and U+00A0 are no white space to it
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
# A field with one of these is HTML; a lone < or & is a character that was printed.
_HTML_TAG = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|#\d{1,6});|<(?:p|br|div|span|strong|b|em|i|a|h[1-6]|ul|ol|li|table|img|section|article)\b[^<>]*>",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of visible text that stands by itself: a paragraph, a heading, a table's cell, a menu's entry."""

    text: str  # white space as a browser shows it
    tag: str  # of the nearest element that makes a block
    classes: str = ""  # its class and id, lower case
    pictures: tuple[str, ...] = ()  # addresses of those between the block before it and itself, or in it


def parse_xml(name: str, raw: bytes) -> Element:
    """The root of an XML document. Raises InputError when it is none, or declares entities of its own."""
    if _ENTITY.search(raw):
        raise InputError(f"{name} 里声明了实体（<!ENTITY>），为安全起见不读：请重新导出，或另存为 UTF-8 文本（.txt）。")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name} 里的 XML 不完整或有误：请重新导出，或另存为 UTF-8 文本（.txt）。") from error


def parse_html(name: str, text: str) -> Element:
    """The root of an HTML document. Raises InputError for what is too large, too deep, or no HTML at all."""
    raw = text.encode("utf-8")
    if len(raw) > MOST_HTML_BYTES or text.count("<") > MOST_TAGS:
        raise InputError(
            f"{name} 这个网页太大（最多 {MOST_HTML_BYTES >> 20} MB、{MOST_TAGS} 个标签）：请只存下文章所在的部分。"
        )
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise InputError(f"{name} 里没有能读的网页内容：请重新保存网页，或另存为 UTF-8 文本（.txt）。") from error
    # libxml2 stops where the limit is reached and gives what it has: half a page is no page.
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise InputError(f"{name} 这个网页嵌套太深，读不全：请只存下文章所在的部分，或另存为 UTF-8 文本（.txt）。")
    _move_out_of_head(root)
    return root


def _move_out_of_head(root: Element) -> None:
    """Elements that libxml2 leaves in the head, where no body is opened, to the body: a browser shows them."""
    head = root.find("head")
    strays = [one for one in head if isinstance(one.tag, str) and one.tag not in _OF_HEAD] if head is not None else []
    if not strays:
        return
    body = root.find("body")
    body = etree.SubElement(root, "body") if body is None else body
    for place, stray in enumerate(strays):
        body.insert(place, stray)


def blocks_of(root: Element, blocks: Collection[str] = BLOCKS) -> list[Block]:
    """The visible text below an element, in document order; a line break parts blocks too.

    Pictures behind the last block are the last block's.
    """
    *found, last = _blocks(root, blocks)
    if found and last.pictures:
        found[-1] = replace(found[-1], pictures=found[-1].pictures + last.pictures)
    return found


def _blocks(root: Element, blocks: Collection[str]) -> Iterator[Block]:
    open_blocks: list[Element] = []
    parts: list[str] = []
    pictures: list[str] = []

    def flush() -> Iterator[Block]:
        text = _WHITE.sub(" ", "".join(parts)).strip()
        parts.clear()
        if text:
            holder = open_blocks[-1] if open_blocks else root
            classes = f"{holder.get('class', '')} {holder.get('id', '')}".strip().lower()
            yield Block(text, str(holder.tag), classes, tuple(pictures))
            pictures.clear()

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        is_block = element.tag in blocks
        if event == "start":
            if is_block or element.tag in _BREAKS:
                yield from flush()
            if is_block:
                open_blocks.append(element)
            if not is_visible(element):
                walker.skip_subtree()
            else:
                parts.append(element.text or "")
                pictures += picture_addresses(element)
            continue
        if is_block:
            yield from flush()
            open_blocks.pop()
        if element is not root:
            parts.append(element.tail or "")
    yield from flush()
    yield Block("", "", "", tuple(pictures))


def picture_addresses(image: Element) -> list[str]:
    """Where the picture of an ``img`` is, if anywhere; pages that load it late have its address beside."""
    if image.tag != "img":
        return []
    found = (image.get("data-src") or image.get("data-original") or image.get("src") or "").strip()
    return [found] if found else []


def is_visible(element: Element) -> bool:
    """Whether a browser without style sheets of others shows what is in an element."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.get("hidden") is not None:
        return False
    return _HIDDEN_STYLE.search(element.get("style", "")) is None


def local_name(element: Element) -> str:
    """An XML element's name without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def fragment_lines(name: str, markup: str) -> list[str]:
    """The visible lines of a field that may hold HTML; one without tags is taken as it is printed."""
    if is_faulty(markup) or _HTML_TAG.search(markup) is None:  # what is faulty is found by who asked
        return [line.strip() for line in markup.splitlines() if line.strip()]
    return [block.text for block in blocks_of(parse_html(name, f"<div>{markup}</div>"))]
