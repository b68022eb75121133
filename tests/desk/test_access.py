"""Who gets in, who gets what, and what no other web site can do in their name."""

from __future__ import annotations

import datetime
from contextlib import ExitStack

import httpx2
import pytest
from fastapi.routing import APIRoute
from tests.desk.conftest import PASSWORD, PEOPLE, RunningDesk, csrf_of

from gongbao.core.store.accounts import Role
from gongbao.desk.access import GuardedRoute, least_role
from gongbao.desk.app import ROUTERS
from gongbao.desk.attempts import MOST
from gongbao.desk.pages.login import own_page
from gongbao.desk.routing import new_router
from gongbao.desk.sessions import digest


def test_without_an_account_a_page_leads_to_the_log_in_and_back(desk: RunningDesk) -> None:
    with desk.client() as client:
        answer = client.get("/?a=1")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/login?back=/%3Fa%3D1"
        back = client.post("/login", data={"name": "小记", "password": PASSWORD, "back": "/?a=1"})
        assert back.headers["location"] == "/?a=1"
        assert client.get("/").status_code == 200


def test_a_page_that_is_not_there_shows_the_sections_to_who_is_logged_in(desk: RunningDesk) -> None:
    with desk.client("小记") as reporter, desk.client() as nobody:
        for client, shown in ((reporter, True), (nobody, False)):
            answer = client.get("/nosuch")
            assert answer.status_code == 404
            assert ('href="/story"' in answer.text) is shown
            assert ("小记" in answer.text) is shown


def test_a_wrong_password_and_an_unknown_name_are_told_alike(desk: RunningDesk) -> None:
    with desk.client() as client:
        wrong = client.post("/login", data={"name": "老编", "password": "不是这一句口令"})
        unknown = client.post("/login", data={"name": "没有此人", "password": "不是这一句口令"})
        assert wrong.status_code == unknown.status_code == 401
        assert wrong.text.replace("老编", "") == unknown.text.replace("没有此人", "")
        assert "gongbao" not in client.cookies


def test_who_fails_too_often_has_to_wait_even_with_the_right_password(fresh_desk: RunningDesk) -> None:
    with fresh_desk.client() as client:
        for _ in range(MOST):
            assert client.post("/login", data={"name": "小记", "password": "x"}).status_code == 401
        answer = client.post("/login", data={"name": "小记", "password": PASSWORD})
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 60


def test_logging_in_makes_a_new_session_and_ends_the_one_that_was_there(desk: RunningDesk) -> None:
    with desk.client("小记") as client:
        first = client.cookies["gongbao"]
        client.post("/login", data={"name": "小记", "password": PASSWORD})
        assert client.cookies["gongbao"] != first
        with httpx2.Client(base_url=desk.url, cookies={"gongbao": first}, trust_env=False) as thief:
            assert thief.get("/").status_code == 303
        with httpx2.Client(base_url=desk.url, cookies={"gongbao": "set-by-somebody"}, trust_env=False) as victim:
            answer = victim.post("/login", data={"name": "小记", "password": PASSWORD})
            assert "set-by-somebody" not in answer.headers["set-cookie"]


def test_logging_out_ends_the_session_in_the_store_too(desk: RunningDesk) -> None:
    with desk.client("小记") as client:
        token = client.cookies["gongbao"]
        assert client.post("/logout", data={"csrf": csrf_of(client)}).status_code == 303
        with httpx2.Client(base_url=desk.url, cookies={"gongbao": token}, trust_env=False) as thief:
            assert thief.get("/").status_code == 303


def test_a_session_ends_when_it_is_not_used_and_when_the_account_is_stopped(fresh_desk: RunningDesk) -> None:
    accounts = fresh_desk.project.store.accounts
    with fresh_desk.client("小记") as client:
        past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
        accounts.extend_session(digest(client.cookies["gongbao"]), past)
        assert client.get("/").status_code == 303
    with fresh_desk.client("小记") as client:
        accounts.disable("小记")
        assert client.get("/").status_code == 303
        assert client.post("/login", data={"name": "小记", "password": PASSWORD}).status_code == 401


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(desk: RunningDesk) -> None:
    with desk.client() as client:
        cookie = client.post("/login", data={"name": "小记", "password": PASSWORD}).headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/" in cookie


