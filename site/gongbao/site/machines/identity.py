"""Names and times that stay the same wherever the archive lies and whenever it is built."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from functools import lru_cache

from gongbao.core.dates import CHINA, IssueDate

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gongbao:article").bytes  # fixed for ever: the names hang on it


def article_urn(article_id: str) -> str:
    """The name of an article: its id begins with its newspaper's code, so a new name of the paper changes nothing."""
    return urn("article", article_id)


def urn(*names: str) -> str:
    """``urn:uuid:…`` of version 5 over the names; half a surrogate pair in one is taken as its digest."""
    known = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()
    # RFC 9562, 5.5, which uuid.uuid5 does in five times the time.
    digest = bytearray(hashlib.sha1(_NAMESPACE + known.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@lru_cache(maxsize=4096)  # thirty articles of an issue, one after the other
def moment(date: IssueDate, seconds: int = 0) -> str:
    """So many seconds after midnight at +08:00 of the first day that the date may mean (RFC 3339)."""
    day = datetime.datetime(date.year, date.month or 1, date.day or 1, tzinfo=CHINA)
    return (day + datetime.timedelta(seconds=seconds)).isoformat()
