"""From a newsroom's settings to its search engine: what the command line and other programs open."""

from __future__ import annotations

from pathlib import Path

from gongbao.core.normal import text_rule
from gongbao.core.settings import Settings, load_settings
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.search.backend import Server, open_backend
from gongbao.search.backend.base import SearchBackend


def open(folder: Path | str = ".") -> SearchBackend:  # noqa: A001 (gongbao.search.open, as gzip.open)
    """The index of the archive in a project folder, by that folder's ``gongbao.toml`` and the environment.

    Nothing is read or asked before the first call. Raises GongbaoError for settings that cannot be used.
    """
    settings = load_settings(Path(folder))
    segmenter = load_segmenter(settings.text("words.engine"), settings.path("words.dictionary"))
    return open_with(settings, segmenter)


def open_with(settings: Settings, segmenter: Segmenter) -> SearchBackend:
    """The same for a program that has read its settings already."""
    return open_backend(
        settings.text("search.backend"),
        settings.folder / settings.text("archive.folder") / "index",
        segmenter,
        text_rule(traditional=settings.text("search.traditional") == "yes"),
        server_of(settings),
    )


def server_of(settings: Settings) -> Server:
    """The Elasticsearch server that the settings name."""
    return Server(
        urls=tuple(url.strip() for url in settings.text("search.url").split(",") if url.strip()),
        index=settings.text("search.index"),
        user=settings.text("search.user"),
        password=settings.text("search.password"),
        api_key=settings.text("search.api_key"),
        ca=settings.path("search.ca"),
        timeout_seconds=settings.number("search.timeout_seconds"),
        shards=settings.number("search.shards"),
        replicas=settings.number("search.replicas"),
    )
