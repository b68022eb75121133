"""The child process that opens PDFs: ``python -m gongbao.ingest.pdf.worker``, bytes in, JSON out, nothing else.

A request on standard input is 8 bytes (length, big-endian) and the file; an answer on standard output is 8
bytes and JSON: ``{"pages": [...]}`` or ``{"refused": reason}``. It runs under limits of memory and may write no
file; scripts, forms and attachments in a PDF are never looked at. It ends when its input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from gongbao.ingest.pdf.limits import LENGTH, MEMORY_BYTES, TOO_MUCH, RefusedError


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    from gongbao.ingest.pdf.extraction import extract, render  # loaded before the limits, kept for all files

    _limit()
    while (request := read_message(sys.stdin.buffer)) is not None:
        kind, raw = request[:1], request[1:]
        write_message(answers, answer(raw, extract) if kind == b"T" else answer(raw, render))


def answer(raw: bytes, act: Callable[[bytes], dict[str, Any]]) -> bytes:
    """What ``act`` makes of a file, or why it is refused, as JSON."""
    try:
        made = act(raw)
    except RefusedError as refused:
        made = {"refused": str(refused)}
    except MemoryError:
        made = {"refused": TOO_MUCH}
    return json.dumps(made, separators=(",", ":")).encode("ascii")


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message, or None when the stream ends."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size: int = LENGTH.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None


def write_message(stream: BinaryIO, body: bytes) -> None:
    """Send one message."""
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _limit() -> None:
    with contextlib.suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MEMORY_BYTES),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):  # some systems know a limit only by name
                resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
