"""Files compared with a RELAX NG schema by jing, which the Nu Html Checker has within it (one jar, pinned by npm)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.site.test_html import CHECKER

SCHEMAS = Path(__file__).parent / "schemas"
_JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
_INVALID = 1  # what jing exits with; more when it could not look at all
_SECONDS = 120


def complaints(schema: str, files: Iterable[Path], root: Path) -> list[str]:
    """What jing finds wrong with XML files; ``schema`` is the name of one in compact syntax beside this file."""
    jar = root / CHECKER
    assert jar.is_file(), "the checker is not installed: run sh scripts/install-test-packages.sh"
    command = ["java", "-cp", str(jar), _JING, "-c", str(SCHEMAS / schema), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    found = done.stdout.splitlines()
    assert done.returncode == (_INVALID if found else 0), f"{done.stdout}{done.stderr}"
    return found
