"""Errors that a person caused or can mend: one sentence, with what to do next.

Anything else that is raised is a bug of ours and keeps its traceback.
"""

from __future__ import annotations


class GongbaoError(Exception):
    """Something that the person at the terminal can mend; its text is the one sentence they are shown."""


class InputError(GongbaoError):
    """An input that cannot be read as what it claims to be; the other inputs go on."""


class StoreError(GongbaoError):
    """The archive's database cannot be opened, read or written."""


class SearchError(GongbaoError):
    """The search engine could not look; never to be confused with having found nothing."""


class QueryError(SearchError):
    """A query that cannot be understood; ``position`` is where, in characters of the query as typed."""

    def __init__(self, sentence: str, query: str, position: int) -> None:
        super().__init__(sentence)
        self.query = query
        self.position = position


class OutputError(GongbaoError):
    """A file or folder that cannot be written."""
