"""The review queue: what the machine is not sure of, and what in the archive looks wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.core.store.judging import Verdict
from gongbao.core.store.seen import Kind
from gongbao.desk.access import account_of, needs
from gongbao.desk.editor.reviewing import LISTED, days_to_see, discards_to_see, how_many, listed, pairs, questions
from gongbao.desk.pages.article import LONGEST_FIELD, article_or_none_such
from gongbao.desk.rendering import page, wants_part
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of
from gongbao.tag_rows import FACETS, VERDICTS

router = new_router()
LONGEST_KEY = 1_000  # characters: the names of two articles
_PLACES = {Kind.DISCARD: "discards", Kind.PAIR: "pairs", Kind.NO_DISTRICT: "districts", Kind.MISSING_DAY: "missing"}


@router.get("/review")
@needs(Role.EDITOR)
def review(request: Request) -> Response:
    """All queues, each with how much there is."""
    project = desk_of(request).project
    store = project.store
    without_district, undistricted = store.reviewing.without("district", LISTED)
    pair_count, like = pairs(store)
    discards = discards_to_see(store)
    return page(
        request,
        "review.html",
        title="待办",
        progress=store.reviewing.progress(),
        questions=questions(store),
        corrected=store.editing.waiting(),
        discards=discards,
        discard_count=listed(discards),
        without_district=without_district,
        undistricted=undistricted,
        pair_count=pair_count,
        pairs=like,
        missing=days_to_see(store, project.settings.text("newspaper.code")),
        seen=store.seen.counts(),
        shown=LISTED,
        facet_names=FACETS,
    )


@router.post("/review/tags")
@needs(Role.EDITOR)
def answer(
    request: Request,
    article_id: Annotated[str, Form(max_length=LONGEST_FIELD)],
    facet: Annotated[str, Form(max_length=LONGEST_FIELD)],
    label: Annotated[str, Form(max_length=LONGEST_FIELD)],
    verdict: Annotated[Verdict, Form()],
) -> Response:
    """Answer one question of the queue."""
    desk = desk_of(request)
    tagged = article_or_none_such(desk, article_id)
    made = desk.project.store.decisions.decide(article_id, [(facet, label, verdict)], account_of(request).name)
    desk.changed(one.article_id for one in made)
    if not wants_part(request):
        return RedirectResponse("/review#tags", 303)
    return page(
        request,
        "review_answered.html",
        article=tagged.article,
        facet=facet,
        label=label,
        verdict=verdict,
        said=VERDICTS[verdict],
        progress=desk.project.store.reviewing.progress(),
    )


@router.post("/review/seen")
@needs(Role.EDITOR)
def mark_seen(
    request: Request,
    kind: Annotated[Kind, Form()],
    seen: Annotated[Literal["yes", "no", "none"], Form()],
    key: Annotated[list[Annotated[str, Form(max_length=LONGEST_KEY)]] | None, Form(max_length=LISTED)] = None,
) -> Response:
    """Say that something was looked at and is right, take that back, or have all of a kind listed again."""
    store, keys = desk_of(request).project.store.seen, key or []
    if seen == "yes":
        store.mark(kind, keys, account_of(request).name)
    else:
        store.unmark(kind, None if seen == "none" else keys)
    if not wants_part(request) or len(keys) != 1:
        return RedirectResponse(f"/review#{_PLACES[kind]}", 303)
    project = desk_of(request).project
    count = how_many(project.store, kind, project.settings.text("newspaper.code"))
    return page(request, "review_seen.html", kind=kind, key=keys[0], is_seen=seen == "yes", count=count)
