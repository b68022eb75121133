"""A listening socket that several processes share fairly: the more connections one has open, the later it takes more.

A browser keeps its connection, and every request on it is answered by the process that took it. Left to chance, one
of two processes easily has twelve of sixteen, and whoever is among them waits half as long again: measured, a
suggestion's p95 by 16 clients was 297 ms with six and ten connections, 555 ms with four and twelve.
"""

from __future__ import annotations

import socket
import time
from multiprocessing.reduction import DupFd, register
from typing import Any

STEP = 0.0005  # seconds for each open connection; an idle process wakes and accepts in a tenth of that
LONGEST = 0.005  # seconds that a process waits at most, with all that its event loop has to do


class SharedListener(socket.socket):
    """As a listening socket; it can be handed to a process that is being started."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._taken: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection, unless another process has taken it meanwhile (BlockingIOError, as for none)."""
        self._taken = [one for one in self._taken if one.fileno() >= 0]
        if wait := patience(len(self._taken)):
            time.sleep(wait)
        connection, address = super().accept()
        self._taken.append(connection)
        return connection, address


def patience(open_connections: int) -> float:
    """How many seconds a process with so many open connections leaves a new one to the others."""
    return min(LONGEST, STEP * open_connections)


def shared(listening: socket.socket) -> SharedListener:
    """The same socket, to be shared; the one that was given is closed."""
    return SharedListener(listening.family, listening.type, listening.proto, fileno=listening.detach())


def _reduced(listener: SharedListener) -> tuple[Any, ...]:
    return _rebuilt, (DupFd(listener.fileno()), listener.family, listener.type, listener.proto)


def _rebuilt(duplicate: Any, *kind: Any) -> SharedListener:
    return SharedListener(*kind, fileno=duplicate.detach())


register(SharedListener, _reduced)