@pytest.mark.parametrize(
    "sent",
    [{}, {"csrf": ""}, {"csrf": "guessed"}, {"csrf": "猜的"}],
    ids=["none", "empty", "wrong", "not ASCII"],
)
def test_a_form_without_the_session_s_token_changes_nothing(desk: RunningDesk, sent: dict[str, str]) -> None:
    with desk.client("小记") as client:
        assert client.post("/logout", data=sent).status_code == 403
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:1"])
def test_a_form_of_another_site_is_refused_even_with_the_token(desk: RunningDesk, origin: str) -> None:
    with desk.client("小记") as client:
        answer = client.post("/logout", data={"csrf": csrf_of(client)}, headers={"origin": origin})
        assert answer.status_code == 403
        assert (
            client.post("/login", data={"name": "小记", "password": PASSWORD}, headers={"origin": origin}).status_code
            == 403
        )


@pytest.mark.parametrize(
    "address",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\evil", "javascript:alert(1)", "/a\nb", ""],
)
def test_the_log_in_leads_to_pages_of_the_desk_only(address: str) -> None:
    assert own_page(address) == "/"


def test_every_route_has_a_rule_and_every_role_gets_what_the_rule_says(desk: RunningDesk) -> None:
    """A new route is in this table by itself; one without a rule does not start (the test below)."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert {type(route) for router in ROUTERS for route in router.routes} == {GuardedRoute}
    assert len(desk.app.routes) == len(ROUTERS)  # nothing else is served
    open_clients = ExitStack()
    clients: dict[Role | None, httpx2.Client] = {None: open_clients.enter_context(desk.client())}
    clients |= {role: open_clients.enter_context(desk.client(name)) for name, role in PEOPLE.items()}
    for route in routes:
        least = least_role(route.endpoint)
        address = _any_address(route.path)
        for method in sorted(route.methods or ()):
            for role, client in clients.items():
                if address == "/logout" and role is not None:
                    continue  # logs the client out; tested above
                answer = client.request(method, address)
                refused = answer.status_code == 401 or _leads_to_log_in(answer)
                if least is None:
                    assert answer.status_code < 500, (method, address)
                elif role is None:
                    assert refused, (method, address)
                elif not role.covers(least):
                    assert answer.status_code == 403, (method, address, role)
                    assert "才能用" in answer.text, (method, address, role)
                else:
                    assert not refused, (method, address, role)
                    assert "才能用" not in answer.text, (method, address, role)
                    assert answer.status_code < 500, (method, address, role)
    open_clients.close()


def _any_address(path: str) -> str:
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


def _leads_to_log_in(answer: httpx2.Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"].startswith("/login?")


def test_a_route_without_a_rule_keeps_the_desk_from_starting(fresh_desk: RunningDesk) -> None:
    router = new_router()

    def forgotten() -> None:
        """Nobody said who may use it."""

    with pytest.raises(TypeError, match="has no rule"):
        router.get("/forgotten")(forgotten)


def test_a_program_comes_in_with_a_token_until_the_account_is_stopped(fresh_desk: RunningDesk) -> None:
    accounts = fresh_desk.project.store.accounts
    with fresh_desk.program("小记") as program:
        assert program.get("/").status_code == 200
        accounts.disable("小记")
        assert program.get("/").status_code == 303
    headers = {"authorization": "Bearer gongbao_x"}
    with httpx2.Client(base_url=fresh_desk.url, headers=headers, trust_env=False) as other:
        assert other.get("/").status_code == 303


def test_accounts_of_each_role_cover_those_below() -> None:
    assert [role.covers(other) for role in Role for other in Role] == [
        *(True, False, False),
        *(True, True, False),
        *(True, True, True),
    ]
