"""The archive over HTTP, as a web server would show it: its own page for what is not there, no lists of folders."""

from __future__ import annotations

import re
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any

NOT_FOUND_PAGE = "404.html"
# A link to a place in the archive, without a scheme and not from the top.
_RELATIVE_LINK = re.compile(rb"""(\s(?:href|src|action)=")(?![/#"]|[a-z]+:)""")
# The system's own table of types may say otherwise, and scripts of another type are not run.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


class ArchiveServer(ThreadingHTTPServer):
    """One thread for each connection; a browser that goes away is nothing to tell of."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Be silent on broken connections; anything else is a bug of ours and shows its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class ArchiveRequests(SimpleHTTPRequestHandler):
    """GET and HEAD of the files, without a line on the terminal for each."""

    def send_head(self) -> Any:
        """As the library does, but hidden files and folders are not there."""
        served = Path(self.translate_path(self.path)).relative_to(self.directory)
        if any(part.startswith(".") or "\0" in part for part in served.parts):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def guess_type(self, path: str | PathLike[str]) -> str:
        """With the encoding, which a browser would guess."""
        return _TYPES.get(Path(path).suffix) or super().guess_type(path)

    def list_directory(self, path: str | PathLike[str]) -> BytesIO | None:
        """A folder without an index page is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the archive's own page where something is not there."""
        page = Path(self.directory) / NOT_FOUND_PAGE
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        # The page is written for the archive's top and shown at any depth.
        body = _RELATIVE_LINK.sub(rb"\1/", page.read_bytes())
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", _TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Let the browser ask each time whether a page was built anew."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
