"""One Elasticsearch node: a JVM that is our direct child and ends with us.

The distribution's own launcher is a second JVM that reads the settings, starts the server and hands
it one message over its standard input. We write that message ourselves: the start costs a third
less, the process that we know is the server itself, and because the server ends when its standard
input does, it cannot outlive us, however we die.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import struct
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from scripts.elasticsearch_distribution import Distribution, ServerError

STOP_SECONDS = 30
SHOWN_LINES, SHOWN_CHARACTERS = 8, 400  # of a log and of a line of it, when a node cannot start

_GUARDED = "org.elasticsearch.entitlement,java.logging,java.net.http,java.naming,jdk.net,jdk.zipfs,jdk.management.agent"
# What the distribution's launcher gives to a small heap, less the logging of garbage collections.
_FLAGS = (
    *("-Xss1m", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"),
    *("-Djava.locale.providers=SPI,COMPAT", "-Djna.nosys=true", "-Des.distribution.type=zip"),
    *("-Des.networkaddress.cache.ttl=60", "-Des.networkaddress.cache.negative.ttl=10"),
    *("-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true", "-Dlog4j2.formatMsgNoLookups=true"),
    *("-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true"),
    *("-Dio.netty.recycler.maxCapacityPerThread=0", "-XX:+EnableDynamicAgentLoading"),
    *("-Djdk.attach.allowAttachSelf=true", "-XX:-OmitStackTraceInFastThrow"),
    f"--add-exports=java.base/org.elasticsearch.entitlement.bridge={_GUARDED}",
)
_FULL_SPEED = (
    "-XX:+UseG1GC",
    "-XX:+AlwaysPreTouch",
    "-XX:InitiatingHeapOccupancyPercent=30",
    "-XX:G1ReservePercent=15",
)
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
_MAIN = ("--add-modules=jdk.net,jdk.management.agent,ALL-MODULE-PATH", "-m")
_MAIN_CLASS = "org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch"

# To standard output only, which is a file of ours.
_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


@dataclass(frozen=True)
class Launch:
    """How every node of a cluster is started."""

    distribution: Distribution
    account: str | None  # None: as ourselves
    heap: int  # megabytes
    quick: bool  # C1 only and the serial collector: starts sooner, takes less memory, serves slower
    settings: Mapping[str, object]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Node:
    """A node by its name; its folder keeps data and log over restarts."""

    def __init__(self, name: str, folder: Path, ports: tuple[int, int], launch: Launch) -> None:
        self.name = name
        self.http_port, self.transport_port = ports
        self._folder = folder
        self._launch = launch
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def has_data(self) -> bool:
        """Whether this node has been part of a cluster before."""
        return (self._folder / "data" / "_state").is_dir()

    @property
    def running(self) -> bool:
        """Whether the server's process is there."""
        server = self._server  # another thread may be stopping it
        return server is not None and server.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the server."""
        if self._server is None or not self.running:
            raise ServerError(f"Elasticsearch 节点 {self.name} 没有在运行，请先启动它。")
        return self._server.pid

    def rss_bytes(self) -> int:
        """The resident memory of the server."""
        return int(psutil.Process(self.pid).memory_info().rss)

    def start(self, settings: Mapping[str, object]) -> None:
        """Start the server with these settings besides those of the cluster; it is not ready yet."""
        self._prepare_folder()
        own = {
            "path.home": str(self._launch.distribution.home),
            "path.data": str(self._folder / "data"),
            "path.logs": str(self._folder / "logs"),
            "node.name": self.name,
            "http.port": self.http_port,
            "transport.port": self.transport_port,
        }
        message = start_message({**own, **settings, **self._launch.settings}, self._launch.secrets, self._folder)
        self._server = server = self._spawn()
        assert server.stdin is not None
        with suppress(BrokenPipeError):  # when it has ended already; its log says why
            server.stdin.write(message)

    def stop(self) -> None:
        """Let the server end in good order, and wait until it has."""
        self.ask_to_stop()
        if self._server is not None:
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(STOP_SECONDS)
        self.kill()  # does nothing to one that has ended

    def ask_to_stop(self) -> None:
        """Begin to end the server, without waiting."""
        if self._server is not None:
            self._server.terminate()

    def kill(self) -> None:
        """End the server as a power cut would, and wait until it is gone."""
        server, self._server = self._server, None
        if server is not None:
            server.kill()
            server.wait()
            assert server.stdin is not None
            server.stdin.close()

    def last_words(self) -> str:
        """What the log says last that is more than information, without the frames of stack traces."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines() if self._log.exists() else []
        told = [line[:SHOWN_CHARACTERS] for line in lines if line.strip() and not line.startswith("\t")]
        grave = [line for line in told if "[INFO ]" not in line]
        return "\n".join((grave or told)[-SHOWN_LINES:])

    def _spawn(self) -> subprocess.Popen[bytes]:
        identity = pwd.getpwnam(self._launch.account) if self._launch.account else None
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603  # our own words, no shell
                self._words(),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env={**environment, "LIBFFI_TMPDIR": str(self._temporary)},
                user=identity.pw_uid if identity else None,
                group=identity.pw_gid if identity else None,
                extra_groups=[] if identity else None,
                start_new_session=True,  # Ctrl-C is for us; we stop the servers
            )

    @property
    def _log(self) -> Path:
        return self._folder / "console.log"

    @property
    def _temporary(self) -> Path:
        return self._folder / "tmp"

    def _prepare_folder(self) -> None:
        for name in ("config", "data", "logs", "tmp"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        shipped = self._launch.distribution.home / "config"
        for name in ("roles.yml", "role_mapping.yml", "users", "users_roles"):
            (self._folder / "config" / name).write_bytes((shipped / name).read_bytes())
        (self._folder / "config" / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        give(self._folder, self._launch.account)

    def _words(self) -> list[str]:
        home, heap = self._launch.distribution.home, self._launch.heap
        bridge = next((home / "lib" / "entitlement-bridge").glob("*.jar"))
        return [
            str(self._launch.distribution.java),
            *(f"-Xms{heap}m", f"-Xmx{heap}m", f"-XX:MaxDirectMemorySize={heap // 2}m"),
            *(_QUICK_START if self._launch.quick else _FULL_SPEED),
            *_FLAGS,
            f"-Djava.io.tmpdir={self._temporary}",
            f"-Des.path.home={home}",
            f"--patch-module=java.base={bridge}",
            f"--module-path={home / 'lib'}",
            *_MAIN,
            _MAIN_CLASS,
        ]


def megabytes(heap: str) -> int:
    """The size of a heap as people write it, for example 512m or 2g."""
    size = re.fullmatch(r"([1-9]\d*)([mg])", heap)
    if not size:
        raise ServerError(f"堆大小“{heap}”看不懂，请写成 512m 或 2g 这样。")
    return int(size[1]) * (1024 if size[2] == "g" else 1)


def give(folder: Path, account: str | None) -> None:
    """Make a folder and all below it the account's."""
    if account:
        identity = pwd.getpwnam(account)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, identity.pw_uid, identity.pw_gid, follow_symlinks=False)


def start_message(settings: Mapping[str, object], secrets: Mapping[str, str], folder: Path) -> bytes:
    """What the server of this version reads from its standard input before it starts.

    In order: whether to detach and whether to be quiet, the pid file, the secrets (an unlocked
    keystore: format, password, data, entries with their digests, whether closed), the settings, the
    folders of configuration and logs.
    """
    entries = b"".join(_text(name) + _secret(value.encode()) for name, value in secrets.items())
    keystore = _text("org.elasticsearch.common.settings.KeyStoreWrapper") + struct.pack(">i??", 4, False, False)
    keystore += _length(len(secrets)) + entries + b"\0"
    written = b"".join(_text(name) + b"\0" + _text(_plain(value)) for name, value in settings.items())
    folders = _text(str(folder / "config")) + _text(str(folder / "logs"))
    return b"\0\0\0" + keystore + _length(len(settings)) + written + folders


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(_plain, value))
    return value if isinstance(value, str) else json.dumps(value)


def _length(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _length(rest) if rest else bytes([low])


def _text(text: str) -> bytes:
    units = text.encode("utf-16-be")  # the server counts Java's characters, and writes each by itself
    characters = [chr(unit) for (unit,) in struct.iter_unpack(">H", units)]
    return _length(len(characters)) + "".join(characters).encode("utf-8", "surrogatepass")


def _secret(value: bytes) -> bytes:
    digest = hashlib.sha256(value).digest()
    return _length(len(value)) + value + _length(len(digest)) + digest
