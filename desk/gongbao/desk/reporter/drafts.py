"""A story kept in the store as a draft, with the reporter's decisions on its tags; no reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongbao.core.store.judging import Judgment, Verdict
from gongbao.desk.reporter.draft_pictures import with_pictures
from gongbao.desk.reporter.examining import Examined
from gongbao.desk.reporter.suggesting import Choices
from gongbao.desk.state import Desk


def judgments_of(choices: Choices) -> list[Judgment]:
    """What the reporter said as decisions on tags, in a fixed order."""
    judged: list[Judgment] = [(facet, label, Verdict.CONFIRMED) for facet, label in sorted(choices.accepted)]
    return judged + [(facet, label, Verdict.REJECTED) for facet, label in sorted(choices.rejected)]


def file_draft(desk: Desk, examined: Examined, choices: Choices, author: str) -> str:
    """Keep the story; its id. It is tagged by the machine as well, in the background."""
    store, story = desk.project.store, examined.story
    article = replace(with_pictures(desk.project, story), newspaper=desk.project.settings.text("newspaper.code"))
    article_id = store.editing.save_draft(article, story.document or story.text.encode(), author)
    decide(desk, article_id, judgments_of(choices), author)
    return article_id


def decide(desk: Desk, article_id: str, judgments: Iterable[Judgment], author: str) -> int:
    """Judge tags of an article; how many judgments changed something. Raises StoreError."""
    made = desk.project.store.decisions.decide(article_id, judgments, author)
    desk.changed({article_id, *(one.article_id for one in made)})
    return len(made)
