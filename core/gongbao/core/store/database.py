"""Opens the database at the schema's present version, or says in a sentence why it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gongbao.core.codec import canonical
from gongbao.core.errors import StoreError

HEAD = "0006"  # the newest file in migrations/versions; a test compares the two
_READING_SOURCES = 5_709_621  # any number that no other program locks in the same database
BUSY_SECONDS = 30  # how long a writer waits for another before it gives up
Connect = Callable[[], AbstractContextManager[sa.Connection]]


def open_database(url: str) -> sa.Engine:
    """An engine whose tables are at ``HEAD``; an older database is migrated first, a newer one refused."""
    try:
        engine = sa.create_engine(url, json_serializer=canonical)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
    except ImportError as error:
        raise StoreError(
            f"缺少数据库 {_without_secret(url)} 的驱动（{error}）：请运行 pip install 'gongbao[postgresql]'。"
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"数据库地址 {_without_secret(url)} 用不了（{error}）：请查看设置 archive.url。") from error
    try:
        with explained(url):
            present = _present_version(engine)
            if present != HEAD:
                _migrate(engine, present)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare_sqlite(engine: sa.Engine) -> None:
    if engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy, not the driver, begins transactions: the driver would begin late and only for writes.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "journal_mode=WAL",
            "synchronous=FULL",  # what was acknowledged survives a power cut too
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn the driver's errors into one sentence."""
    try:
        yield
    except sa.exc.OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        advice = _ADVICE.get(reason, "请查看文件夹的权限和磁盘空间，或设置 archive.url。")
        raise StoreError(f"存档数据库 {_without_secret(url)} 用不了（{reason}）：{advice}") from error
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise StoreError(f"存档数据库 {_without_secret(url)} 出错（{reason}）：它可能已损坏，请用备份恢复。") from error


_ADVICE = {
    "database is locked": "另一个 gongbao 正在写，请等它结束再试。",
    "deadlock detected": "另一个人同时在改，这一次没有存下，请再试一次。",
    "database or disk is full": "磁盘满了，请腾出空间再运行一次，已存的都还在。",
    "attempt to write a readonly database": "文件是只读的，请查看权限。",
    "disk I/O error": "磁盘读写出错，请查看磁盘空间和磁盘状况。",
}


def take_turns(connection: sa.Connection) -> None:
    """Have others who read sources into the archive wait until this transaction ends; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_READING_SOURCES)))


def _present_version(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return version


def _migrate(engine: sa.Engine, present: str | None) -> None:
    # Alembic takes a fifth of a second to import: only a database that needs it pays.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(resources.files("gongbao.core.store").joinpath("migrations")))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise StoreError(f"这个存档是更新版本的 gongbao 写的（库版本 {present}，本程序 {HEAD}）：请升级 gongbao。")
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _without_secret(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return url.rpartition("@")[2]
