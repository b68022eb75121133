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

from gongbao.core.annotations import Annotations, Figure, Origin, Status, Tag
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.database import HEAD
from gongbao.core.store.schema import metadata, tag_decision

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


def test_what_was_found_and_decided_before_decisions_were_kept_in_order_stays(
    store: Store, database_url: str, make_reading: Callable[..., Reading]
) -> None:
    store.save([make_reading(("送清凉", "清凉包到了。"))])
    [article] = store.untagged("rules")
    figure = Figure("3份", 3.0, "份", "清凉包", False, "paragraph", 0, 0, 2)
    confirmed = Tag("campaign", "送清凉", 0.9, Status.CONFIRMED, Origin.RULE)
    store.annotate([(article, Annotations((confirmed,), figures=(figure,)))], "rules")
    before, stamps = list(store.articles()), store.stamps()
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        assert not sa.inspect(connection).has_table("tag_decision")
    with Store(database_url) as migrated:
        assert (list(migrated.articles()), migrated.stamps()) == (before, stamps)
        assert migrated.decisions.article_ids() == [article.id]
        assert migrated.decisions.history(article.id) == []
        assert migrated.decisions.decide(article.id, [("campaign", "送清凉", "confirmed")], "陆知秋") == []
        [made] = migrated.decisions.decide(article.id, [("campaign", "送清凉", "rejected")], "陆知秋")
        assert migrated.decisions.history(article.id) == [made]
        told = {"facet": "campaign", "label": "送清凉", "author": "陆知秋", "recorded_at": made.recorded_at}
        wrong = sa.insert(tag_decision).values(article_id=article.id, verdict="maybe", **told)
        with migrated._engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.execute(wrong)
