"""Uploaded documents between two answers, so that one can be handed back with its keywords. In memory, nowhere else.

A restart forgets them: the story goes on from its text, and only the document itself has to be uploaded again.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

from gongbao.core.records import Source

MOST_KEPT = 64  # documents of all reporters together
MOST_KEPT_BYTES = 134_217_728


class Uploads:
    """The latest documents, each known by a token that only its owner may use."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Source] = OrderedDict()
        self._bytes = 0
        self._changing = Lock()

    def keep(self, owner: str, source: Source) -> str:
        """Keep a document; the token by which it is found again."""
        token = secrets.token_urlsafe(16)
        with self._changing:
            self._kept[owner, token] = source
            self._bytes += _size(source)
            while len(self._kept) > MOST_KEPT or (self._bytes > MOST_KEPT_BYTES and len(self._kept) > 1):
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= _size(oldest)
        return token

    def find(self, owner: str, token: str) -> Source | None:
        """The document, None when it is forgotten or somebody else's."""
        with self._changing:
            return self._kept.get((owner, token))


def _size(source: Source) -> int:
    return len(source.raw) + sum(len(picture.raw) for picture in source.pictures)
