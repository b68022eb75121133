"""A newspaper page as PDF, through the program: parsed, built, found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ingest.pdf.making import blank_pages

from gongbao.project import Project

Run = Callable[..., Any]
PAGES = Path(__file__).parent.parent / "ingest" / "pdf" / "pages"


@pytest.fixture
def page() -> Path:
    return sorted(PAGES.glob("*.pdf"))[0]


def test_parse_prints_the_articles_of_a_page(gongbao: Run, page: Path) -> None:
    truth = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    done = gongbao("parse", page, "--format", "json")
    assert done.stderr == ""
    for article in truth["articles"]:
        assert "".join(article["headline"][0].split()) in "".join(done.stdout.split())


def test_build_archives_a_page_and_its_articles_are_found(gongbao: Run, tmp_path: Path, page: Path) -> None:
    truth = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    shutil.copy(page, tmp_path / "page.pdf")
    gongbao("build", "page.pdf")
    assert Project(tmp_path).store.counts().published == len(truth["articles"])
    headline = truth["articles"][0]["headline"][0]
    assert headline in "".join(gongbao("search", headline).stdout.split())


def test_the_setting_for_pages_without_text_is_that_of_the_project(gongbao: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(blank_pages(1))
    assert "没有文字层" in gongbao("parse", "scan.pdf", check=2).stderr
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "gongbao.toml").write_text('[ingest]\nocr = "tesseract"\n', encoding="utf-8")
    done = gongbao("-C", "room", "parse", "scan.pdf", check=None)
    assert "没有文字层" not in done.stderr
