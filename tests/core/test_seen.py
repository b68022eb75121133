"""What a person looked at and left as it is stays looked at, until it changes or somebody takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.core.test_decisions import FIRST, saved

from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.likeness import ALIKE, REPRINT
from gongbao.core.store.seen import Kind, discard_key, pair_key

MakeReading = Callable[..., Reading]
TEXT = "今日天气晴朗。" * 10


def test_marking_counts_what_is_new_and_taking_back_what_was_marked(store: Store) -> None:
    keys = [str(number) for number in range(1_200)]
    assert store.seen.mark(Kind.PAIR, keys[:700], "陆知秋") == 700
    assert store.seen.mark(Kind.PAIR, keys, "旁人") == 500
    assert store.seen.mark(Kind.DISCARD, ["0", "0"], "陆知秋") == 1
    assert store.seen.of(Kind.PAIR, ["0", "1199", "x"]) == {"0", "1199"}
    assert (store.seen.counts()[Kind.PAIR], store.seen.counts()[Kind.MISSING_DAY]) == (1_200, 0)
    assert store.seen.unmark(Kind.PAIR, keys[:600]) == 600
    assert store.seen.unmark(Kind.PAIR, ["x"]) == 0
    assert store.seen.unmark(Kind.PAIR) == 600
    assert store.seen.counts()[Kind.DISCARD] == 1


def test_a_key_that_no_database_takes_is_refused_with_a_sentence(store: Store) -> None:
    with pytest.raises(StoreError):
        store.seen.mark(Kind.PAIR, ["a\0b"], "陆知秋")
    assert store.seen.counts()[Kind.PAIR] == 0


def test_a_discard_that_was_looked_at_comes_back_when_its_words_change(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(FIRST, name="a.txt", date="2021-07-16", furniture=TEXT)])
    [(name, discard)] = store.reviewing.long_discards(10, 9)
    store.seen.mark(Kind.DISCARD, [discard_key(name, discard)], "陆知秋")
    assert store.reviewing.long_discards(10, 9) == []
    headline, body = FIRST
    store.save([make_reading((headline, body + "又及。"), name="a.txt", date="2021-07-16", furniture=TEXT, raw="二")])
    assert store.reviewing.long_discards(10, 9) == []  # read again with the same words
    store.save([make_reading(FIRST, name="a.txt", date="2021-07-16", furniture=TEXT + "晴转多云。", raw="三")])
    assert len(store.reviewing.long_discards(10, 9)) == 1


def test_discards_that_were_looked_at_do_not_hide_those_behind_them(store: Store, make_reading: MakeReading) -> None:
    readings = [make_reading(FIRST, name=f"{n}.txt", furniture=TEXT + "晴" * n) for n in range(6)]
    store.save(readings)
    longest = store.reviewing.long_discards(10, 4)
    store.seen.mark(Kind.DISCARD, [discard_key(*one) for one in longest], "陆知秋")
    assert len(store.reviewing.long_discards(10, 4)) == 2


def test_a_pair_and_an_article_without_district_are_left_out_and_not_counted(
    store: Store, make_reading: MakeReading
) -> None:
    headline, body = FIRST
    days = ("2021-07-16", "2021-08-20")
    store.save([make_reading((headline, body * 4), name=f"{day}.txt", date=day) for day in days])
    store.likenesses.refresh()
    total, [link] = store.reviewing.links((REPRINT, ALIKE), 9)
    store.seen.mark(Kind.PAIR, [pair_key(link)], "陆知秋")
    assert (total, store.reviewing.links((REPRINT, ALIKE), 9)) == (1, (0, []))
    store.seen.mark(Kind.NO_DISTRICT, [link.article_id], "陆知秋")
    count, listed = store.reviewing.without("district", 9)
    assert (count, [one.article_id for one in listed]) == (1, [link.other_id])
    assert store.reviewing.without("campaign", 9)[0] == 2
    store.seen.unmark(Kind.PAIR, [pair_key(link)])
    assert store.reviewing.links((REPRINT,), 9)[0] == 1


def test_a_district_that_is_there_needs_nobody_to_look(store: Store, make_reading: MakeReading) -> None:
    _, other = saved(store, make_reading)
    store.seen.mark(Kind.NO_DISTRICT, [other], "陆知秋")
    assert other not in {one.article_id for one in store.reviewing.without("district", 9)[1]}
