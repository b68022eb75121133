"""A proxy before a real server that can be told to fail: late, refused, cut off, or answering as another would."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]  # status, headers, body
Fault = Callable[[str, str], Answer | None]  # (method, path) → the answer in the server's place, or None
PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


@dataclass
class Proxy:
    """Where the proxy listens, what passed through it, and the fault that is in force."""

    url: str
    asked: list[str] = field(default_factory=list)
    fault: Fault = lambda method, path: None

    def refuse(self, path: str, status: int, times: int, body: bytes = b"{}") -> None:
        """Answer the next requests whose path ends so with a status."""
        left = [times]

        def fault(_: str, asked: str) -> Answer | None:
            if not asked.split("?", maxsplit=1)[0].endswith(path) or not left[0]:
                return None
            left[0] -= 1
            return status, PRODUCT, body

        self.fault = fault

    def delay(self, path: str, seconds: float) -> None:
        """Let requests whose path ends so wait."""

        def fault(_: str, asked: str) -> None:
            if asked.split("?", maxsplit=1)[0].endswith(path):
                time.sleep(seconds)

        self.fault = fault


@contextmanager
def proxy_before(url: str) -> Iterator[Proxy]:
    """A proxy on a port of its own before the server."""
    target = urlsplit(url)
    assert target.hostname is not None

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            proxy.asked.append(f"{self.command} {self.path}")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = proxy.fault(self.command, self.path)
            status, headers, content = answer or self._ask(body)
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def _ask(self, body: bytes) -> Answer:
            connection = HTTPConnection(str(target.hostname), target.port, timeout=60)
            try:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read()
            finally:
                connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass_on  # noqa: N815 (the names that http.server calls)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that gave up

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield proxy
        server.shutdown()
