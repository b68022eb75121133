"""The parent's side of the worker: one child process for all files of a run, watched, limited, replaced when it dies.

PDFium is C++ and reads what anybody may have made. A file that makes it crash, hang or eat memory costs that
file one sentence; the next file gets a new worker.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO, Any

from gongbao.core.errors import InputError
from gongbao.ingest.pdf.content import PageContent, page_from_json
from gongbao.ingest.pdf.limits import BROKEN, ENCRYPTED, LENGTH, MAX_PAGES, TOO_MANY_PAGES, TOO_MUCH

TIMEOUT_SECONDS = 60.0  # for one file; a newspaper page takes 0.1 to 0.3 s, an issue of 96 pages under 30 s
_START_SECONDS = 30.0  # for a worker to load on a busy machine
_MAX_ANSWER_BYTES = 256_000_000
_CHUNK = 65_536

_SENTENCES = {
    BROKEN: "{name} 不是能读的 PDF 文件：请重新导出，或另存为 UTF-8 文本（.txt）。",
    ENCRYPTED: "{name} 是加了密码的 PDF，打不开：请去掉密码后再交。",
    TOO_MANY_PAGES: "{name} 超过了 {pages} 页的上限，不像一期报纸：请按版或按期拆开。",
    TOO_MUCH: "{name} 里的内容多得不像报纸版面，没有读完：请重新导出，或按版拆开。",
}
_CRASHED = "{name} 让读 PDF 的程序崩溃了，没有读成：请用排版软件重新导出。"
_SLOW = "{name} 读了 {seconds:.0f} 秒还没有读完，已停下：请用排版软件重新导出，或按版拆开。"


class _WorkerDiedError(Exception):
    """The worker ended without an answer."""


class _WorkerSlowError(Exception):
    """The worker did not answer in time."""


def read_pages(name: str, raw: bytes, timeout_seconds: float = TIMEOUT_SECONDS) -> list[PageContent]:
    """What stands on each page of a PDF. InputError, in one sentence, for a file that cannot be read."""
    data = _ask(name, b"T", raw, timeout_seconds)
    try:
        return [page_from_json(page) for page in data["pages"]]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(_CRASHED.format(name=name)) from error


def render_pages(name: str, raw: bytes, timeout_seconds: float = TIMEOUT_SECONDS) -> list[str]:
    """Each page as a grey picture, PGM in base64. Raises as ``read_pages`` does."""
    return [str(picture) for picture in _ask(name, b"P", raw, timeout_seconds)["pictures"]]


def _ask(name: str, kind: bytes, raw: bytes, timeout_seconds: float) -> dict[str, Any]:
    try:
        answer = _worker().ask(kind + raw, timeout_seconds)
        data: dict[str, Any] = json.loads(answer)
    except _WorkerSlowError:
        close_worker()
        raise InputError(_SLOW.format(name=name, seconds=timeout_seconds)) from None
    except (_WorkerDiedError, ValueError):
        close_worker()
        raise InputError(_CRASHED.format(name=name)) from None
    if "refused" in data:
        sentence = _SENTENCES.get(str(data["refused"]), _SENTENCES[BROKEN])
        raise InputError(sentence.format(name=name, pages=MAX_PAGES))
    return data


@dataclass(slots=True)
class _Worker:
    """A running child."""

    process: subprocess.Popen[bytes]
    owner: int  # the process that started it: a fork must not share its pipes

    def ask(self, request: bytes, timeout_seconds: float) -> bytes:
        """Send a request, wait for its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        deadline = time.monotonic() + timeout_seconds
        self._send(self.process.stdin, LENGTH.pack(len(request)) + request, deadline)
        head = self._receive(self.process.stdout, LENGTH.size, deadline)
        size: int = LENGTH.unpack(head)[0]
        if size > _MAX_ANSWER_BYTES:
            raise _WorkerDiedError
        return self._receive(self.process.stdout, size, deadline)

    def _send(self, pipe: IO[bytes], data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _, ready, _ = select.select([], [pipe], [], _left(deadline))
            if not ready:
                raise _WorkerSlowError
            try:
                view = view[os.write(pipe.fileno(), view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise _WorkerDiedError from error

    def _receive(self, pipe: IO[bytes], size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while size:
            ready, _, _ = select.select([pipe], [], [], _left(deadline))
            if not ready:
                raise _WorkerSlowError
            part = os.read(pipe.fileno(), min(size, _CHUNK))
            if not part:
                raise _WorkerDiedError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _left(deadline: float) -> float:
    """Seconds that are left; a deadline that has passed has passed, even if the answer is there by now."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise _WorkerSlowError
    return seconds


_running: _Worker | None = None


def _worker() -> _Worker:
    global _running  # noqa: PLW0603 - one child a process, made when the first PDF comes
    if _running is None or _running.owner != os.getpid() or _running.process.poll() is not None:
        command = [sys.executable, "-m", "gongbao.ingest.pdf.worker"]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        _running = _Worker(process, os.getpid())
        atexit.register(close_worker)
    return _running


def close_worker() -> None:
    """End the worker, if one runs; the next PDF starts another."""
    global _running
    worker, _running = _running, None
    if worker is None or worker.owner != os.getpid():
        return
    worker.process.kill()
    worker.process.wait()
    for pipe in (worker.process.stdin, worker.process.stdout):
        if pipe is not None:
            pipe.close()
