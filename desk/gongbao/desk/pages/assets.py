"""Style sheets, scripts and the icon, under addresses that change with their content."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gongbao.desk.access import for_everyone
from gongbao.desk.refusals import NotThere
from gongbao.desk.rendering import TYPES
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of

router = new_router()


@router.get("/assets/{name}")
@for_everyone
def asset(request: Request, name: str) -> Response:
    """One file."""
    found = desk_of(request).rendering.assets.get(name)
    if found is None:
        raise NotThere
    plain, content = found
    kept = {"cache-control": "public, max-age=31536000, immutable"}  # a year: another content has another address
    return Response(content, media_type=TYPES[plain.rpartition(".")[2]], headers=kept)
