"""Failed log-ins, counted for each name and each address, so that passwords cannot be tried one after the other."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

MOST = 8  # failures within WINDOW before the next try has to wait
WINDOW = 900  # seconds
REMEMBERED = 10_000  # names and addresses; the oldest is forgotten first


class Attempts:
    """Counts failures. ``now`` is a monotonic time in seconds."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, keys: tuple[str, ...], now: float) -> int:
        """Seconds until the next try is allowed; 0 when it is now."""
        with self._lock:
            return max((self._wait(key, now) for key in keys), default=0)

    def failed(self, keys: tuple[str, ...], now: float) -> None:
        """A log-in with this name from this address has failed."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=MOST)).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """The right password was given: the name's failures no longer count."""
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, key: str, now: float) -> int:
        times = self._failures.get(key, ())
        recent = [time for time in times if now - time < WINDOW]
        return int(recent[0] + WINDOW - now) + 1 if len(recent) >= MOST else 0
