"""What a desk's requests share of the reporter's parts, made when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request

from gongbao.desk.reporter.examining import Reporter
from gongbao.desk.reporter.uploads import Uploads
from gongbao.desk.state import Desk, desk_of

_making = Lock()


@dataclass(frozen=True, slots=True)
class ReporterDesk:
    """The desk with what stories are examined with."""

    desk: Desk
    reporter: Reporter
    uploads: Uploads


def reporter_desk(request: Request) -> ReporterDesk:
    """The one of the desk that a request came to.

    Whoever changes the vocabulary deletes ``app.state.reporter_desk``: the next request reads it anew, and the
    uploaded documents stay.
    """
    state = request.app.state
    with _making:
        known: ReporterDesk | None = getattr(state, "reporter_desk", None)
        if known is not None:
            return known
        if not hasattr(state, "uploads"):
            state.uploads = Uploads()
        desk = desk_of(request)
        made = ReporterDesk(desk, Reporter(desk.project, desk.annotate), state.uploads)
        state.reporter_desk = made
        return made
