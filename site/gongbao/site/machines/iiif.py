"""An issue with pictures of its pages as a IIIF manifest (Presentation API 3.0), for the viewers of libraries.

A canvas for each page that has a picture, in the order and the size of print; on it the outline of each article as a
link to its page. What may not be seen is painted over in the pictures themselves (page_pictures.py), so a viewer sees
no more than a reader. Every name in a manifest is an absolute address: there are none without ``site.url``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import PurePosixPath
from typing import Any

from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue, Issue, PageOfIssue
from gongbao.site.listing import PlannedFile
from gongbao.site.machines.identity import moment
from gongbao.site.page_view import page_picture, small_picture
from gongbao.site.render import Site
from gongbao.site.touched import Touched, issue_subject
from gongbao.site.wording import page_text

_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
_MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}

Values = dict[str, Any]


def manifests(catalogue: Catalogue, touched: Touched, site: Site) -> Iterator[PlannedFile]:
    """The manifests of all touched issues that have a picture of a page."""
    if not site.url:
        return
    for issue in catalogue.issues:
        if touched.issue(issue.date):
            canvases = [canvas for page in issue.pages if (canvas := _canvas(catalogue, page, site)) is not None]
            if canvases:
                values = _manifest(issue, canvases, site)
                address = manifest_address(issue)
                yield PlannedFile(address, values, partial(_as_file, values), issue_subject(issue.date))


def manifest_address(issue: Issue) -> str:
    """Beside the issue's page; issue.html links it."""
    return f"{addresses.issue_folder(issue.date)}/manifest.json"


def _manifest(issue: Issue, canvases: list[Values], site: Site) -> Values:
    values: Values = {
        "@context": _CONTEXT,
        "id": site.url + manifest_address(issue),
        "type": "Manifest",
        "label": _said(f"{site.newspaper} {issue.date.chinese}"),
        "behavior": ["paged"],
        "viewingDirection": "left-to-right",
        "homepage": [_page_of(site.url + issue.address, issue.date.chinese)],
        "provider": [{"id": site.url, "type": "Agent", "label": _said(site.newspaper)}],
        "items": canvases,
    }
    if issue.date.day:
        values["navDate"] = moment(issue.date)
    return values


def _canvas(catalogue: Catalogue, page: PageOfIssue, site: Site) -> Values | None:
    picture, small = page_picture(catalogue, page), small_picture(page)
    if picture is None or small is None or not picture["address"]:
        return None
    name = site.url + page.address.removesuffix(".html")  # a name only: nothing lies there
    size = {"width": picture["width"], "height": picture["height"]}
    values: Values = {
        "id": f"{name}/canvas",
        "type": "Canvas",
        "label": _said(page_text(page.page)),
        **size,
        "thumbnail": [_image(site, small["address"], {"width": small["width"], "height": small["height"]})],
        "homepage": [_page_of(site.url + page.address, page_text(page.page))],
        "items": [
            {
                "id": f"{name}/painting",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{name}/painting/1",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": _image(site, picture["address"], size),
                        "target": f"{name}/canvas",
                    }
                ],
            }
        ],
    }
    if picture["pdf"]:
        label = _said(f"{page_text(page.page)} PDF")
        pdf = {"id": site.url + picture["pdf"], "type": "Text", "label": label, "format": "application/pdf"}
        values["rendering"] = [pdf]
    if picture["spots"]:
        outlines = [_outline(site, name, number, spot) for number, spot in enumerate(picture["spots"], 1)]
        values["annotations"] = [{"id": f"{name}/articles", "type": "AnnotationPage", "items": outlines}]
    return values


def _image(site: Site, address: str, size: Values) -> Values:
    media_type = _MEDIA_TYPES.get(PurePosixPath(address).suffix.lower())
    return {"id": site.url + address, "type": "Image", **({"format": media_type} if media_type else {}), **size}


def _outline(site: Site, name: str, number: int, spot: Any) -> Values:
    """The outline of an article, linked to its page (``spot`` is a page_view.Spot)."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><polygon points="{escape(spot.points)}"/></svg>'
    return {
        "id": f"{name}/articles/{number}",
        "type": "Annotation",
        "motivation": "linking",
        "body": _page_of(site.url + spot.address, "；".join(spot.headlines)),
        "target": {
            "type": "SpecificResource",
            "source": f"{name}/canvas",
            "selector": {"type": "SvgSelector", "value": svg},
        },
    }


def _page_of(address: str, text: str) -> Values:
    return {"id": address, "type": "Text", "label": _said(text), "format": "text/html"}


def _said(text: str) -> dict[str, list[str]]:
    return {"zh-Hans": [text]}


def _as_file(values: Values) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
