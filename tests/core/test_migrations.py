"""The migrations lead to the very tables that the code works with."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.database import HEAD
from gongbao.core.store.schema import metadata

EARLIER = [f"{number:04d}" for number in range(1, int(HEAD))]


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("gongbao.core.store").joinpath("migrations")))
    return config


def test_the_newest_migration_is_the_version_that_the_code_expects() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_a_migrated_database_has_exactly_the_tables_of_the_schema(database_url: str) -> None:
    with Store(database_url):
        pass
    with sa.create_engine(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("version", EARLIER)
def test_a_database_of_an_earlier_version_keeps_what_it_holds(
    version: str, store: Store, database_url: str, make_reading: Callable[..., Reading]
) -> None:
    store.save([make_reading(("送清凉", "清凉包到了。"), furniture="广告")])
    before = list(store.articles())
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    with Store(database_url) as migrated:
        assert list(migrated.articles()) == before
        assert migrated.saved_searches.all() == []
    test_a_migrated_database_has_exactly_the_tables_of_the_schema(database_url)


def test_foreign_keys_and_the_write_ahead_log_are_on(store: Store) -> None:
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
