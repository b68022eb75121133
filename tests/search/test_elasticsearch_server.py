"""The launcher of a real Elasticsearch: what starts answers, what is killed is gone, what is stopped leaves nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from elasticsearch import AuthenticationException, AuthorizationException, Elasticsearch
from scripts.elasticsearch_distribution import VERSION, ServerError, cache_folder, run_folder
from scripts.elasticsearch_server import Cluster
from tests.servers import Server

pytestmark = pytest.mark.slow

KEEPS_A_SERVER = """
import time
from scripts.elasticsearch_distribution import run_folder
from scripts.elasticsearch_server import Cluster
with run_folder() as folder, Cluster(folder / "数据", quick=True) as cluster:
    print(cluster.pid(), flush=True)
    time.sleep(600)
"""


@pytest.fixture
def secured(secured_elasticsearch: Server) -> Iterator[Elasticsearch]:
    """A client that is the built-in user."""
    server = secured_elasticsearch
    with Elasticsearch(server.url, basic_auth=(server.user, server.password), ca_certs=str(server.ca_path)) as client:
        yield client


def listens(url: str) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


def wait_until(true: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


def test_the_shared_server_is_the_version_that_we_fetch(elasticsearch_url: str) -> None:
    with Elasticsearch(elasticsearch_url) as client:
        nodes = client.nodes.info()["nodes"].values()
    assert {node["version"].split(".")[0] for node in nodes} == {VERSION.split(".")[0]}


def test_the_root_address_greets_as_a_full_distribution_does(secured: Elasticsearch) -> None:
    assert secured.info()["version"]["number"] == VERSION
    assert secured.ping()


def test_a_secured_server_refuses_whoever_has_no_password(secured_elasticsearch: Server) -> None:
    with (
        Elasticsearch(secured_elasticsearch.url, ca_certs=str(secured_elasticsearch.ca_path)) as client,
        pytest.raises(AuthenticationException) as refused,
    ):
        client.cluster.health()
    assert refused.value.status_code == 401


def test_a_restricted_api_key_may_do_what_it_names_and_nothing_else(
    secured: Elasticsearch, secured_elasticsearch: Server
) -> None:
    secured.index(index="launcher-open", id="1", document={"headline": "送清凉"}, refresh=True)
    secured.index(index="launcher-closed", id="1", document={"headline": "内部"}, refresh=True)
    reader = {"reader": {"indices": [{"names": ["launcher-open"], "privileges": ["read"]}]}}
    key = secured.security.create_api_key(name="reader", role_descriptors=reader)
    server = secured_elasticsearch
    with Elasticsearch(server.url, api_key=key["encoded"], ca_certs=str(server.ca_path)) as client:
        assert client.get(index="launcher-open", id="1")["found"]
        for method, path in (("GET", "/launcher-closed/_doc/1"), ("DELETE", "/launcher-open/_doc/1"), ("GET", "/")):
            with pytest.raises(AuthorizationException) as refused:
                client.perform_request(method, path)
            assert refused.value.status_code == 403
    secured.indices.delete(index=["launcher-open", "launcher-closed"])


def test_a_native_user_with_a_role_of_its_own_can_sign_in(
    secured: Elasticsearch, secured_elasticsearch: Server
) -> None:
    secured.security.put_role(name="watcher", cluster=["monitor"])
    secured.security.put_user(username="lilan", password="qingliang-2021", roles=["watcher"])
    server = secured_elasticsearch
    with Elasticsearch(server.url, basic_auth=("lilan", "qingliang-2021"), ca_certs=str(server.ca_path)) as client:
        assert client.security.authenticate()["username"] == "lilan"


def test_a_node_that_is_killed_is_gone_and_comes_back_with_what_it_had_acknowledged() -> None:
    with Cluster(quick=True) as cluster:
        (url,) = cluster.urls
        with Elasticsearch(url) as client:
            client.index(index="kept", id="1", document={"headline": "西瓜"})
        assert cluster.rss_bytes() > 100 * 2**20
        killed = cluster.pid()
        cluster.kill(0)
        assert not psutil.pid_exists(killed)
        assert not listens(url)
        cluster.restart(0)
        assert cluster.pid() != killed
        with Elasticsearch(url) as client:
            assert client.get(index="kept", id="1")["found"]
        process = psutil.Process(cluster.pid())
        folder = Path(process.cwd())
    assert not process.is_running()
    assert not listens(url)
    assert not folder.exists()


def test_a_server_ends_when_the_process_that_started_it_is_killed(root: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KEEPS_A_SERVER], cwd=root, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        server = int(owner.stdout.readline())
        folder = Path(psutil.Process(server).cwd())
        assert folder.parent.name == "数据"
        owner.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not psutil.pid_exists(server))
    assert folder.exists()
    with run_folder():
        assert not folder.exists(), "the next run removes what a killed one left"


def test_a_server_that_cannot_start_says_why() -> None:
    with pytest.raises(ServerError, match=r"(?s)没能启动.*no\.such\.setting"):
        Cluster(settings={"no.such.setting": "1"}, quick=True).start()


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"nodes": 0}, "节点数"),
        ({"nodes": 6}, "节点数"),
        ({"nodes": 3, "security": True}, "只启动一个节点"),
        ({"tls": True}, "同时打开 security"),
        ({"heap": "lots"}, "512m"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wanted: dict[str, object], sentence: str) -> None:
    with pytest.raises(ServerError, match=sentence):
        Cluster(**wanted)  # type: ignore[arg-type]


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"端口 {port} 已被占用"):
            Cluster(port=port)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_folder_that_the_servers_account_cannot_enter_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(ServerError, match="进不去"):
        Cluster(tmp_path / "data").start()


def test_a_cache_of_another_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGBAO_ELASTICSEARCH_CACHE", "/tmp")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(ServerError, match="属于另一个用户"):
        cache_folder()
