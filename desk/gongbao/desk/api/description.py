"""The interface's description in OpenAPI, from the very models that requests are checked by."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.routing import new_router

router = new_router()


@router.get("/api/openapi.json")
@needs(Role.REPORTER)
def openapi(request: Request) -> Response:
    """The description."""
    return JSONResponse(request.app.openapi())
