"""What only Elasticsearch has: generations behind an alias, bulk, states that are kept open, its mapping."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from tests.search.faulty_proxy import proxy_before

from gongbao.core.errors import SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import SearchBackend, Server, open_backend
from gongbao.search.backend import elasticsearch as engine

MakeArticle = Callable[..., TaggedArticle]


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url) as opened:
        yield opened


@pytest.fixture
def alias(client: Elasticsearch, tmp_path: Path) -> Iterator[str]:
    """A name of one's own; what it names at the end is removed."""
    name = f"own-{abs(hash(tmp_path)):x}"
    yield name
    for index in client.indices.get(index=f"{name}*", features="aliases").body:
        client.indices.delete(index=index)


Opening = Callable[..., SearchBackend]


@pytest.fixture
def opening(elasticsearch_url: str, alias: str, segmenter: Segmenter) -> Opening:
    """Open the index of the alias, with other settings where given."""

    def open_it(**given: Any) -> SearchBackend:
        server = Server(**{"urls": (elasticsearch_url,), "index": alias, **given})
        return open_backend("elasticsearch", Path(), segmenter, server=server)

    return open_it


def many(make: MakeArticle, count: int, word: str = "工会") -> list[TaggedArticle]:
    return [make(f"{number:04d}", f"{word}的第{number}件事", f"说的是{word}。") for number in range(count)]


def behind(client: Elasticsearch, alias: str) -> list[str]:
    return sorted(client.indices.get(index=f"{alias}-*", features="aliases").body)


def test_a_search_running_all_the_while_never_sees_an_empty_or_half_index(opening: Opening, make: MakeArticle) -> None:
    """Three rebuilds of other sizes under two readers: each answer is one whole generation's."""
    sizes = (40, 70, 25, 55)
    opening().rebuild(many(make, sizes[0]))
    seen: list[tuple[int, int, int]] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def reader() -> None:
        index = opening()
        while not done.is_set():
            try:
                results = index.search("工会", limit=100, facets=("kind",))
                seen.append((results.total, len(results.hits), sum(c.count for c in results.facets["kind"])))
            except BaseException as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=reader) for _ in range(2)]
    for thread in readers:
        thread.start()
    for size in sizes[1:]:
        opening().rebuild(many(make, size))
    done.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert len(seen) > len(sizes)
    assert set(seen) <= {(size, size, size) for size in sizes}


def test_a_rebuild_leaves_one_generation_behind_the_alias(
    opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle
) -> None:
    index = opening()
    index.rebuild(many(make, 3))
    first = behind(client, alias)
    client.indices.create(index=f"{alias}-000007")  # what a rebuild that was killed leaves
    index.rebuild(many(make, 2))
    assert first == [f"{alias}-000001"]
    assert behind(client, alias) == [f"{alias}-000008"]


def test_a_rebuild_that_fails_leaves_nothing_of_itself(
    opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle
) -> None:
    index = opening()
    index.rebuild(many(make, 3))

    def cut_off() -> Iterator[TaggedArticle]:
        yield from many(make, 600)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.rebuild(cut_off())
    assert behind(client, alias) == [f"{alias}-000001"]
    assert index.count() == 3


