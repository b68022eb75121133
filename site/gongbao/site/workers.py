"""How a build has work done: in this process, or in several by whoever calls the build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from gongbao.core.settings import Settings
from gongbao.site.archive import Archive

Given = TypeVar("Given")
Made = TypeVar("Made")
Work = Callable[[Archive, Settings, Given], Made]


class Workers(Protocol):
    """Processes that have the archive open."""

    def map(
        self, work: Work[Given, Made], batches: Iterable[Given | None], expected: int
    ) -> Iterator[tuple[Given, Made]]:
        """Each batch with ``work(archive, settings, batch)``, in order; ``work`` is a module's function.

        None among the batches waits for those before it: what they wrote stands before anything behind it begins.
        ``expected`` says about how many pages there are in all: for few no process is started.
        """
        ...


class InProcess:
    """No other process."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive = archive
        self._settings = settings

    def map(
        self, work: Work[Given, Made], batches: Iterable[Given | None], expected: int
    ) -> Iterator[tuple[Given, Made]]:
        """As ``Workers.map``."""
        del expected
        return ((batch, work(self._archive, self._settings, batch)) for batch in batches if batch is not None)
