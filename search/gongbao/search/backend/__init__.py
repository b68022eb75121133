"""Search backends by their config name. Nothing heavy is imported until a name is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongbao.core.errors import GongbaoError
from gongbao.core.words import Segmenter
from gongbao.search.backend.base import SearchBackend


def _embedded(folder: Path, segmenter: Segmenter) -> SearchBackend:
    from gongbao.search.backend.embedded import EmbeddedBackend

    return EmbeddedBackend(folder, segmenter)


def _elasticsearch(folder: Path, segmenter: Segmenter) -> SearchBackend:
    raise GongbaoError("这个版本还没有 Elasticsearch 引擎：请把设置 search.backend 改为 embedded。")


BACKENDS: dict[str, Callable[[Path, Segmenter], SearchBackend]] = {
    "embedded": _embedded,
    "elasticsearch": _elasticsearch,
}


def open_backend(name: str, folder: Path, segmenter: Segmenter) -> SearchBackend:
    """The engine of that name over the index in the folder, which need not exist yet; nothing is written."""
    load = BACKENDS.get(name)
    if load is None:
        raise GongbaoError(f"没有叫“{name}”的搜索引擎：设置 search.backend 可以是 {'、'.join(BACKENDS)}。")
    return load(folder, segmenter)
