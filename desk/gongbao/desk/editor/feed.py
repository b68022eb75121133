"""New articles as an Atom feed (RFC 4287)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree

from gongbao.core.store import SavedSearch
from gongbao.desk.editor.article_view import NO_HEADLINE
from gongbao.desk.xml_text import xml_text
from gongbao.search import Hit

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_LONG_AGO = datetime.date(1949, 10, 1)  # of an article without a date: Atom demands one


def atom(found: Iterable[tuple[SavedSearch, Hit]], title: str, desk: str, own: str) -> bytes:
    """The feed of these articles; ``desk`` is the desk's address without a slash at its end, ``own`` the feed's."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-Hans"})
    entries = list(found)
    _text(feed, "title", title)
    _text(feed, "id", own)
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": own})
    _text(feed, "updated", max((_moment(hit) for _, hit in entries), default=_midnight(_LONG_AGO)))
    _text(ElementTree.SubElement(feed, "author"), "name", title)
    for search, hit in entries:
        entry = ElementTree.SubElement(feed, "entry")
        address = f"{desk}/articles/{quote(hit.id)}"
        _text(entry, "title", hit.headline or NO_HEADLINE)
        _text(entry, "id", f"{address}#{quote(search.name)}")
        _text(entry, "updated", _moment(hit))
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": address})
        ElementTree.SubElement(entry, "category", {"term": xml_text(search.name)})
        _text(entry, "summary", "……".join(snippet.text for snippet in hit.snippets))
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = xml_text(text)


def _moment(hit: Hit) -> str:
    return _midnight(hit.date.first_day or _LONG_AGO)


def _midnight(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
