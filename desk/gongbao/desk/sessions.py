"""Who is logged in: random tokens in a cookie, their digests in the store. Programs come with a token of their own."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import NamedTuple

from starlette.responses import Response

from gongbao.core.store import Store
from gongbao.core.store.accounts import Account, Session

TOKEN_BYTES = 32  # 256 bits: not to be guessed
TOKEN_PREFIX = "gongbao_"  # noqa: S105 (so that a token that leaked into a file is recognised as one)
RENEWED_AFTER = 60  # seconds: a session in use is extended at most so often, not at each request


class NewSession(NamedTuple):
    """What the browser is given; the store keeps digests only."""

    token: str
    csrf: str
    expires_at: datetime.datetime


class Sessions:
    """The sessions of one desk; one that is not used for ``hours`` ends."""

    def __init__(self, store: Store, hours: int, *, https: bool) -> None:
        self.https = https
        self._accounts = store.accounts
        self._length = datetime.timedelta(hours=hours)

    def open(self, name: str, now: datetime.datetime) -> NewSession:
        """A new session, always with a new token, so that nobody can have set it before the log-in."""
        made = NewSession(secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES), now + self._length)
        self._accounts.forget_expired(now)
        self._accounts.open_session(name, digest(made.token), made.csrf, made.expires_at)
        return made

    def find(self, token: str, now: datetime.datetime) -> Session | None:
        """The session of a token; it lives on while it is used."""
        session = self._accounts.session(digest(token), now) if token else None
        if session is not None and session.expires_at - now < self._length - datetime.timedelta(seconds=RENEWED_AFTER):
            self._accounts.extend_session(digest(token), now + self._length)
        return session

    def close(self, token: str) -> None:
        """End a session at once."""
        self._accounts.close_session(digest(token))

    def holder_of(self, token: str) -> Account | None:
        """The account that a program's token stands for."""
        return self._accounts.token(digest(token)) if token.startswith(TOKEN_PREFIX) else None

    def set_cookie(self, response: Response, made: NewSession) -> None:
        """Hand the token to the browser; no script can read it, no other site can send it."""
        response.set_cookie(
            cookie_name(self.https), made.token, path="/", secure=self.https, httponly=True, samesite="lax"
        )

    def clear_cookie(self, response: Response) -> None:
        """Have the browser forget the token."""
        response.delete_cookie(cookie_name(self.https), path="/", secure=self.https, httponly=True, samesite="lax")


def cookie_name(https: bool) -> str:
    """Over https the browser itself sees to it that the cookie was set by this host, over https, for all paths."""
    return "__Host-gongbao" if https else "gongbao"


def digest(token: str) -> str:
    """What the store keeps of a token. A random token of 256 bits needs no slow digest."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token for a program."""
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
