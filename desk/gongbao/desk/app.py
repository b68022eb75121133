"""The desk as an ASGI application: what it holds, its routes, and how what went wrong is told."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from gongbao.core.annotations import Annotations
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.desk import api, pages
from gongbao.desk.access import GuardedRoute, recognise
from gongbao.desk.attempts import Attempts
from gongbao.desk.hardening import BodyLimits, SecureHeaders
from gongbao.desk.index_updates import IndexUpdates
from gongbao.desk.oidc import provider_of
from gongbao.desk.refusals import Misunderstood, NotLoggedIn, NotThere, Refusal, TooOften
from gongbao.desk.rendering import Rendering, page
from gongbao.desk.sessions import Sessions
from gongbao.desk.state import Desk
from gongbao.project import Project

ROUTERS = (*pages.ROUTERS, *api.ROUTERS)
_log = logging.getLogger(__name__)
_BUG = "程序出错了，这不是您的错，已经记入日志：请再试一次，还不行就告诉管理员。"


def create_app(project: Project) -> FastAPI:
    """The desk of a project folder. Raises GongbaoError when its database or settings cannot be used."""
    desk = _desk(project)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        desk.updates.start()
        yield
        desk.updates.stop()

    app = FastAPI(
        title="工报 Gongbao",
        description="Tag suggestions, decisions and search for the newspaper's own systems.",
        lifespan=running,
        docs_url=None,  # FastAPI's pages for it load from other hosts
        redoc_url=None,
        openapi_url=None,  # served by a route with a rule, as everything
        redirect_slashes=False,
    )
    app.state.desk = desk
    app.router.route_class = GuardedRoute
    for router in ROUTERS:
        _include(app, router)
    app.add_exception_handler(GongbaoError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _bug)
    app.add_middleware(BodyLimits, most=project.settings.number("desk.max_bytes"))
    app.add_middleware(SecureHeaders, https=desk.sessions.https)
    return app


def _include(app: FastAPI, router: APIRouter) -> None:
    if not isinstance(router, APIRouter) or router.route_class is not GuardedRoute:
        raise TypeError("a router of the desk is made by new_router(): its routes are guarded")
    app.include_router(router)


def _desk(project: Project) -> Desk:
    from gongbao.pipeline import annotate, index, refresh

    settings = project.settings
    tagging = threading.Lock()

    def find(articles: Sequence[Article]) -> list[Annotations]:
        with tagging:
            return annotate(project, articles)

    def refresh_some(article_ids: Sequence[str]) -> None:
        with project.locked():
            refresh(project, article_ids, find)

    def catch_up() -> None:
        with project.locked():
            index(project)

    https = settings.text("desk.https") == "yes"
    return Desk(
        project=project,
        rendering=Rendering(settings),
        sessions=Sessions(project.store, settings.number("desk.session_hours"), https=https),
        attempts=Attempts(),
        updates=IndexUpdates(refresh_some, catch_up),
        provider=provider_of(settings),
        tagging=tagging,
    )


async def _told(request: Request, error: Exception) -> Response:
    """One sentence, as a page for a person and as JSON for a program."""
    if isinstance(error, NotLoggedIn) and error.back:
        return RedirectResponse(f"/login?back={error.back}", 303)
    status, sentence = _status_and_sentence(error)
    headers = {"retry-after": str(error.seconds)} if isinstance(error, TooOften) else {}
    if request.url.path.startswith("/api/"):
        body: dict[str, Any] = {"error": sentence}
        if isinstance(error, RequestValidationError):
            body["fields"] = [{"field": _field(one), "problem": one["msg"]} for one in error.errors()]
        return JSONResponse(body, status, headers)
    await recognise(request)
    answer = page(request, "error.html", status=status, title="没有做成", sentence=sentence)
    answer.headers.update(headers)
    return answer


def _status_and_sentence(error: Exception) -> tuple[int, str]:
    if isinstance(error, Refusal):
        return error.status, str(error)
    if isinstance(error, GongbaoError):
        return Misunderstood.status, str(error)
    if isinstance(error, RequestValidationError):
        fields = "、".join(dict.fromkeys(_field(one) for one in error.errors()))
        return Misunderstood.status, f"送来的内容不完整或写法不对（{fields}）：请改正再送。"
    assert isinstance(error, HTTPException)
    sentences: dict[int, Callable[[], str]] = {
        400: lambda: "送来的表单读不了，有一项太长或格式不对：请改短再送。",
        404: lambda: str(NotThere()),
        405: lambda: "这个地址不能这样用：请从页面上的按钮操作。",
    }
    return error.status_code, sentences.get(error.status_code, lambda: f"没有做成（{error.detail}）：请改正再送。")()


def _field(problem: Any) -> str:
    return ".".join(str(part) for part in problem["loc"][1:]) or "内容"


async def _bug(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)  # never the query: it may be private
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": _BUG}, 500)
    return page(request, "error.html", status=500, title="程序出错", sentence=_BUG)
