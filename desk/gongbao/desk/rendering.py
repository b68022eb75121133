"""The desk's templates and files. The look is the archive's own, with what a working page needs added to it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from gongbao.core.settings import Settings
from gongbao.desk.access import CSRF_FIELD, CSRF_HEADER, visitor_of
from gongbao.desk.refusals import ROLE_NAMES
from gongbao.desk.sections import SECTIONS

if TYPE_CHECKING:
    from gongbao.desk.state import Desk

_HERE = resources.files("gongbao.desk")
_DIGEST_LENGTH = 12  # hexadecimal digits in an asset's address: another file, another address
# htmx may neither run code out of attributes nor write a style sheet into the page: the policy forbids both.
_HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "defaultSettleDelay": 0,  # else a key that is pressed at once meets buttons that htmx does not know of yet
    "historyCacheSize": 0,
    "selfRequestsOnly": True,
}
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


class Rendering:
    """Compiled templates and the files that pages load, each under an address that its content decides."""

    def __init__(self, settings: Settings) -> None:
        self.assets = read_assets()
        self._addresses = {plain: name for name, (plain, _) in self.assets.items()}
        self._environment = Environment(
            loader=FileSystemLoader(str(_HERE / "templates")),
            autoescape=True,  # an article may hold markup as text
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.globals |= {
            "newspaper": settings.text("newspaper.name"),
            "asset": self._address,
            "has_asset": self._addresses.__contains__,
            "htmx_config": json.dumps(_HTMX),
            "csrf_field": CSRF_FIELD,
            "csrf_header": CSRF_HEADER,
            "role_names": ROLE_NAMES,
            "query_string": urlencode,
            "sections": SECTIONS,
        }

    def render(self, template: str, **values: Any) -> str:
        """A page or a part of one."""
        return self._environment.get_template(template).render(values)

    def _address(self, plain: str) -> str:
        return f"/assets/{self._addresses[plain]}"


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for who asks, whose account and form token every template knows."""
    desk: Desk = request.app.state.desk
    visitor = visitor_of(request)
    values |= {"visitor": visitor, "account": visitor.account, "csrf": visitor.csrf, "path": request.url.path}
    text = desk.rendering.render(template, desk=desk, **values)
    return HTMLResponse(text, status)


def wants_part(request: Request) -> bool:
    """Whether a script asks for a part of the page that stands already."""
    return request.headers.get("hx-request") == "true"


@cache
def read_assets() -> dict[str, tuple[str, bytes]]:
    """{name in addresses: (plain name, content)} of the desk's own files, the archive's style sheet and htmx."""
    found = {}
    archive = resources.files("gongbao.site") / "assets"
    folders = (_HERE / "assets", _HERE / "assets" / "htmx")
    files = [one for folder in folders if folder.is_dir() for one in folder.iterdir() if one.is_file()]
    for file in [*files, archive / "gongbao.css", archive / "icon.svg"]:
        stem, _, ending = file.name.rpartition(".")
        if ending in TYPES:
            content = file.read_bytes()
            name = f"{stem}.{hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]}.{ending}"
            found[name] = (file.name, content)
    return found
