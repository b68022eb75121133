"""One article: its text and tags, and what was decided about them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from gongbao.core.annotations import Status
from gongbao.core.records import TaggedArticle
from gongbao.core.store.accounts import Role
from gongbao.core.store.judging import Verdict
from gongbao.core.store.logbook import EventKind
from gongbao.deciding import Key, label_named
from gongbao.desk.access import account_of, needs
from gongbao.desk.editor.article_view import headline_of, view_of
from gongbao.desk.editor.labels import known_labels
from gongbao.desk.editor.sources import printed_page, source_text
from gongbao.desk.refusals import NotThere
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import Desk, desk_of
from gongbao.tag_rows import FACETS, VERDICTS

router = new_router()
RETAGGED_WITHIN = 2.0  # seconds that a page waits for the machine's own judgment after a decision was undone
EVENTS = {
    EventKind.DRAFTED: "存为草稿",
    EventKind.EDITED: "改了稿",
    EventKind.REVISION_RESTORED: "恢复了旧版",
    EventKind.PUBLISHED: "发表",
    EventKind.WITHDRAWN: "撤回",
    EventKind.RESTORED: "恢复",
    EventKind.HIDDEN: "改为不公开",
    EventKind.SHOWN: "改为公开",
    EventKind.NOTICE_ADDED: "登了更正",
    EventKind.NOTICE_REMOVED: "撤下更正",
    EventKind.SOURCE_CORRECTED: "更正了原文，没有盖过人改的",
    EventKind.SOURCE_DROPPED: "不再有这一篇",
    EventKind.SOURCE_ANSWERED: "看过来源的更正",
}
_MOST_LIKE = 5
LONGEST_FIELD = 200
MOST = 2_147_483_647  # that a whole number in a database may be


@router.get("/articles/{article_id}")
@needs(Role.REPORTER)
def article(request: Request, article_id: str) -> Response:
    """The article's page."""
    desk = desk_of(request)
    tagged = article_or_none_such(desk, article_id)
    return page(request, "article.html", **article_values(desk, tagged))


@router.post("/articles/{article_id}/tags")
@needs(Role.EDITOR)
def decide(
    request: Request,
    article_id: str,
    label: Annotated[str, Form(max_length=LONGEST_FIELD)],
    facet: Annotated[str, Form(max_length=LONGEST_FIELD)] = "",
    verdict: Annotated[Verdict, Form()] = Verdict.CONFIRMED,
) -> Response:
    """Confirm, reject, add or undo one tag."""
    desk = desk_of(request)
    tagged = article_or_none_such(desk, article_id)
    key = _label_meant(desk, tagged, label, facet)
    made = desk.project.store.decisions.decide(article_id, [(*key, verdict)], account_of(request).name)
    desk.changed({article_id, *(one.article_id for one in made)})
    if verdict is Verdict.UNDONE:
        desk.updates.wait(RETAGGED_WITHIN)
    return to_article(article_id, "tags")


@router.get("/articles/{article_id}/source")
@needs(Role.REPORTER)
def source(request: Request, article_id: str) -> Response:
    """The source's text with what of it became the article."""
    desk = desk_of(request)
    found = article_or_none_such(desk, article_id).article
    return page(
        request,
        "article_source.html",
        title=f"来源 · {headline_of(found)}",
        article=found,
        headline=headline_of(found),
        source=source_text(desk.project, found),
    )


@router.get("/files/{name}")
@needs(Role.REPORTER)
def kept_file(request: Request, name: str) -> Response:
    """A picture or PDF of a page, or a picture of an article."""
    files = desk_of(request).project.files
    if name not in files:
        raise NotThere
    return FileResponse(files.path(name), headers={"cache-control": "private, max-age=86400"})  # a day


def article_or_none_such(desk: Desk, article_id: str) -> TaggedArticle:
    """The article, whatever its state. Raises NotThere for an unknown id."""
    found = desk.project.store.article(article_id) if article_id.isprintable() else None
    if found is None:
        raise NotThere(f"存档里没有编号为 {article_id} 的文章：可以从“查旧报道”里找。")
    return found


def to_article(article_id: str, place: str = "") -> RedirectResponse:
    """Back to the article's page."""
    return RedirectResponse(f"/articles/{quote(article_id)}" + (f"#{place}" if place else ""), 303)


def article_values(desk: Desk, tagged: TaggedArticle) -> dict[str, Any]:
    """What the template of the article's page needs."""
    store, found = desk.project.store, tagged.article
    links = store.likenesses.of(found.id)
    others = {end for link in links for end in (link.article_id, link.other_id)} - {found.id}
    return {
        "title": headline_of(found),
        "view": view_of(tagged),
        "article": found,
        "headline": headline_of(found),
        "facet_names": FACETS,
        "vocabulary": known_labels(desk.project),
        "verdicts": VERDICTS,
        "being_tagged": desk.updates.waits_for(found.id) and not _tagged_by_machine(tagged),
        "decisions": store.decisions.history(found.id),
        "sources": store.sources_of(found.id),
        "printed": printed_page(desk.project, found),
        "like": [(one.article, headline_of(one.article)) for one in store.chosen(others)][:_MOST_LIKE],
        "withdrawal": store.withdrawal(found.id),
        "notices": tagged.notices,
        "revisions": store.editing.revisions(found.id),
        "events": store.editing.events(found.id),
        "event_names": EVENTS,
        "waiting": any(one.article_id == found.id for one in store.editing.waiting()),
    }


def _tagged_by_machine(tagged: TaggedArticle) -> bool:
    return any(tag.status in (Status.SET, Status.SUGGESTED) for tag in tagged.annotations.tags)


def _label_meant(desk: Desk, tagged: TaggedArticle, label: str, facet: str) -> Key:
    """A label of the vocabulary, or one that the article has from an earlier one."""
    there = [(tag.facet, tag.label) for tag in tagged.annotations.tags]
    if (facet, label) in there:
        return facet, label
    return label_named(label, [*known_labels(desk.project), *there], facet if facet in FACETS else "")
