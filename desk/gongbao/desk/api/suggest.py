"""``POST /api/suggest``: tags, questions, hints and what was printed before, for one story or a batch."""

from __future__ import annotations

import datetime

from starlette.requests import Request

from gongbao.core.errors import InputError
from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.api.models import (
    Hint,
    PrintedBefore,
    Question,
    Refused,
    Story,
    SuggestBatch,
    Suggested,
    SuggestedBatch,
    SuggestRequest,
    Tag,
)
from gongbao.desk.clock import today
from gongbao.desk.reporter.asking import reporter_desk
from gongbao.desk.reporter.examining import Examined, Reporter
from gongbao.desk.reporter.form import day_of
from gongbao.desk.reporter.results import before_row, hint_row, kept_labels, suggestion_row, tag_line
from gongbao.desk.reporter.story import PASTED, pasted_story
from gongbao.desk.routing import new_router

router = new_router(documented=True)


@router.post("/api/suggest", tags=["suggest"])
@needs(Role.REPORTER)
def suggest(request: Request, story: SuggestRequest) -> Suggested:
    """Tags for a story that is not printed yet. Nothing is stored."""
    return suggested(reporter_desk(request).reporter, story, today(), archive=story.archive)


@router.post("/api/suggest/batch", tags=["suggest"])
@needs(Role.REPORTER)
def suggest_batch(request: Request, batch: SuggestBatch) -> SuggestedBatch:
    """Tags for several stories; one that cannot be read is told of in its place. Nothing is stored."""
    reporter, now = reporter_desk(request).reporter, today()
    results: list[Suggested | Refused] = []
    for story in batch.stories:
        try:
            results.append(suggested(reporter, story, now, archive=batch.archive))
        except InputError as error:
            results.append(Refused(name=story.name, error=str(error)))
    return SuggestedBatch(results=results)


def suggested(reporter: Reporter, story: Story, now: datetime.date, *, archive: bool) -> Suggested:
    """One story's answer. Raises InputError for one that cannot be read."""
    return answer_of(examined_story(reporter, story, now, archive=archive), story.name, archive=archive)


def examined_story(reporter: Reporter, story: Story, now: datetime.date, *, archive: bool) -> Examined:
    """What is found in a story that was sent."""
    read = pasted_story(story.text, story.name.strip() or PASTED)
    return reporter.examine(read, day_of(story.date, now), with_archive=archive)


def answer_of(examined: Examined, name: str, *, archive: bool) -> Suggested:
    """What was found as it is answered."""
    found = examined.suggestions
    has_looked = archive and not examined.not_looked
    return Suggested(
        name=name,
        headline=examined.story.article.headline,
        text=examined.story.text,
        labels=kept_labels(found),
        tag_line=tag_line(found),
        tags=[Tag.model_validate(suggestion_row(one)) for one in found],
        questions=[Question(facet=one.facet, label=one.label, score=one.score) for one in examined.questions],
        hints=[Hint.model_validate(hint_row(one)) for one in examined.hints],
        printed_before=PrintedBefore.model_validate(before_row(examined.before)) if has_looked else None,
        not_looked=examined.not_looked,
    )
