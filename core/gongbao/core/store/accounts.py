"""Who may use the desk: accounts with roles, who is logged in, and the programs that act for them.

Moments are aware and UTC. Of a session's or a program's token only its SHA-256 (hexadecimal) comes here, of a password
only the slow hash that the desk makes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gongbao.core.errors import StoreError
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.naming import checked_name, plain_name
from gongbao.core.store.rows import naive_utc, present_time, utc

LONGEST_NAME = 40  # characters of an account's name or a token's label: one cell of a table

_account, _session, _token = schema.account, schema.desk_session, schema.api_token


class Role(StrEnum):
    """What an account may do; each role may do what those before it may."""

    REPORTER = "reporter"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        """Whether this role may do what the other may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may use the desk, or no longer may."""

    name: str
    role: Role
    created_at: datetime.datetime  # UTC
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who is logged in."""

    account: Account
    csrf: str
    opened_at: datetime.datetime  # UTC
    expires_at: datetime.datetime  # UTC


class Accounts:
    """The accounts of one store, reached as ``store.accounts``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    # ---- accounts; a name that is unknown raises StoreError where something is to be changed

    def add(self, name: str, role: Role, password_hash: str) -> Account:
        """Open an account. StoreError when the name is taken (capitals do not count) or cannot be one."""
        called = checked_name(name, "账号", LONGEST_NAME)
        made = Account(called, Role(role), utc(present_time()))
        values = {"role": str(made.role), "password_hash": password_hash, "created_at": naive_utc(made.created_at)}
        taken = StoreError(f"账号“{called}”已经有了：请换一个名字，或改那个账号的角色和密码。")
        with self._writing() as connection:
            if called.casefold() in {other.casefold() for other in connection.scalars(sa.select(_account.c.name))}:
                raise taken
            try:
                connection.execute(sa.insert(_account).values(name=called, disabled=False, **values))
            except sa.exc.IntegrityError as error:  # someone else was quicker
                raise taken from error
        return made

    def all(self) -> list[Account]:
        """Every account, disabled ones too, by name."""
        with self._reading() as connection:
            return [_account_from(row) for row in connection.execute(sa.select(_account).order_by(_account.c.name))]

    def find(self, name: str) -> Account | None:
        """The account of this name, disabled or not; None when there is none."""
        with self._reading() as connection:
            row = connection.execute(sa.select(_account).where(_account.c.name == plain_name(name))).first()
            return None if row is None else _account_from(row)

    def password_hash(self, name: str) -> str | None:
        """The hash that a password is checked against; None when there is no such account."""
        with self._reading() as connection:
            found: str | None = connection.scalar(
                sa.select(_account.c.password_hash).where(_account.c.name == plain_name(name))
            )
            return found

    def set_password_hash(self, name: str, password_hash: str) -> None:
        """Give an account another password; sessions stay open (``close_sessions``)."""
        with self._writing() as connection:
            _change(connection, name, password_hash=password_hash)

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role, from its next request on."""
        with self._writing() as connection:
            _change(connection, name, role=str(Role(role)))

    def disable(self, name: str) -> None:
        """Nobody can use the account any more: its sessions are closed, its tokens stand for nobody."""
        self._set_disabled(name, True)

    def enable(self, name: str) -> None:
        """It can be used again, after a new log-in; its tokens work again."""
        self._set_disabled(name, False)

    def _set_disabled(self, name: str, disabled: bool) -> None:
        with self._writing() as connection:
            _change(connection, name, disabled=disabled)
            connection.execute(sa.delete(_session).where(_session.c.account == plain_name(name)))

    # ---- sessions

    def open_session(self, name: str, digest: str, csrf: str, expires_at: datetime.datetime) -> None:
        """Keep that someone logged in. StoreError when the account is unknown or disabled."""
        now = present_time()
        row = {"digest": digest, "csrf": csrf, "opened_at": now, "expires_at": naive_utc(expires_at)}
        with self._writing() as connection:
            # Locked, where the database can: whoever disables the account at this moment closes this session too.
            usable = sa.select(_account.c.name).where(_account.c.name == plain_name(name), ~_account.c.disabled)
            called = connection.scalar(usable.with_for_update())
            if called is None:
                raise StoreError(f"账号“{name}”没有或已停用：请找管理员。")
            connection.execute(sa.insert(_session).values(account=called, **row))

    def session(self, digest: str, now: datetime.datetime) -> Session | None:
        """The session of a token; None when there is none, it has expired or its account is disabled."""
        open_now = (_session.c.expires_at > naive_utc(now), ~_account.c.disabled)
        wanted = sa.select(_account, _session).join(_session, _session.c.account == _account.c.name)
        with self._reading() as connection:
            row = connection.execute(wanted.where(_session.c.digest == digest, *open_now)).first()
        if row is None:
            return None
        return Session(_account_from(row), row.csrf, utc(row.opened_at), utc(row.expires_at))

    def extend_session(self, digest: str, expires_at: datetime.datetime) -> None:
        """Let a session live longer; one that was closed meanwhile stays closed."""
        with self._writing() as connection:
            later = sa.update(_session).where(_session.c.digest == digest)
            connection.execute(later.values(expires_at=naive_utc(expires_at)))

    def close_session(self, digest: str) -> None:
        """End a session; one that there is not is no error."""
        with self._writing() as connection:
            connection.execute(sa.delete(_session).where(_session.c.digest == digest))

    def close_sessions(self, name: str) -> None:
        """End all sessions of an account."""
        with self._writing() as connection:
            connection.execute(sa.delete(_session).where(_session.c.account == plain_name(name)))

    def forget_expired(self, now: datetime.datetime) -> None:
        """Drop the sessions that have expired."""
        with self._writing() as connection:
            connection.execute(sa.delete(_session).where(_session.c.expires_at <= naive_utc(now)))

    # ---- tokens of programs

    def add_token(self, name: str, label: str, digest: str) -> None:
        """Let a program act for an account. StoreError for an unknown account, or a label that it has already."""
        called, now = checked_name(label, "密钥", LONGEST_NAME), present_time()
        taken = StoreError(f"{name} 已经有叫“{called}”的密钥：请换一个名字，或先作废那一个。")
        with self._writing() as connection:
            account = _known(connection, name)
            row = {"account": account, "label": called, "digest": digest, "created_at": now}
            if connection.scalar(sa.select(_token.c.digest).where(*_labelled(account, called))) is not None:
                raise taken
            try:
                connection.execute(sa.insert(_token), row)
            except sa.exc.IntegrityError as error:  # someone else was quicker
                raise taken from error

    def token(self, digest: str) -> Account | None:
        """The account that a program's token stands for; None when there is none or it is disabled."""
        wanted = sa.select(_account).join(_token, _token.c.account == _account.c.name)
        with self._reading() as connection:
            row = connection.execute(wanted.where(_token.c.digest == digest, ~_account.c.disabled)).first()
            return None if row is None else _account_from(row)

    def tokens(self, name: str) -> list[str]:
        """The labels of an account's tokens, oldest first."""
        wanted = sa.select(_token.c.label).where(_token.c.account == plain_name(name))
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(_token.c.created_at, _token.c.label)))

    def forget_token(self, name: str, label: str) -> None:
        """A program can no longer act for the account. StoreError when it has no token of this label."""
        with self._writing() as connection:
            gone = connection.execute(sa.delete(_token).where(*_labelled(plain_name(name), plain_name(label))))
            if not gone.rowcount:
                raise StoreError(f"{name} 没有叫“{label}”的密钥：用 gongbao account list 看有哪些。")


def _labelled(account: str, label: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (_token.c.account == account, _token.c.label == label)


def _account_from(row: Any) -> Account:
    return Account(row.name, Role(row.role), utc(row.created_at), bool(row.disabled))


def _known(connection: sa.Connection, name: str) -> str:
    called: str | None = connection.scalar(sa.select(_account.c.name).where(_account.c.name == plain_name(name)))
    if called is None:
        raise StoreError(f"没有叫“{name}”的账号：用 gongbao account list 看有哪些，用 gongbao account add 开一个。")
    return called


def _change(connection: sa.Connection, name: str, **values: object) -> None:
    connection.execute(sa.update(_account).where(_account.c.name == _known(connection, name)).values(**values))
