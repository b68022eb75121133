"""A real desk on the sample archive: uvicorn on loopback, accounts of each role, clients and browser pages for them."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from tests.conftest import ROOT

from gongbao.core.store.accounts import Role
from gongbao.desk import create_app
from gongbao.desk.clock import now
from gongbao.desk.passwords import digest_of
from gongbao.desk.server import configuration
from gongbao.desk.sessions import cookie_name, digest, new_token
from gongbao.ingest.hints import Hints
from gongbao.pipeline import index, ingest, tag
from gongbao.project import Project

PASSWORD = "一句不短的口令 2021"
PEOPLE = {"小记": Role.REPORTER, "老编": Role.EDITOR, "总管": Role.ADMIN}
STARTED_WITHIN = 60  # seconds
PATIENCE = 30  # seconds for an answer


@dataclass(frozen=True)
class RunningDesk:
    """A desk that answers at ``url``."""

    url: str
    app: FastAPI
    project: Project

    @contextmanager
    def client(self, name: str = "") -> Iterator[httpx2.Client]:
        """A client, logged in as one of PEOPLE, or nobody's; forms need ``csrf_of``."""
        with httpx2.Client(base_url=self.url, timeout=PATIENCE, trust_env=False) as client:
            if name:  # the log-in itself has tests of its own; a password takes its time to be checked
                sessions = self.app.state.desk.sessions
                client.cookies.set(cookie_name(sessions.https), sessions.open(name, now()).token, domain="127.0.0.1")
            yield client

    @contextmanager
    def program(self, name: str) -> Iterator[httpx2.Client]:
        """A client that comes with a token of this account."""
        token = new_token()
        self.project.store.accounts.add_token(name, f"test {token[-6:]}", digest(token))
        headers = {"authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=self.url, timeout=PATIENCE, headers=headers, trust_env=False) as client:
            yield client


def csrf_of(client: httpx2.Client, address: str = "/") -> str:
    """The form token of a client's session, as a page has it."""
    text = client.get(address).text
    return text.partition('name="csrf" value="')[2].partition('"')[0]


@pytest.fixture(scope="session")
def sample_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the samples read, tagged and indexed, and with accounts; copied before it is changed."""
    folder = tmp_path_factory.mktemp("newsroom")
    project = Project(folder)

    def refuse(error: Exception) -> None:
        raise error

    ingest(project, [ROOT / "samples"], Hints(), refuse)
    tag(project)
    index(project)
    for name, role in PEOPLE.items():
        project.store.accounts.add(name, role, digest_of(PASSWORD))
    project.store.close()
    return folder


@pytest.fixture(scope="module")
def desk(sample_newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk for the tests of one file, with a newsroom of its own."""
    yield from running(_copied(sample_newsroom, tmp_path_factory.mktemp("desk") / "newsroom"))


@pytest.fixture
def fresh_desk(sample_newsroom: Path, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk for one test that changes what others would trip over."""
    yield from running(_copied(sample_newsroom, tmp_path / "newsroom"))


def _copied(newsroom: Path, folder: Path) -> Path:
    shutil.copytree(newsroom, folder)
    return folder


def running(folder: Path) -> Iterator[RunningDesk]:
    """A desk of this project folder, while the generator is not asked again."""
    project = Project(folder)
    app = create_app(project)
    server = uvicorn.Server(configuration(project.settings, app))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + STARTED_WITHIN
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started
        yield RunningDesk(f"http://127.0.0.1:{listening.getsockname()[1]}", app, project)
        server.should_exit = True
        thread.join(STARTED_WITHIN)
    project.store.close()


@pytest.fixture
def page_of(browser: Browser, desk: RunningDesk) -> Iterator[Callable[..., Page]]:
    """Opens a browser page that is logged in as one of PEOPLE; keywords go to the browser context."""
    contexts = []

    def opened(name: str, **context_options: object) -> Page:
        context = browser.new_context(base_url=desk.url, **context_options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        page.get_by_label("名字").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("/")
        return page

    yield opened
    for context in contexts:
        context.close()
