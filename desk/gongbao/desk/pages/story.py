"""A new story: paste or upload it, leave with its tags; beside it what the paper has printed on it already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, File, Form, Query, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.errors import InputError
from gongbao.core.settings import Settings
from gongbao.core.store.accounts import Role
from gongbao.desk import word_files
from gongbao.desk.access import account_of, needs
from gongbao.desk.clock import today
from gongbao.desk.refusals import NotThere
from gongbao.desk.rendering import page, wants_part
from gongbao.desk.reporter import results
from gongbao.desk.reporter.asking import ReporterDesk, reporter_desk
from gongbao.desk.reporter.drafts import file_draft
from gongbao.desk.reporter.examining import Examined
from gongbao.desk.reporter.form import (
    Sent,
    Standing,
    all_accepted,
    day_of,
    question_of,
    standing_of,
    written_key,
)
from gongbao.desk.reporter.hints import KINDS
from gongbao.desk.reporter.story import MOST_FILE_BYTES, Story, pasted_story, story_of, uploaded_source
from gongbao.desk.reporter.suggesting import marked
from gongbao.desk.routing import new_router
from gongbao.tag_rows import FACETS

router = new_router()
_LONGEST_FIELD = 400
TAGGED_WITHIN = 2.0  # seconds that the page of a draft waits for its tags
_TITLE = "新稿标注"


class _Export(NamedTuple):
    """A form in which a story is handed out."""

    file_name: str
    media_type: str
    content: Callable[[Examined, Settings], bytes]
    with_archive: bool = False  # whether it holds what was found there


def _json(examined: Examined, _: Settings) -> bytes:
    return results.story_json(examined.story, examined.suggestions, examined.hints)


def _ninjs(examined: Examined, settings: Settings) -> bytes:
    return results.story_ninjs(examined.story, examined.suggestions, examined.annotations, settings)


def _word(examined: Examined, _: Settings) -> bytes:
    return results.story_docx(examined.story, examined.suggestions)


def _tags(examined: Examined, _: Settings) -> bytes:
    return f"{results.tag_line(examined.suggestions)}\n".encode()


EXPORTS = {
    "json": _Export("story.json", "application/json", _json, with_archive=True),
    "ninjs": _Export("story.ninjs.json", "application/json", _ninjs),
    "docx": _Export("story.docx", word_files.MEDIA_TYPE, _word),
    "txt": _Export("tags.txt", "text/plain; charset=utf-8", _tags),
}
Short = Annotated[str, Form(max_length=_LONGEST_FIELD)]
Labels = Annotated[list[str] | None, Form(max_length=_LONGEST_FIELD)]


def sent_form(
    text: Annotated[str, Form()] = "",
    name: Short = "",
    token: Short = "",
    date: Short = "",
    accepted: Labels = None,
    rejected: Labels = None,
    skipped: Labels = None,
    accept: Short = "",
    reject: Short = "",
    undo: Short = "",
    skip: Short = "",
    accept_all: Short = "",
    typed: Short = "",
) -> Sent:
    """The form that the story's page sends."""
    lists = (accepted or (), rejected or (), skipped or ())
    return Sent(text, name, token, date, *lists, accept, reject, undo, skip, accept_all, typed)


Form_ = Annotated[Sent, Depends(sent_form)]


@router.get("/story")
@needs(Role.REPORTER)
def new_story(request: Request) -> Response:
    """The empty page."""
    return _empty_page(request, Sent(date=str(today())), "", 200)


@router.post("/story")
@needs(Role.REPORTER)
def look_at_story(request: Request, sent: Form_, upload: Annotated[UploadFile | None, File()] = None) -> Response:
    """The story with its tags, after the choice that was just made."""
    at = reporter_desk(request)
    try:
        story, token = _story(request, at, sent, upload)
        examined, standing = _examined(at, story, sent)
    except InputError as error:  # what was written stays on the page
        return _empty_page(request, sent, str(error), 422)
    values = _values(examined, standing, sent, token)
    return page(request, "story_result.html" if wants_part(request) else "story_seen.html", title=_TITLE, **values)


