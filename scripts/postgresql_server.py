"""A real PostgreSQL of the machine's own packages, for tests and for trying things out.

It listens on a socket in a folder of its own, has an empty cluster that goes with the end, and never outlives the
process that started it: a shell that is its parent ends it when our end of a pipe closes, however we die. It does not
wait for the disk, so it is for tests of what is kept when a client dies, not when the machine does.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import psutil
from scripts.elasticsearch_distribution import ServerError

PACKAGED = Path("/usr/lib/postgresql")  # Debian's place, a folder for each version
ACCOUNT = "postgres"  # that Debian's package makes; the server refuses to run as root
USER = "gongbao"
START_SECONDS = 60  # a start takes one second, and machines are loaded
STOP_SECONDS = 30
MOST_CONNECTIONS = 200
_WATCH = '"$@" & server=$!; read -r _; kill -QUIT $server; wait $server'
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": str(MOST_CONNECTIONS),
    "shared_buffers": "32MB",
    "timezone": "Asia/Shanghai",  # that the tables hold UTC must not depend on the server's own zone
}


class Postgres:
    """One server; use it in a ``with`` or call start and stop."""

    ca_path: Path | None = None
    password = ""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of its first database, as SQLAlchemy wants it."""
        return (f"postgresql+psycopg://{USER}@/postgres?host={self._folder}",)

    def start(self) -> Self:
        """Make a cluster and start a server on it. Raises ServerError when it cannot be had."""
        programs = _programs()
        account = pwd.getpwnam(_account()) if os.geteuid() == 0 else None
        self._folder = folder = Path(tempfile.mkdtemp(prefix="gongbao-pg-"))
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        words = ["--pgdata", str(data), "--username", USER, "--auth", "trust", "--encoding", "UTF8"]
        # ICU sorts otherwise than by code point: the order of the archive must not depend on it.
        sorting = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]
        with self._run([str(programs / "initdb"), *words, "--no-sync", *sorting], account) as made:
            failed = made.wait(START_SECONDS)
        if failed:
            raise ServerError(f"没能建立 PostgreSQL 的数据目录：{self._last_words()}")
        given = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *given]
        self._server = self._run(["sh", "-c", _WATCH, "sh", *server], account)
        self._await()
        return self

    def stop(self) -> None:
        """End the server, and drop what it held."""
        server, self._server = self._server, None
        if server is not None and server.stdin is not None:
            children = psutil.Process(server.pid).children(recursive=True) if server.poll() is None else []
            server.stdin.close()
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            for child in children:
                if child.is_running():
                    child.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, words: list[str], account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
        assert self._folder is not None
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own words, no shell of the caller's
                words,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,
            )

    def _await(self) -> None:
        import psycopg

        assert self._server is not None
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self._server.poll() is None:
            try:
                psycopg.connect(host=str(self._folder), user=USER, dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        said = self._last_words()
        self.stop()
        raise ServerError(f"PostgreSQL 没有启动：{said}")

    def _last_words(self) -> str:
        assert self._folder is not None
        log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
        return " / ".join(log.splitlines()[-5:])


def _programs() -> Path:
    """The folder of the server's programs, of the newest version that is there."""
    found = sorted(PACKAGED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    there = str(found[-1]) if found else shutil.which("initdb")
    if there is None:
        raise ServerError("这台机器上没有 PostgreSQL：请运行 sh scripts/install-test-packages.sh。")
    return Path(there).resolve().parent


def _account() -> str:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise ServerError(
            f"没有用户 {ACCOUNT} 来运行 PostgreSQL：请运行 sh scripts/install-test-packages.sh。"
        ) from error
    return ACCOUNT
