"""Logging in through the newsroom's OpenID Connect provider."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.desk.access import for_everyone
from gongbao.desk.clock import now
from gongbao.desk.oidc import Journey, Provider
from gongbao.desk.pages.login import own_page
from gongbao.desk.refusals import NotThere, Refusal, WrongOrigin
from gongbao.desk.routing import new_router
from gongbao.desk.state import Desk, desk_of

router = new_router()
_COOKIE = "gongbao-journey"
_PATH = "/login"
_MINUTES_AWAY = 10  # to log in at the provider


class UnknownHere(Refusal):
    """The provider knows the person, the desk has no account for them."""

    status = 403

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”在编辑台还没有可用的账号：请管理员用 gongbao account add {name} 开一个。")


@router.get("/login/oidc")
@for_everyone
def leave(request: Request, back: str = "/") -> Response:
    """Go to the provider."""
    desk = desk_of(request)
    address, journey = _provider(desk).leave(own_page(back))
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        _COOKIE,
        json.dumps(asdict(journey)).encode().hex(),
        max_age=_MINUTES_AWAY * 60,
        path=_PATH,
        secure=desk.sessions.https,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/login/oidc/back")
@for_everyone
def arrive(request: Request, code: str = "", state: str = "") -> Response:
    """Come back from it, with a new session."""
    desk = desk_of(request)
    journey = _journey(request)
    if journey is None or not code or not secrets.compare_digest(state.encode(), journey.state.encode()):
        raise WrongOrigin
    name = _provider(desk).arrive(journey, code)
    account = desk.project.store.accounts.find(name)
    if account is None or account.disabled:
        raise UnknownHere(name)
    answer = RedirectResponse(own_page(journey.back), 303)
    desk.sessions.set_cookie(answer, desk.sessions.open(account.name, now()))
    answer.delete_cookie(_COOKIE, path=_PATH)
    return answer


def _provider(desk: Desk) -> Provider:
    if desk.provider is None:
        raise NotThere("这里没有设统一登录：请用密码登录。")
    return desk.provider


def _journey(request: Request) -> Journey | None:
    try:
        kept = json.loads(bytes.fromhex(request.cookies.get(_COOKIE, "")))
        return Journey(**{name: str(kept[name]) for name in ("state", "nonce", "verifier", "back")})
    except (ValueError, KeyError, TypeError):
        return None
