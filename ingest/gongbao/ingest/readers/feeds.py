"""RSS 0.9 to 2.0 and Atom: each entry is an article; what the feed says of itself is furniture."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.charsets import decode_declared, is_faulty, without_declaration
from gongbao.ingest.readers.markup import Element, fragment_lines, local_name, parse_xml
from gongbao.ingest.readers.records import Line, decode_lines
from gongbao.ingest.readers.sheet import FURNITURE, Sheet

_FEEDS = ("rss", "feed", "RDF")
_ENTRIES = ("item", "entry")
_BODIES = ("encoded", "content", "fulltext", "description", "summary")  # the fullest first
_DATES = ("pubDate", "published", "issued", "date", "created", "updated")
_BYLINES = ("creator", "author")
# What no reader of a feed sees.
_MACHINE = frozenset(
    [
        "guid",
        "id",
        "comments",
        "enclosure",
        "thumbnail",
        "group",
        "rating",
        "ttl",
        "generator",
        "docs",
        "cloud",
        "lastBuildDate",
        "language",
        "image",
        "icon",
        "logo",
        "skipHours",
        "skipDays",
        "textInput",
        "items",
        "commentRss",
        "post-id",
        "modified",
    ]
)
_COMPARED = 60  # characters of a summary that the text itself may begin with


def decode_feed(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError for what is no feed, or has no entry that can be read."""
    decoded = decode_declared(name, raw, encoding)
    root = parse_xml(name, without_declaration(decoded.text).encode("utf-8"))
    if local_name(root) not in _FEEDS:
        raise InputError(f"{name} 是 XML，但不是 RSS 或 Atom：请导出成 RSS、JSON 或 CSV，见 docs/doors.md。")
    sheet = Sheet()
    own = "\n".join(_own_text(root))
    if not is_faulty(own):
        sheet.discard(own, FURNITURE)
    entries = (element for element in root.iter() if local_name(element) in _ENTRIES)
    return decode_lines(name, decoded.encoding, (_line(name, n, entry) for n, entry in enumerate(entries, 1)), sheet)


def _own_text(root: Element) -> Iterator[str]:
    """Title and description of the feed itself."""
    channels = [root, *(one for one in root if local_name(one) == "channel")]
    for channel in channels:
        for element in channel:
            if local_name(element) in ("title", "description", "subtitle", "rights", "copyright"):
                yield " ".join(_text(element).split())


def _line(name: str, number: int, entry: Element) -> Line:
    text = " ".join(_text(entry).split())
    try:
        return Line(f"第 {number} 条", text, _row(name, entry))
    except InputError:
        return Line(f"第 {number} 条", text, None, "的正文是读不了的网页")


def _row(name: str, entry: Element) -> dict[str, object]:
    fields: dict[str, str] = {}
    people: list[str] = []
    for element in entry:
        field = local_name(element)
        if field in _BYLINES:
            people.append(_person(element))
        elif field == "link":
            fields.setdefault("url", (element.get("href") or _text(element)).strip())
        elif field and field not in _MACHINE:
            known = fields.get(field)
            fields[field] = f"{known}\n{_text(element)}" if known else _text(element)
    bodies = {field: "\n".join(fragment_lines(name, fields.pop(field, ""))) for field in _BODIES}
    full = next((text for text in bodies.values() if text), "")
    others = {field: text for field, text in bodies.items() if _joined(text)[:_COMPARED] not in _joined(full)}
    dates = [fields.pop(field, "") for field in _DATES]
    title = " ".join(fragment_lines(name, fields.pop("title", "")))
    date = next(filter(None, dates), "")
    own = {"headline": title, "paragraphs": full.splitlines(), "date": date, "byline": " ".join(people)}
    return {**fields, **others, **own}


def _person(element: Element) -> str:
    """An Atom author's name without the address; else what is written."""
    named = next((one for one in element if local_name(one) == "name"), element)
    return _text(named).strip()


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _joined(text: str) -> str:
    return "".join(text.split())
