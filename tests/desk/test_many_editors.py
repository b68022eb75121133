"""Several people at one desk, and a desk that is killed: no update is lost, nothing that was answered is gone."""

from __future__ import annotations

import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import httpx2
import pytest
import sqlalchemy as sa
from tests.commands import COMMAND
from tests.conftest import ROOT
from tests.desk.conftest import PASSWORD, PATIENCE, PEOPLE
from tests.soak import amount

from gongbao.core.records import Article
from gongbao.core.store import Store
from gongbao.desk.clock import now
from gongbao.desk.editor.article_form import form_of
from gongbao.desk.passwords import digest_of
from gongbao.desk.sessions import Sessions, cookie_name
from gongbao.ingest.hints import Hints
from gongbao.pipeline import ingest, tag
from gongbao.project import Project

EDITORS = 8
SECONDS = amount(4, soak=300)  # that they work: five minutes in make soak
DATABASES = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@pytest.fixture
def newsroom(database: str, sample_newsroom: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A newsroom whose archive is in one of the two databases."""
    folder = tmp_path / "newsroom"
    if database == "sqlite":
        shutil.copytree(sample_newsroom, folder)
        yield folder
        return
    folder.mkdir()
    with _own_database(request.getfixturevalue("postgresql_url"), tmp_path.name) as url:
        (folder / "gongbao.toml").write_text(f'[archive]\nurl = "{url}"\n', encoding="utf-8")
        project = Project(folder)
        ingest(project, [ROOT / "samples"], Hints(), lambda error: None)
        tag(project)
        for name, role in PEOPLE.items():
            project.store.accounts.add(name, role, digest_of(PASSWORD))
        project.store.close()
        yield folder


@contextmanager
def _own_database(server: str, name: str) -> Iterator[str]:
    own = f"desk_{abs(hash(name)):x}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {own}"))
    try:
        yield sa.make_url(server).set(database=own).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {own} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def desk_process(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``gongbao desk`` as a process of its own, answering."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "-C", str(folder), "desk", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 120
        while True:
            try:
                httpx2.get(f"{url}/login", trust_env=False)
                break
            except httpx2.TransportError:
                assert time.monotonic() < until
                assert process.poll() is None
                time.sleep(0.1)
        try:
            yield url, process
        finally:
            process.kill()


class Editor(threading.Thread):
    """Opens an article, adds a paragraph of their own, sends it; told that somebody was quicker, they begin anew."""

    def __init__(self, number: int, url: str, store: Store, articles: Sequence[str], until: float) -> None:
        super().__init__(daemon=True)
        self.number, self.url, self.store, self.articles, self.until = number, url, store, articles, until
        self.kept: list[tuple[str, str]] = []  # (article, paragraph) that were answered as done
        self.statuses: Counter[int] = Counter()

    def run(self) -> None:
        """Work until the time is over or the desk is gone."""
        chance = random.Random(self.number)
        made = Sessions(self.store, 1, https=False).open("老编", now())
        cookies = {cookie_name(False): made.token}
        with httpx2.Client(base_url=self.url, timeout=PATIENCE, cookies=cookies, trust_env=False) as client:
            while time.monotonic() < self.until:
                name = chance.choice(self.articles)
                found = self.store.article(name)
                assert found is not None
                own = f"第{self.number}位编辑补的第{len(self.kept)}段，{chance.random()}。"
                changed = replace(found.article, paragraphs=(*found.article.paragraphs[-20:], own))
                try:
                    status = client.post(f"/articles/{name}/edit", data=_form(changed, made.csrf)).status_code
                except httpx2.TransportError:
                    return
                self.statuses[status] += 1
                if status == 303:
                    self.kept.append((name, own))


def _form(article: Article, csrf: str) -> dict[str, object]:
    return asdict(form_of(article)) | {"seen": article.revision, "csrf": csrf, "reason": "补一段"}


def paragraphs_ever(store: Store, name: str) -> Iterator[tuple[str, ...]]:
    """The paragraphs of each revision of an article."""
    for revision in store.editing.revisions(name):
        article = store.editing.revision(name, revision.number)
        assert article is not None
        yield article.paragraphs


def check_nothing_is_lost(store: Store, editors: Sequence[Editor]) -> None:
    """What was answered as done is a revision of its own, in which nothing of the one before it was overwritten."""
    done = Counter(name for editor in editors for name, _ in editor.kept)
    assert done.total() > 0
    for name in done:
        revisions = list(paragraphs_ever(store, name))
        for before, after in pairwise(revisions):
            assert after[:-1] == before[-20:]  # each was made on the one before it
        there = {paragraph for paragraphs in revisions for paragraph in paragraphs}
        assert there >= {own for editor in editors for other, own in editor.kept if other == name}


@pytest.mark.soak
@DATABASES
def test_of_eight_editors_at_once_nobody_overwrites_another(newsroom: Path) -> None:
    with desk_process(newsroom) as (url, _):
        store = Project(newsroom).store
        names = sorted(store.stamps())[:3]
        editors = [Editor(number, url, store, names, time.monotonic() + SECONDS) for number in range(EDITORS)]
        for editor in editors:
            editor.start()
        for editor in editors:
            editor.join()
    statuses = sum((editor.statuses for editor in editors), Counter())
    assert set(statuses) <= {303, 409}, statuses
    check_nothing_is_lost(store, editors)
    store.close()


@DATABASES
def test_a_desk_that_is_killed_has_lost_nothing_that_it_answered(newsroom: Path) -> None:
    with desk_process(newsroom) as (url, process):
        store = Project(newsroom).store
        names = sorted(store.stamps())[:3]
        editors = [Editor(number, url, store, names, time.monotonic() + 60) for number in range(3)]
        for editor in editors:
            editor.start()
        until = time.monotonic() + 30
        while sum(len(editor.kept) for editor in editors) < 12 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        for editor in editors:
            editor.join()
    check_nothing_is_lost(store, editors)
    kept = {name for editor in editors for name, _ in editor.kept}
    with desk_process(newsroom):  # a new desk catches up with what the old one did not bring to the index
        project = Project(newsroom)
        wanted = {name: store.stamps()[name] for name in kept}
        until = time.monotonic() + 60
        while any(project.backend.indexed_versions().get(name) != stamp for name, stamp in wanted.items()):
            assert time.monotonic() < until
            time.sleep(0.2)
            wanted = {name: store.stamps()[name] for name in kept}
    store.close()