@router.get("/story/labels")
@needs(Role.REPORTER)
def labels(request: Request, typed: Annotated[str, Query(max_length=_LONGEST_FIELD)] = "") -> Response:
    """What was typed may be meant for: buttons that add a label."""
    found = reporter_desk(request).reporter.completer.complete(typed)
    return page(request, "story_labels.html", labels=found, typed=typed.strip(), facet_names=FACETS)


@router.post("/story/draft")
@needs(Role.REPORTER)
def save_draft(request: Request, sent: Form_) -> Response:
    """Keep the story and its tags in the store, for an editor; on to its page."""
    at = reporter_desk(request)
    story, _ = _story(request, at, sent, None)
    examined, standing = _examined(at, story, sent, with_archive=False)
    article_id = file_draft(at.desk, examined, standing.choices, account_of(request).name)
    at.desk.updates.wait(TAGGED_WITHIN)
    return RedirectResponse(f"/articles/{article_id}", 303)


@router.post("/story/export/{form}")
@needs(Role.REPORTER)
def export(request: Request, form: str, sent: Form_) -> Response:
    """The story with its tags as a file."""
    if form not in EXPORTS:
        raise NotThere
    at, made = reporter_desk(request), EXPORTS[form]
    story, _ = _story(request, at, sent, None)
    examined, _ = _examined(at, story, sent, with_archive=made.with_archive)
    content = made.content(examined, at.desk.project.settings)
    headers = {"content-disposition": f'attachment; filename="{made.file_name}"'}
    return Response(content, media_type=made.media_type, headers=headers)


def _empty_page(request: Request, sent: Sent, problem: str, status: int) -> Response:
    most = MOST_FILE_BYTES >> 20
    return page(request, "story.html", status=status, title=_TITLE, sent=sent, problem=problem, most=most)


def _story(request: Request, at: ReporterDesk, sent: Sent, upload: UploadFile | None) -> tuple[Story, str]:
    """The story and the token of its document: of a new upload, or of the one that this text was read from."""
    owner = account_of(request).name
    if upload is not None and upload.filename:
        source = uploaded_source(upload.filename, upload.file.read(MOST_FILE_BYTES + 1))
        return story_of(source), at.uploads.keep(owner, source)
    kept = at.uploads.find(owner, sent.token) if sent.token else None
    if kept is not None:
        story = story_of(kept)
        if not sent.text.strip() or story.text.split() == sent.text.split():
            return story, sent.token
    return pasted_story(sent.text, *filter(None, (sent.name,))), ""


def _examined(at: ReporterDesk, story: Story, sent: Sent, *, with_archive: bool = True) -> tuple[Examined, Standing]:
    standing = standing_of(sent, at.reporter.completer)
    day = day_of(sent.date, today())
    if sent.accept_all:
        found = at.reporter.examine(story, day, standing.choices, with_archive=False).suggestions
        standing = all_accepted(standing, found)
    return at.reporter.examine(story, day, standing.choices, with_archive=with_archive), standing


def _values(examined: Examined, standing: Standing, sent: Sent, token: str) -> dict[str, Any]:
    story = examined.story
    return {
        "examined": examined,
        "story": story,
        "lines": marked(story, examined.suggestions, examined.hints),
        "question": question_of(examined, standing.skipped),
        "tag_line": results.tag_line(examined.suggestions),
        "accepted": sorted(map(written_key, standing.choices.accepted)),
        "rejected": sorted(map(written_key, standing.choices.rejected)),
        "skipped": sorted(map(written_key, standing.skipped)),
        "told": standing.told,
        "written": written_key,
        "name": story.article.source,
        "date": str(story.article.date) or sent.date,
        "token": token,
        "facet_names": FACETS,
        "hint_kinds": KINDS,
    }
