"""Fetches the Elasticsearch server for tests and benchmarks once, as Maven Central has it, and adds our small plugin.

Whatever is written here is written beside and renamed under one lock: a process that is killed in
the middle, or a second one at the same time, leaves nothing half done.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gongbao.core.errors import GongbaoError

VERSION = "8.19.21"
CACHE_VARIABLE = "GONGBAO_ELASTICSEARCH_CACHE"
ACCOUNT = "gongbao-es"  # Elasticsearch refuses to run as root
FETCH_SECONDS = 1800  # a hundred megabytes over a slow line

_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
_SHA256 = "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a"
_COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_PLUGIN_SOURCE = Path(__file__).with_name("elasticsearch_basics") / "BasicsPlugin.java"
_PLUGIN_DESCRIPTOR = f"""\
name=gongbao-basics
description=Analysis parts and the root address of a full distribution
version=1
elasticsearch.version={VERSION}
java.version=17
classname=gongbao.elasticsearch.BasicsPlugin
"""
_INSTALL = "请运行 sh scripts/install-test-packages.sh"


class ServerError(GongbaoError):
    """A test server that cannot be had; its text is the one sentence, if need be with the end of a log."""


@dataclass(frozen=True)
class Distribution:
    """An unpacked server that any account of this machine can read."""

    home: Path
    java: Path
    has_basics: bool  # whether our plugin is in it; without, native users, roles and API keys do not work


def fetch_distribution() -> Distribution:
    """The server from the cache, fetched with Maven at the first time."""
    java = _find_java()
    compiler = java.with_name("javac")
    made_of = (_PLUGIN_SOURCE.read_bytes(), _PLUGIN_DESCRIPTOR.encode())
    kind = hashlib.sha256(b"".join(made_of)).hexdigest()[:12] if compiler.exists() else "plain"
    home = cache_folder() / f"{VERSION}-{kind}"
    if not home.is_dir():
        with _cache_lock():
            if not home.is_dir():
                _assemble(home, compiler if compiler.exists() else None)
    return Distribution(home, java, compiler.exists())


def cache_folder() -> Path:
    """The folder that keeps the server and what runs; others may enter it, only we may write."""
    folder = Path(os.environ.get(CACHE_VARIABLE) or Path(tempfile.gettempdir()) / "gongbao-elasticsearch").absolute()
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    if folder.stat().st_uid != os.geteuid():
        raise ServerError(f"{folder} 属于另一个用户，请用环境变量 {CACHE_VARIABLE} 另指定一个文件夹。")
    refuse_closed(folder)
    return folder


def account() -> str | None:
    """The account that the server runs as: our own, or for root an unprivileged one, made when absent."""
    if os.geteuid() != 0:
        return None
    with _cache_lock():
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            words = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
            _run(words, "没能创建运行 Elasticsearch 的用户，请以 root 手动创建", seconds=60)
    return ACCOUNT


def refuse_closed(folder: Path) -> None:
    """Refuse, when we are root, a folder that the unprivileged account cannot reach."""
    if os.geteuid() == 0:
        closed = [one for one in (folder, *folder.absolute().parents) if not one.stat().st_mode & 0o001]
        if closed:
            raise ServerError(f"用户 {ACCOUNT} 进不去 {closed[0]}，请换一个其他用户能进入的文件夹。")


@contextmanager
def run_folder() -> Iterator[Path]:
    """A folder for one run, removed at its end; those of runs that were killed are removed now."""
    runs = cache_folder() / "runs"
    with _cache_lock():  # so that nobody takes a folder for dead between its making and its lock
        runs.mkdir(exist_ok=True)
        runs.chmod(0o755)
        for old in runs.iterdir():
            try:
                with FileLock(old / "lock", blocking=False):
                    shutil.rmtree(old, ignore_errors=True)
            except Timeout:
                continue  # its process lives
        folder = Path(tempfile.mkdtemp(dir=runs))
        folder.chmod(0o755)
        lock = FileLock(folder / "lock", thread_local=False)  # the thread that stops need not be the one that started
        lock.acquire()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _cache_lock() -> FileLock:
    return FileLock(cache_folder() / "lock")


def _find_java() -> Path:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if not found:
        raise ServerError(f"没有找到 Java 17，{_INSTALL}。")
    return Path(found).resolve()


def _assemble(home: Path, compiler: Path | None) -> None:
    for left in home.parent.glob("building-*"):  # of a process that was killed: we hold the lock
        shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix="building-", dir=home.parent))
    try:
        _fetch(building)
        unpacked = building / f"elasticsearch-{VERSION}"
        if compiler:
            _add_plugin(unpacked, compiler, building / "classes")
        for path in (unpacked, *unpacked.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        unpacked.rename(home)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise ServerError(f"没有找到 mvn，{_INSTALL}。")
    words = [maven, "-q", "-B", "-C", "-U", _COPY_GOAL, f"-Dartifact={_ARTIFACT}", f"-DoutputDirectory={folder}"]
    _run(words, f"Maven 没能取得 elasticsearch {VERSION}，请检查网络和 Maven 的设置", seconds=FETCH_SECONDS)
    archive = folder / f"elasticsearch-{VERSION}.zip"
    with archive.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != _SHA256:
            raise ServerError(f"取得的 {archive.name} 与记录的校验值不符，请清除 Maven 的本地缓存后重试。")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)


def _add_plugin(home: Path, compiler: Path, classes: Path) -> None:
    classes.mkdir()
    words = [str(compiler), "-nowarn", "--release", "17", "-d", str(classes), "-cp", f"{home}/lib/*"]
    _run([*words, str(_PLUGIN_SOURCE)], "插件没能编译，请检查 JDK 是否为 17 或更新", seconds=180)
    plugin = home / "plugins" / "gongbao-basics"
    plugin.mkdir(parents=True)
    (plugin / "plugin-descriptor.properties").write_text(_PLUGIN_DESCRIPTOR, encoding="utf-8")
    with zipfile.ZipFile(plugin / "gongbao-basics.jar", "w") as jar:
        for path in sorted(classes.rglob("*.class")):
            jar.write(path, path.relative_to(classes).as_posix())


def _run(words: list[str], failure: str, *, seconds: float) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # our own words, no shell
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"{failure}：{error}") from error
    if done.returncode:
        said = [line for line in done.stdout.replace("\x1b[0m", "").splitlines() if line.strip()]
        raise ServerError(f"{failure}：{said[0] if said else done.returncode}")
