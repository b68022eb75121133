"""Changing one article: its text, who may see it, notices of correction, and earlier revisions brought back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Form, Path
from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article, Notice
from gongbao.core.store.accounts import Role
from gongbao.core.store.editing import ConflictError
from gongbao.desk.access import account_of, needs
from gongbao.desk.clock import today
from gongbao.desk.editor.article_form import ArticleForm, article_of, form_of
from gongbao.desk.editor.article_view import headline_of
from gongbao.desk.editor.comparing import differences
from gongbao.desk.editor.sources import source_text
from gongbao.desk.pages.article import MOST, article_or_none_such, to_article
from gongbao.desk.refusals import Misunderstood, NotThere
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import Desk, desk_of
from gongbao.site.wording import KIND_NAMES

router = new_router()
_LONGEST_LINE = 2_000  # characters of a headline or a reason
_LONGEST_TEXT = 2_000_000  # of a whole article: an archive has some of 1 MB

Line = Annotated[str, Form(max_length=_LONGEST_LINE)]
Text = Annotated[str, Form(max_length=_LONGEST_TEXT)]
Number = Annotated[int, Path(ge=0, le=MOST)]


class Action(StrEnum):
    """What can be done with who may see an article."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    HIDE = "hide"
    SHOW = "show"
    KEEP = "keep"  # of a corrected source's text and a person's, the person's


@router.get("/articles/{article_id}/edit")
@needs(Role.EDITOR)
def edit_page(request: Request, article_id: str) -> Response:
    """The form, beside the source."""
    desk = desk_of(request)
    present = article_or_none_such(desk, article_id).article
    return _form_page(request, desk, present, form_of(present))


@router.post("/articles/{article_id}/edit")
@needs(Role.EDITOR)
def edit(
    request: Request,
    article_id: str,
    seen: Annotated[int, Form()],
    reason: Line = "",
    column: Line = "",
    kicker: Line = "",
    headline: Line = "",
    subhead: Line = "",
    byline: Text = "",
    dateline: Line = "",
    paragraphs: Text = "",
    captions: Text = "",
    kind: Line = "report",
    date: Line = "",
    page_number: Line = "",
    page_name: Line = "",
) -> Response:
    """A new revision, or both texts side by side when somebody else was quicker."""
    desk = desk_of(request)
    typed = (column, kicker, headline, subhead, byline, dateline, paragraphs, captions, kind, date)
    form = ArticleForm(*typed, page_number, page_name)
    present = article_or_none_such(desk, article_id).article
    try:
        article = article_of(form, present)
        desk.project.store.editing.edit(article_id, seen, article, account_of(request).name, reason)
    except ConflictError as conflict:
        return _form_page(request, desk, conflict.present, form, reason=reason, conflict=conflict, mine=article)
    except GongbaoError as error:  # what was written stays on the page
        return _form_page(request, desk, present, form, seen=seen, reason=reason, problem=str(error))
    desk.changed([article_id])
    return to_article(article_id)


@router.get("/articles/{article_id}/revisions/{number}")
@needs(Role.REPORTER)
def revision_page(request: Request, article_id: str, number: Number) -> Response:
    """What an earlier revision said otherwise."""
    desk = desk_of(request)
    present = article_or_none_such(desk, article_id).article
    earlier = desk.project.store.editing.revision(article_id, number)
    if earlier is None:
        raise NotThere(f"这一篇没有第 {number} 版：请从它的版本列表里选。")
    return page(
        request,
        "article_revision.html",
        title=f"第 {number} 版 · {headline_of(present)}",
        article=present,
        earlier=earlier,
        headline=headline_of(present),
        number=number,
        differences=differences(earlier, present),
    )


@router.post("/articles/{article_id}/revisions")
@needs(Role.EDITOR)
def restore_revision(
    request: Request, article_id: str, number: Annotated[int, Form(le=MOST)], seen: Annotated[int, Form()]
) -> Response:
    """Make an earlier revision's text the present one."""
    desk = desk_of(request)
    article_or_none_such(desk, article_id)
    try:
        desk.project.store.editing.restore_revision(article_id, number, seen, account_of(request).name)
    except ConflictError as conflict:
        earlier = desk.project.store.editing.revision(article_id, number) or conflict.present
        return _form_page(request, desk, conflict.present, form_of(earlier), conflict=conflict, mine=earlier)
    desk.changed([article_id])
    return to_article(article_id)


@router.post("/articles/{article_id}/state")
@needs(Role.EDITOR)
def change_state(request: Request, article_id: str, action: Annotated[Action, Form()], reason: Line = "") -> Response:
    """Publish, withdraw, bring back, hide, show; or keep the text that a person made."""
    desk = desk_of(request)
    article_or_none_such(desk, article_id)
    editing, author = desk.project.store.editing, account_of(request).name
    if action is Action.WITHDRAW and not reason.strip():
        raise Misunderstood("撤回要写原因，读者在原来的地址会看到它：请补上再撤回。")
    done = {
        Action.PUBLISH: lambda: editing.publish(article_id, author),
        Action.WITHDRAW: lambda: editing.withdraw(article_id, reason, author),
        Action.RESTORE: lambda: editing.restore(article_id, author),
        Action.HIDE: lambda: editing.set_public(article_id, False, author, reason),
        Action.SHOW: lambda: editing.set_public(article_id, True, author, reason),
        Action.KEEP: lambda: editing.keep(article_id, author),
    }
    done[action]()
    desk.changed([article_id])
    return to_article(article_id)


@router.post("/articles/{article_id}/notices")
@needs(Role.EDITOR)
def add_notice(request: Request, article_id: str, text: Line, date: Line = "") -> Response:
    """Let a 更正 stand with the article; of today when no day is given."""
    desk = desk_of(request)
    article_or_none_such(desk, article_id)
    notice = Notice(IssueDate.parse(date.strip()) or IssueDate.of_day(today()), text)
    desk.project.store.editing.add_notice(article_id, notice, account_of(request).name)
    desk.changed([article_id])
    return to_article(article_id, "notices")


@router.post("/articles/{article_id}/notices/{notice_id}")
@needs(Role.EDITOR)
def remove_notice(request: Request, article_id: str, notice_id: Number) -> Response:
    """Take a 更正 away again."""
    desk = desk_of(request)
    article_or_none_such(desk, article_id)
    desk.project.store.editing.remove_notice(article_id, notice_id, account_of(request).name)
    desk.changed([article_id])
    return to_article(article_id, "notices")


def _form_page(
    request: Request,
    desk: Desk,
    present: Article,
    form: ArticleForm,
    *,
    seen: int | None = None,
    reason: str = "",
    problem: str = "",
    conflict: ConflictError | None = None,
    mine: Article | None = None,
) -> Response:
    return page(
        request,
        "article_edit.html",
        status=409 if conflict is not None else 422 if problem else 200,
        title=f"改稿 · {headline_of(present)}",
        article=present,
        headline=headline_of(present),
        form=form,
        seen=present.revision if seen is None else seen,  # the revision that was changed: another's is not overlooked
        reason=reason,
        problem=problem,
        kinds=KIND_NAMES,
        conflict=conflict,
        differences=differences(present, mine) if mine is not None else [],
        source=source_text(desk.project, present),
    )
