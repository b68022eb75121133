"""A label for many articles at once: what would change is shown first, and what was done can be taken back."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.core.store.judging import Verdict
from gongbao.deciding import Key, label_named, standings
from gongbao.desk.access import account_of, needs
from gongbao.desk.editor.article_view import headline_of
from gongbao.desk.editor.labels import known_labels
from gongbao.desk.editor.selection import Selection, digest_of
from gongbao.desk.pages.article import LONGEST_FIELD
from gongbao.desk.pages.search import LONGEST_QUERY
from gongbao.desk.refusals import Changed, Misunderstood
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import Desk, desk_of
from gongbao.tag_rows import FACETS, STATUSES, VERDICTS

router = new_router()
_EXAMPLES = 10  # articles of a preview that are named
_LOOKED_AT = 100  # articles whose labels may be meant besides the vocabulary's

Query = Annotated[str, Form(max_length=LONGEST_QUERY)]
Ids = Annotated[list[str] | None, Form()]


@router.post("/bulk")
@needs(Role.EDITOR)
def preview(
    request: Request,
    label: Annotated[str, Form(max_length=LONGEST_FIELD)],
    verdict: Annotated[Verdict, Form()] = Verdict.CONFIRMED,
    q: Query = "",
    everything: Annotated[bool, Form()] = False,
    article: Ids = None,
) -> Response:
    """What would change; nothing does."""
    desk = desk_of(request)
    selection = Selection(q, everything, tuple(article or ()))
    ids = selection.ids(desk.project.backend)
    key = _label_meant(desk, label, ids)
    store = desk.project.store
    would = store.decisions.decide_all(ids, [(*key, verdict)], account_of(request).name, dry_run=True)
    changed = list(dict.fromkeys(one.article_id for one in would))
    [standing] = standings(store.chosen(ids), [key])
    counts = [(name, getattr(standing, value)) for value, name in STATUSES.items()] + [("没有", standing.absent)]
    return page(
        request,
        "bulk.html",
        title="成批评标签",
        selection=selection,
        ids=ids,
        digest=digest_of(ids),
        key=key,
        facet_name=FACETS[key[0]],
        verdict=verdict,
        verdict_name=VERDICTS[verdict],
        counts=[(name, count) for name, count in counts if count],
        changes=len(changed),
        examples=[(one.article, headline_of(one.article)) for one in store.chosen(changed[:_EXAMPLES])],
    )


@router.post("/bulk/decisions")
@needs(Role.EDITOR)
def apply(
    request: Request,
    facet: Annotated[str, Form(max_length=LONGEST_FIELD)],
    label: Annotated[str, Form(max_length=LONGEST_FIELD)],
    verdict: Annotated[Verdict, Form()],
    seen: Annotated[str, Form(max_length=LONGEST_FIELD)],
    q: Query = "",
    everything: Annotated[bool, Form()] = False,
    ids: Annotated[str, Form()] = "",
) -> Response:
    """Decide on exactly the articles of the preview."""
    desk = desk_of(request)
    chosen = Selection(q, everything, tuple(ids.split())).ids(desk.project.backend)
    if digest_of(chosen) != seen:
        raise Changed("预览以后检索结果变了，没有改动：请回到检索再看一遍会改什么。")
    made = desk.project.store.decisions.decide_all(chosen, [(facet, label, verdict)], account_of(request).name)
    if not made:
        raise Misunderstood("这些文章的这个标签都已经是这样，没有改动。")
    desk.changed(one.article_id for one in made)
    values = {"author": made[0].author, "at": made[0].recorded_at.isoformat()}
    return RedirectResponse(f"/bulk/decisions?{urlencode(values)}", 303)


@router.get("/bulk/decisions")
@needs(Role.EDITOR)
def done(request: Request, author: str = "", at: str = "") -> Response:
    """What was decided at one moment, and the way back."""
    inverse = desk_of(request).project.store.decisions.inverse(author, _moment(at))
    labels = Counter({f"{label}（{FACETS[facet]}）": 0 for facet, label, _ in inverse})
    for (facet, label, _), ids in inverse.items():
        labels[f"{label}（{FACETS[facet]}）"] += len(ids)
    articles = len({one for ids in inverse.values() for one in ids})
    return page(request, "bulk_done.html", title="已经改好", author=author, at=at, labels=labels, articles=articles)


@router.post("/bulk/undo")
@needs(Role.EDITOR)
def undo(
    request: Request,
    author: Annotated[str, Form(max_length=LONGEST_FIELD)],
    at: Annotated[str, Form(max_length=LONGEST_FIELD)],
) -> Response:
    """Bring back what stood before, except where somebody has decided anew since."""
    desk = desk_of(request)
    decisions = desk.project.store.decisions
    undone = 0
    for judgment, ids in decisions.inverse(author, _moment(at)).items():
        made = decisions.decide_all(ids, [judgment], account_of(request).name)
        desk.changed(one.article_id for one in made)
        undone += len(made)
    return RedirectResponse(f"/bulk/undone?{urlencode({'labels': undone})}", 303)


@router.get("/bulk/undone")
@needs(Role.EDITOR)
def undone(request: Request, labels: int = 0) -> Response:
    """How much was taken back."""
    return page(request, "bulk_undone.html", title="已经撤销", count=labels)


def _moment(written: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        raise Misunderstood("这个地址不完整：请从改好以后的那一页撤销，或在文章里逐篇撤销。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _label_meant(desk: Desk, label: str, ids: list[str]) -> Key:
    """A label of the vocabulary, or one that the articles have from an earlier one."""
    some = desk.project.store.chosen(ids[:_LOOKED_AT])
    there = [(tag.facet, tag.label) for one in some for tag in one.annotations.tags]
    return label_named(label, [*known_labels(desk.project), *there])
