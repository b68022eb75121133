"""Routers whose routes are guarded."""

from __future__ import annotations

from fastapi.routing import APIRouter
from starlette.responses import Response

from gongbao.desk.access import GuardedRoute


def new_router(*, documented: bool = False) -> APIRouter:
    """A router for pages, or for the programming interface, which is documented in /api/openapi.json."""
    if documented:
        return APIRouter(route_class=GuardedRoute, redirect_slashes=False)
    return APIRouter(
        route_class=GuardedRoute, redirect_slashes=False, include_in_schema=False, default_response_class=Response
    )
