"""The migrations lead to the very tables that the code works with, and lose nothing on the way, on both databases."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

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
NOW = datetime.datetime(2021, 7, 16, 8, 30)  # noqa: DTZ001  # as the tables hold it
CONTENT = {"headline": "盐场夜班有热汤", "paragraphs": ["热汤送到夜班岗位。"], "source": "3.txt", "newspaper": "ldwb"}
Rows = dict[str, list[dict[str, Any]]]


def source_rows() -> list[dict[str, Any]]:
    row: dict[str, Any] = {
        "newspaper": "ldwb",
        "name": "3.txt",
        "date": "2021-07-16",
        "page_number": "3",
        "page_name": "工会",
    }
    row |= {"encoding": "utf-8", "media_type": "text/plain", "recorded_at": NOW, "raw": bytes(range(256))}
    old, new = row | {"id": 1, "sha256": "a" * 64}, row | {"id": 2, "sha256": "b" * 64}
    return [new | {"superseded_by": None}, old | {"superseded_by": 2}]


def article_rows() -> list[dict[str, Any]]:
    row: dict[str, Any] = {
        "sort_key": "2021-07-16\t000003",
        "newspaper": "ldwb",
        "date": "2021-07-16",
        "page_number": "3",
    }
    row |= {"state_reason": "", "state_author": "", "public": True, "revision": 2, "source_id": 2, "redirect_to": None}
    row |= {"state": "published", "tagger": "rules", "stamp": "c" * 64}
    gone = {"state": "withdrawn", "state_reason": "重复", "state_author": "editor", "redirect_to": "kept", "stamp": ""}
    return [row | {"id": "kept"}, row | gone | {"id": "dropped", "revision": 1}]


def revision_rows() -> list[dict[str, Any]]:
    row = {"digest": "d" * 64, "content": CONTENT, "recorded_at": NOW}
    first = {"number": 1, "source_id": 1, "author": "reader", "reason": "first reading"}
    second = {"number": 2, "source_id": 2, "author": "reader", "reason": "corrected source"}
    return [row | first | {"article_id": name} for name in ("kept", "dropped")] + [
        row | second | {"article_id": "kept"}
    ]


TAG = {"article_id": "kept", "facet": "campaign", "label": "送温暖", "score": 0.5, "status": "confirmed"}
MENTIONS = [
    {"kind": "person", "name": "谢雁南", "text": "谢雁南", "field": "paragraph", "index": 0, "start": 0, "end": 3}
]
NOTED = {"phrases": [{"text": "夜班热汤", "weight": 0.5}], "extract": [], "events": []}
LINKED = {"article_id": "kept", "other_id": "dropped", "kind": "reprint", "likeness": 0.95}
DECIDED = {"id": 7, "article_id": "kept", "facet": "campaign", "label": "送温暖", "verdict": "confirmed"}
EDITOR = {"name": "陆知秋", "role": "editor"}
LOGGED_IN = {"digest": "a" * 64, "account": "陆知秋", "csrf": "c"}
EVENT = {"id": 3, "article_id": "kept", "kind": "edited"}
NOTICE = {"id": 2, "article_id": "kept", "date": "2021-07-17", "text": "热汤送到了中班。"}
FIRST: Rows = {
    "source": source_rows(),
    "article": article_rows(),
    "revision": revision_rows(),
    "tag": [TAG | {"origin": "person", "evidence": []}],
    "annotation": [{"article_id": "kept", "mentions": MENTIONS, "figures": []}],
    "discard": [{"source_id": 2, "start": 0, "end": 2, "text": "广告", "reason": "furniture", "evidence": "lone word"}],
}
ADDED: dict[str, Rows] = {  # what each version can hold that none before it could
    "0002": {
        "saved_search": [
            {"id": 5, "name": "热汤", "query": "夜班", "owner": "陆知秋", "created_at": NOW, "last_run_at": None}
        ],
        "saved_search_hit": [{"search_id": 5, "article_id": "kept", "reported_at": NOW}],
        "alert_article": [{"article_id": "kept", "stamp": "c" * 64}],
    },
    "0003": {
        "printed_page": [{"newspaper": "ldwb", "date": "2021-07-16", "page_number": "3", "content": {"width": 10}}],
        "article_source": [{"article_id": "kept", "source_id": number, "content": CONTENT} for number in (1, 2)],
        "article_link": [LINKED],
        "article_signature": [{"article_id": "kept", "revision": 2, "text_digest": "e" * 64, "signature": b"\0\xff"}],
    },
    "0004": {"tag_decision": [DECIDED | {"author": "陆知秋", "recorded_at": NOW}]},
    "0005": {
        "account": [EDITOR | {"password_hash": "-", "created_at": NOW, "disabled": False}],
        "desk_session": [LOGGED_IN | {"opened_at": NOW, "expires_at": NOW}],
        "api_token": [{"digest": "b" * 64, "account": "陆知秋", "label": "采编", "created_at": NOW}],
        "article_event": [EVENT | {"author": "陆知秋", "detail": "", "revision": 2, "recorded_at": NOW}],
        "notice": [NOTICE | {"author": "陆知秋", "recorded_at": NOW}],
        "dossier": [{"id": 4, "name": "夜班", "owner": "陆知秋", "created_at": NOW}],
        "dossier_item": [{"dossier_id": 4, "article_id": "kept", "position": 0, "note": "头条"}],
    },
}


def alembic_config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("gongbao.core.store").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config


def migrated(url: str, version: str) -> sa.Engine:
    """A database at this version, without rows."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        Path(engine.url.database or "").parent.mkdir()
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), version)
    return engine


