"""tantivy's writer, one commit long, and its errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gongbao.core.errors import SearchError

_HEAP_BYTES = 96_000_000  # what the writer may hold before it writes a segment
_THREADS = 1  # beside the one that prepares the texts; one makes the same segments every time


class Writer:
    """Additions and deletions that become visible and durable together, at the commit or not at all."""

    def __init__(self, index: Any, folder: Path) -> None:
        self._sentence = not_written(folder)
        with engine_errors(self._sentence):
            self._writer = index.writer(_HEAP_BYTES, _THREADS)

    def add(self, document: Any) -> None:
        """Add a document; one of the same id is not replaced by it."""
        with engine_errors(self._sentence):
            self._writer.add_document(document)

    def delete(self, article_id: str) -> None:
        """Take out what was added under that id so far."""
        with engine_errors(self._sentence):
            self._writer.delete_documents_by_term("id", article_id)

    def commit(self) -> None:
        """Make it all visible, and wait until the files are in order; the writer is done with."""
        with engine_errors(self._sentence):
            self._writer.commit()
            self._writer.wait_merging_threads()

    def abandon(self) -> None:
        """Forget it all and let others write; the writer is done with."""
        with suppress(ValueError):  # what made it fail before is what is reported
            self._writer.rollback()
            self._writer.wait_merging_threads()


def not_written(folder: Path) -> str:
    """The sentence for an index that cannot be written, for engine_errors."""
    return f"索引 {folder} 写不进去（{{}}）：请检查磁盘空间和文件夹权限；原来的索引没有变。"


@contextmanager
def engine_errors(sentence: str, not_allowed: Callable[[], SearchError] | None = None) -> Iterator[None]:
    """Turn what tantivy raises into a SearchError; ``{}`` in the sentence is where the reason goes.

    ``not_allowed`` makes the error for files that this user may not open.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        # tantivy has one exception for everything, which names the kind in its text.
        if not_allowed and (isinstance(error, PermissionError) or "PermissionDenied" in str(error)):
            raise not_allowed() from error
        raise SearchError(sentence.format(error)) from error
    except BaseException as error:
        # A panic in the engine's own code does not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SearchError(sentence.format(error)) from error
