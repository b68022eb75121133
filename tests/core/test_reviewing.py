"""What is to be reviewed is listed and counted; decisions of one moment can be taken back as they were."""

from __future__ import annotations

from collections.abc import Callable

from tests.core.test_decisions import CAMPAIGN, FIRST, saved

from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.likeness import ALIKE, REPRINT

MakeReading = Callable[..., Reading]


def test_progress_counts_what_people_decided_of_all_tags(store: Store, make_reading: MakeReading) -> None:
    first, _ = saved(store, make_reading)
    assert (store.reviewing.progress().decided, store.reviewing.progress().total) == (0, 4)
    store.decisions.decide(first, [(*CAMPAIGN, "confirmed"), ("activity", "慰问", "rejected")], "陆知秋")
    assert (store.reviewing.progress().decided, store.reviewing.progress().open) == (2, 2)


def test_an_article_is_without_a_label_when_readers_see_none(store: Store, make_reading: MakeReading) -> None:
    first, other = saved(store, make_reading)
    assert store.reviewing.without("campaign", 9) == (0, [])
    assert store.reviewing.without("activity", 1)[0] == 2  # a suggestion is not seen
    assert len(store.reviewing.without("activity", 1)[1]) == 1
    store.decisions.decide(first, [(*CAMPAIGN, "rejected")], "陆知秋")
    [waiting] = store.reviewing.without("campaign", 9)[1]
    assert (waiting.article_id, waiting.date) == (first, "2021-07")
    store.withdraw(first, "事实有误")
    assert store.reviewing.without("campaign", 9) == (0, [])
    assert store.reviewing.without("district", 9)[1][0].article_id == other


def test_pairs_that_tell_the_same_are_listed_while_both_are_published(store: Store, make_reading: MakeReading) -> None:
    headline, body = FIRST
    printed = make_reading((headline, body * 4), name="a.txt", date="2021-07-16")
    again = make_reading((headline, body * 4), name="b.txt", date="2021-08-20")
    store.save([printed, again])
    store.likenesses.refresh()
    total, [link] = store.reviewing.links((REPRINT, ALIKE), 9)
    assert (total, link.kind) == (1, REPRINT)
    assert store.reviewing.links((ALIKE,), 9) == (0, [])
    store.withdraw(link.other_id, "重复")
    assert store.reviewing.links((REPRINT,), 9) == (0, [])


def test_long_discards_and_the_days_of_a_newspaper(store: Store, make_reading: MakeReading) -> None:
    text = "今日天气晴朗。" * 10
    store.save(
        [make_reading(FIRST, name="a.txt", date="2021-07-16", furniture=text), make_reading(FIRST, name="b.txt")]
    )
    [(name, discard)] = store.reviewing.long_discards(len(text), 9)
    assert (name, discard.text) == ("a.txt", text)
    assert store.reviewing.long_discards(len(text) + 1, 9) == []
    assert store.reviewing.days("ldwb") == ["2021-07-16"]
    assert store.reviewing.days("other") == []


def test_the_inverse_of_a_moment_s_decisions_brings_back_what_stood_before(
    store: Store, make_reading: MakeReading
) -> None:
    first, other = saved(store, make_reading)
    store.decisions.decide(first, [(*CAMPAIGN, "rejected")], "旁人")
    made = store.decisions.decide_all([first, other], [(*CAMPAIGN, "confirmed")], "陆知秋")
    moment = made[0].recorded_at
    assert store.decisions.inverse("陆知秋", moment) == {
        (*CAMPAIGN, "rejected"): [first],
        (*CAMPAIGN, "undone"): [other],
    }
    assert store.decisions.inverse("旁人", moment) == {}
    store.decisions.decide(other, [(*CAMPAIGN, "rejected")], "旁人")
    assert store.decisions.inverse("陆知秋", moment) == {(*CAMPAIGN, "rejected"): [first]}
