"""Logging in and out."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.desk import passwords
from gongbao.desk.access import for_everyone, needs, visitor_of
from gongbao.desk.clock import now
from gongbao.desk.refusals import TooOften
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.sessions import cookie_name
from gongbao.desk.state import Desk, desk_of

router = new_router()
WRONG = "名字或密码不对：请再试一次；忘了密码，请管理员用 gongbao account password 重设。"


@router.get("/login")
@for_everyone
def login_page(request: Request, back: str = "/") -> Response:
    """The form; who is logged in already goes on."""
    if visitor_of(request).account is not None:
        return RedirectResponse(own_page(back), 303)
    return page(request, "login.html", title="登录", back=own_page(back), name="", problem="")


@router.post("/login")
@for_everyone
def log_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=2_000)] = "",
    back: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Open a session, always a new one."""
    desk = desk_of(request)
    keys = (f"name {name.strip()}", f"host {request.client.host if request.client else ''}")
    wait = desk.attempts.wait(keys, time.monotonic())
    if wait:
        raise TooOften(wait)
    if not _is_right(desk, name.strip(), password):
        desk.attempts.failed(keys, time.monotonic())
        return page(request, "login.html", status=401, title="登录", back=own_page(back), name=name, problem=WRONG)
    desk.attempts.succeeded(keys[0])
    old = request.cookies.get(cookie_name(desk.sessions.https))
    if old:
        desk.sessions.close(old)
    answer = RedirectResponse(own_page(back), 303)
    desk.sessions.set_cookie(answer, desk.sessions.open(name.strip(), now()))
    return answer


@router.post("/logout")
@needs(Role.REPORTER)
def log_out(request: Request) -> Response:
    """End the session, in the store too."""
    desk = desk_of(request)
    answer = RedirectResponse("/login", 303)
    desk.sessions.close(request.cookies.get(cookie_name(desk.sessions.https), ""))
    desk.sessions.clear_cookie(answer)
    return answer


def _is_right(desk: Desk, name: str, password: str) -> bool:
    accounts = desk.project.store.accounts
    account = accounts.find(name)
    digest = accounts.password_hash(name) if account is not None and not account.disabled else None
    if not passwords.matches(digest, password):
        return False
    if digest is not None and passwords.is_outdated(digest):
        accounts.set_password_hash(name, passwords.digest_of(password))
    return True


def own_page(address: str) -> str:
    """The address when it is a page of the desk, else its first page: no link to the log-in leads elsewhere."""
    parts = urlsplit(address)
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return address if own and address.isprintable() and "\\" not in address else "/"
