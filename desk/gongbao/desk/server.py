"""Runs the desk with uvicorn, in one process or in several."""

from __future__ import annotations

import logging
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.settings import Settings
from gongbao.desk.app import create_app
from gongbao.desk.listening import shared
from gongbao.pipeline import annotate
from gongbao.project import Project

KEPT_OPEN = 15  # seconds that a connection waits for the next request
MOST_CONNECTIONS = 512  # of a process; beyond it the desk says so at once: a newsroom has fewer people than that
GRACE = 10  # seconds that requests get to end when the desk is stopped
_FOLDER = "GONGBAO_DESK_PROJECT"  # how the processes are told whose desk they are


def serve(project: Project, host: str, port: int) -> None:
    """Serve until it is interrupted; with the setting ``desk.workers`` above 1, in as many processes."""
    _log_to_stderr()
    workers = project.settings.number("desk.workers")
    if workers == 1:
        app = create_app(project)
        _load_beforehand(project)
        uvicorn.Server(configuration(project.settings, app, host=host, port=port)).run()
        return
    os.environ[_FOLDER] = str(project.settings.folder)
    options = options_of(project.settings) | {"host": host, "port": port, "workers": workers}
    config = uvicorn.Config(f"{__name__}:app_of_environment", factory=True, **options)
    with shared(config.bind_socket()) as listening:
        # asyncio does this for sockets of its own making only; without it an answer waits 40 ms for the client's ACK.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Multiprocess(config, sockets=[listening]).run()


def app_of_environment() -> FastAPI:
    """The desk of the folder that ``serve`` left in the environment, in a process of its own."""
    _log_to_stderr()
    project = Project(Path(os.environ[_FOLDER]))
    app = create_app(project)
    _load_beforehand(project)
    return app


def _load_beforehand(project: Project) -> None:
    """Load, beside the desk's start, what its first story and first search would wait seconds for."""

    def load() -> None:
        with suppress(GongbaoError):  # whoever needs it is told
            annotate(project, [Article("", ("",))])
            project.backend.needs_rebuild()

    threading.Thread(target=load, name="load beforehand", daemon=True).start()


def configuration(settings: Settings, app: FastAPI, **address: Any) -> uvicorn.Config:
    """How uvicorn runs the desk."""
    return uvicorn.Config(app, **options_of(settings), **address)


def options_of(settings: Settings) -> dict[str, Any]:
    """uvicorn's options. The addresses that were asked for are not logged: queries are private."""
    trusted = settings.text("desk.proxies")
    return {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "timeout_keep_alive": KEPT_OPEN,
        "timeout_graceful_shutdown": GRACE,
        "limit_concurrency": MOST_CONNECTIONS,
        "proxy_headers": bool(trusted),
        "forwarded_allow_ips": trusted or None,
    }


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
