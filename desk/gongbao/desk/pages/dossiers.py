"""Dossiers: articles collected from searches, put in order, with notes, and handed on as files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.core.store.dossiers import LONGEST_NOTE, Dossier
from gongbao.desk import word_files
from gongbao.desk.access import account_of, needs
from gongbao.desk.editor.dossier_export import Entry, as_csv, as_docx, entries_of
from gongbao.desk.editor.selection import Selection
from gongbao.desk.pages.article import LONGEST_FIELD, MOST
from gongbao.desk.pages.search import LONGEST_QUERY
from gongbao.desk.refusals import Misunderstood, NotThere
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import Desk, desk_of

router = new_router()

Number = Annotated[int, Path(ge=0, le=MOST)]
Name = Annotated[str, Form(max_length=LONGEST_FIELD)]


class Action(StrEnum):
    """What can be done with an article in a dossier."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    NOTE = "note"


@router.get("/dossiers")
@needs(Role.REPORTER)
def dossiers(request: Request) -> Response:
    """All dossiers of the newsroom."""
    return page(request, "dossiers.html", title="专题夹", dossiers=desk_of(request).project.store.dossiers.all())


@router.post("/dossiers")
@needs(Role.REPORTER)
def create(request: Request, name: Name = "") -> Response:
    """Open a dossier."""
    return _to(desk_of(request).project.store.dossiers.create(name, account_of(request).name).id)


@router.post("/dossiers/articles")
@needs(Role.REPORTER)
def collect(
    request: Request,
    dossier: Name = "",
    q: Annotated[str, Form(max_length=LONGEST_QUERY)] = "",
    everything: Annotated[bool, Form()] = False,
    article: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Put ticked articles, or all that a query finds, into a dossier of this name; a new one where there is none."""
    project, owner = desk_of(request).project, account_of(request).name
    if not dossier.strip():
        raise Misunderstood("请写专题夹的名字：没有的就新开一个。")
    selection = Selection(q, everything, tuple(article or ()))
    if everything:  # in the order in which a person reads them
        selection = Selection(q, False, tuple(hit.id for hit in project.backend.every_hit(q.strip() or "*")))
    ids = selection.ids(project.backend)
    called = " ".join(dossier.split())
    named = [one for one in project.store.dossiers.all() if one.name == called]
    mine = next((one for one in named if one.owner == owner), named[0] if named else None)
    chosen = mine if mine is not None else project.store.dossiers.create(called, owner)
    project.store.dossiers.add(chosen.id, ids)
    return _to(chosen.id)


@router.get("/dossiers/{dossier_id}")
@needs(Role.REPORTER)
def dossier(request: Request, dossier_id: Number) -> Response:
    """One dossier."""
    found, entries = _found(desk_of(request), dossier_id)
    return page(request, "dossier.html", title=found.name, dossier=found, entries=entries, longest_note=LONGEST_NOTE)


@router.post("/dossiers/{dossier_id}")
@needs(Role.REPORTER)
def rename(request: Request, dossier_id: Number, name: Name = "") -> Response:
    """Give it another name."""
    desk = desk_of(request)
    _own(request, desk, dossier_id)
    desk.project.store.dossiers.rename(dossier_id, name)
    return _to(dossier_id)


@router.post("/dossiers/{dossier_id}/delete")
@needs(Role.REPORTER)
def delete(request: Request, dossier_id: Number) -> Response:
    """Drop it; the articles stay in the archive."""
    desk = desk_of(request)
    _own(request, desk, dossier_id)
    desk.project.store.dossiers.delete(dossier_id)
    return RedirectResponse("/dossiers", 303)


@router.post("/dossiers/{dossier_id}/items")
@needs(Role.REPORTER)
def change(
    request: Request,
    dossier_id: Number,
    article: Name,
    action: Annotated[Action, Form()],
    note: Annotated[str, Form(max_length=LONGEST_NOTE * 2)] = "",
) -> Response:
    """Move an article, take it out, or write its note."""
    desk = desk_of(request)
    kept, (found, _) = desk.project.store.dossiers, _found(desk, dossier_id)
    place = next((number for number, one in enumerate(found.items) if one.article_id == article), 0)
    if action is Action.REMOVE:
        kept.remove(dossier_id, [article])
    elif action is Action.NOTE:
        kept.note(dossier_id, article, note)
    else:
        kept.move(dossier_id, article, place - 1 if action is Action.UP else place + 1)
    return RedirectResponse(f"/dossiers/{dossier_id}#{quote(article)}", 303)


@router.get("/dossiers/{dossier_id}/export/{form}")
@needs(Role.REPORTER)
def export(request: Request, dossier_id: Number, form: str) -> Response:
    """It as a file: html, csv or docx."""
    found, entries = _found(desk_of(request), dossier_id)
    if form == "html":
        answer: Response = page(request, "dossier_export.html", title=found.name, dossier=found, entries=entries)
    elif form == "csv":
        answer = Response(as_csv(entries), media_type="text/csv; charset=utf-8")
    elif form == "docx":
        answer = Response(as_docx(found, entries), media_type=word_files.MEDIA_TYPE)
    else:
        raise NotThere("专题夹可以存成 html、csv 和 docx：没有别的。")
    answer.headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}.{form}"
    return answer


def _found(desk: Desk, dossier_id: int) -> tuple[Dossier, list[Entry]]:
    store = desk.project.store
    found = store.dossiers.find(dossier_id)
    if found is None:
        raise NotThere("没有这个专题夹，可能删掉了：请回到专题夹的列表。")
    articles = {one.article.id: one for one in store.chosen(item.article_id for item in found.items)}
    return found, entries_of(found, articles)


def _own(request: Request, desk: Desk, dossier_id: int) -> None:
    """Renaming and dropping are for its owner, and for editors. Raises Misunderstood for anybody else."""
    found, _ = _found(desk, dossier_id)
    account = account_of(request)
    if found.owner != account.name and not account.role.covers(Role.EDITOR):
        raise Misunderstood(f"这是{found.owner}的专题夹，改名和删除要本人或编辑来做。")


def _to(dossier_id: int) -> RedirectResponse:
    return RedirectResponse(f"/dossiers/{dossier_id}", 303)
