"""What one running desk holds: the project, who is logged in, what waits for the index."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from gongbao.core.annotations import Annotations
from gongbao.core.records import Article
from gongbao.desk.attempts import Attempts
from gongbao.desk.index_updates import IndexUpdates
from gongbao.desk.oidc import Provider
from gongbao.desk.rendering import Rendering
from gongbao.desk.sessions import Sessions
from gongbao.project import Project


@dataclass(frozen=True)
class Desk:
    """Made once at the start, reached by every request."""

    project: Project
    rendering: Rendering
    sessions: Sessions
    attempts: Attempts
    updates: IndexUpdates
    provider: Provider | None  # of OpenID Connect, where the newsroom has one
    tagging: threading.Lock  # jieba and spaCy are asked by one thread at a time

    def annotate(self, article: Article) -> Annotations:
        """What the tagger finds in a story that is in no archive yet."""
        with self.tagging:
            return next(iter(self.project.tagger.annotate_many([article])))

    def changed(self, article_ids: Iterable[str]) -> None:
        """Tag and index these articles anew, in the background and at once."""
        self.updates.add(article_ids)


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
