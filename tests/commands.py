"""The command line in a process of its own, as a user runs it, without each of them loading Python and libraries anew.

Processes are forked from one that has loaded the libraries and done nothing else. What must be a program that a shell
starts (signals, closed outputs, Ctrl+C) starts COMMAND instead.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

COMMAND = (sys.executable, "-c", "from gongbao.cli.main import run; run()")
LOADED = (
    *("gongbao.cli.main", "gongbao.pipeline", "gongbao.ingest.splitter", "gongbao.nlp.tagger", "gongbao.site.build"),
    *("gongbao.site.render", "gongbao.site.search_index", "gongbao.search.backend.embedded", "gongbao.core.store"),
    *("alembic.command", "lxml.etree", "PIL.Image", "pypinyin", "rich.table", "rjieba", "spacy", "tantivy"),
)
TIMEOUT_SECONDS = 120

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(list(LOADED))


def run_command(
    folder: Path,
    *arguments: object,
    environment: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``gongbao ARGUMENTS`` in a folder, in the present environment and with these variables besides."""
    words = [str(argument) for argument in arguments]
    with tempfile.TemporaryDirectory() as temporary:
        out, err = Path(temporary, "out"), Path(temporary, "err")
        variables = {**os.environ, **(environment or {})}
        process = _forking.Process(target=_run, args=(folder, words, variables, out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, timeout, out.read_bytes(), err.read_bytes())
        return subprocess.CompletedProcess(words, process.exitcode, out.read_bytes(), err.read_bytes())


def run_in_text(
    folder: Path,
    *arguments: object,
    environment: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> subprocess.CompletedProcess[str]:
    """The same, with what was printed as text."""
    done = run_command(folder, *arguments, environment=environment, timeout=timeout)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _run(folder: Path, words: list[str], variables: Mapping[str, str], out: Path, err: Path) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    for path, number in ((os.devnull, 0), (out, 1), (err, 2)):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, number)
    sys.argv = ["gongbao", *words]
    from gongbao.cli.main import run

    run()
