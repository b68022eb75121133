"""Search backends by their config name. Nothing heavy is imported until a name is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.core.errors import GongbaoError
from gongbao.core.normal import PRINTED, TextRule
from gongbao.core.words import Segmenter
from gongbao.search.backend.base import SearchBackend


@dataclass(frozen=True, slots=True)
class Server:
    """An Elasticsearch server, how to be let in, and which index of it is ours. Nothing of it is ever printed whole."""

    urls: tuple[str, ...] = ("http://localhost:9200",)
    index: str = "gongbao"  # the alias; the indices behind it are gongbao-000001 and so on
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)  # in place of user and password
    ca: Path | None = None  # PEM file of the authority that signed the server's certificate
    timeout_seconds: int = 30
    shards: int = 1
    replicas: int = 0


def _embedded(folder: Path, segmenter: Segmenter, rule: TextRule, server: Server) -> SearchBackend:
    from gongbao.search.backend.embedded import EmbeddedBackend

    return EmbeddedBackend(folder, segmenter, rule)


def _elasticsearch(folder: Path, segmenter: Segmenter, rule: TextRule, server: Server) -> SearchBackend:
    from gongbao.search.backend.elasticsearch import ElasticsearchBackend

    return ElasticsearchBackend(server, segmenter, rule)


BACKENDS: dict[str, Callable[[Path, Segmenter, TextRule, Server], SearchBackend]] = {
    "embedded": _embedded,
    "elasticsearch": _elasticsearch,
}


def open_backend(
    name: str, folder: Path, segmenter: Segmenter, rule: TextRule = PRINTED, server: Server | None = None
) -> SearchBackend:
    """The engine of that name over the index in the folder or on the server, which need not exist yet.

    Nothing is written, and nothing asked of a server, before the first call.
    """
    load = BACKENDS.get(name)
    if load is None:
        raise GongbaoError(f"没有叫“{name}”的搜索引擎：设置 search.backend 可以是 {'、'.join(BACKENDS)}。")
    return load(folder, segmenter, rule, server or Server())
