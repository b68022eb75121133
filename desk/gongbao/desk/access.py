"""Who may open what: every route names the least role that it needs, and is refused to all others before it runs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gongbao.core.errors import GongbaoError
from gongbao.core.store.accounts import Account, Role
from gongbao.desk.clock import now
from gongbao.desk.refusals import NotAllowed, NotLoggedIn, Refusal, WrongOrigin
from gongbao.desk.sessions import Sessions, cookie_name

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD = "csrf"  # in forms
CSRF_HEADER = "x-csrf"  # of requests that a script sends
_LEAST = "least_role"

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; without an account they see the log-in page only."""

    account: Account | None = None
    csrf: str = ""  # what their forms have to send back; empty for a program that came with a token

    def may(self, role: str) -> bool:
        """Whether they have this role or a higher one; for templates."""
        return self.account is not None and self.account.role.covers(Role(role))


NOBODY = Visitor()


def needs(role: Role) -> Callable[[Endpoint], Endpoint]:
    """Mark an endpoint as one for this role and those above it."""
    return _marked(role)


def for_everyone(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint as one that needs no account: the log-in page, style sheets."""
    return _marked(None)(endpoint)


def _marked(role: Role | None) -> Callable[[Endpoint], Endpoint]:
    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _LEAST, role)
        return endpoint

    return mark


def least_role(endpoint: Callable[..., Any]) -> Role | None:
    """The role that an endpoint needs. Raises TypeError for one without a rule, so that no desk starts with it."""
    if not hasattr(endpoint, _LEAST):
        raise TypeError(f"route {endpoint.__module__}.{endpoint.__qualname__} has no rule: needs() or for_everyone")
    found: Role | None = getattr(endpoint, _LEAST)
    return found


class GuardedRoute(APIRoute):
    """A route that asks who comes before it reads anything of what they sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind the guard."""
        handler, least = super().get_route_handler(), least_role(self.endpoint)

        async def guarded(request: Request) -> Response:
            request.state.visitor = visitor = await run_in_threadpool(_visitor, request)
            _refuse_other_origins(request)
            if least is not None:
                if visitor.account is None:
                    raise NotLoggedIn(request)
                if not visitor.account.role.covers(least):
                    raise NotAllowed(least)
                if visitor.csrf and request.method not in SAFE:
                    await _check_csrf(request, visitor)
            try:
                return await handler(request)
            except HTTPException as error:  # FastAPI's "error parsing the body" hides why it could not be read
                if isinstance(error.__cause__, Refusal):
                    raise error.__cause__ from None
                raise

        return guarded


async def recognise(request: Request) -> None:
    """Find out who asks where no route did: at an address that there is not, whose page shows the sections too."""
    if not hasattr(request.state, "visitor"):
        with suppress(GongbaoError):  # the page that tells of one failure does not fail with another
            request.state.visitor = await run_in_threadpool(_visitor, request)


def visitor_of(request: Request) -> Visitor:
    """Who asks, as the guard found out."""
    found: Visitor = getattr(request.state, "visitor", NOBODY)
    return found


def account_of(request: Request) -> Account:
    """The account of who asks, on a route that needs a role."""
    account = visitor_of(request).account
    assert account is not None
    return account


def _visitor(request: Request) -> Visitor:
    sessions: Sessions = request.app.state.desk.sessions
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Visitor(sessions.holder_of(token.strip()))
    session = sessions.find(request.cookies.get(cookie_name(sessions.https), ""), now())
    return Visitor(session.account, session.csrf) if session is not None else NOBODY


def _refuse_other_origins(request: Request) -> None:
    """A form that another web site has sent is no wish of the person who sits before the browser."""
    origin = request.headers.get("origin")
    if request.method in SAFE or origin is None:
        return
    if origin == "null" or origin.split("//", 1)[-1] != request.headers.get("host", ""):
        raise WrongOrigin


async def _check_csrf(request: Request, visitor: Visitor) -> None:
    import secrets

    sent = request.headers.get(CSRF_HEADER, "")
    if "form" in request.headers.get("content-type", ""):
        # Read here, so that FastAPI finds it read: a field may be as long as a request, an article can have a megabyte.
        form = await request.form(max_part_size=request.app.state.desk.project.settings.number("desk.max_bytes"))
        sent = sent or str(form.get(CSRF_FIELD, ""))
    if not secrets.compare_digest(sent.encode(), visitor.csrf.encode()):
        raise WrongOrigin
