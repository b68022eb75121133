"""What has changed in a folder since it was last looked at: by looking again, which works on network drives too.

A file is taken up when two looks in a row find it the same, for then nobody is writing it any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.core.errors import GongbaoError
from gongbao.ingest.hints import sidecar_of
from gongbao.ingest.readers import find_inputs
from gongbao.ingest.readers.finding import NothingToReadError

Look = tuple[int, int, int, int]  # size and time (ns) of the file, then of its sidecar; 0 where there is none


@dataclass(slots=True)
class WatchedFolder:
    """A folder and what was seen of it; ``look`` again and again, and ``done`` for what was taken up."""

    folder: Path
    _seen: dict[Path, Look] = field(default_factory=dict)
    _done: dict[Path, Look] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def look(self) -> tuple[list[Path], list[GongbaoError]]:
        """The files that are ready, sorted, and what cannot be looked at: each such sentence once.

        Raises nothing for an empty folder: what is to come is not there yet.
        """
        refused: list[GongbaoError] = []
        now = looked_at(find_inputs([self.folder], refused.append))
        ready = [path for path, look in now.items() if self._seen.get(path) == look != self._done.get(path)]
        self._seen = now
        self._done = {path: look for path, look in self._done.items() if path in now}
        return sorted(ready), self._untold(one for one in refused if not isinstance(one, NothingToReadError))

    def is_growing_beside(self, ready: Collection[Path]) -> bool:
        """Whether more is there that is neither taken up nor ready."""
        waiting = {path for path, look in self._seen.items() if self._done.get(path) != look}
        return not waiting <= set(ready)

    def done(self, paths: Collection[Path]) -> None:
        """These were taken up as they were when they were last looked at, whether they could be read or not."""
        self._done |= {path: self._seen[path] for path in paths if path in self._seen}

    def _untold(self, refused: Iterable[GongbaoError]) -> list[GongbaoError]:
        sentences = {str(error): error for error in refused}
        fresh = [error for text, error in sentences.items() if text not in self._told]
        self._told = set(sentences)
        return fresh


def looked_at(paths: Iterable[Path]) -> dict[Path, Look]:
    """How each file stands now; one that has gone meanwhile is left out."""
    found = {}
    for path in paths:
        try:
            stated = path.stat()
        except OSError:
            continue
        try:
            beside = sidecar_of(path).stat()
            found[path] = (stated.st_size, stated.st_mtime_ns, beside.st_size, beside.st_mtime_ns)
        except OSError:
            found[path] = (stated.st_size, stated.st_mtime_ns, 0, 0)
    return found
