"""Everything that is shown beside a story, found in one go: suggestions, questions, hints, what was printed before."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from threading import Lock

from gongbao.core.annotations import Annotations
from gongbao.core.dates import IssueDate
from gongbao.core.errors import SearchError
from gongbao.core.records import Article
from gongbao.desk.reporter.completion import Completer
from gongbao.desk.reporter.hints import Hint, in_order, text_hints
from gongbao.desk.reporter.printed_before import PrintedBefore, printed_before
from gongbao.desk.reporter.results import kept_labels
from gongbao.desk.reporter.story import Story
from gongbao.desk.reporter.suggesting import NO_CHOICES, Choices, Suggestion, chosen, questions, suggestions
from gongbao.nlp.authority_files import Authority
from gongbao.project import Project

Annotate = Callable[[Article], Annotations]
_KEPT = 16  # stories whose annotations are kept: each click on a label comes back with the same story


@dataclass(frozen=True, slots=True)
class Examined:
    """A story and what was found in it."""

    story: Story
    annotations: Annotations
    suggestions: tuple[Suggestion, ...]  # as the reporter's choices leave them
    questions: tuple[Suggestion, ...]  # the most doubtful first
    hints: tuple[Hint, ...]
    before: PrintedBefore
    not_looked: str = ""  # why nobody could look into the archive: then ``before`` says nothing


class Reporter:
    """The parts that stories are examined with, each loaded when first needed; for any number of threads.

    ``annotate`` is how the tagger is asked, which only one thread may do at a time.
    """

    def __init__(self, project: Project, annotate: Annotate) -> None:
        self.project = project
        self._annotate = annotate
        self._seen: dict[Article, Annotations] = {}
        self._seeing = Lock()

    @cached_property
    def completer(self) -> Completer:
        """The labels of the newsroom's vocabulary by typing."""
        from gongbao.nlp.vocabulary_files import load_vocabulary

        settings = self.project.settings
        place = settings.text("newspaper.place")
        return Completer(load_vocabulary(settings.path("nlp.vocabulary"), place), place)

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        """The newsroom's names of people and organisations."""
        from gongbao.nlp.authority_files import load_authorities

        settings = self.project.settings
        return load_authorities(settings.path("nlp.authority"), settings.text("newspaper.place"))

    def examine(
        self, story: Story, today: datetime.date, choices: Choices = NO_CHOICES, *, with_archive: bool = True
    ) -> Examined:
        """What is found in a story that is to be printed ``today``, or on the date that it has itself.

        An archive that cannot be asked is told of in ``not_looked``; tags and the other hints are there all the same.
        """
        dated = _dated(story, today)
        day = dated.article.date.first_day or today
        annotations = self._annotated(dated.article)
        raw = suggestions(dated, annotations.tags)
        found = chosen(raw, choices)
        hints = text_hints(dated, annotations, day, self.project.settings.text("newspaper.place"))
        before, not_looked = PrintedBefore(), ""
        if with_archive:
            try:
                before, named = self._in_archive(dated, annotations, found)
                hints = in_order(chain(hints, named))
            except SearchError as error:
                not_looked = str(error)
        answered = choices.accepted | choices.rejected
        return Examined(dated, annotations, found, questions(raw, answered), hints, before, not_looked)

    def _in_archive(
        self, story: Story, annotations: Annotations, found: tuple[Suggestion, ...]
    ) -> tuple[PrintedBefore, tuple[Hint, ...]]:
        from gongbao.desk.reporter.hints_of_names import name_hints

        article = story.article
        before = printed_before(self.project, article, annotations, kept_labels(found), article.date)
        named = name_hints(story, annotations, self.authorities, before.people, self.project.backend)
        return before, tuple(named)

    def _annotated(self, article: Article) -> Annotations:
        """The tagger's answer; of the last stories that were seen it is remembered."""
        with self._seeing:
            known = self._seen.get(article)
        if known is not None:
            return known
        annotations = self._annotate(article)
        with self._seeing:
            self._seen[article] = annotations
            while len(self._seen) > _KEPT:
                self._seen.pop(next(iter(self._seen)))
        return annotations


def _dated(story: Story, today: datetime.date) -> Story:
    """The story with the day on which it is to be printed: 7月16日 is of that year."""
    if story.article.date:
        return story
    return replace(story, article=replace(story.article, date=IssueDate.of_day(today)))
