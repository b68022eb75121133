"""What waits for the index gets there: after a failure, after a bug, in order, each once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence

import pytest

from gongbao.core.errors import GongbaoError, SearchError
from gongbao.desk import index_updates
from gongbao.desk.index_updates import IndexUpdates

PATIENCE = 20  # seconds


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_updates, "PAUSE", 0.01)


@pytest.fixture
def started() -> Iterator[list[IndexUpdates]]:
    """Updates that a test began; ended after it."""
    begun: list[IndexUpdates] = []
    yield begun
    for one in begun:
        one.stop()


def test_what_was_left_over_is_caught_up_with_before_anything_else(started: list[IndexUpdates]) -> None:
    done: list[object] = []
    updates = IndexUpdates(lambda ids: done.append(tuple(ids)), lambda: done.append("all"))
    started.append(updates)
    updates.add(["b", "a", "b"])
    assert updates.left == 2
    updates.start()
    assert updates.wait(PATIENCE)
    assert done == ["all", ("b", "a")]
    assert (updates.left, updates.problem) == (0, "")


def test_a_server_that_is_down_is_told_and_tried_again(started: list[IndexUpdates]) -> None:
    seen: list[str] = []
    told: list[tuple[int, str]] = []

    def refresh(ids: Sequence[str]) -> None:
        told.append((updates.left, updates.problem))
        if len(told) < 3:
            raise SearchError("检索服务器没有回答。")
        seen.extend(ids)

    updates = IndexUpdates(refresh, lambda: None)
    started.append(updates)
    updates.start()
    updates.add(["a"])
    assert updates.wait(PATIENCE)
    assert seen == ["a"]
    assert told == [(1, ""), (1, "检索服务器没有回答。"), (1, "检索服务器没有回答。")]


def test_a_bug_of_ours_is_logged_and_ends_nothing(
    started: list[IndexUpdates], caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    def refresh(_: Sequence[str]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ZeroDivisionError

    updates = IndexUpdates(refresh, lambda: None)
    started.append(updates)
    with caplog.at_level(logging.ERROR):
        updates.start()
        updates.add(["a"])
        assert updates.wait(PATIENCE)
    assert len(tries) == 2
    assert "ZeroDivisionError" in caplog.text


def test_what_comes_while_another_is_refreshed_is_done_after_it(started: list[IndexUpdates]) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[tuple[str, ...]] = []

    def refresh(ids: Sequence[str]) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        done.append(tuple(ids))

    updates = IndexUpdates(refresh, lambda: None)
    started.append(updates)
    updates.start()
    updates.add(["a"])
    assert begun.wait(PATIENCE)
    updates.add(["b", "a"])
    assert updates.left == 3
    go_on.set()
    assert updates.wait(PATIENCE)
    assert done == [("a",), ("b", "a")]


def test_catching_up_is_tried_until_it_works(started: list[IndexUpdates]) -> None:
    tries: list[int] = []

    def catch_up() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise GongbaoError("另一个 gongbao 正在写这个存档：请等它结束再运行。")

    updates = IndexUpdates(lambda ids: None, catch_up)
    started.append(updates)
    updates.start()
    assert updates.wait(PATIENCE)
    assert len(tries) == 3
