"""The built archive as a browser on this machine gets it."""

from __future__ import annotations

import http.client
import signal
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands import COMMAND

from gongbao.cli.serve import archive_server

HTML = "text/html; charset=utf-8"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small built archive."""
    written = {
        "index.html": "<p>首页</p>",
        "404.html": '<link href="assets/a.css"><a href="#main">跳</a><a href="https://a.example">外</a>没有这一页',
        "assets/a.css": "p{}",
        "assets/a.js": "let a",
        "articles/一.html": "<p>一</p>",
        ".gongbao/manifest.json": "{}",
        "articles/.hidden.html": "<p>藏</p>",
    }
    for name, text in written.items():
        path = tmp_path / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "public"


@pytest.fixture
def port(site: Path) -> Iterator[int]:
    """Where it is served."""
    with archive_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def ask(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, urllib.parse.quote(path, safe="/%?"))
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", HTML),
        ("/index.html", HTML),
        ("/articles/一.html", HTML),
        ("/assets/a.css", "text/css; charset=utf-8"),
        ("/assets/a.js?v=1", "text/javascript; charset=utf-8"),
    ],
)
def test_a_page_comes_with_its_type_and_its_encoding(port: int, path: str, kind: str) -> None:
    status, headers, body = ask(port, path)
    assert (status, headers["content-type"]) == (200, kind)
    assert body


@pytest.mark.parametrize(
    "path",
    [
        *("/nosuch", "/nosuch/deeper/page.html", "/articles/", "/assets/"),
        *("/.gongbao/manifest.json", "/.gongbao/", "/%2egongbao/manifest.json", "/articles/.hidden.html"),
        *("/articles/../.gongbao/manifest.json", "/../public/.gongbao/manifest.json", "/%00"),
    ],
)
def test_what_is_not_there_hidden_or_a_bare_folder_is_the_archives_own_page(port: int, path: str) -> None:
    status, headers, body = ask(port, path)
    assert (status, headers["content-type"]) == (404, HTML)
    assert "没有这一页" in body
    assert "manifest" not in body


def test_the_page_for_what_is_not_there_finds_its_style_at_any_depth(port: int) -> None:
    _, _, body = ask(port, "/far/down/below.html")
    assert 'href="/assets/a.css"' in body
    assert 'href="#main"' in body
    assert 'href="https://a.example"' in body


@pytest.mark.parametrize(("path", "expected"), [("/index.html", 200), ("/nosuch", 404)])
def test_a_head_request_gets_the_same_headers_and_no_body(port: int, path: str, expected: int) -> None:
    status, headers, body = ask(port, path, "HEAD")
    _, with_body, page = ask(port, path)
    assert (status, body) == (expected, "")
    assert headers["content-length"] == with_body["content-length"] == str(len(page.encode()))


def test_the_server_stops_quietly(site: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "serve", str(site), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert "http://127.0.0.1:" in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        said, errors = program.communicate(timeout=30)
    assert (program.returncode, said, errors) == (0, "已停止。\n", "")


def test_a_port_in_use_is_a_sentence(site: Path, port: int) -> None:
    done = subprocess.run(
        [*COMMAND, "serve", str(site), "--port", str(port)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
