"""A build that is killed and run again ends with the bytes of one that nobody disturbed."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.soak import amount

Run = Callable[..., Any]
Digests = Callable[[Path], Mapping[str, str]]
PAGES, MOMENTS = amount((20, 3), soak=(40, 6))


@pytest.fixture
def pages(tmp_path: Path, sample_page: Path) -> Path:
    """Enough pages that a build takes a while."""
    folder = tmp_path / "pages"
    folder.mkdir()
    text = sample_page.read_text(encoding="utf-8")
    for number in range(PAGES):
        name = f"2021-{number % 12 + 1:02d}-{number % 28 + 1:02d}-{number % 8 + 1:02d}.txt"
        (folder / name).write_text(text.replace("闫长禄", f"闫长{chr(0x5B89 + number)}"), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.soak
def test_a_killed_build_run_again_gives_the_bytes_of_an_undisturbed_one(
    gongbao: Run, tmp_path: Path, pages: Path, command: tuple[str, ...], tree_digests: Digests
) -> None:
    (tmp_path / "calm").mkdir()
    started = time.monotonic()
    gongbao("-C", "calm", "build", pages, "--output", tmp_path / "calm" / "public")
    seconds = time.monotonic() - started
    (tmp_path / "killed").mkdir()
    words = [*command, "-C", "killed", "build", str(pages), "--output", str(tmp_path / "killed" / "public")]
    for moment in range(1, MOMENTS + 1):
        child = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds * moment / (MOMENTS + 1))
        child.send_signal(signal.SIGKILL)
        child.wait()
    gongbao("-C", "killed", "build", pages, "--output", tmp_path / "killed" / "public")
    assert tree_digests(tmp_path / "killed" / "public") == tree_digests(tmp_path / "calm" / "public")
    calm = gongbao("-C", "calm", "search", '"清凉包"', "--limit", "0", "--format", "jsonl").stdout
    assert gongbao("-C", "killed", "search", '"清凉包"', "--limit", "0", "--format", "jsonl").stdout == calm
