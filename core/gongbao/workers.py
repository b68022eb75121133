"""Long work on all cores: batches go to worker processes and come back in order, few at a time.

A worker opens the project for itself; only the parent writes to the store.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from typing import TypeVar

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import Settings
from gongbao.project import Project

WORTH_WORKERS = 600  # items from which starting processes (some two seconds each, for spaCy) pays
IN_FLIGHT = 2  # batches a worker, so that none waits and memory stays flat

KILLED = "一个工作进程被系统终止了（多半是内存不够）：请把设置 build.workers 改为 1 再运行。"

Given = TypeVar("Given")
Made = TypeVar("Made")


def map_batches(
    project: Project, work: Callable[[Project, Given], Made], batches: Iterable[Given | None], expected: int
) -> Iterator[tuple[Given, Made]]:
    """Each batch with ``work(project, batch)``, in order; in this process when ``expected`` items are few.

    None among the batches is none: work on those behind it begins when all before it are done.

    ``work`` must be a module's function, and give back only what the batch does not hold already: it
    crosses from process to process. Its exceptions come out here; a worker that the system
    kills (memory) is a GongbaoError.
    """
    count = worker_count(project.settings)
    if expected < WORTH_WORKERS or count < 2:
        yield from ((batch, work(project, batch)) for batch in batches if batch is not None)
        return
    with _pool(project, count) as pool:
        waiting: deque[tuple[Given, Future[Made]]] = deque()

        def first() -> tuple[Given, Made]:
            batch, future = waiting.popleft()
            return batch, future.result()

        try:
            for batch in batches:
                if batch is None:
                    while waiting:
                        yield first()
                    continue
                waiting.append((batch, pool.submit(_work, work, batch)))
                if len(waiting) >= count * IN_FLIGHT:
                    yield first()
            while waiting:
                yield first()
        except BrokenProcessPool as error:
            raise GongbaoError(KILLED) from error
        except BaseException:  # an interrupt too: what nobody will ask for is not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def alongside(project: Project, work: Callable[[Project, None], Made], expected: int) -> Iterator[Callable[[], Made]]:
    """Run ``work(project, None)`` in a process beside the body; what is yielded waits for it and gives its result.

    When ``expected`` items are few it runs before the body, in this process.
    """
    if expected < WORTH_WORKERS or worker_count(project.settings) < 2:
        made = work(project, None)
        yield lambda: made
        return
    with _pool(project, 1) as pool:
        future = pool.submit(_work, work, None)

        def result() -> Made:
            try:
                return future.result()
            except BrokenProcessPool as error:
                raise GongbaoError(KILLED) from error

        yield result


def _pool(project: Project, count: int) -> ProcessPoolExecutor:
    # spawn: a forked child would share the parent's database and index handles.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, context, _open_project, (project.settings,))


def worker_count(settings: Settings) -> int:
    """The setting, or one worker for each core that this process may use."""
    return settings.number("build.workers") or len(os.sched_getaffinity(0))


_project: Project | None = None


def _open_project(settings: Settings) -> None:
    global _project  # noqa: PLW0603  # one project a worker process, opened once
    _project = Project(settings.folder, settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot shut its workers down: they must see it themselves."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _work(work: Callable[[Project, Given], Made], batch: Given) -> Made:
    assert _project is not None
    return work(_project, batch)
