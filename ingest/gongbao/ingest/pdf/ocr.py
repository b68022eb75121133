"""Pages without a text layer: refused with a sentence, or read by the program tesseract where the setting says so.

The setting ``ingest.ocr`` is "no" or "tesseract"; whoever reads files for a project hands it on with ``ask_for``.
What a recogniser reads is text without layout; the splitter finds its articles. Nothing of it is installed with the
project.
"""

from __future__ import annotations

import base64
import binascii
import shutil
import subprocess
from contextvars import ContextVar

from gongbao.core.errors import InputError

SETTING, NO = "ingest.ocr", "no"
_PROGRAM = "tesseract"
_LANGUAGE = "chi_sim"  # the name of its data for simplified Chinese
_AUTOMATIC_LAYOUT = "1"  # page segmentation with orientation
_SECONDS_A_PAGE = 300.0

# Readers know a file and nothing of a project; what holds for all files of a run is of the run's context.
_asked: ContextVar[str] = ContextVar(SETTING, default=NO)


def ask_for(program: str) -> None:
    """From here on in this context, what pages without a text layer are read with: the value of the setting."""
    _asked.set(program)


def recognise(name: str, raw: bytes) -> str:
    """The text of a PDF that has none, page by page; InputError where recognition is not asked for or not possible."""
    if _asked.get() != _PROGRAM:
        raise InputError(
            f"{name} 没有文字层（是扫描或转了曲线的版面），读不出文字：请向排版室要带文字的 PDF，"
            f"或装上 {_PROGRAM} 并把设置 {SETTING} 改为 {_PROGRAM}。"
        )
    from gongbao.ingest.pdf.isolation import render_pages

    try:
        pictures = [base64.b64decode(picture) for picture in render_pages(name, raw)]
    except binascii.Error as error:
        raise InputError(f"{name} 画不成图，认不了字：请用排版软件重新导出。") from error
    return "\n\n".join(ocr_page(picture) for picture in pictures)


def ocr_page(image: bytes) -> str:
    """The text in a picture (PGM, PNG or TIFF). InputError when the program is not there or fails."""
    program = shutil.which(_PROGRAM)
    if program is None:
        raise InputError(f"设置 {SETTING} 要用 {_PROGRAM}，这台机器上没有：请装上它和中文数据（{_LANGUAGE}）。")
    command = [program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", _AUTOMATIC_LAYOUT]
    try:
        done = subprocess.run(  # noqa: S603 - the program that the setting names, with fixed arguments
            command, input=image, capture_output=True, check=False, timeout=_SECONDS_A_PAGE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"{_PROGRAM} 没有读成一版（{error}）：请检查它是否装好。") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2] or "没有说原因"
        raise InputError(f"{_PROGRAM} 没有读成（{said}）：请检查它的中文数据（{_LANGUAGE}）。")
    return done.stdout.decode("utf-8", "replace").replace("\x0c", "\n\n")
