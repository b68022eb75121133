"""The whole job with Elasticsearch in place of the embedded engine, from the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

Run = Callable[..., subprocess.CompletedProcess[str]]
QUERIES = ("送清凉", '"职工"', "区:房山", "活动:慰问 -西瓜", "日期:2021 有图", "*")


@pytest.fixture
def on_a_server(elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elasticsearch]:
    """The settings of a server, in the environment as a newsroom would write its password there."""
    monkeypatch.setenv("GONGBAO_SEARCH_BACKEND", "elasticsearch")
    monkeypatch.setenv("GONGBAO_SEARCH_URL", elasticsearch_url)
    monkeypatch.setenv("GONGBAO_SEARCH_INDEX", "whole-job")
    with Elasticsearch(elasticsearch_url) as client:
        yield client
        for name in client.indices.get(index="whole-job-*", features="aliases").body:
            client.indices.delete(index=name)


def hits(gongbao: Run, query: str) -> list[tuple[str, str]]:
    printed = gongbao("search", query, "--limit", "0", "--format", "jsonl").stdout
    return [(row["id"], row["match"]) for row in map(json.loads, printed.splitlines())]


def test_a_build_fills_the_server_and_searches_answer_as_the_embedded_engine_does(
    gongbao: Run, sample_page: Path, on_a_server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    gongbao("build", sample_page)
    assert on_a_server.count(index="whole-job")["count"] == 7
    again = gongbao("build", sample_page)
    assert "7" in again.stdout
    assert sorted(on_a_server.indices.get(index="whole-job-*", features="aliases").body) == ["whole-job-000001"]
    status = json.loads(gongbao("status", "--format", "jsonl").stdout)
    assert (status["indexed"], status["to_index"]) == (7, 0)
    found = {query: sorted(hits(gongbao, query)) for query in QUERIES}
    gone = found["*"][0][0]
    gongbao("withdraw", gone, "--reason", "试")
    gongbao("index")
    assert gone not in {name for name, _ in hits(gongbao, "*")}
    gongbao("withdraw", gone, "--undo")
    gongbao("build", sample_page)
    gongbao("index", "--rebuild")
    monkeypatch.setenv("GONGBAO_SEARCH_BACKEND", "embedded")
    gongbao("build", sample_page)
    assert {query: sorted(hits(gongbao, query)) for query in QUERIES} == found


def test_a_server_that_is_down_is_a_sentence_and_the_store_keeps_what_was_read(
    gongbao: Run, sample_page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGBAO_SEARCH_BACKEND", "elasticsearch")
    monkeypatch.setenv("GONGBAO_SEARCH_URL", "http://127.0.0.1:9")
    for arguments in (("build", sample_page), ("search", "工会"), ("index",), ("status",), ("alerts",)):
        done = gongbao(*arguments, check=None)
        assert (done.returncode, done.stderr.count("\n")) in ((2, 1), (0, 0)), done.stderr
        assert done.returncode == 0 or "连不上 Elasticsearch" in done.stderr
    monkeypatch.setenv("GONGBAO_SEARCH_BACKEND", "embedded")
    gongbao("build", sample_page)
    assert len(hits(gongbao, "*")) == 7
