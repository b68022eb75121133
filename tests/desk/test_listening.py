"""Several processes of a desk share out the people who come, and each of them answers."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from tests.bench.desk_load import wait_until_idle
from tests.desk.test_many_editors import desk_process

from gongbao.core.store.accounts import Role
from gongbao.desk.listening import LONGEST, SharedListener, patience, shared
from gongbao.project import Project

PEOPLE = 16
PATIENCE = 60  # seconds


@pytest.fixture
def listener() -> Iterator[SharedListener]:
    with shared(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening


def _answer_once(listening: SharedListener) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.sendall(b"here")


def test_the_more_connections_a_process_has_the_longer_it_leaves_new_ones_to_others() -> None:
    waits = [patience(count) for count in range(50)]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST


def test_connections_that_were_closed_count_no_more(listener: SharedListener, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with ExitStack() as open_ones:
        for _ in range(3):
            open_ones.enter_context(socket.create_connection(listener.getsockname()))
            open_ones.enter_context(listener.accept()[0])
    assert slept == [patience(1), patience(2)]
    with socket.create_connection(listener.getsockname()):
        listener.accept()[0].close()
    assert slept[2:] == []


def test_it_can_be_handed_to_a_process_that_is_being_started(listener: SharedListener) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_answer_once, args=(listener,))
    process.start()
    with socket.create_connection(listener.getsockname(), timeout=30) as connection:
        assert connection.recv(4) == b"here"
    process.join()
    assert process.exitcode == 0


def test_two_processes_of_a_real_desk_both_get_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGBAO_DESK_WORKERS", "2")
    Project(tmp_path).store.accounts.add("bianji", Role.EDITOR, "-")
    with desk_process(tmp_path) as (base, desk), ExitStack() as people:
        wait_until_idle(desk.pid)
        workers = {child: _sockets(child) for child in (one.pid for one in psutil.Process(desk.pid).children())}
        address = ("127.0.0.1", int(base.rpartition(":")[2]))
        for _ in range(PEOPLE):
            people.enter_context(socket.create_connection(address))
        until = time.monotonic() + PATIENCE
        while sum(taken := sorted(_sockets(child) - before for child, before in workers.items())) < PEOPLE:
            assert time.monotonic() < until, taken
            time.sleep(0.05)
        desk.terminate()
        desk.wait()
    assert taken[-2] >= PEOPLE // 4, taken  # by chance alone, fewer than four of sixteen come in one of fifty runs


def _sockets(process: int) -> int:
    return sum(str(one.readlink()).startswith("socket:") for one in Path(f"/proc/{process}/fd").iterdir())
