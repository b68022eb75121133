"""What no request can do, whatever its route: too much, too slowly, without the headers that protect people."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk.conftest import RunningDesk, csrf_of

from gongbao.desk.hardening import HEADERS

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("address", ["/", "/login", "/nothing", "/assets/nothing", "/api/nothing"])
def test_every_answer_carries_the_headers_that_protect_people(desk: RunningDesk, address: str) -> None:
    with desk.client() as client:
        answer = client.get(address)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


def test_the_policy_allows_no_inline_script_style_or_other_host(desk: RunningDesk) -> None:
    with desk.client("老编") as client:
        answer = client.get("/")
        assert "unsafe" not in answer.headers["content-security-policy"]
        for inline in ("<script>", "<style", " style=", "onclick", "javascript:", "http://", "https://"):
            assert inline not in answer.text


def test_files_are_kept_by_browsers_because_their_address_changes_with_them(desk: RunningDesk) -> None:
    with desk.client() as client:
        address = client.get("/login").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["../app.py", "..%2f..%2fapp.py", "%2e%2e/app.py", "....//app.py", "/etc/passwd"])
def test_no_path_leads_out_of_the_files(desk: RunningDesk, name: str) -> None:
    with desk.client() as client:
        assert client.get(f"/assets/{name}").status_code in (303, 404)


def test_a_body_that_is_announced_as_too_large_is_refused(desk: RunningDesk) -> None:
    most = desk.project.settings.number("desk.max_bytes")
    with desk.client() as client:
        answer = client.post("/login", content=b"name=" + b"a" * (most + 1), headers={"content-type": FORM})
        assert answer.status_code == 413
        assert "最多 16 MB" in answer.text


def test_a_body_that_grows_too_large_without_saying_so_is_refused(desk: RunningDesk) -> None:
    most = desk.project.settings.number("desk.max_bytes")

    def endless() -> Iterator[bytes]:
        yield b'--edge\r\ncontent-disposition: form-data; name="story"; filename="a.txt"\r\n\r\n'
        for _ in range(most // 1_048_576 + 2):
            yield b"a" * 1_048_576

    with desk.client() as client:
        answer = client.post(
            "/login", content=endless(), headers={"content-type": "multipart/form-data; boundary=edge"}
        )
        assert answer.status_code == 413


def test_a_field_of_a_form_cannot_fill_the_memory(desk: RunningDesk) -> None:
    with desk.client() as client:
        answer = client.post("/login", content=b"name=" + b"a" * 2_000_000, headers={"content-type": FORM})
        assert answer.status_code == 400
        assert "有一项太长" in answer.text


def test_a_story_of_a_megabyte_is_read_however_the_form_was_sent(desk: RunningDesk) -> None:
    text = "标题\n" + "职工慰问活动。\n" * 40_000  # 880 kB, and 2.6 MB as a form is written
    with desk.client("小记") as client:
        csrf = csrf_of(client)
        assert client.post("/story", data={"text": text, "csrf": csrf}).status_code == 200
        live = {"x-csrf": csrf, "hx-request": "true"}
        assert client.post("/story", data={"text": text}, headers=live).status_code == 200


def test_slow_clients_keep_nobody_waiting(desk: RunningDesk) -> None:
    """Forty connections that send a byte and then nothing; a page is served as ever meanwhile."""
    host, port = desk.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(40)]
    try:
        for number, connection in enumerate(slow):
            whole = "POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
            connection.sendall(f"{whole}content-length: 100\r\n\r\nn".encode() if number % 2 else b"GET / HT")
        began = time.monotonic()
        with desk.client() as client:
            assert client.get("/login").status_code == 200
        assert time.monotonic() - began < 10  # far below the patience for a body
    finally:
        for connection in slow:
            connection.close()


def test_neither_password_nor_token_nor_query_is_logged(desk: RunningDesk, capfd: pytest.CaptureFixture[str]) -> None:
    with desk.client("小记") as client:
        client.get("/nothing?q=一个不该记下的检索")
    printed = "".join(capfd.readouterr())
    assert "口令" not in printed
    assert "不该记下" not in printed


def test_the_scripts_of_the_desk_are_fetched_by_hash(root: Path) -> None:
    lock = (root / "desk" / "htmx" / "package-lock.json").read_text()
    assert '"integrity": "sha512-' in lock
    assert "resolved" not in lock
