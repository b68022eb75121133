"""Search: what has the paper printed about this? The address holds the whole of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.clock import today
from gongbao.desk.editor.finding import SORTS, SPANS, Failed, find, wish_of
from gongbao.desk.editor.labels import known_labels
from gongbao.desk.rendering import page, wants_part
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of
from gongbao.tag_rows import FACETS

router = new_router()
LONGEST_QUERY = 4_000  # characters: twice what the query language takes, so that it is the one to refuse


@router.get("/search")
@needs(Role.REPORTER)
def search(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    sort: str = "relevance",
    start: int = 0,
    by: str = "year",
) -> Response:
    """The search page, or its results alone for who types."""
    wish = wish_of(q, sort, start, by)
    desk = desk_of(request)
    found = find(desk.project.backend, wish, today())
    failed = isinstance(found, Failed)
    return page(
        request,
        "search_results.html" if wants_part(request) else "search.html",
        status=found.status if isinstance(found, Failed) else 200,
        title=f"{q.strip()} · 查旧报道" if q.strip() else "查旧报道",
        wish=wish,
        found=None if failed else found,
        failed=found if failed else None,
        sorts=SORTS,
        spans=SPANS,
        facet_names=FACETS,
        vocabulary=known_labels(desk.project),
        dossiers=desk.project.store.dossiers.all(),
    )
