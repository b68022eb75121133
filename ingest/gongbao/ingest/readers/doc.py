"""Old Word documents (.doc) and RTF: LibreOffice, where it is installed, makes a .docx of them, which is then read.

It runs with a profile of its own, so that an open LibreOffice of the user is neither needed nor disturbed, and it is
ended with all that it started when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongbao.core.errors import InputError
from gongbao.ingest.readers import Decoded
from gongbao.ingest.readers.word import decode_docx

PROGRAMS = ("soffice", "libreoffice")
PATIENCE_SECONDS = 120  # the first start makes a profile, some ten seconds on a slow disk
MOST_CONVERTED_BYTES = 134_217_728
_SIGNATURES = (bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream of a document that a password locks (MS-OFFCRYPTO)


def decode_doc(name: str, raw: bytes, encoding: str) -> Decoded:
    """Raises InputError for what is no such document, when LibreOffice is not there, fails, or takes too long."""
    if not raw.startswith(_SIGNATURES):
        raise InputError(f"{name} 不是能读的 Word 文件：请重新导出，或另存为 UTF-8 文本（.txt）。")
    if _LOCKED in raw:
        raise InputError(f"{name} 加了密码，读不了：请在 Word 里去掉密码再存。")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise InputError(f"{name} 是旧格式的 Word 文件：请在 Word 里另存为 .docx，或安装 LibreOffice 后再读。")
    return decode_docx(name, _convert(name, raw, program), encoding)


def _convert(name: str, raw: bytes, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gongbao-") as folder:
        source, made = Path(folder, "draft.doc"), Path(folder, "made")
        source.write_bytes(raw)
        command = [
            *(program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "docx", "--outdir", str(made), str(source)),
        ]
        _run(name, command, folder)
        converted = made / "draft.docx"
        if not converted.is_file() or converted.stat().st_size > MOST_CONVERTED_BYTES:
            raise InputError(f"{name} LibreOffice 转换不了：请在 Word 里另存为 .docx。")
        return converted.read_bytes()


def _run(name: str, command: list[str], folder: str) -> None:
    """Run to its end, which is at the latest when patience ends; its own group ends with it."""
    try:
        started = subprocess.Popen(  # noqa: S603 - a program that PATH names, a file that we wrote
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise InputError(
            f"{name} 要用的 LibreOffice 启动不了（{error.strerror}）：请在 Word 里另存为 .docx。"
        ) from error
    try:
        started.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"{name} LibreOffice 用了 {PATIENCE_SECONDS} 秒还没有转换完：请在 Word 里另存为 .docx。"
        ) from error
    finally:
        _end_group(started)


def _end_group(started: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    finally:
        started.wait()
