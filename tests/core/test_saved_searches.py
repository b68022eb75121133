"""Saved searches: nothing that is new is lost, nothing that was told is told again."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.saved_searches import A_TURN
from gongbao.core.store.schema import saved_search

MakeReading = Callable[..., Reading]
Read = Callable[..., tuple[str, ...]]  # articles as (headline, body); their ids
FIRST = ("房山工会送清凉", "连日来气温攀升，各级工会把清凉包送到一线职工手中，职工们说心里也凉快了。")
SECOND = ("读书会办到工地上", "工友们在新建的职工书屋里读书，一上午借出去三十多本，管理员忙个不停。")
THIRD = ("快递员有了歇脚处", "街道总工会把驿站开在路口，快递员进门就能喝水、充电，还能热一热盒饭。")


@pytest.fixture
def read(store: Store, make_reading: MakeReading) -> Read:
    """Reads articles into the store; their ids."""

    def read_articles(*articles: tuple[str, str], name: str = "page.txt") -> tuple[str, ...]:
        [outcome] = store.save([make_reading(*articles, name=name)])
        return outcome.articles

    return read_articles


def run_once(store: Store, found: dict[str, set[str]]) -> None:
    """What a run does in which every query was asked about everything that changed."""
    searches = store.saved_searches
    searches.record(found, searches.changed_since_last_run())


def test_a_search_is_kept_as_it_was_typed(store: Store) -> None:
    before = datetime.datetime.now(datetime.UTC)
    store.saved_searches.save("清凉  近况", "送清凉　日期:近三个月 -“工地”", ["a-1", "a-2"], owner="王编辑")
    [search] = store.saved_searches.all()
    assert (search.name, search.query, search.owner) == ("清凉 近况", "送清凉　日期:近三个月 -“工地”", "王编辑")
    assert search.known == 2
    assert search.last_run_at is None
    assert before <= search.created_at <= datetime.datetime.now(datetime.UTC)


def test_a_name_is_taken_once_and_replaced_only_when_asked(store: Store) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", ["a-1", "a-2"])
    with pytest.raises(StoreError, match=r"清凉.*--replace"):
        searches.save("甲", "工地", [])
    assert [(s.query, s.known) for s in searches.all()] == [("清凉", 2)]
    searches.save("甲", "工地", ["a-1"], replace=True)
    assert [(s.query, s.known) for s in searches.all()] == [("工地", 1)]


@pytest.mark.parametrize("name", ["", "   ", "　", "\ud800", "甲\x07", "甲\u200b", "甲" * 101])
def test_a_name_that_nobody_could_type_is_refused_in_a_sentence(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="：请写"):
        store.saved_searches.save(name, "清凉", [])
    assert store.saved_searches.all() == []


def test_forgetting_takes_away_the_search_and_all_that_it_reported(store: Store) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", ["a-1"])
    searches.save("乙", "工地", ["a-1"])
    searches.forget("甲")
    assert [s.name for s in searches.all()] == ["乙"]
    searches.save("甲", "清凉", [])
    assert {s.name: s.known for s in searches.all()} == {"乙": 1, "甲": 0}


def test_forgetting_an_unknown_name_names_those_that_are_near(store: Store) -> None:
    searches = store.saved_searches
    with pytest.raises(StoreError, match="--save"):
        searches.forget("送清凉")
    searches.save("夏送清凉", "清凉", [])
    searches.save("安康杯", "安康杯", [])
    with pytest.raises(StoreError, match="相近的是 夏送清凉：") as told:
        searches.forget("送清凉")
    assert "安康杯" not in str(told.value)
    with pytest.raises(StoreError, match="--list"):
        searches.forget("xyz")


def test_only_what_is_new_or_changed_is_asked_about_again(store: Store, read: Read, make_reading: MakeReading) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", [])
    first, second = read(FIRST, SECOND)
    assert searches.changed_since_last_run() == store.stamps()
    run_once(store, {"甲": {first}})
    assert searches.changed_since_last_run() == {}

    [third] = read(THIRD, name="other.txt")
    assert set(searches.changed_since_last_run()) == {third}
    run_once(store, {"甲": set()})

    store.save([make_reading((FIRST[0], FIRST[1].replace("攀升", "升高")), SECOND)])  # a corrected page
    assert searches.changed_since_last_run() == {first: store.stamps()[first]}
    run_once(store, {"甲": {first}})
    tags = Annotations((Tag("campaign", "阅读", 0.9, Status.SET, Origin.RULE),))
    [article] = [a for a in store.untagged("rules-1") if a.id == second]
    store.annotate([(article, tags)], "rules-1")  # a new tag may make it answer a query
    assert set(searches.changed_since_last_run()) == {second}


def test_what_readers_may_not_see_is_no_news_and_is_new_when_it_comes_back(store: Store, read: Read) -> None:
    searches = store.saved_searches
    first, second = read(FIRST, SECOND)
    searches.save("甲", "清凉", [])
    store.withdraw(first, "写错了")
    assert set(searches.changed_since_last_run()) == {second}
    run_once(store, {"甲": {second}})
    store.restore(first)
    assert set(searches.changed_since_last_run()) == {first}


def test_what_was_found_when_saving_or_reported_since_is_not_reported_again(store: Store, read: Read) -> None:
    searches = store.saved_searches
    first, second = read(FIRST, SECOND)
    searches.save("甲", "清凉", [first])
    searches.save("乙", "工地", [])
    assert searches.unreported("甲", [first, second]) == {second}
    run_once(store, {"甲": {first, second}, "乙": {second}})
    assert searches.unreported("甲", [first, second, "a-9"]) == {"a-9"}
    assert searches.unreported("乙", [first, second]) == {first}
    assert {s.name: s.known for s in searches.all()} == {"甲": 2, "乙": 1}
    assert all(s.last_run_at for s in searches.all())


def test_an_article_whose_stamp_is_not_recorded_is_asked_about_again(store: Store, read: Read) -> None:
    searches = store.saved_searches
    first, second = read(FIRST, SECOND)
    searches.save("甲", "清凉", [])
    searches.record({"甲": [first]}, {first: store.stamps()[first]})  # the second was not yet in the index
    assert set(searches.changed_since_last_run()) == {second}


def test_a_search_that_was_forgotten_while_it_ran_is_passed_over(store: Store, read: Read) -> None:
    [first] = read(FIRST)
    store.saved_searches.save("乙", "清凉", [])
    run_once(store, {"甲": {first}, "乙": {first}})
    assert {s.name: s.known for s in store.saved_searches.all()} == {"乙": 1}


def test_recording_is_all_or_nothing(store: Store, read: Read) -> None:
    [first] = read(FIRST)
    store.saved_searches.save("甲", "清凉", [])
    with pytest.raises(StoreError):
        store.saved_searches.record({"甲": [first]}, {first: "s", "no such article": "s"})
    assert store.saved_searches.unreported("甲", [first]) == {first}
    assert set(store.saved_searches.changed_since_last_run()) == {first}


def test_more_hits_than_fit_into_one_statement(store: Store) -> None:
    many = [f"a-{number}" for number in range(25_000)]
    store.saved_searches.save("甲", "*", many)
    assert store.saved_searches.all()[0].known == 25_000
    assert store.saved_searches.unreported("甲", [*many, "b-1"]) == {"b-1"}


def test_an_address_is_kept_with_its_search_until_it_is_taken_away(store: Store) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", [], owner="小记")
    searches.save("乙", "读书", [], owner="小记")
    searches.set_mail("甲", "a@example.org")
    assert {one.name: one.mail for one in searches.all()} == {"甲": "a@example.org", "乙": ""}
    searches.set_mail("甲", "")
    assert {one.mail for one in searches.all()} == {""}
    with pytest.raises(StoreError, match="丙"):
        searches.set_mail("丙", "a@example.org")


def test_of_two_runs_at_once_one_has_the_turn_to_mail(store: Store) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", [])
    searches.save("乙", "读书", [])
    with (
        searches.turn_to_mail("甲") as first,
        searches.turn_to_mail("甲") as second,
        searches.turn_to_mail("乙") as other,
    ):
        assert (first, second, other) == (True, False, True)
        with searches.turn_to_mail("甲") as third:  # the second did not give away what it never had
            assert not third
    with searches.turn_to_mail("甲") as again:
        assert again
    with searches.turn_to_mail("丙") as unknown:
        assert not unknown


def test_the_turn_of_a_run_that_was_killed_ends(store: Store) -> None:
    searches = store.saved_searches
    searches.save("甲", "清凉", [])
    long_ago = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - A_TURN
    with store._engine.begin() as connection:
        connection.execute(sa.update(saved_search).values(mailing_since=long_ago))
    with searches.turn_to_mail("甲") as ours:
        assert ours


def test_what_changed_is_found_by_one_join_in_the_database(store: Store, read: Read, database_url: str) -> None:
    read(FIRST)
    asked: list[str] = []
    sa.event.listen(store._engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    store.saved_searches.changed_since_last_run()
    [join] = [statement for statement in asked if statement.startswith("SELECT")]
    assert "LEFT OUTER JOIN alert_article" in join
