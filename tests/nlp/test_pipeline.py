"""The pipeline as spaCy sees it: registered components, saved and loaded again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.tagger import Tagger

ARTICLE = Article(
    "海淀区总工会慰问快递员",
    ("主席王小明带着慰问品看望新就业形态劳动者，送去清凉包200份。", "“读报节”活动开幕。"),
    date=IssueDate(2021, 7),
)


def test_the_pipeline_is_made_of_our_factories(tagger: Tagger) -> None:
    assert tagger.nlp.pipe_names == [
        "gongbao_campaigns",
        "gongbao_activities",
        "gongbao_districts",
        "gongbao_people",
        "gongbao_organisations",
        "gongbao_authorities",
        "gongbao_figures",
        "gongbao_phrases",
        "gongbao_extract",
        "gongbao_events",
    ]


def test_a_saved_pipeline_tags_as_before_without_the_newsrooms_folder(tmp_path: Path) -> None:
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    table = '[[label]]\nfacet = "campaign"\nname = "读报节"\naliases = ["读报节"]\nmonths = [7]\nrequires = ["读报"]\n'
    own = folder / "own.toml"
    own.write_text(table, encoding="utf-8")
    before = load_tagger(folder, load_segmenter())
    expected = before.annotate(ARTICLE)
    before.to_disk(tmp_path / "saved")
    own.unlink()
    folder.rmdir()
    assert "读报节" in {tag.label for tag in expected.tags}
    assert Tagger.from_disk(tmp_path / "saved").annotate(ARTICLE) == expected


def test_a_folder_without_a_pipeline_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GongbaoError, match="没有可用的标注流程"):
        Tagger.from_disk(tmp_path)


def test_a_plain_text_goes_through_the_pipeline_too(tagger: Tagger) -> None:
    doc = tagger.nlp("海淀区总工会慰问职工。")
    assert {tag.label for tag in doc._.gongbao_tags} >= {"海淀区", "慰问"}


def test_words_met_after_the_first_many_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = load_tagger(None, load_segmenter())
    expected = tagger.annotate(ARTICLE)
    monkeypatch.setattr("gongbao.nlp.tagger.KEPT_WORDS", 0)
    invented = [Article(f"abc{number}", (f"职工xyz{number}",)) for number in range(200)]
    assert [tagger.annotate(ARTICLE), *tagger.annotate_many([ARTICLE, *invented])][:2] == [expected, expected]
    assert not any(f"xyz{number}" in tagger.nlp.vocab for number in range(200))


def test_importing_the_stage_loads_nothing_heavy() -> None:
    heavy = ("spacy", "numpy", "rjieba", "jieba", "ahocorasick")
    code = f"import sys, gongbao.nlp, gongbao.nlp.drafts; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
