"""Stories that are in the store and not yet published."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of

router = new_router()


@router.get("/drafts")
@needs(Role.REPORTER)
def drafts(request: Request) -> Response:
    """The drafts, last changed first."""
    return page(request, "drafts.html", title="稿件", drafts=desk_of(request).project.store.editing.drafts())