def test_reading_all_hits_goes_on_in_one_state_while_the_index_is_replaced(
    opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PAGE", 7)
    index = opening()
    index.rebuild(many(make, 50))
    hits = index.every_hit("工会")
    read = [next(hits).id for _ in range(10)]
    index.delete([f"{number:04d}" for number in range(20)])
    monkeypatch.setattr("gongbao.search.backend.elasticsearch_indices._READERS_GRACE_SECONDS", 0.2)
    index.rebuild(many(make, 4, "书屋"))
    read += [hit.id for hit in hits]
    assert sorted(read) == [f"{number:04d}" for number in range(50)]
    assert len(behind(client, alias)) == 2  # it was still being read
    index.rebuild(many(make, 4, "书屋"))
    assert len(behind(client, alias)) == 1


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_a_page_beyond_what_a_server_sorts_at_once_is_read_too(
    opening: Opening, make: MakeArticle, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    index = opening()
    index.rebuild(many(make, 30))
    near = index.search("工会", limit=30, sort=sort, facets=("kind",))
    monkeypatch.setattr(engine, "_WINDOW", 10)
    monkeypatch.setattr(engine, "_PAGE", 4)
    far = index.search("工会", limit=12, offset=11, sort=sort, facets=("kind",))
    assert far.hits == near.hits[11:23]
    assert (far.total, far.facets) == (near.total, near.facets)


def test_the_mapping_is_strict(opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle) -> None:
    opening().index([make("one", "甲")])
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=alias, document={"colour": "red"})


def test_tags_and_people_are_there_for_other_programs(
    opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle
) -> None:
    opening().index([make("one", "甲", district="房山区", byline=("何远山",))])
    for path, wanted in (
        ("tags", {"tags.label": "房山区", "tags.status": "set", "tags.origin": "rule"}),
        ("people", {"people.name": "何远山", "people.role": "记者", "people.credit": "byline"}),
    ):
        filters = [{"term": {field: value}} for field, value in wanted.items()]
        query = {"nested": {"path": path, "query": {"bool": {"filter": filters}}}}
        assert client.search(index=alias, query=query)["hits"]["total"]["value"] == 1


def test_a_document_that_is_refused_is_named_and_the_others_are_written(opening: Opening, make: MakeArticle) -> None:
    index = opening()
    index.index([make("before", "前面的")])
    with pytest.raises(SearchError, match=r"有 1 篇没有写进索引（bad：.*\[column\].*）") as refused:
        index.index([make("one", "甲甲"), make("bad", "乙", column="长" * 12_000), make("two", "甲甲")])
    assert "再运行一次。" in str(refused.value)
    index.index([])
    assert {hit.id for hit in index.search("*").hits} == {"before", "one", "two"}


def test_a_server_that_has_no_room_is_asked_again(
    opening: Opening, elasticsearch_url: str, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for the whole request, then for single documents in it."""
    monkeypatch.setattr("gongbao.search.backend.elasticsearch_writer._FIRST_PAUSE_SECONDS", 0.05)
    with proxy_before(elasticsearch_url) as proxy:
        index = opening(urls=(proxy.url,))
        index.index(many(make, 3))
        proxy.refuse("/_bulk", 429, 2)
        assert index.index(many(make, 10)) == 10
        item = b'{"took":1,"errors":true,"items":[{"index":{"_id":"0000","status":429,"error":{"type":"busy"}}}]}'
        proxy.refuse("/_bulk", 200, 1, item)
        assert index.index(many(make, 1, "书屋")) == 1
        assert index.search("书屋").total == 1
        assert sum(line.endswith("/_bulk") for line in proxy.asked) == 6


def test_documents_are_prepared_no_faster_than_they_are_taken(
    opening: Opening, elasticsearch_url: str, make: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.search.backend.elasticsearch_writer.BATCH", 10)
    with proxy_before(elasticsearch_url) as proxy:
        index = opening(urls=(proxy.url,))
        index.index([])
        given = 0
        ahead: list[int] = []

        def counted() -> Iterator[TaggedArticle]:
            nonlocal given
            for article in many(make, 100):
                given += 1
                ahead.append(given - 10 * sum(line.endswith("/_bulk") for line in proxy.asked))
                yield article

        proxy.delay("/_bulk", 0.05)
        assert index.index(counted()) == 100
        assert max(ahead) <= 40


def test_an_index_that_is_replaced_under_a_search_is_searched_again(
    opening: Opening, elasticsearch_url: str, make: MakeArticle
) -> None:
    with proxy_before(elasticsearch_url) as proxy:
        index = opening(urls=(proxy.url,))
        index.rebuild(many(make, 3))
        assert index.count() == 3
        proxy.refuse("/_search", 404, 1, b'{"error":{"type":"index_not_found_exception","reason":"gone"},"status":404}')
        assert index.search("工会").total == 3


def test_half_an_answer_is_none(opening: Opening, client: Elasticsearch, alias: str, make: MakeArticle) -> None:
    """A shard without a place cannot answer, and the search says that it could not look."""
    index = opening(shards=2)
    index.rebuild(many(make, 20))
    current = next(iter(client.indices.get_alias(name=alias).body))
    client.indices.close(index=current)
    with pytest.raises(SearchError, match="。"):
        index.search("工会")
