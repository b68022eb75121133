"""``POST /api/learn``: what people decided about tags in the paper's own system, for the next ``gongbao learn``."""

from __future__ import annotations

from starlette.requests import Request

from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.records import State
from gongbao.core.store.accounts import Account, Role
from gongbao.desk.access import account_of, needs
from gongbao.desk.api.models import LearnRequest, Learnt, LearntAll, Lesson, Refused
from gongbao.desk.api.suggest import examined_story
from gongbao.desk.clock import today
from gongbao.desk.refusals import NotAllowed
from gongbao.desk.reporter.asking import ReporterDesk, reporter_desk
from gongbao.desk.reporter.drafts import decide, file_draft
from gongbao.desk.reporter.suggesting import Choices
from gongbao.desk.routing import new_router

router = new_router(documented=True)


@router.post("/api/learn", tags=["learn"])
@needs(Role.REPORTER)
def learn(request: Request, lessons: LearnRequest) -> LearntAll:
    """Keep decisions; one that cannot be kept is told of in its place, and the others are kept.

    Decisions on a published article change the public archive, so that they need an editor's account.
    """
    at, account = reporter_desk(request), account_of(request)
    results: list[Learnt | Refused] = []
    for lesson in lessons.lessons:
        try:
            results.append(_learn(at, lesson, account))
        except GongbaoError as error:
            name = lesson.article_id or (lesson.story.name if lesson.story is not None else "")
            results.append(Refused(name=name, error=str(error)))
    return LearntAll(results=results)


def _learn(at: ReporterDesk, lesson: Lesson, account: Account) -> Learnt:
    if bool(lesson.article_id) == (lesson.story is not None):
        raise InputError("article_id 和 story 要写一个，也只能写一个：请改正再送。")
    judgments = [(one.facet, one.label, one.verdict) for one in lesson.judgments]
    if lesson.story is not None:
        examined = examined_story(at.reporter, lesson.story, today(), archive=False)
        choices = Choices(
            frozenset((facet, label) for facet, label, verdict in judgments if verdict == "confirmed"),
            frozenset((facet, label) for facet, label, verdict in judgments if verdict == "rejected"),
        )
        return Learnt(
            article_id=file_draft(at.desk, examined, choices, account.name), changed=len(judgments), draft=True
        )
    tagged = at.desk.project.store.article(lesson.article_id)
    is_open = tagged is not None and tagged.article.state is State.DRAFT
    if not is_open and not account.role.covers(Role.EDITOR):
        raise NotAllowed(Role.EDITOR)
    changed = decide(at.desk, lesson.article_id, judgments, account.name)
    return Learnt(article_id=lesson.article_id, changed=changed, draft=False)
