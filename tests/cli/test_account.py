"""``gongbao account`` and ``gongbao desk``: who may use the desk, told in a sentence when they may not."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.commands import COMMAND

from gongbao.cli.main import gongbao
from gongbao.core.errors import GongbaoError
from gongbao.desk.passwords import matches
from gongbao.desk.sessions import digest
from gongbao.project import Project

PASSWORD = "河边的老石桥有九个桥孔"


def run(folder: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), *arguments], input=typed)


def test_an_account_is_opened_listed_and_used(tmp_path: Path) -> None:
    done = run(tmp_path, "account", "add", "李编", "--role", "editor", "--password-stdin", typed=f"{PASSWORD}\n")
    assert done.stdout == "已开账号 李编（编辑）。运行 gongbao desk 打开编辑台，就能登录。\n"
    assert matches(Project(tmp_path).store.accounts.password_hash("李编"), PASSWORD)
    listed = json.loads(run(tmp_path, "account", "list", "--format", "json").stdout)
    assert [(one["name"], one["role"], one["state"]) for one in listed] == [("李编", "editor", "可用")]


def test_the_password_is_never_printed_nor_kept(tmp_path: Path) -> None:
    done = run(tmp_path, "account", "add", "李编", "--password-stdin", typed=f"{PASSWORD}\n")
    assert PASSWORD not in done.output
    assert PASSWORD.encode() not in (tmp_path / "archive" / "gongbao.sqlite").read_bytes()


@pytest.mark.parametrize("typed", ["", "短\n", "九" * 201 + "\n"], ids=["none", "short", "endless"])
def test_a_password_that_is_none_is_refused_and_no_account_opened(tmp_path: Path, typed: str) -> None:
    done = run(tmp_path, "account", "add", "李编", "--password-stdin", typed=typed)
    assert isinstance(done.exception, GongbaoError)
    assert "密码要 10 到 200 个字" in str(done.exception)
    assert Project(tmp_path).store.accounts.all() == []


def test_where_nobody_can_type_a_password_it_is_said_how_to_send_one(tmp_path: Path) -> None:
    assert "--password-stdin" in run(tmp_path, "account", "add", "李编").output


@pytest.mark.parametrize(
    "command", [("password", "--password-stdin"), ("role",), ("disable",), ("enable",), ("token",)]
)
def test_an_account_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, command: tuple[str, ...]) -> None:
    run(tmp_path, "account", "add", "李编", "--password-stdin", typed=f"{PASSWORD}\n")
    wanted = ("王编", "editor") if command[0] == "role" else ("王编",)
    done = run(tmp_path, "account", command[0], *wanted, *command[1:], typed=f"{PASSWORD}\n")
    assert isinstance(done.exception, GongbaoError)
    assert str(done.exception).startswith("没有叫“王编”的账号（现有：李编）")


def test_a_role_a_password_and_a_stop_take_effect(tmp_path: Path) -> None:
    run(tmp_path, "account", "add", "李编", "--password-stdin", typed=f"{PASSWORD}\n")
    accounts = Project(tmp_path).store.accounts
    assert run(tmp_path, "account", "role", "李编", "admin").stdout == "李编 现在是管理员，马上有效。\n"
    assert run(tmp_path, "account", "password", "李编", "--password-stdin", typed="换成另外一句话\n").exit_code != 0
    assert (
        run(tmp_path, "account", "password", "李编", "--password-stdin", typed="换成另外一句长些的话\n").exit_code == 0
    )
    assert matches(accounts.password_hash("李编"), "换成另外一句长些的话")
    run(tmp_path, "account", "disable", "李编")
    found = accounts.find("李编")
    assert found is not None
    assert (str(found.role), found.disabled) == ("admin", True)
    run(tmp_path, "account", "enable", "李编")
    assert not [one for one in accounts.all() if one.disabled]


def test_a_token_is_shown_once_and_can_be_taken_back(tmp_path: Path) -> None:
    run(tmp_path, "account", "add", "采编", "--password-stdin", typed=f"{PASSWORD}\n")
    token = run(tmp_path, "account", "token", "采编").stdout.splitlines()[0]
    accounts = Project(tmp_path).store.accounts
    assert (accounts.token(digest(token)) or accounts.all()[0]).name == "采编"
    assert token.encode() not in (tmp_path / "archive" / "gongbao.sqlite").read_bytes()
    run(tmp_path, "account", "token", "采编", "--forget")
    assert accounts.token(digest(token)) is None


def test_a_desk_that_nobody_could_log_in_to_is_not_opened(tmp_path: Path) -> None:
    done = run(tmp_path, "desk")
    assert isinstance(done.exception, GongbaoError)
    assert "gongbao account add" in str(done.exception)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    run(tmp_path, "account", "add", "李编", "--password-stdin", typed=f"{PASSWORD}\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "desk", "--port", str(taken.getsockname()[1]))
    assert isinstance(done.exception, GongbaoError)
    assert "请用 --port 换一个" in str(done.exception)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_desk_is_opened_by_one_command_and_ends_by_ctrl_c(tmp_path: Path, workers: int) -> None:
    (tmp_path / "gongbao.toml").write_text(f"[desk]\nworkers = {workers}\n", encoding="utf-8")
    run(tmp_path, "account", "add", "李编", "--password-stdin", typed=f"{PASSWORD}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "-C", str(tmp_path), "desk", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ, text=True) as desk:
        until = time.monotonic() + 60
        answer = b""
        while not answer and time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=5) as page:
                    answer = page.read()
            except OSError:
                time.sleep(0.1)
        desk.send_signal(signal.SIGINT)
        printed, complained = desk.communicate(timeout=60)
    assert "登录" in answer.decode()
    assert f"http://127.0.0.1:{port}/" in printed
    assert complained == ""
