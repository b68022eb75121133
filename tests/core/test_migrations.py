"""The migrations lead to the very tables that the code works with."""

from __future__ import annotations

from importlib import resources

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from gongbao.core.store import Store
from gongbao.core.store.database import HEAD
from gongbao.core.store.schema import metadata


def test_the_newest_migration_is_the_version_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("gongbao.core.store").joinpath("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_migrated_database_has_exactly_the_tables_of_the_schema(database_url: str) -> None:
    with Store(database_url):
        pass
    with sa.create_engine(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_foreign_keys_and_the_write_ahead_log_are_on(store: Store) -> None:
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
