"""Databases for tests: SQLite files that are copied, and databases on a real PostgreSQL that are emptied.

The same test runs on both where it asks for ``database_url`` or ``store``.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from gongbao.core.store import Store
from gongbao.core.store.database import HEAD
from gongbao.core.store.schema import metadata

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the present version, to be copied: migrating anew for each test takes its time."""
    path = tmp_path_factory.mktemp("empty") / "gongbao.sqlite"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_archive: Path) -> str:
    """An empty SQLite database of the test's own."""
    path = tmp_path / "archive" / "gongbao.sqlite"
    path.parent.mkdir()
    shutil.copyfile(empty_archive, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgresql_archive(postgresql_url: str) -> Iterator[str]:
    """A database of this process at the present version."""
    yield from new_database(postgresql_url)


@pytest.fixture
def emptied_url(postgresql_archive: str) -> str:
    """That database without rows; the test has it for itself, for no process runs two tests at once."""
    emptied = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
    _execute(postgresql_archive, "; ".join((*emptied, f"UPDATE alembic_version SET version_num = '{HEAD}'")))
    return postgresql_archive


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database at the present version, of the test's own, of each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "emptied_url")
    return url


@pytest.fixture(params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any tables, of each kind, for tests that migrate."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'gongbao.sqlite'}"
    else:
        yield from new_database(request.getfixturevalue("postgresql_url"), migrated=False)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store."""
    with Store(database_url) as opened:
        yield opened


def new_database(server: str, *, migrated: bool = True) -> Iterator[str]:
    """A database on the server, dropped at the end."""
    name = f"gongbao_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    _execute(server, f"CREATE DATABASE {name}")
    url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    if migrated:
        Store(url).close()
    yield url
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
