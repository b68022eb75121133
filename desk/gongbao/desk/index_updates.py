"""What was changed at the desk reaches the search index within a second, whatever else writes there meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence

from gongbao.core.errors import GongbaoError

PAUSE = 1.0  # seconds until the next try, when another program is writing or the search server is down
AT_ONCE = 200  # articles that are refreshed in one go

_log = logging.getLogger(__name__)
Refresh = Callable[[Sequence[str]], None]


class IndexUpdates:
    """A queue of changed articles and the one thread that works it off.

    Nothing depends on it being worked off: the store has every change, and the next start (or ``gongbao index``)
    finds what the index does not have yet.
    """

    def __init__(self, refresh: Refresh, catch_up: Callable[[], None]) -> None:
        self._refresh = refresh
        self._catch_up = catch_up
        self._waiting: dict[str, None] = {}  # in order, each once
        self._working: tuple[str, ...] = ()
        self._problem = ""
        self._state = threading.Condition()
        self._ended = False
        self._caught_up = False
        self._thread = threading.Thread(target=self._work, name="index updates", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier desk did not get done."""
        self._thread.start()

    def stop(self, patience: float = 5) -> None:
        """Finish what is being done and end."""
        with self._state:
            self._ended = True
            self._state.notify_all()
        if self._thread.is_alive():
            self._thread.join(patience)

    def add(self, article_ids: Iterable[str]) -> None:
        """These articles were changed."""
        with self._state:
            self._waiting |= dict.fromkeys(article_ids)
            self._state.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do, at most so long; whether that is so."""
        with self._state:
            return self._state.wait_for(lambda: not self._busy(), seconds)

    @property
    def left(self) -> int:
        """How many articles the index does not show as they are."""
        with self._state:
            return len(self._waiting) + len(self._working)

    def waits_for(self, article_id: str) -> bool:
        """Whether a change of this article has not been worked off yet."""
        with self._state:
            return article_id in self._waiting or article_id in self._working

    @property
    def problem(self) -> str:
        """Why the last try failed, one sentence; empty when it did not."""
        return self._problem

    def _busy(self) -> bool:
        return bool(self._waiting or self._working or not self._caught_up)

    def _work(self) -> None:
        while self._next():
            try:
                if not self._caught_up:
                    self._catch_up()
                if self._working:
                    self._refresh(self._working)
                self._done("")
            except GongbaoError as error:
                self._done(str(error))
            except Exception:  # a bug of ours must not end the thread; the log has it
                _log.exception("index update failed")
                self._done("更新索引时程序出错，详情在日志里：改动都已存下，可以运行 gongbao index 补上。")

    def _next(self) -> bool:
        """Take the next articles; False when the desk ends."""
        with self._state:
            self._state.wait_for(lambda: self._ended or not self._caught_up or self._waiting)
            if self._ended:
                return False
            self._working = tuple(self._waiting)[:AT_ONCE]
            for name in self._working:
                del self._waiting[name]
            return True

    def _done(self, problem: str) -> None:
        with self._state:
            if problem:
                self._waiting = dict.fromkeys(self._working) | self._waiting
            else:
                self._caught_up = True
            self._working, self._problem = (), problem
            self._state.notify_all()
            if problem:
                self._state.wait_for(lambda: self._ended, PAUSE)
