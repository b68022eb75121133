"""The vocabulary: what labels there are, and a new one tried on the archive before it is kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.annotations import FACETS
from gongbao.core.store.accounts import Role
from gongbao.desk.access import needs
from gongbao.desk.editor.narrowing import EVERYTHING
from gongbao.desk.editor.vocabulary import NewLabel, Trial, new_label, save_label, try_label
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.state import desk_of
from gongbao.tag_rows import FACETS as FACET_NAMES

router = new_router()
_LONGEST_TEXT = 5_000

Text = Annotated[str, Form(max_length=_LONGEST_TEXT)]


@router.get("/vocabulary")
@needs(Role.EDITOR)
def vocabulary(request: Request, kept: str = "") -> Response:
    """All labels with how many articles show them, and the form for a new one."""
    return _vocabulary_page(request, kept=kept)


@router.post("/vocabulary/trial")
@needs(Role.EDITOR)
def trial(request: Request, facet: Text = "campaign", name: Text = "", aliases: Text = "", note: Text = "") -> Response:
    """Which past articles a label would be given to; nothing is kept."""
    label = new_label(facet, name, aliases, note)
    return _vocabulary_page(request, label, try_label(desk_of(request), label))


@router.post("/vocabulary")
@needs(Role.EDITOR)
def keep(request: Request, facet: Text = "campaign", name: Text = "", aliases: Text = "", note: Text = "") -> Response:
    """Keep a label and tag the articles that have one of its wordings."""
    desk = desk_of(request)
    label = new_label(facet, name, aliases, note)
    desk.changed(save_label(desk, label))
    if hasattr(request.app.state, "reporter_desk"):  # it holds what was read of the vocabulary before
        del request.app.state.reporter_desk
    return RedirectResponse(f"/vocabulary?{urlencode({'kept': label.name})}", 303)


def _vocabulary_page(
    request: Request, label: NewLabel | None = None, found: Trial | None = None, kept: str = ""
) -> Response:
    from gongbao.nlp.vocabulary_files import load_vocabulary

    project = desk_of(request).project
    settings = project.settings
    entries = load_vocabulary(settings.path("nlp.vocabulary"), settings.text("newspaper.place"))
    facets = project.backend.search(EVERYTHING, limit=1, facets=FACETS).facets
    counts = {(facet, one.value): one.count for facet in FACETS for one in facets[facet]}
    return page(
        request,
        "vocabulary.html",
        title="词表",
        entries={facet: [entry for entry in entries if entry.facet == facet] for facet in FACETS},
        counts=counts,
        label=label,
        trial=found,
        kept=kept,
        facet_names=FACET_NAMES,
        has_folder=settings.path("nlp.vocabulary") is not None,
        folder=settings.text("nlp.vocabulary"),
    )
