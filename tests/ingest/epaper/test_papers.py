"""Paper files: dated versions, a newsroom's own folder, and faults told with their line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from gongbao.core.errors import InputError
from gongbao.ingest.epaper.paper_files import load_papers

OWN = """code = "gcb"
name = "工厂报"
home = "http://127.0.0.1:8000/"
hosts = ["127.0.0.1"]

[[version]]
name = "classic"
generation = "classic"
issue = "http://127.0.0.1:8000/html/{year:04d}-{month:02d}/{day:02d}/node_1.htm"
article = 'content_\\d+\\.htm$'
"""


def test_a_paper_changes_its_version_on_a_day() -> None:
    paper = load_papers()["rmrb"]
    before = paper.version_on(datetime.date(2024, 11, 30))
    after = paper.version_on(datetime.date(2024, 12, 1))
    assert before is not None
    assert after is not None
    assert (before.generation, after.generation) == ("founder2013", "amuc2024")
    assert after.issue_address(datetime.date(2024, 12, 5)).endswith("/pc/layout/202412/05/node_01.html")


def test_a_newsroom_adds_a_paper_of_a_known_generation_without_code(tmp_path: Path) -> None:
    (tmp_path / "gcb.toml").write_text(OWN, encoding="utf-8")
    papers = load_papers(tmp_path)
    assert papers["gcb"].name == "工厂报"
    assert "ldwb" in papers


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('generation = "classic"', 'generation = "paper"', "第 8 行"),
        ("{day:02d}", "{weekday}", "第 9 行"),
        ("http://127.0.0.1:8000/html", "http://elsewhere.example/html", "第 9 行"),
        ("content_\\d+", "content_(", "第 10 行"),
        ('name = "工厂报"', "name = 3", "第 2 行"),
        ('code = "gcb"', 'colour = "red"\ncode = "gcb"', "第 1 行"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    (tmp_path / "gcb.toml").write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=line):
        load_papers(tmp_path)
