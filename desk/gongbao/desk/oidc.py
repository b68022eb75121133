"""Logging in through the newsroom's own OpenID Connect provider: code flow with PKCE, the ID token checked by Authlib.

The provider says who someone is; what they may do is decided by the account of that name here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import Settings

PATIENCE = 10  # seconds for the provider to answer
LEEWAY = 60  # seconds that its clock and ours may differ
SCOPE = "openid profile email"
BACK = "/login/oidc/back"  # what the provider sends people back to
# Signed with the provider's private key; "none" and shared secrets are not taken, whatever a token says.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")


@dataclass(frozen=True, slots=True)
class Journey:
    """What has to be known again when someone comes back from the provider."""

    state: str
    nonce: str
    verifier: str
    back: str


@dataclass
class Provider:
    """The provider of the settings; asked for its own addresses and keys when first needed."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str  # that holds the name of the account
    redirect: str  # our own address that it sends people back to
    _metadata: dict[str, Any] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def leave(self, back: str) -> tuple[str, Journey]:
        """The provider's address to go to, and what to remember. GongbaoError when it cannot be reached."""
        from authlib.common.security import generate_token

        journey = Journey("", generate_token(32), generate_token(64), back)
        with self._client() as client:
            address, state = client.create_authorization_url(
                self._known("authorization_endpoint"), nonce=journey.nonce, code_verifier=journey.verifier
            )
        return str(address), Journey(str(state), journey.nonce, journey.verifier, back)

    def arrive(self, journey: Journey, code: str) -> str:
        """The name that the provider vouches for. GongbaoError when it cannot be asked or its answer does not hold."""
        import httpx2
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError

        try:
            with self._client() as client:
                token = client.fetch_token(self._known("token_endpoint"), code=code, code_verifier=journey.verifier)
            claims = self._claims(token, journey.nonce)
        except (httpx2.HTTPError, AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            raise GongbaoError("统一登录没有成功：请再试一次，还不行就用密码登录，并告诉管理员。") from error
        name = claims.get(self.claim)
        if not isinstance(name, str) or not name.strip():
            raise GongbaoError(f"统一登录没有给出名字（{self.claim}）：请管理员查看设置 desk.oidc_claim。")
        return name.strip()

    def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError
        from joserfc.jwk import KeySet

        try:
            decoded = jwt.decode(token["id_token"], KeySet.import_key_set(self._keys()), algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:  # the provider has new keys
            keys = KeySet.import_key_set(self._keys(anew=True))
            decoded = jwt.decode(token["id_token"], keys, algorithms=list(ALGORITHMS))
        options = {
            "iss": {"value": self.issuer, "essential": True},
            "aud": {"value": self.client_id, "essential": True},
        }
        known = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, options, known)
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _keys(self, *, anew: bool = False) -> Any:
        with self._lock:
            if anew or "jwks" not in self._metadata:
                self._metadata["jwks"] = _fetched(self._metadata["jwks_uri"])
            return self._metadata["jwks"]

    def _known(self, name: str) -> str:
        """One of the provider's addresses."""
        with self._lock:
            if not self._metadata:
                found = _fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if found.get("issuer") != self.issuer:
                    raise GongbaoError(f"统一登录自称是 {found.get('issuer')}：请查看设置 desk.oidc_issuer。")
                self._metadata |= found
            return str(self._metadata[name])

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self.client_id,
            self.client_secret,
            scope=SCOPE,
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name; None when they name none. GongbaoError when something is missing."""
    issuer = settings.text("desk.oidc_issuer")
    if not issuer:
        return None
    missing = [name for name in ("desk.url", "desk.oidc_client_id") if not settings.text(name)]
    if missing:
        raise GongbaoError(f"统一登录还缺设置 {'、'.join(missing)}：见 docs/desk.md。")
    try:
        import authlib  # noqa: F401
    except ImportError as error:
        raise GongbaoError("统一登录要先装：pip install 'gongbao[oidc]'。") from error
    return Provider(
        issuer,
        settings.text("desk.oidc_client_id"),
        settings.text("desk.oidc_client_secret"),
        settings.text("desk.oidc_claim"),
        settings.text("desk.url").rstrip("/") + BACK,
    )


def _fetched(address: str) -> dict[str, Any]:
    import httpx2

    try:
        answer = httpx2.get(address, timeout=PATIENCE)
        answer.raise_for_status()
        found = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise GongbaoError("统一登录的服务器没有回答：请过一会儿再试，或用密码登录。") from error
    if not isinstance(found, dict):
        raise GongbaoError("统一登录的服务器答非所问：请管理员查看设置 desk.oidc_issuer。")
    return found
