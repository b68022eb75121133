"""The article on a web page of an unknown site: trafilatura chooses the text, the page itself tells what each part is.

trafilatura gives a tree of its own, in which nothing says where on the page a paragraph stood. Its lines are aligned
with the page's visible blocks in document order; a block that stands in none of its lines is furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from gongbao.core.records import Given
from gongbao.ingest.credits import looks_like_credit_line, parse_people
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.dates import read_date
from gongbao.ingest.readers.markup import Block, Element, blocks_of
from gongbao.ingest.readers.sheet import FURNITURE, Sheet

# trafilatura takes a text shorter than 250 characters for no article. Chinese says in 40 what English does in 120:
# a brief of two sentences.
_LEAST_CHARACTERS = "40"
_NEVER = (
    "2199-12-31"  # htmldate leaves out later days, by default later than today: a result must not hang on the clock
)
_LINES = frozenset(
    ["p", "head", "item", "quote", "code", "cell", "row", "list", "table", "div", "ab", "fw"]
)  # blocks of trafilatura's tree
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION = re.compile(r"caption|pic-?text|tushuo|img-?(?:desc|note|info)")
_LEAST_TITLE = 4  # characters of a heading that is taken for the title though the title says more
_AUTHOR_MARK = re.compile(r"^(?:作者|记者|文|撰稿|责编)?\s*[:：]\s*")
_LONGEST_CREDIT = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """What trafilatura makes of a page."""

    title: str
    date: str
    url: str
    lines: tuple[str, ...]


def article_on_page(root: Element, text: str, encoding: str) -> Decoded | None:
    """The article with its marks, or None when there is none on the page."""
    found = _extract(text)
    blocks = blocks_of(root)
    if found is None:
        return None
    chosen = align([compact(block.text) for block in blocks], [compact(line) for line in found.lines])
    title = title_block(blocks, compact(found.title), min(chosen, default=0))
    chosen.discard(title)
    body = sorted(place for place in chosen if place > title)
    if not body or (title < 0 and sum(len(blocks[place].text) for place in body) < int(_LEAST_CHARACTERS)):
        return None  # links and labels that happen to be the longest text there is
    roles = _roles(blocks, title, set(body))
    sheet = Sheet()
    if title < 0 and found.title:
        sheet.add(found.title, "headline")
    _write(sheet, blocks, roles)
    author = _author(root)
    credits_itself = any(author in blocks[place].text[:160] for place, role in roles.items() if role != "caption")
    people = () if not author or credits_itself else parse_people(author)
    sheet.give(Given(0, byline=people, url=found.url if found.url.startswith("http") else ""))
    return sheet.decoded(encoding, Hints(date=read_date(found.date)))


def _write(sheet: Sheet, blocks: Sequence[Block], roles: dict[int, str]) -> None:
    waiting: list[str] = []
    first, last = min(roles), max(roles)
    for place, block in enumerate(blocks):
        for address in block.pictures if first < place <= last else ():
            sheet.picture(address)
        if place not in roles:
            waiting.append(block.text)
            continue
        sheet.discard("\n".join(waiting), FURNITURE)
        waiting.clear()
        sheet.add(block.text, roles[place])
    sheet.discard("\n".join(waiting), FURNITURE)


def _roles(blocks: Sequence[Block], title: int, body: set[int]) -> dict[int, str]:
    """{block: role} of the article's blocks: headline, what stands beside it, and the body with its captions."""
    roles = {title: "headline"} if title >= 0 else {}
    if title > 0 and blocks[title - 1].tag in _HEADINGS and blocks[title].tag in _HEADINGS:
        roles[title - 1] = "kicker"
    first, last = min(body), max(body)
    for place in range(title + 1, first):
        if place == title + 1 and title >= 0 and blocks[place].tag in _HEADINGS:
            roles[place] = "subhead"
        elif len(blocks[place].text) <= _LONGEST_CREDIT and looks_like_credit_line(blocks[place].text):
            roles[place] = "byline"
    for place in range(first, last + 1):
        block = blocks[place]
        if block.tag == "figcaption" or _CAPTION.search(block.classes):
            roles[place] = "caption"
        elif place in body:
            roles[place] = "crosshead" if block.tag in _HEADINGS else "paragraph"
    return roles


def title_block(blocks: Sequence[Block], title: str, first: int) -> int:
    """Place of the block that prints the title (without white space); -1 when none does.

    Of several the heading that stands nearest to the text, whose first block is ``first``.
    """
    if not title:
        return -1
    texts = [compact(block.text) for block in blocks]
    same = [place for place, text in enumerate(texts) if text == title]
    headings = [
        place
        for place, text in enumerate(texts)
        if blocks[place].tag in _HEADINGS and len(text) >= _LEAST_TITLE and (text in title or title in text)
    ]
    candidates = [place for place in same if blocks[place].tag in _HEADINGS] or headings or same
    return min(candidates, key=lambda place: (place > first, abs(place - first)), default=-1)


def align(blocks: Sequence[str], lines: Sequence[str]) -> set[int]:
    """The places of the blocks that the lines were made of, both without white space and in document order.

    Most lines are blocks as they stand. Between two that are, a block was chosen when it is part of a line there
    (several blocks made one line), or a line is part of it (something was cut out of the block).
    """
    chosen: set[int] = set()
    block, line = 0, 0
    # difflib leaves out what is repeated very often, such as 分享 behind every paragraph, so that it stays quick.
    matches = SequenceMatcher(None, blocks, lines).get_matching_blocks()
    for start, at_line, length in matches:
        between = [one for one in lines[line:at_line] if one]
        joined = "\n".join(between)
        for place in range(block, start) if between else ():
            if (text := blocks[place]) and (text in joined or any(one in text for one in between)):
                chosen.add(place)
        chosen.update(range(start, start + length))
        block, line = start + length, at_line + length
    return chosen


def compact(text: str) -> str:
    """The text without white space, which the two sides write differently."""
    return "".join(text.split())


def _extract(text: str) -> _Found | None:
    import trafilatura

    document: Any = trafilatura.bare_extraction(
        text,
        fast=True,  # its fallbacks judge by stop words that it has not got for Chinese
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _NEVER},
        config=_configuration(),
    )
    if document is None or document.body is None:
        return None
    lines = tuple(block.text for block in blocks_of(document.body, _LINES))
    return _Found(document.title or "", document.date or "", document.url or "", lines) if lines else None


@lru_cache(maxsize=1)
def _configuration() -> Any:
    from trafilatura.settings import use_config

    configuration = use_config()
    configuration.set("DEFAULT", "MIN_EXTRACTED_SIZE", _LEAST_CHARACTERS)
    return configuration


def _author(root: Element) -> str:
    for element in root.iter("meta"):
        if element.get("name", "").lower() in ("author", "articleauthor") and (said := element.get("content", "")):
            return _AUTHOR_MARK.sub("", str(said).strip())
    return ""
