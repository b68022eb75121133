"""The service worker that keeps what a reader has opened: its source with what is known of this build's assets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

ADDRESS = "service-worker.js"  # at the top, as a worker sees only what lies below it; and without a digest: browsers
# ask for it again under the name that they know
_SOURCE = Path(__file__).parent / "data" / "service-worker.js"
_FIRST_KEPT = (".css", ".svg")  # what the page that says 离线 needs


def service_worker(assets: Mapping[str, bytes]) -> bytes:
    """The worker's bytes, which differ whenever an asset does; ``assets`` by address."""
    digest = hashlib.sha256("\n".join(sorted(assets)).encode()).hexdigest()[:16]
    first = sorted(address for address in assets if address.endswith(_FIRST_KEPT) and "/search" not in address)
    source = _SOURCE.read_text(encoding="utf-8")
    return source.replace("{{digest}}", digest).replace("{{first_kept}}", json.dumps(first)).encode()