def rows_of(engine: sa.Engine, names: Rows) -> Rows:
    """All rows of the tables, with the columns that the given rows name, in a fixed order."""
    found: Rows = {}
    with engine.connect() as connection:
        for name, rows in names.items():
            table = metadata.tables[name]
            chosen = sa.select(*(table.c[column] for column in sorted(rows[0]))).order_by(*table.primary_key)
            found[name] = [dict(row) for row in connection.execute(chosen).mappings()]
    return found


def held_at(version: str) -> Rows:
    held = dict(FIRST)
    for added in (ADDED[number] for number in EARLIER[1:] if number <= version):
        held |= added
    if version >= "0003":
        held["source"] = [row | {"url": "https://example.org/3"} for row in held["source"]]
    if version >= "0004":
        held["annotation"] = [row | NOTED for row in held["annotation"]]
    return held


def test_the_newest_migration_is_the_version_that_the_code_expects() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_a_migrated_database_has_exactly_the_tables_of_the_schema(new_url: str) -> None:
    Store(new_url).close()
    assert_is_the_schema(new_url)


def assert_is_the_schema(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


@pytest.mark.parametrize("version", EARLIER)
def test_every_row_of_an_earlier_version_is_there_after_the_migration(version: str, new_url: str) -> None:
    engine, held = migrated(new_url, version), held_at(version)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name in held:
                old = sa.Table(table.name, sa.MetaData(), autoload_with=connection)
                columns = [column.name for column in old.c]
                written = sa.table(table.name, *(sa.column(name, table.c[name].type) for name in columns))
                connection.execute(sa.insert(written), held[table.name])
    before = rows_of(engine, held)
    assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in held.items()}
    assert before["source"][0]["raw"] == bytes(range(256))
    with Store(new_url) as store:
        assert rows_of(engine, held) == before
        [tagged] = store.articles()
        assert (tagged.article.id, tagged.article.headline) == ("kept", CONTENT["headline"])
        assert tagged.labels("campaign") == ("送温暖",)
        assert store.withdrawal("dropped") == "重复"
        assert [one.author for one in store.editing.revisions("kept")] == ["reader", "reader"]
        assert [one.name for one in store.saved_searches.all()] == (["热汤"] if version >= "0002" else [])
        assert len(store.decisions.history("kept")) == (version >= "0004")
    engine.dispose()
    assert_is_the_schema(new_url)


def test_foreign_keys_and_the_write_ahead_log_are_on(sqlite_url: str) -> None:
    with Store(sqlite_url) as store, store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_what_was_found_and_decided_before_decisions_were_kept_in_order_stays(
    new_url: str, make_reading: Callable[..., Reading]
) -> None:
    with Store(new_url) as store:
        store.save([make_reading(("送清凉", "清凉包到了。"))])
        [article] = store.untagged("rules")
        figure = Figure("3份", 3.0, "份", "清凉包", False, "paragraph", 0, 0, 2)
        confirmed = Tag("campaign", "送清凉", 0.9, Status.CONFIRMED, Origin.RULE)
        store.annotate([(article, Annotations((confirmed,), figures=(figure,)))], "rules")
        before, stamps = list(store.articles()), store.stamps()
        with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
            command.downgrade(alembic_config(connection), "0003")
            assert not sa.inspect(connection).has_table("tag_decision")
    with Store(new_url) as again:
        assert (list(again.articles()), again.stamps()) == (before, stamps)
        assert again.decisions.article_ids() == [article.id]
        assert again.decisions.history(article.id) == []
        assert again.decisions.decide(article.id, [("campaign", "送清凉", "confirmed")], "陆知秋") == []
        [made] = again.decisions.decide(article.id, [("campaign", "送清凉", "rejected")], "陆知秋")
        assert again.decisions.history(article.id) == [made]
        told = {"facet": "campaign", "label": "送清凉", "author": "陆知秋", "recorded_at": made.recorded_at}
        wrong = sa.insert(tag_decision).values(article_id=article.id, verdict="maybe", **told)
        with again._engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.execute(wrong)
