"""Articles that tell the same are linked, none is dropped, whatever the order in which they came."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Reading, Source
from gongbao.core.store import Link, Store, schema
from gongbao.core.store.likeness import ALIKE, REPRINT

MakeReading = Callable[..., Reading]
STORY = (
    "码头工会把夜校办进了候工楼，每逢周三周五，桥吊司机和装卸工下了班就来上课，学识图、学急救，也学写家信。"
    "第一期请来退休技师罗桂芳讲吊具保养，她把用了三十年的笔记复印出来，人手一份，课后还留下来一个个答疑。"
    "学员们说，白天干活遇到的难处，晚上就有人讲明白，日子一长，班组里主动琢磨窍门的人多了，返工的活少了。"
    "工会打算秋天再开两个班，一个讲电气，一个讲普通话，家属也能报名，孩子可以在隔壁的小书屋里写作业、看书。"
    "开班那天下着小雨，候工楼里坐得满满当当，有人把安全帽垫在膝上当桌子，一笔一画地记，窗外的吊臂静静停着。"
    "散课以后，值夜的调度员送来热粥，大家端着碗继续讨论，怎样看钢丝绳的磨损，怎样在风大的夜里稳住吊具。"
)
OTHER = "山区线路巡检员的冬装换了新，领口和袖口都加了绒，工会请大家先试穿再定尺码，不合身的当场记下改好。" * 6
TITLE = ("夜校办进候工楼", STORY)


def linked(store: Store) -> list[Link]:
    ids = sorted(store.stamps())
    return sorted(
        {link for name in ids for link in store.likenesses.of(name)}, key=lambda link: (link.article_id, link.other_id)
    )


def test_a_reprint_of_another_day_is_linked_to_the_earlier_one(store: Store, make_reading: MakeReading) -> None:
    later = make_reading(("转载：夜校", STORY[:260]), name="b.txt", date="2021-07-09")
    [second] = store.save([later])
    [first] = store.save([make_reading(TITLE, ("冬装", OTHER), name="a.txt", date="2021-07-02")])
    [link] = store.likenesses.refresh()
    assert (link.article_id, link.other_id) == (second.articles[0], first.articles[0])
    assert link.kind == ALIKE
    assert store.counts().published == 3


def test_looking_again_finds_nothing_new(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(TITLE, name=f"{day}.txt", date=f"2021-07-0{day}") for day in (1, 2)])
    assert [link.kind for link in store.likenesses.refresh()] == [REPRINT]
    before = linked(store)
    assert store.likenesses.refresh() == []
    assert linked(store) == before


def test_a_withdrawn_article_is_linked_to_nothing_until_it_is_restored(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(TITLE, name=f"{day}.txt", date=f"2021-07-0{day}") for day in (1, 2)])
    [link] = store.likenesses.refresh()
    store.withdraw(link.other_id, "试")
    assert store.likenesses.of(link.article_id) == []
    store.likenesses.refresh()
    store.restore(link.other_id)
    assert store.likenesses.refresh() == [link]


def test_a_correction_that_makes_it_another_story_takes_the_link_away(store: Store, make_reading: MakeReading) -> None:
    store.save([make_reading(TITLE, ("冬装", OTHER), name=f"{day}.txt", date=f"2021-07-0{day}") for day in (1, 2)])
    assert len(store.likenesses.refresh()) == 2
    store.save(
        [make_reading((TITLE[0], "旧稿作废，全文另发。" * 30), ("冬装", OTHER), name="2.txt", date="2021-07-02")]
    )
    store.likenesses.refresh()
    assert len(linked(store)) == 1


@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))  # each makes two databases
@given(order=st.permutations(range(5)), cuts=st.sets(st.integers(1, 4)))
def test_order_and_batches_do_not_matter(make: Callable[[int], Reading], order: list[int], cuts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{Path(folder) / 'one.sqlite'}") as store:
        store.save([make(number) for number in range(5)])
        store.likenesses.refresh()
        at_once = linked(store)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{Path(folder) / 'many.sqlite'}") as store:
        edges = [0, *sorted(cuts), 5]
        for start, end in itertools.pairwise(edges):
            store.save([make(number) for number in order[start:end]])
            store.likenesses.refresh()
        assert linked(store) == at_once
    assert len(at_once) == 4


@pytest.fixture(scope="module")
def make() -> Callable[[int], Reading]:
    """Three printings of one story and two of another, each in a file of its own."""

    def made(number: int) -> Reading:
        text = (STORY, STORY[:250], STORY[20:], OTHER, OTHER[9:])[number]
        name, date = f"{number}.txt", IssueDate(2021, 7, number + 1)
        source = Source(name, text.encode(), f"{number:064x}", "utf-8", text, newspaper="ldwb", date=date)
        return Reading(source, (Article(f"题{number}", (text,), newspaper="ldwb", date=date, source=name),))

    return made


def _steps_of_kin(folder: Path, count: int, make_reading: MakeReading) -> int:
    """How many hundred instructions SQLite takes to tell which of so many articles have kin; each has one."""
    steps = 0

    def count_them() -> None:
        nonlocal steps
        steps += 1

    store = Store(f"sqlite:///{folder / f'{count}.sqlite'}")
    stories = [make_reading((f"第{number}期夜校", STORY), name=f"{number}.txt") for number in range(count)]
    ids = [outcome.articles[0] for outcome in store.save(stories)]
    with store._writing() as connection:
        pairs = zip(ids[::2], ids[1::2], strict=True)
        rows = [{"article_id": one, "other_id": other, "kind": REPRINT, "likeness": 1.0} for one, other in pairs]
        connection.execute(schema.article_link.insert(), rows)
    with store._reading() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(count_them, 100)
    assert len(store.likenesses.kin()) == count
    store.close()
    return steps


def test_telling_what_has_kin_takes_in_proportion_to_the_archive(tmp_path: Path, make_reading: MakeReading) -> None:
    few, many = (_steps_of_kin(tmp_path, count, make_reading) for count in (100, 800))
    assert 0 < few < many < 16 * few  # eight times as many articles; sixty-four times where every pair is looked up
