"""The first page after the log-in: what to do here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router

router = new_router()


@router.get("/")
@needs(Role.REPORTER)
def home(request: Request) -> Response:
    """The first page."""
    return page(request, "home.html", title="工报")
