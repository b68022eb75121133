"""docs/vocabulary.md: what it shows works as it says."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from gongbao.core.annotations import Status
from gongbao.core.errors import GongbaoError
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.drafts import read_draft
from gongbao.nlp.patterns import read_pattern
from gongbao.nlp.vocabulary_files import LabelEntry, load_vocabulary

DOCUMENT = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return [dedent(block) for block in re.findall(rf"^ *```{kind}\n(.*?)^ *```$", DOCUMENT, re.S | re.M)]


def _rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, their cells without back ticks."""
    section = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`").replace("\\|", "|") for cell in row] for row in rows[2:]]


@pytest.mark.parametrize(
    ("number", "place", "facet", "label"),
    [(0, "北京市", "campaign", "师徒结对月"), (1, "上海市", "district", "临港新片区")],
)
def test_an_example_of_the_document_tags_its_draft(
    tmp_path: Path, number: int, place: str, facet: str, label: str
) -> None:
    draft = read_draft("draft.txt", _blocks("text")[number])
    before = load_tagger(None, load_segmenter(), place).annotate(draft).tags
    (tmp_path / "own.toml").write_text(_blocks("toml")[number], encoding="utf-8")
    after = load_tagger(tmp_path, load_segmenter(), place).annotate(draft).tags
    assert label not in {tag.label for tag in before}
    assert (facet, label) in {(tag.facet, tag.label) for tag in after if tag.status is Status.SET}


def test_every_key_is_in_the_document() -> None:
    keys = {key for name, *_ in _rows("每一项是什么意思") for key in name.replace("`", "").split("、")}
    assert keys == {*LabelEntry.__dataclass_fields__, "replace"}


@pytest.mark.parametrize(("written", "fits", "fits_not"), [(row[0], *row[2:]) for row in _rows("写法")])
def test_a_pattern_of_the_document_matches_as_it_says(written: str, fits: str, fits_not: str) -> None:
    pattern = read_pattern(written)
    for text, matches in ((fits, True), (fits_not, False)):
        starts = [(text.find(piece), piece) for piece in pattern.pieces[0] if piece in text]
        assert any(pattern.end_after(text, at + len(piece)) > 0 for at, piece in starts) is matches


@pytest.mark.parametrize(("written", "message"), _rows("写错了"))
def test_a_mistake_of_the_document_is_answered_as_it_says(tmp_path: Path, written: str, message: str) -> None:
    key = written.partition(" ")[0]
    lines = [line for line in ('facet = "campaign"', 'name = "甲"') if not line.startswith(key)]
    (tmp_path / "own.toml").write_text("\n".join(("[[label]]", *lines, written, "")), encoding="utf-8")
    with pytest.raises(GongbaoError, match=re.escape(message)):
        load_vocabulary(tmp_path)
