"""A real Elasticsearch on this machine without docker, for tests, benchmarks and trying things out.

    python -m scripts.elasticsearch_server run [--nodes 3] [--heap 512m] [--port 9200]

The server listens on 127.0.0.1 only and never outlives the process that started it.
"""

from __future__ import annotations

import argparse
import base64
import random
import secrets
import socket
import ssl
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Self

from scripts.elasticsearch_certificates import write_certificates
from scripts.elasticsearch_distribution import (
    VERSION,
    ServerError,
    account,
    fetch_distribution,
    refuse_closed,
    run_folder,
)
from scripts.elasticsearch_node import Launch, Node, give, megabytes

ADDRESS = "127.0.0.1"
USER = "elastic"
START_SECONDS = 180  # a start takes ten to twenty seconds of CPU, and machines are loaded
PORTS = range(20000, 32000)  # below those that the system gives to outgoing connections
MOST_NODES = 5


class Cluster:
    """One to five nodes that form a cluster; use it in a ``with`` or call start and stop.

    Without a folder the data lie in the cache and go with the end. ``quick`` starts sooner and takes
    less memory but serves slower: for tests, never for measurements. ``port`` is the first node's
    HTTP port, the next node's one more; without it free ports are chosen. ``settings`` are lines of
    elasticsearch.yml and win over ours.
    """

    def __init__(
        self,
        folder: Path | None = None,
        nodes: int = 1,
        heap: str = "512m",
        *,
        security: bool = False,
        tls: bool = False,
        settings: Mapping[str, object] | None = None,
        quick: bool = False,
        port: int | None = None,
    ) -> None:
        _refuse_impossible(nodes, security=security, tls=tls)
        self.password = secrets.token_urlsafe(18) if security else ""
        self.ca_path: Path | None = None
        self._given_folder = folder
        self._heap = megabytes(heap)
        self._settings = dict(settings or {})
        self._quick = quick
        self._security, self._tls = security, tls
        self._ports = list(_ports(nodes, port))
        self._nodes: list[Node] = []
        self._context: ssl.SSLContext | None = None
        self._until_stop = ExitStack()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of each node."""
        return tuple(f"{'https' if self._tls else 'http'}://{ADDRESS}:{http}" for http, _ in self._ports)

    def start(self) -> Self:
        """Start all nodes and return when they have found each other and answer."""
        if self._nodes:
            raise ServerError("Elasticsearch 已经启动，请先停止它。")
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop all nodes and return when their processes are gone."""
        nodes, self._nodes = self._nodes, []
        for node in nodes:
            node.ask_to_stop()
        for node in nodes:
            node.stop()
        self._until_stop.close()

    def kill(self, node: int) -> None:
        """End a node as a power cut would, and return when it is gone."""
        self._node(node).kill()

    def restart(self, node: int) -> None:
        """Start a node again that was killed, or stop and start one that runs; at the same address, with its data."""
        chosen = self._node(node)
        chosen.stop()
        chosen.start(self._meeting())
        running = sum(other.running for other in self._nodes)
        complete = running == len(self._nodes)  # only then has every shard a place to come back to
        self._await(chosen, {"wait_for_nodes": running} | ({"wait_for_status": "yellow"} if complete else {}))

    def pid(self, node: int = 0) -> int:
        """The process id of a node."""
        return self._node(node).pid

    def rss_bytes(self, node: int = 0) -> int:
        """The resident memory of a node."""
        return self._node(node).rss_bytes()

    def running(self, node: int = 0) -> bool:
        """Whether a node's process is there."""
        return self._node(node).running

    def _start(self) -> None:
        distribution, owner = fetch_distribution(), account()
        if self._security and not distribution.has_basics:
            raise ServerError(
                "带安全功能的 Elasticsearch 需要 javac，请安装 JDK 17（apt install default-jdk-headless）。"
            )
        folder = self._given_folder or self._until_stop.enter_context(run_folder())
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(0o755)
        refuse_closed(folder)
        passwords = {"bootstrap.password": self.password} if self._security else {}
        launch = Launch(distribution, owner, self._heap, self._quick, self._cluster_settings(folder, owner), passwords)
        self._nodes = [
            Node(f"n{order}", folder / f"n{order}", ports, launch) for order, ports in enumerate(self._ports)
        ]
        meeting = self._meeting()
        for node in self._nodes:
            node.start(meeting)
        for node in self._nodes:
            self._await(node, {"wait_for_nodes": len(self._nodes), "wait_for_status": "yellow"})

    def _cluster_settings(self, folder: Path, owner: str | None) -> dict[str, object]:
        snapshots = folder / "snapshots"
        snapshots.mkdir(exist_ok=True)
        give(snapshots, owner)
        settings: dict[str, object] = {
            "cluster.name": "gongbao",
            "network.host": ADDRESS,
            "path.repo": str(snapshots),
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "xpack.security.enabled": self._security,
        }
        if self._tls:
            readable = folder / "n0" / "config"  # the server may read certificates from nowhere else
            readable.mkdir(parents=True, exist_ok=True)
            files = write_certificates(readable)
            self.ca_path = files.authority
            self._context = ssl.create_default_context(cafile=str(files.authority))
            settings |= {
                "xpack.security.http.ssl.enabled": True,
                "xpack.security.http.ssl.certificate": str(files.certificate),
                "xpack.security.http.ssl.key": str(files.key),
            }
        return settings | self._settings

    def _meeting(self) -> dict[str, object]:
        """How the nodes find each other; only a cluster that never was may elect its first master by names."""
        if len(self._nodes) == 1:
            return {"discovery.type": "single-node"}
        seeds = [f"{ADDRESS}:{node.transport_port}" for node in self._nodes]
        if any(node.has_data for node in self._nodes):
            return {"discovery.seed_hosts": seeds}
        return {"discovery.seed_hosts": seeds, "cluster.initial_master_nodes": [node.name for node in self._nodes]}

    def _node(self, order: int) -> Node:
        if not self._nodes:
            raise ServerError("Elasticsearch 没有启动，请先启动它。")
        return self._nodes[order]

    def _await(self, node: Node, state: Mapping[str, object]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy(node, state):
            if not node.running:
                raise ServerError(f"Elasticsearch 节点 {node.name} 没能启动，请看它最后的日志：\n{node.last_words()}")
            if time.monotonic() > deadline:
                said = node.last_words()
                raise ServerError(
                    f"Elasticsearch 节点 {node.name} 在 {START_SECONDS} 秒内没有就绪，最后的日志：\n{said}"
                )
            time.sleep(0.1)

    def _healthy(self, node: Node, state: Mapping[str, object]) -> bool:
        query = "&".join(f"{name}={value}" for name, value in {**state, "timeout": "2s"}.items())
        credentials = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        connection = (
            HTTPSConnection(ADDRESS, node.http_port, timeout=10, context=self._context)
            if self._tls
            else HTTPConnection(ADDRESS, node.http_port, timeout=10)
        )
        try:
            headers = {"Authorization": f"Basic {credentials}"} if self._security else {}
            connection.request("GET", f"/_cluster/health?{query}", headers=headers)
            return connection.getresponse().status == 200  # 408 when the time was not enough
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _refuse_impossible(nodes: int, *, security: bool, tls: bool) -> None:
    if not 1 <= nodes <= MOST_NODES:
        raise ServerError(f"节点数应当是 1 到 {MOST_NODES}，请改正 nodes。")
    if security and nodes > 1:
        raise ServerError("带安全功能时这里只启动一个节点（多个节点还需要节点之间的 TLS），请去掉 nodes 或 security。")
    if tls and not security:
        raise ServerError("TLS 是安全功能的一部分，请同时打开 security。")


def _ports(nodes: int, first: int | None) -> Iterator[tuple[int, int]]:
    """An HTTP and a transport port for each node."""
    free = (port for port in random.sample(PORTS, len(PORTS)) if _is_free(port))
    for order in range(nodes):
        if first is not None and not _is_free(first + order):
            raise ServerError(f"端口 {first + order} 已被占用，请换一个端口。")
        yield next(free) if first is None else first + order, next(free)


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def main() -> int:
    """Run a server in the foreground until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    run = parser.add_subparsers(required=True).add_parser("run", help="在前台启动，按 Ctrl-C 停止")
    run.add_argument("--nodes", type=int, default=1, help="节点数（1–5）")
    run.add_argument("--heap", default="512m", help="每个节点的堆，例如 512m、2g")
    run.add_argument("--port", type=int, default=9200, help="第一个节点的端口")
    run.add_argument("--folder", type=Path, help="数据文件夹，停止后保留；不写则用后即删")
    run.add_argument("--security", action="store_true", help="需要密码")
    run.add_argument("--tls", action="store_true", help="用 https")
    given = vars(parser.parse_args())
    try:
        _serve(Cluster(**given))
    except KeyboardInterrupt:
        sys.stderr.write("已停止。\n")
    except ServerError as error:
        sys.stderr.write(f"错误：{error}\n")
        return 2
    return 0


def _serve(cluster: Cluster) -> None:
    sys.stderr.write(f"正在启动 Elasticsearch {VERSION}……（第一次要先下载约 100 MB）\n")
    with cluster:
        sys.stdout.write("\n".join(cluster.urls) + "\n")
        if cluster.password:
            sys.stdout.write(f"用户 {USER}，密码 {cluster.password}\n")
        if cluster.ca_path:
            sys.stdout.write(f"CA 证书 {cluster.ca_path}\n")
        sys.stdout.flush()
        sys.stderr.write("按 Ctrl-C 停止。\n")
        while any(cluster.running(order) for order in range(len(cluster.urls))):
            time.sleep(1)
    raise ServerError("Elasticsearch 自己停了，请加大 --heap 后再试。")


if __name__ == "__main__":
    sys.exit(main())
