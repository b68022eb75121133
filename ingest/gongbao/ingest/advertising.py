"""Whole articles that are advertisements: a title and a text that bear the marks of one, and no report's."""

from __future__ import annotations

from gongbao.ingest import notices
from gongbao.ingest.assemble import Draft
from gongbao.ingest.credits import looks_like_credit_line, opens_with_dateline
from gongbao.ingest.furniture import Finding

_MAX_LENGTH = 500  # characters; a longer text is read by a person before it is thrown away
_MIN_STRENGTH = 4  # marks of at least two kinds beside a strong one, or four weak ones


def judge_draft(draft: Draft) -> Finding | None:
    """Why a draft is an advertisement as a whole, or None when it is news.

    A report's own signs (dateline, byline) acquit; so does length. What is left needs marks of several kinds.
    """
    lines = list(draft.lines)
    if sum(len(line.text) for line in lines) > _MAX_LENGTH:
        return None
    if any(opens_with_dateline(line.text) or looks_like_credit_line(line.text) for line in lines):
        return None
    text = "\n".join(line.text for line in lines)
    found = [mark for mark in notices.INSIDE_LINE if mark.reason != notices.FURNITURE and mark.is_in(text)]
    strength = sum(mark.strength for mark in found)
    if strength < _MIN_STRENGTH or len(found) < 2:
        return None
    return Finding(notices.ADVERTISEMENT, " + ".join(mark.name for mark in found), strength)
