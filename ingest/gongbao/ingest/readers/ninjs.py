"""News in JSON (IPTC ninjs 1.x to 3.x) as rows of our own fields.

Versions differ in names: ``headline`` or ``headlines``, ``body_text`` and ``body_xhtml`` or ``bodies``, ``byline``
or ``by``, ``associations`` as an object or a list. Field names: the JSON schemas that IPTC publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gongbao.ingest.credits import opens_with_dateline, parse_people
from gongbao.ingest.readers.records import Row, written

_OWN_FIELDS = ("uri", "versioncreated", "versionCreated", "associations", "usageterms", "usageTerms", "pubstatus")
_BODY_FIELDS = ("body_text", "body_xhtml", "body_html", "bodies")
_USABLE = "usable"
_FORBIDS = re.compile(
    r"不得|禁止|严禁|仅供|内部|谢绝|未经|not for|no\s+(?:use|sales|archiv|republi|reproduc)|prohibit|internal",
    re.IGNORECASE,
)
_TEXT_TYPES = ("xhtml", "html", "text")  # the markup tells where paragraphs begin


def is_ninjs(row: Row) -> bool:
    """Whether an object is an item of news in IPTC's form rather than a row of somebody's export."""
    return any(field in row for field in _BODY_FIELDS) or ("uri" in row and any(f in row for f in _OWN_FIELDS[1:]))


def ninjs_row(item: Row) -> dict[str, Any]:
    """The item under our names. Raises RowFaultError for a value of a kind that none of the versions has."""
    body = _richest(item, "body", "bodies") or _richest(item, "description", "descriptions")
    located = written(item.get("located")).strip()
    terms = _first(item, "usageterms", "usageTerms")
    status = written(_first(item, "pubstatus", "pubStatus")).strip() or _USABLE
    uri = written(item.get("url")).strip() or written(item.get("uri")).strip()
    return {
        "headline": _main(_first(item, "headlines", "headline", "title")),
        "subhead": _main(_first(item, "subheadlines", "subheadline")),
        "byline": written(_first(item, "byline", "by")),
        "dateline": "" if opens_with_dateline(body) else located,
        "located": located if opens_with_dateline(body) else "",
        "body": body,
        "pictures": list(_pictures(item.get("associations"))),
        "date": _first(item, "versioncreated", "versionCreated", "contentcreated", "firstcreated"),
        "kind": "photo" if item.get("type") in ("picture", "graphic") else "",
        "url": uri if uri.startswith("http") else "",
        "public": "no" if status != _USABLE or _FORBIDS.search(written(terms)) else "yes",
        "usageterms": terms,
    }


def _first(item: Row, *names: str) -> Any:
    """The first of the fields that says anything."""
    return next((item[name] for name in names if item.get(name)), "")


def _parts(value: object) -> Iterator[tuple[str, str]]:
    """(role or content type, text) of a field that a version writes as text and another as a list of objects."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, Mapping):
            kind = " ".join(written(part.get(key)) for key in ("contenttype", "contentType", "role", "name"))
            yield kind, written(part.get("value") or part.get("text"))
        else:
            yield "", written(part)


def _main(value: object) -> str:
    parts = list(_parts(value))
    return next((text for kind, text in parts if "main" in kind.split()), parts[0][1] if parts else "")


def _richest(item: Row, name: str, plural: str) -> str:
    """A text with its markup where there is any, else the plain one."""
    written_parts = [(key, written(item[key])) for key in item if key.startswith(f"{name}_")]
    written_parts += list(_parts(item.get(plural))) + list(_parts(item.get(name)))
    for kind in _TEXT_TYPES:
        if found := next((text for said, text in written_parts if kind in said and text.strip()), ""):
            return found
    return next((text for _, text in written_parts if text.strip()), "")


def _pictures(associations: object) -> Iterator[dict[str, Any]]:
    items: Iterable[Any] = associations.values() if isinstance(associations, Mapping) else ()
    for item in associations if isinstance(associations, list) else items:
        if isinstance(item, Mapping) and item.get("type") in ("picture", "graphic"):
            caption = _richest(item, "description", "descriptions") or _main(_first(item, "headlines", "headline"))
            byline = written(_first(item, "byline", "by")).strip()
            people = [(one.name, one.role, one.unit) for one in parse_people(byline)] or [(byline, "", "")]
            credited = [{"name": name, "role": role or "摄影", "unit": unit} for name, role, unit in people if name]
            yield {"caption": caption, "credits": credited, "file": _picture_address(item.get("renditions"))}


def _picture_address(renditions: object) -> str:
    """Of several sizes the widest."""
    items: Iterable[Any] = renditions.values() if isinstance(renditions, Mapping) else ()
    found = [one for one in (renditions if isinstance(renditions, list) else items) if isinstance(one, Mapping)]
    widths = [(one.get("width"), written(one.get("href")).strip()) for one in found]
    return max(((width if isinstance(width, int) else 0, href) for width, href in widths if href), default=(0, ""))[1]
