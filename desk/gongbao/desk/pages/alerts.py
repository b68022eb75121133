"""Saved searches: what is new is told at the log-in and in a feed."""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongbao.core.store.accounts import Role
from gongbao.desk.access import account_of, for_everyone, needs
from gongbao.desk.clock import today
from gongbao.desk.editor.alerts import alerts_of, fresh_ids, newest_hits, own_search, save_search, set_mail
from gongbao.desk.editor.feed import MEDIA_TYPE, atom
from gongbao.desk.pages.search import LONGEST_QUERY
from gongbao.desk.refusals import NotThere
from gongbao.desk.rendering import page
from gongbao.desk.routing import new_router
from gongbao.desk.sessions import digest
from gongbao.desk.smtp import sends_mail
from gongbao.desk.state import desk_of

router = new_router()
FEED_LABEL = "检索订阅源"  # of the token that a feed's address holds, one an account
_TOKEN_BYTES = 32
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets

Name = Annotated[str, Form(max_length=_LONGEST_NAME)]


@router.get("/alerts")
@needs(Role.REPORTER)
def alerts(request: Request) -> Response:
    """A person's saved searches."""
    return _alerts_page(request)


@router.get("/alerts/news")
@needs(Role.REPORTER)
def news(request: Request) -> Response:
    """What is new, for the first page."""
    found = alerts_of(desk_of(request).project, account_of(request).name, today())
    return page(request, "alerts_news.html", title="新找到的", alerts=found)


@router.post("/alerts")
@needs(Role.REPORTER)
def save(request: Request, name: Name, q: Annotated[str, Form(max_length=LONGEST_QUERY)] = "") -> Response:
    """Save a search."""
    save_search(desk_of(request).project, account_of(request).name, name, q, today())
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/seen")
@needs(Role.REPORTER)
def seen(request: Request, name: Name) -> Response:
    """Its owner has looked at what is new; on to the search itself, the newest first."""
    project = desk_of(request).project
    search = own_search(project, account_of(request).name, name)
    project.store.saved_searches.record({search.name: fresh_ids(project, search, today())}, {})
    return RedirectResponse(f"/search?{urlencode({'q': search.query, 'sort': 'date'})}", 303)


@router.post("/alerts/forget")
@needs(Role.REPORTER)
def forget(request: Request, name: Name) -> Response:
    """Drop a search."""
    project = desk_of(request).project
    project.store.saved_searches.forget(own_search(project, account_of(request).name, name).name)
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/mail")
@needs(Role.REPORTER)
def mail(request: Request, name: Name, address: Annotated[str, Form(max_length=_LONGEST_ADDRESS)] = "") -> Response:
    """Tell of a search's news by mail, or no longer."""
    set_mail(desk_of(request).project, account_of(request).name, name, address)
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/feed")
@needs(Role.REPORTER)
def new_feed(request: Request) -> Response:
    """A new address of the person's feed, shown this once; the one before leads nowhere from now on."""
    accounts, owner = desk_of(request).project.store.accounts, account_of(request).name
    if FEED_LABEL in accounts.tokens(owner):
        accounts.forget_token(owner, FEED_LABEL)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    accounts.add_token(owner, FEED_LABEL, _feed_digest(token))
    return _alerts_page(request, f"{_desk_address(request)}/feeds/{token}")


@router.get("/feeds/{token}")
@for_everyone
def feed(request: Request, token: str) -> Response:
    """A person's feed; whoever has its address may read it: feed readers cannot log in."""
    project = desk_of(request).project
    owner = project.store.accounts.token(_feed_digest(token))
    if owner is None:
        raise NotThere("没有这个订阅源：地址可能换过了，请在“订阅的检索”里重新生成。")
    address, title = _desk_address(request), f"{project.settings.text('newspaper.name')} · {owner.name}订阅的检索"
    content = atom(newest_hits(project, owner.name, today()), title, address, f"{address}/feeds/{token}")
    return Response(content, media_type=MEDIA_TYPE, headers={"cache-control": "private, no-cache"})


def _alerts_page(request: Request, feed_address: str = "") -> Response:
    project, owner = desk_of(request).project, account_of(request).name
    return page(
        request,
        "alerts.html",
        title="订阅的检索",
        alerts=alerts_of(project, owner, today()),
        feed_address=feed_address,
        sends_mail=sends_mail(project.settings),
        has_feed=FEED_LABEL in project.store.accounts.tokens(owner),
    )


def _feed_digest(token: str) -> str:
    """Another than that of a program's token, so that a feed's address opens nothing but the feed."""
    return digest(f"feed {token}")


def _desk_address(request: Request) -> str:
    return (desk_of(request).project.settings.text("desk.url") or str(request.base_url)).rstrip("/")
