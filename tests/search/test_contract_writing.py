"""What every engine must do when articles come, change and go: the same tests over each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gongbao.core.annotations import Annotations, Origin, Status, Tag
from gongbao.core.errors import SearchError
from gongbao.core.records import TaggedArticle
from gongbao.search import SearchBackend, version_of

MakeArticle = Callable[..., TaggedArticle]
OpenIndex = Callable[[], SearchBackend]


def ids(index: SearchBackend, query: str, **options: object) -> list[str]:
    return [hit.id for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


def test_an_article_indexed_again_replaces_itself(index: SearchBackend, make: MakeArticle) -> None:
    assert index.index([make("one", "旧标题"), make("two", "别的")]) == 2
    assert index.index([make("one", "新标题")]) == 1
    assert (index.count(), ids(index, "旧标题"), ids(index, "新标题")) == (2, [], ["one"])


def test_of_two_with_one_id_the_later_stays(index: SearchBackend, make: MakeArticle) -> None:
    assert index.index([make("one", "先来"), make("one", "后到")]) == 1
    assert (index.count(), ids(index, "先来"), ids(index, "后到")) == (1, [], ["one"])


def test_deleted_articles_are_gone(open_index: OpenIndex, own_archive: SearchBackend) -> None:
    assert own_archive.delete(["cool", "nobody", "cool"]) == 1
    for index in (own_archive, open_index()):
        assert index.count() == 4
        assert ids(index, "塔吊") == []
        assert "cool" not in index.indexed_versions()
        assert [count.value for count in index.search("*", facets=("district",)).facets["district"]] == [
            "大兴区",
            "房山区",
        ]


def test_what_was_indexed_is_found_by_another_program(open_index: OpenIndex, make: MakeArticle) -> None:
    reader = open_index()
    open_index().index([make("one", "劳模讲堂")])
    assert ids(reader, "劳模") == ["one"]
    open_index().index([make("two", "劳模讲堂")])
    assert ids(reader, "劳模") == ["one", "two"]
    open_index().rebuild([make("three", "劳模讲堂")])
    assert ids(reader, "劳模") == ["three"]


def test_rebuilding_forgets_what_is_not_given(own_archive: SearchBackend, make: MakeArticle) -> None:
    assert own_archive.rebuild([make("new", "新的存档")]) == 1
    assert ids(own_archive, "*") == ["new"]


def test_a_rebuild_that_fails_leaves_the_old_index(own_archive: SearchBackend, make: MakeArticle) -> None:
    def broken() -> list[TaggedArticle]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        own_archive.rebuild(article for part in ([make("new", "新的存档")], None) for article in (part or broken()))
    with pytest.raises(SearchError):
        own_archive.index([make("new", "新的存档"), make("", "没有编号")])
    assert set(ids(own_archive, "*")) == {"cool", "kick", "body", "words", "none"}


def test_the_index_knows_which_versions_it_holds(index: SearchBackend, make: MakeArticle) -> None:
    one, two = make("one", "一"), make("two", "二")
    assert index.indexed_versions() == {}
    index.index([one, two])
    assert index.indexed_versions() == {"one": version_of(one), "two": version_of(two)}
    changed = make("two", "二", district="房山区")
    assert version_of(changed) != version_of(two)
    index.index([changed])
    assert index.indexed_versions()["two"] == version_of(changed)
    stamped = TaggedArticle(one.article, one.annotations, stamp="the store's")
    index.index([stamped])
    assert index.indexed_versions()["one"] == "the store's"


def test_a_missing_index_is_not_an_empty_one(index: SearchBackend) -> None:
    assert index.needs_rebuild()
    assert index.delete(["any"]) == 0
    for look in (index.count, lambda: index.search("工会")):
        with pytest.raises(SearchError, match="还没有索引"):
            look()
    assert index.index([]) == 0
    assert not index.needs_rebuild()
    assert index.count() == 0
    assert index.search("工会").total == 0


def test_a_suggested_label_is_no_filter(index: SearchBackend, make: MakeArticle) -> None:
    tags = tuple(
        Tag("district", label, 0.5, status, Origin.MODEL)
        for label, status in (("通州区", Status.SUGGESTED), ("顺义区", Status.REJECTED), ("昌平区", Status.CONFIRMED))
    )
    index.index([replace(make("one", "一"), annotations=Annotations(tags))])
    assert [index.search(f"区:{name}").total for name in ("通州", "顺义", "昌平")] == [0, 0, 1]
    assert index.search("*").hits[0].labels["district"] == ("昌平区",)
