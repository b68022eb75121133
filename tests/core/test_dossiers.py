"""Dossiers keep their order and their notes, and hold nothing that the archive does not have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.errors import StoreError
from gongbao.core.records import Reading
from gongbao.core.store import Store
from gongbao.core.store.dossiers import Dossier, DossierItem


@pytest.fixture
def ids(store: Store, make_reading: Callable[..., Reading]) -> list[str]:
    """Four articles."""
    [outcome] = store.save([make_reading(*((f"标题{number}", f"第{number}篇正文。") for number in range(4)))])
    return list(outcome.articles)


@pytest.fixture
def dossier(store: Store, ids: list[str]) -> Dossier:
    """One with the four in it."""
    made = store.dossiers.create("高温", "陆知秋")
    assert store.dossiers.add(made.id, ids) == 4
    return made


def contents(store: Store, dossier_id: int) -> list[str]:
    found = store.dossiers.find(dossier_id)
    assert found is not None
    return [item.article_id for item in found.items]


def test_a_dossier_comes_back_as_it_was_filled(store: Store, dossier: Dossier, ids: list[str]) -> None:
    store.dossiers.note(dossier.id, ids[1], " 配图可用 ")
    found = store.dossiers.find(dossier.id)
    assert found is not None
    assert (found.name, found.owner, found.created_at) == ("高温", "陆知秋", dossier.created_at)
    assert found.items[1] == DossierItem(ids[1], "配图可用")
    assert store.dossiers.find(dossier.id + 1) is None


def test_an_article_is_in_a_dossier_once_and_keeps_its_place_and_note(
    store: Store, dossier: Dossier, ids: list[str]
) -> None:
    store.dossiers.note(dossier.id, ids[0], "头条")
    assert store.dossiers.add(dossier.id, [ids[0], ids[0]]) == 0
    found = store.dossiers.find(dossier.id)
    assert found is not None
    assert found.items == (DossierItem(ids[0], "头条"), *(DossierItem(name) for name in ids[1:]))


@pytest.mark.parametrize(
    ("moved", "position", "order"),
    [(3, 0, [3, 0, 1, 2]), (0, 2, [1, 2, 0, 3]), (1, 99, [0, 2, 3, 1]), (2, -5, [2, 0, 1, 3]), (1, 1, [0, 1, 2, 3])],
)
def test_an_article_moves_to_its_new_place(
    store: Store, dossier: Dossier, ids: list[str], moved: int, position: int, order: list[int]
) -> None:
    store.dossiers.move(dossier.id, ids[moved], position)
    assert contents(store, dossier.id) == [ids[place] for place in order]


def test_what_is_taken_out_is_gone_with_its_note_and_leaves_no_gap(
    store: Store, dossier: Dossier, ids: list[str]
) -> None:
    store.dossiers.note(dossier.id, ids[1], "旧")
    assert store.dossiers.remove(dossier.id, [ids[1], "没有"]) == 1
    store.dossiers.move(dossier.id, ids[3], 1)
    store.dossiers.add(dossier.id, [ids[1]])
    assert contents(store, dossier.id) == [ids[0], ids[3], ids[2], ids[1]]
    found = store.dossiers.find(dossier.id)
    assert found is not None
    assert found.items[3].note == ""


def test_an_unknown_article_leaves_the_dossier_as_it_was(store: Store, dossier: Dossier, ids: list[str]) -> None:
    with pytest.raises(StoreError, match="没有编号为 没有 的文章"):
        store.dossiers.add(dossier.id, ["没有"])
    with pytest.raises(StoreError, match="专题夹里没有 没有"):
        store.dossiers.move(dossier.id, "没有", 0)
    with pytest.raises(StoreError, match="专题夹里没有 没有"):
        store.dossiers.note(dossier.id, "没有", "试")
    assert contents(store, dossier.id) == ids


def test_a_dossier_holds_no_more_than_a_page_can_show(
    store: Store, dossier: Dossier, make_reading: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.core.store.dossiers.MOST_ITEMS", 4)
    [outcome] = store.save([make_reading(("又一篇", "正文。"), name="b.txt")])
    with pytest.raises(StoreError, match="最多放 4 篇"):
        store.dossiers.add(dossier.id, outcome.articles)


def test_names_are_one_persons_own(store: Store, dossier: Dossier) -> None:
    other = store.dossiers.create("高温", "韩若谷")
    second = store.dossiers.create("送书", "陆知秋")
    assert [one.name for one in store.dossiers.all()] == ["送书", "高温", "高温"]
    assert [one.id for one in store.dossiers.all("陆知秋")] == [second.id, dossier.id]
    with pytest.raises(StoreError, match="已经有叫“高温”的专题夹"):
        store.dossiers.create(" 高温 ", "陆知秋")
    with pytest.raises(StoreError, match="已经有叫“高温”的专题夹"):
        store.dossiers.rename(second.id, "高温")
    store.dossiers.rename(second.id, "读书")
    with pytest.raises(StoreError, match="专题夹要有名字"):
        store.dossiers.rename(second.id, " ")
    store.dossiers.delete(other.id)
    assert [one.name for one in store.dossiers.all()] == ["读书", "高温"]


def test_a_dossier_that_was_deleted_is_told_in_a_sentence(store: Store, dossier: Dossier, ids: list[str]) -> None:
    store.dossiers.delete(dossier.id)
    for change in (
        lambda: store.dossiers.rename(dossier.id, "新"),
        lambda: store.dossiers.add(dossier.id, ids),
        lambda: store.dossiers.remove(dossier.id, ids),
        lambda: store.dossiers.move(dossier.id, ids[0], 0),
        lambda: store.dossiers.note(dossier.id, ids[0], "试"),
        lambda: store.dossiers.delete(dossier.id),
    ):
        with pytest.raises(StoreError, match="没有这个专题夹"):
            change()
    assert store.article(ids[0]) is not None
