"""At the address of an article that became part of another readers are led on, or told why not, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.departed import CIRCLE, UNSEEN, Redirect, last_of
from gongbao.core.store.judging import Verdict
from gongbao.core.store.withdrawing import Tombstone

MakeReading = Callable[..., Reading]

FIRST = ("果园工会送清凉", "连日来气温攀升，果园里的采摘工拿到了清凉包，午休的凉棚也搭了起来。")
BRIEF = ("短讯", "渔民们在新建的职工书屋里读书，一上午借出去三十多本。")
THIRD = ("盐场夜班有热汤", "盐场工会把热汤送到夜班岗位，灶台就支在堤坝背风的一面。")


@pytest.fixture
def merged(store: Store, make_reading: MakeReading) -> tuple[str, str]:
    """(id of an article, id of one whose text a corrected source has in it)."""
    [before] = store.save([make_reading(FIRST, BRIEF)])
    store.save([make_reading((FIRST[0], FIRST[1] + BRIEF[1]))])
    kept, dropped = before.articles
    return kept, dropped


def lead(url: str, links: Mapping[str, str]) -> None:
    """Write down that articles became part of others, as merging does, whatever comes of it."""
    engine = sa.create_engine(url)
    said = "state = 'withdrawn', state_author = 'reader', stamp = '', redirect_to = :target"
    with engine.begin() as connection:
        for name, target in links.items():
            connection.execute(
                sa.text(f"UPDATE article SET {said} WHERE id = :name"),
                {"name": name, "target": target},
            )
    engine.dispose()


def test_a_merged_article_leads_to_the_one_that_it_became_part_of(store: Store, merged: tuple[str, str]) -> None:
    kept, dropped = merged
    assert store.editing.redirects() == [Redirect(dropped, kept)]
    assert store.editing.tombstones() == []


def test_articles_that_are_there_lead_nowhere(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST, BRIEF)])
    assert store.editing.redirects() == []


def test_a_chain_leads_to_its_end(
    store: Store, merged: tuple[str, str], make_reading: MakeReading, database_url: str
) -> None:
    kept, dropped = merged
    [other] = store.save([make_reading(THIRD, name="other.txt")])
    last = other.articles[0]
    lead(database_url, {kept: last})
    assert store.editing.redirects() == sorted([Redirect(dropped, last), Redirect(kept, last)], key=_name)


def test_where_the_last_one_was_withdrawn_the_first_says_so_with_its_reason_until_it_is_restored(
    store: Store, merged: tuple[str, str]
) -> None:
    kept, dropped = merged
    store.editing.withdraw(kept, "数字有误", "陆知秋")
    assert store.editing.redirects() == []
    stones = {stone.article_id: stone for stone in store.editing.tombstones()}
    assert [*stones] == sorted(merged)
    assert stones[dropped] == Tombstone(dropped, "数字有误", stones[kept].withdrawn_on)
    assert stones[kept].withdrawn_on is not None
    store.editing.restore(kept, "陆知秋")
    assert store.editing.redirects() == [Redirect(dropped, kept)]
    assert store.editing.tombstones() == []


def test_where_readers_may_not_see_the_last_one_they_are_told_no_reason_of_the_newsrooms(
    store: Store, merged: tuple[str, str]
) -> None:
    kept, dropped = merged
    store.editing.set_public(kept, False, "陆知秋", "版权方来电")
    assert store.editing.redirects() == []
    assert store.editing.tombstones() == [Tombstone(dropped, UNSEEN, None)]
    store.editing.withdraw(kept, "内部原因", "陆知秋")
    assert store.editing.tombstones() == [Tombstone(dropped, UNSEEN, None)]


def test_where_a_corrected_source_dropped_the_last_one_that_is_the_reason(
    store: Store, merged: tuple[str, str], make_reading: MakeReading
) -> None:
    kept, dropped = merged
    store.save([make_reading((FIRST[0], FIRST[1] + BRIEF[1]), THIRD)])
    store.save([make_reading(THIRD)])
    assert kept not in store.stamps()
    assert store.editing.tombstones() == [Tombstone(dropped, "更正后的来源里没有这一篇", None)]


def test_what_a_person_withdrew_after_it_was_merged_leads_nowhere(
    store: Store, merged: tuple[str, str], make_reading: MakeReading, database_url: str
) -> None:
    kept, dropped = merged
    [other] = store.save([make_reading(THIRD, name="other.txt")])
    last = other.articles[0]
    lead(database_url, {last: dropped})
    store.editing.withdraw(dropped, "当事人要求", "陆知秋")
    assert kept in store.stamps()
    assert store.editing.redirects() == []
    told = {stone.article_id: stone.reason for stone in store.editing.tombstones()}
    assert told == {dropped: "当事人要求", last: "当事人要求"}


def test_what_readers_could_never_see_has_no_address(store: Store, merged: tuple[str, str], database_url: str) -> None:
    kept, dropped = merged
    store.editing.set_public(dropped, False, "陆知秋")
    assert store.editing.redirects() == []
    found = store.article(kept)
    assert found is not None
    draft = store.editing.save_draft(found.article, "草稿".encode(), "陆知秋")
    lead(database_url, {draft: kept})
    assert store.editing.redirects() == []
    assert store.editing.tombstones() == []


def test_a_circle_leads_nowhere_and_is_told(store: Store, merged: tuple[str, str], database_url: str) -> None:
    kept, dropped = merged
    lead(database_url, {kept: dropped})
    assert store.editing.redirects() == []
    assert store.editing.tombstones() == [Tombstone(name, CIRCLE, None) for name in sorted((kept, dropped))]
    with pytest.raises(StoreError, match="已撤回"):
        store.decisions.decide(dropped, [("campaign", "送清凉", Verdict.CONFIRMED)], "陆知秋")


_names = st.text("abcdef", min_size=1, max_size=1)


@given(st.dictionaries(_names, _names, min_size=1))
def test_a_chain_ends_at_what_leads_no_further_and_else_goes_in_a_circle(led: dict[str, str]) -> None:
    for start in led:
        at = start
        for _ in led:
            at = led.get(at, at)
        assert last_of(led, start) == (None if at in led else at)


def _name(one: Redirect) -> str:
    return one.article_id
