"""What a server may say against us: each is one sentence with what to do, and none holds a secret."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from tests.search.faulty_proxy import PRODUCT, Answer, proxy_before
from tests.servers import Server as RunningServer

from gongbao.core.errors import SearchError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import SearchBackend, Server, open_backend
from gongbao.search import open as open_archive
from gongbao.search.entries import FORMAT

MakeArticle = Callable[..., TaggedArticle]
SECRET = "s3cr3t-pass"


def backend(segmenter: Segmenter, **given: Any) -> SearchBackend:
    return open_backend("elasticsearch", Path(), segmenter, server=Server(**{"index": "refusals", **given}))


def sentence(ask: Callable[[], object]) -> str:
    with pytest.raises(SearchError) as refused:
        ask()
    told = str(refused.value)
    assert re.fullmatch(r"[^\n]+。", told), told
    assert SECRET not in told
    assert SECRET not in repr(refused.value.__dict__)
    return told


@pytest.fixture
def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://user:{SECRET}@127.0.0.1:{free.getsockname()[1]}"


def test_a_server_that_is_down_is_never_an_empty_result(segmenter: Segmenter, nobody: str, make: MakeArticle) -> None:
    index = backend(segmenter, urls=(nobody,), password=SECRET)
    asks: list[Callable[[], object]] = [
        lambda: index.search("工会"),
        index.count,
        index.needs_rebuild,
        index.indexed_versions,
        lambda: index.index([make("one", "甲")]),
        lambda: index.rebuild([]),
        lambda: index.delete(["one"]),
        lambda: list(index.every_hit("工会")),
        lambda: index.complete("工"),
    ]
    for ask in asks:
        told = sentence(ask)
        assert "连不上 Elasticsearch" in told
        assert "search.url" in told


def test_a_server_that_does_not_answer_in_time_is_told(
    segmenter: Segmenter, elasticsearch_url: str, make: MakeArticle
) -> None:
    with proxy_before(elasticsearch_url) as proxy:
        index = backend(segmenter, urls=(proxy.url,), timeout_seconds=1, index="refusals-slow")
        index.rebuild([make("one", "甲")])
        proxy.delay("/_search", 2.5)
        assert "1 秒内没有回答" in sentence(lambda: index.search("甲"))
        proxy.fault = lambda method, path: None
        assert index.search("甲").total == 1
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(index="refusals-slow-000001")


@pytest.mark.parametrize(("version", "old"), [("7.17.29", True), ("8.3.0", True), ("9.1.0", False), ("8.19.0", None)])
def test_a_server_of_another_version_is_told(
    segmenter: Segmenter, elasticsearch_url: str, version: str, old: bool | None
) -> None:
    def as_another(method: str, path: str) -> Answer | None:
        body = json.dumps({"name": "n", "version": {"number": version}, "tagline": "You Know, for Search"}).encode()
        return (200, PRODUCT, body) if path == "/" else None

    with proxy_before(elasticsearch_url) as proxy:
        proxy.fault = as_another
        told = sentence(lambda: backend(segmenter, urls=(proxy.url,)).search("甲"))
    if old is None:
        assert "还没有索引 refusals" in told
    else:
        assert f"是 Elasticsearch {version}" in told


class _Other(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def other_program() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Other) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_another_program_at_the_address_is_told(segmenter: Segmenter, other_program: str) -> None:
    assert "不是 Elasticsearch" in sentence(lambda: backend(segmenter, urls=(other_program,)).search("甲"))


@pytest.mark.parametrize("url", ["localhost", "http://", "ftp://localhost:9200", "http://localhost", "http://[x:1"])
def test_an_address_that_is_none_is_told(segmenter: Segmenter, url: str) -> None:
    assert "search.url" in sentence(lambda: backend(segmenter, urls=(url,)).search("甲"))


@pytest.fixture
def foreign(elasticsearch_url: str) -> Iterator[Callable[[dict[str, Any]], str]]:
    """An index behind an alias that another program, or another Gongbao, made."""
    with Elasticsearch(elasticsearch_url) as client:

        def make_index(meta: dict[str, Any]) -> str:
            client.indices.create(index="foreign-000001", mappings={"_meta": meta}, aliases={"foreign": {}})
            return elasticsearch_url

        yield make_index
        for name in client.indices.get(index="foreign*", features="aliases").body:
            client.indices.delete(index=name)


@pytest.mark.parametrize(("format_", "age"), [(FORMAT - 1, "旧"), (FORMAT + 1, "新")])
def test_an_index_of_another_gongbao_is_told_and_can_be_made_anew(
    segmenter: Segmenter, foreign: Callable[[dict[str, Any]], str], make: MakeArticle, format_: int, age: str
) -> None:
    url = foreign({"gongbao": {"format": format_, "fingerprint": ""}})
    index = backend(segmenter, urls=(url,), index="foreign")
    told = sentence(lambda: index.search("甲"))
    assert f"更{age}的工报写的" in told
    assert "gongbao index --rebuild" in told
    assert index.needs_rebuild()
    sentence(lambda: index.index([make("one", "甲")]))
    index.rebuild([make("one", "甲")])
    assert index.search("甲").total == 1


def test_an_index_of_another_program_is_left_alone(
    segmenter: Segmenter, foreign: Callable[[dict[str, Any]], str], make: MakeArticle
) -> None:
    index = backend(segmenter, urls=(foreign({}),), index="foreign")
    for ask in (lambda: index.search("甲"), lambda: index.index([make("one", "甲")]), lambda: index.rebuild([])):
        assert "不是工报的" in sentence(ask)


@pytest.fixture
def secured(secured_elasticsearch: RunningServer) -> dict[str, Any]:
    return {"urls": (secured_elasticsearch.url,), "ca": secured_elasticsearch.ca_path}


@pytest.fixture
def admin(secured_elasticsearch: RunningServer) -> Iterator[Elasticsearch]:
    known = (secured_elasticsearch.user, secured_elasticsearch.password)
    with Elasticsearch(
        secured_elasticsearch.url, ca_certs=str(secured_elasticsearch.ca_path), basic_auth=known
    ) as client:
        yield client


def api_key(admin: Elasticsearch, index: str, *privileges: str) -> str:
    rights = {"own": {"index": [{"names": [f"{index}*"], "privileges": list(privileges)}]}}
    return str(admin.security.create_api_key(name="test", role_descriptors=rights)["encoded"])


@pytest.mark.slow
def test_a_secured_server_lets_in_by_password_and_by_key(
    segmenter: Segmenter,
    secured: dict[str, Any],
    secured_elasticsearch: RunningServer,
    admin: Elasticsearch,
    make: MakeArticle,
) -> None:
    user, password = secured_elasticsearch.user, secured_elasticsearch.password
    by_password = backend(segmenter, **secured, user=user, password=password, index="let-in")
    by_password.rebuild([make("one", "甲")])
    key = api_key(admin, "let-in", "read", "write", "manage")
    by_key = backend(segmenter, **secured, api_key=key, index="let-in")
    assert by_key.search("甲").total == 1
    assert by_key.rebuild([make("one", "甲"), make("two", "甲")]) == 2
    reader = backend(
        segmenter, **secured, api_key=api_key(admin, "let-in", "read", "view_index_metadata"), index="let-in"
    )
    assert reader.search("甲", limit=0, facets=("kind",)).total == 2
    told = sentence(lambda: reader.index([make("three", "甲")]))
    assert "没有权限" in told
    assert "let-in*" in told
    elsewhere = backend(segmenter, **secured, api_key=api_key(admin, "other", "all"), index="let-in")
    assert "没有权限" in sentence(lambda: elsewhere.search("甲"))


@pytest.mark.slow
def test_a_secured_server_that_does_not_know_us_is_told(
    segmenter: Segmenter, secured: dict[str, Any], secured_elasticsearch: RunningServer, tmp_path: Path
) -> None:
    url = secured_elasticsearch.url
    assert "不认这个身份" in sentence(lambda: backend(segmenter, **secured).count())
    assert "不认这个身份" in sentence(lambda: backend(segmenter, **secured, user="elastic", password=SECRET).count())
    assert "search.api_key" in sentence(lambda: backend(segmenter, **secured, api_key=SECRET).count())
    assert "search.ca" in sentence(lambda: backend(segmenter, urls=(url,), user="elastic", password=SECRET).count())
    assert "search.ca" in sentence(lambda: backend(segmenter, urls=(url,), ca=tmp_path / "missing.pem").count())
    not_a_certificate = tmp_path / "ca.pem"
    not_a_certificate.write_text("not a certificate", encoding="ascii")
    assert "search.ca" in sentence(lambda: backend(segmenter, urls=(url,), ca=not_a_certificate).count())


def test_the_settings_open_the_server_and_no_secret_of_theirs_is_shown(
    elasticsearch_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ['backend = "elasticsearch"', f'url = "{elasticsearch_url}"', 'index = "by-settings"', 'user = ""']
    (tmp_path / "gongbao.toml").write_text("[search]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setenv("GONGBAO_SEARCH_PASSWORD", SECRET)
    index = open_archive(tmp_path)
    assert "还没有索引 by-settings" in sentence(lambda: index.search("甲"))
    assert SECRET not in repr(Server(password=SECRET, api_key=SECRET))
