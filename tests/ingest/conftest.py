"""What the tests of reading share: the segmenter, and sources made of a text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.core.records import Source
from gongbao.core.words import Segmenter, load_segmenter

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return load_segmenter()


@pytest.fixture(scope="session")
def source_of() -> Callable[[str], Source]:
    def make(text: str) -> Source:
        raw = text.encode("utf-8", "surrogatepass")
        return Source("page.txt", raw, hashlib.sha256(raw).hexdigest(), "utf-8", text)

    return make


@pytest.fixture(scope="session")
def sample_path() -> Path:
    return REPOSITORY / "samples" / "2021-07-laodong-page.txt"


@pytest.fixture(scope="session")
def gold_path() -> Path:
    return REPOSITORY / "tests" / "data" / "2021-07-laodong-page.gold.json"
