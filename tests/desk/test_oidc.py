"""Logging in through an OpenID Connect provider: a real one on loopback, honest or not."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from tests.desk.conftest import RunningDesk, running

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import load_settings
from gongbao.desk.oidc import provider_of
from gongbao.project import Project

CLIENT, SECRET = "gongbao-desk", "a secret of the desk and the provider"


class OwnProvider(ThreadingHTTPServer):
    """A provider with one person, who always agrees; ``claims`` is what it says of them, right or wrong."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.signed_with = self.key
        self.claims: dict[str, Any] = {"preferred_username": "老编"}
        self.codes: dict[str, dict[str, str]] = {}

    def agree(self, asked: dict[str, str]) -> str:
        """The code for what the desk asked."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return code

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, str] | None:
        """The tokens for a code, once, to who knows the secret and began the journey."""
        asked = self.codes.pop(sent.get("code", ""), None)
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != expected or sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": self.signed_with.kid}, claims | self.claims, self.signed_with)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


class _Requests(BaseHTTPRequestHandler):
    server: OwnProvider

    def do_GET(self) -> None:
        url = self.server.url
        if self.path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "/agree", "token_endpoint": "/token", "jwks_uri": "/keys"}
            self._answer({"issuer": url} | {name: url + path for name, path in names.items()})
        elif self.path == "/keys":
            self._answer(dict(KeySet([self.server.key]).as_dict(private=False)))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        plain = {name: values[0] for name, values in sent.items()}
        found = self.server.token(plain, self.headers.get("authorization", ""))
        self._answer(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _answer(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def own_provider() -> Iterator[OwnProvider]:
    """A running provider."""
    with OwnProvider() as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()


@pytest.fixture
def provider(own_provider: OwnProvider) -> OwnProvider:
    """The running provider, honest again."""
    own_provider.claims = {"preferred_username": "老编"}
    own_provider.signed_with = own_provider.key
    return own_provider


@pytest.fixture(scope="module")
def joined(
    sample_newsroom: Path, own_provider: OwnProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningDesk]:
    """A desk that knows the provider."""
    folder = tmp_path_factory.mktemp("joined") / "newsroom"
    shutil.copytree(sample_newsroom, folder)
    (folder / "gongbao.toml").write_text(
        f'[desk]\nurl = "http://127.0.0.1:1/"\noidc_issuer = "{own_provider.url}"\n'
        f'oidc_client_id = "{CLIENT}"\noidc_client_secret = "{SECRET}"\n',
        encoding="utf-8",
    )
    yield from running(folder)


def come_back(client: httpx2.Client, provider: OwnProvider, **changed: str) -> httpx2.Response:
    """Leave for the provider, where the person agrees, and come back with what it hands over."""
    left = client.get("/login/oidc", params={"back": "/?a=1"})
    assert left.status_code == 303
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left.headers["location"]).query).items()}
    assert asked["redirect_uri"] == "http://127.0.0.1:1/login/oidc/back"
    handed = {"code": provider.agree(asked), "state": asked["state"]} | changed
    return client.get(f"/login/oidc/back?{urlencode(handed)}")


def test_whom_the_provider_vouches_for_is_logged_in_and_led_back(joined: RunningDesk, provider: OwnProvider) -> None:
    with joined.client() as client:
        assert "/login/oidc" in client.get("/login").text
        answer = come_back(client, provider)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?a=1")
        assert "老编（编辑）" in client.get("/").text


def test_whom_the_desk_does_not_know_stays_outside(joined: RunningDesk, provider: OwnProvider) -> None:
    provider.claims = {"preferred_username": "外人"}
    with joined.client() as client:
        answer = come_back(client, provider)
        assert answer.status_code == 403
        assert "gongbao account add 外人" in answer.text
        assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"nonce": "of another journey"},
        {"exp": 1_000},
        {"preferred_username": ""},
        {"preferred_username": ["老编"]},
    ],
    ids=["other client", "other issuer", "other journey", "expired", "no name", "list"],
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    joined: RunningDesk, provider: OwnProvider, claims: dict[str, Any]
) -> None:
    provider.claims = {"preferred_username": "老编"} | claims
    with joined.client() as client:
        assert come_back(client, provider).status_code == 422
        assert client.get("/").status_code == 303


def test_a_token_signed_by_somebody_else_lets_nobody_in(joined: RunningDesk, provider: OwnProvider) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
    with joined.client() as client:
        assert come_back(client, provider).status_code == 422
        assert client.get("/").status_code == 303


def test_the_provider_may_change_its_keys(joined: RunningDesk, provider: OwnProvider) -> None:
    provider.key = provider.signed_with = RSAKey.generate_key(2048, {"kid": "second", "use": "sig", "alg": "RS256"})
    with joined.client() as client:
        assert come_back(client, provider).status_code == 303


def test_a_journey_that_nobody_here_began_ends_outside(joined: RunningDesk, provider: OwnProvider) -> None:
    with joined.client() as client:
        assert come_back(client, provider, state="guessed").status_code == 403
        assert come_back(client, provider, code="guessed").status_code == 422
        assert client.get("/login/oidc/back?code=a&state=").status_code == 403
    with joined.client() as other:
        assert other.get("/login/oidc/back?code=a&state=b").status_code == 403


def test_without_a_provider_there_is_no_way_through_one(desk: RunningDesk) -> None:
    with desk.client() as client:
        assert "/login/oidc" not in client.get("/login").text
        assert client.get("/login/oidc").status_code == 404


def test_what_is_missing_in_the_settings_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text('[desk]\noidc_issuer = "https://login.example"\n', encoding="utf-8")
    with pytest.raises(GongbaoError, match=r"还缺设置 desk\.url、desk\.oidc_client_id"):
        provider_of(load_settings(tmp_path, {}))
    assert Project(tmp_path).settings.text("desk.oidc_claim") == "preferred_username"


def test_a_provider_that_does_not_answer_is_told_apart_from_a_wrong_password(tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text(
        '[desk]\nurl = "http://127.0.0.1:1"\noidc_issuer = "http://127.0.0.1:1"\noidc_client_id = "x"\n',
        encoding="utf-8",
    )
    provider = provider_of(load_settings(tmp_path, {}))
    assert provider is not None
    with pytest.raises(GongbaoError, match="没有回答"):
        provider.leave("/")
