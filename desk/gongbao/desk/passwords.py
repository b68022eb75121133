"""Passwords: kept as Argon2id digests, checked in the same time whether the account is there or not."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gongbao.core.errors import GongbaoError

SHORTEST = 10  # characters; NIST SP 800-63B asks for 8 at the least and for no rules of composition
LONGEST = 200  # characters: an attacker must not make us digest megabytes
_HASHER = PasswordHasher()  # argon2-cffi's defaults are the low-memory profile of RFC 9106


def digest_of(password: str) -> str:
    """The digest to be kept. Raises GongbaoError for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise GongbaoError(f"密码要 {SHORTEST} 到 {LONGEST} 个字：请换一个，一句话比一个词好记也更安全。")
    return _HASHER.hash(password)


def matches(digest: str | None, password: str) -> bool:
    """Whether a password is the one of a digest; no digest (an unknown name) takes as long and never matches."""
    try:
        _HASHER.verify(digest or _of_nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def is_outdated(digest: str) -> bool:
    """Whether a digest was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(digest)


@cache
def _of_nobody() -> str:
    import secrets

    return _HASHER.hash(secrets.token_urlsafe())
