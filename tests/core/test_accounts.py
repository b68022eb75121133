"""Accounts: names that are one's own, roles in order, sessions that end, tokens that stand for nobody once disabled."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

import pytest

from gongbao.core.errors import StoreError
from gongbao.core.store import Store
from gongbao.core.store.accounts import Accounts, Role

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    """A reporter and an editor."""
    store.accounts.add("陆知秋", Role.EDITOR, "hash-a")
    store.accounts.add("韩若谷", Role.REPORTER, "hash-b")
    return store.accounts


def test_a_role_covers_itself_and_those_below() -> None:
    covered = {(one, other) for one in Role for other in Role if one.covers(other)}
    assert covered == {
        *((Role.ADMIN, other) for other in Role),
        (Role.EDITOR, Role.EDITOR),
        (Role.EDITOR, Role.REPORTER),
        (Role.REPORTER, Role.REPORTER),
    }


def test_an_account_comes_back_as_it_was_opened(accounts: Accounts) -> None:
    found = accounts.find("陆知秋")
    assert found is not None
    assert (found.role, found.disabled) == (Role.EDITOR, False)
    assert datetime.datetime.now(datetime.UTC) - found.created_at < datetime.timedelta(minutes=1)
    assert [one.name for one in accounts.all()] == sorted(["陆知秋", "韩若谷"])
    assert accounts.password_hash("陆知秋") == "hash-a"
    assert accounts.find("没有") is None
    assert accounts.password_hash("没有") is None


def test_one_name_is_one_account_however_it_is_typed(accounts: Accounts) -> None:
    accounts.add("  Lu  Wei ", Role.REPORTER, "hash")
    assert accounts.find("Lu Wei") == accounts.find(" Lu   Wei")
    for name in ("lu wei", "陆知秋 "):
        with pytest.raises(StoreError, match="已经有了"):
            accounts.add(name, Role.ADMIN, "other")
    assert accounts.password_hash("陆知秋") == "hash-a"


@pytest.mark.parametrize("name", ["", "  ", "长" * 41, "陆\u202e知秋", "陆\0知秋"])
def test_what_is_no_name_is_refused_with_a_sentence(accounts: Accounts, name: str) -> None:
    with pytest.raises(StoreError, match="账号要有名字"):
        accounts.add(name, Role.REPORTER, "hash")


def test_role_and_password_are_changed_and_a_session_sees_it_at_once(accounts: Accounts) -> None:
    accounts.open_session("韩若谷", digest("a"), "csrf", NOW + HOUR)
    accounts.set_role("韩若谷", Role.ADMIN)
    accounts.set_password_hash("韩若谷", "hash-c")
    session = accounts.session(digest("a"), NOW)
    assert session is not None
    assert session.account.role is Role.ADMIN
    assert accounts.password_hash("韩若谷") == "hash-c"


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_role("没有", Role.ADMIN),
        lambda accounts: accounts.set_password_hash("没有", "hash"),
        lambda accounts: accounts.disable("没有"),
        lambda accounts: accounts.enable("没有"),
        lambda accounts: accounts.add_token("没有", "采编系统", digest("t")),
        lambda accounts: accounts.open_session("没有", digest("t"), "csrf", NOW),
    ],
)
def test_an_unknown_account_is_told_in_a_sentence(accounts: Accounts, change: Callable[[Accounts], None]) -> None:
    with pytest.raises(StoreError, match="没有"):
        change(accounts)


def test_a_session_lives_until_it_expires_and_longer_when_it_is_extended(accounts: Accounts) -> None:
    accounts.open_session("陆知秋", digest("a"), "csrf", NOW + HOUR)
    session = accounts.session(digest("a"), NOW)
    assert session is not None
    assert (session.account.name, session.csrf, session.expires_at) == ("陆知秋", "csrf", NOW + HOUR)
    assert session.opened_at.tzinfo is datetime.UTC
    assert accounts.session(digest("a"), NOW + HOUR) is None
    elsewhere = datetime.timezone(datetime.timedelta(hours=8))  # the same moments, told in Beijing
    accounts.extend_session(digest("a"), (NOW + 2 * HOUR).astimezone(elsewhere))
    assert accounts.session(digest("a"), (NOW + HOUR).astimezone(elsewhere)) is not None
    assert accounts.session(digest("b"), NOW) is None


def test_a_closed_session_cannot_be_extended(accounts: Accounts) -> None:
    for token, name in (("a", "陆知秋"), ("b", "陆知秋"), ("c", "陆知秋"), ("d", "韩若谷")):
        accounts.open_session(name, digest(token), "csrf", NOW + HOUR)
    accounts.close_session(digest("a"))
    accounts.extend_session(digest("a"), NOW + 2 * HOUR)
    assert accounts.session(digest("a"), NOW) is None
    accounts.close_sessions("陆知秋")
    left = [token for token in "abcd" if accounts.session(digest(token), NOW)]
    assert left == ["d"]


def test_expired_sessions_are_forgotten(accounts: Accounts) -> None:
    accounts.open_session("陆知秋", digest("a"), "csrf", NOW + HOUR)
    accounts.open_session("陆知秋", digest("b"), "csrf", NOW + 2 * HOUR)
    accounts.forget_expired(NOW + HOUR)
    assert accounts.session(digest("a"), NOW) is None
    assert accounts.session(digest("b"), NOW) is not None


def test_who_is_disabled_is_logged_out_and_their_programs_too(accounts: Accounts) -> None:
    accounts.open_session("陆知秋", digest("a"), "csrf", NOW + HOUR)
    accounts.add_token("陆知秋", "采编系统", digest("t"))
    accounts.disable("陆知秋")
    assert accounts.session(digest("a"), NOW) is None
    assert accounts.token(digest("t")) is None
    with pytest.raises(StoreError, match="已停用"):
        accounts.open_session("陆知秋", digest("b"), "csrf", NOW + HOUR)
    accounts.enable("陆知秋")
    assert accounts.session(digest("a"), NOW) is None  # a new log-in is asked for
    held = accounts.token(digest("t"))
    assert held is not None
    assert held.name == "陆知秋"


def test_a_token_stands_for_its_account_until_it_is_forgotten(accounts: Accounts) -> None:
    accounts.add_token("陆知秋", "采编系统", digest("t"))
    accounts.add_token("陆知秋", "排版", digest("u"))
    accounts.add_token("韩若谷", "排版", digest("v"))
    with pytest.raises(StoreError, match="已经有叫“排版”的密钥"):
        accounts.add_token("陆知秋", "排版", digest("w"))
    assert accounts.tokens("陆知秋") == ["采编系统", "排版"]
    accounts.forget_token("陆知秋", "排版")
    assert accounts.token(digest("u")) is accounts.token(digest("w")) is None
    assert accounts.token(digest("v")) == accounts.find("韩若谷")
    with pytest.raises(StoreError, match="没有叫“排版”的密钥"):
        accounts.forget_token("陆知秋", "排版")
