"""``GET /api/search``: the archive's search as programs read it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from starlette.requests import Request

from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.api.models import Found, Hit, Page, Snippet
from gongbao.desk.clock import today
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of
from gongbao.search import Hit as FoundHit
from gongbao.site.addresses import id_address

router = new_router(documented=True)
MOST_HITS = 100  # of one answer; more are got with ``start``
MOST_START = 100_000
LONGEST_QUERY = 2_000  # characters: what the query language takes


@router.get("/api/search", tags=["search"])
@needs(Role.REPORTER)
def search(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST_QUERY, description="检索式，写法见 docs/search.md；* 是全部")] = "*",
    limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 20,
    start: Annotated[int, Query(ge=0, le=MOST_START)] = 0,
    sort: Literal["relevance", "date", "page"] = "relevance",
    facets: Annotated[list[Literal["district", "campaign", "activity", "year", "byline"]] | None, Query()] = None,
) -> Found:
    """One page of what a query finds in the published archive."""
    backend = desk_of(request).project.backend
    query = q.strip() or "*"
    found = backend.search(query, limit=limit, offset=start, sort=sort, facets=facets or (), today=today())
    return Found(
        total=found.total,
        understood=found.understood,
        hits=[_hit(one) for one in found.hits],
        facets={name: {one.value: one.count for one in counts} for name, counts in found.facets.items()},
        did_you_mean=list(found.did_you_mean),
    )


def _hit(hit: FoundHit) -> Hit:
    return Hit(
        id=hit.id,
        headline=hit.headline,
        kicker=hit.kicker,
        date=str(hit.date),
        page=Page(number=hit.page.number, name=hit.page.name),
        kind=hit.kind,
        labels={facet: list(labels) for facet, labels in hit.labels.items()},
        byline=list(hit.byline),
        address=id_address(hit.id),
        snippets=[
            Snippet(field=one.field, text=one.text, highlights=[(span.start, span.end) for span in one.highlights])
            for one in hit.snippets
        ],
    )
