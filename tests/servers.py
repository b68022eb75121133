"""Fixtures for real servers (search, database), one of each kind for the whole run whatever the number of workers.

The process that controls the run starts a server when the first test asks for it, and stops all at
the end. Workers ask it over a socket. When the controlling process is killed its servers end too.
No test is skipped for want of a server: it fails and says why.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Protocol

import pytest
from scripts.elasticsearch_distribution import ServerError
from scripts.elasticsearch_server import USER, Cluster
from scripts.postgresql_server import Postgres


class Startable(Protocol):
    """A server of the run's own."""

    @property
    def urls(self) -> tuple[str, ...]: ...
    @property
    def ca_path(self) -> Path | None: ...
    @property
    def password(self) -> str: ...
    def start(self) -> object: ...
    def stop(self) -> None: ...


SOCKET_VARIABLE = "GONGBAO_TEST_SERVERS"
KINDS: dict[str, Callable[[], Startable]] = {
    "plain": lambda: Cluster(quick=True),
    "secured": lambda: Cluster(quick=True, security=True, tls=True),
    "postgresql": Postgres,
}


@dataclass(frozen=True)
class Server:
    """How to reach a running server; the reason alone is set when there is none."""

    url: str = ""
    ca_path: Path = Path()
    user: str = ""
    password: str = ""
    failure: str = ""


class Servers:
    """The servers of a run, in the process that controls it."""

    def __init__(self) -> None:
        self._clusters: list[Startable] = []
        self._answers: dict[str, Server] = {}
        self._folder: Path | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def get(self, kind: str) -> Server:
        """The server of a kind, started when it is the first time; so is a failure told again."""
        if kind not in self._answers:
            self._answers[kind] = self._start(kind)
        return self._answers[kind]

    def listen(self) -> None:
        """Answer workers from now on."""
        self._folder = Path(tempfile.mkdtemp(prefix="gongbao-servers-"))
        address = str(self._folder / "socket")
        listener = Listener(address, "AF_UNIX")
        os.environ[SOCKET_VARIABLE] = address
        self._thread = threading.Thread(target=self._answer_workers, args=(listener,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop all servers, also one that is just being started."""
        self._closing = True
        self._stop_clusters()
        if self._thread and self._folder:
            with suppress(OSError):  # a last call, so that the thread looks up
                Client(str(self._folder / "socket"), "AF_UNIX").close()
            self._thread.join(timeout=30)
            self._stop_clusters()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, kind: str) -> Server:
        try:
            cluster = KINDS[kind]()
            self._clusters.append(cluster)
            cluster.start()
        except ServerError as error:
            return Server(failure=str(error))
        return Server(cluster.urls[0], cluster.ca_path or Path(), USER, cluster.password)

    def _stop_clusters(self) -> None:
        while self._clusters:
            self._clusters.pop().stop()

    def _answer_workers(self, listener: Listener) -> None:
        with listener:
            while not self._closing:
                with suppress(EOFError, OSError), listener.accept() as connection:  # a worker may die while it waits
                    kind = connection.recv()
                    if not self._closing:
                        connection.send(self.get(kind))


SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    config.stash[SERVERS] = servers = Servers()
    if config.getoption("numprocesses", default=None):
        servers.listen()


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = config.stash.get(SERVERS, None)
    if servers:
        servers.close()


def running_server(config: pytest.Config, kind: str) -> Server:
    """The server of a kind, or failure of the test that wants it."""
    if SERVERS in config.stash:
        server = config.stash[SERVERS].get(kind)
    else:
        with Client(os.environ[SOCKET_VARIABLE], "AF_UNIX") as connection:
            connection.send(kind)
            server = connection.recv()
    if server.failure:
        pytest.fail(server.failure, pytrace=False)
    return server


@pytest.fixture(scope="session")
def elasticsearch_url(pytestconfig: pytest.Config) -> str:
    """A server without security that all tests share: each uses an index of its own name and removes it."""
    return os.environ.get("ELASTICSEARCH_URL") or running_server(pytestconfig, "plain").url


@pytest.fixture(scope="session")
def secured_elasticsearch(pytestconfig: pytest.Config) -> Server:
    """A server with passwords and TLS, where native users, roles and API keys work."""
    return running_server(pytestconfig, "secured")


@pytest.fixture(scope="session")
def postgresql_url(pytestconfig: pytest.Config) -> str:
    """A PostgreSQL that all tests share, as its first database: each process makes databases of its own."""
    return os.environ.get("POSTGRESQL_URL") or running_server(pytestconfig, "postgresql").url
