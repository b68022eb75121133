"""The real command in a process of its own, in a folder of its own."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.commands import COMMAND, run_in_text

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def command() -> tuple[str, ...]:
    """The words that start gongbao, for tests that must do so themselves."""
    return COMMAND


@pytest.fixture
def gongbao(tmp_path: Path) -> Run:
    """Run a command in the test's own folder."""

    def run(*arguments: object, check: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = run_in_text(tmp_path, *arguments, timeout=300)
        if check is not None:
            assert done.returncode == check, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def tree_digests() -> Callable[[Path], Mapping[str, str]]:
    """{path: SHA-256} of every file below a folder."""

    def digests(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return digests
