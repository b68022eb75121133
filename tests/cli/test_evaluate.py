"""``gongbao evaluate`` as a person and a program meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.main import gongbao
from gongbao.core.errors import InputError

ROWS = (
    {
        "id": "一",
        "headline": "海淀区总工会为快递员送清凉",
        "paragraphs": ["本报讯 近日，海淀区总工会走进物流站点，为快递员送去清凉包。"],
        "tags": {"district": ["海淀区"], "campaign": ["送清凉"], "activity": ["慰问", "表彰"]},
    },
    {
        "id": "二",
        "headline": "小院里的石榴熟了",
        "paragraphs": ["邻居摘下一篮，分给大家。"],
        "tags": {"district": [], "campaign": ["没有的主题"], "activity": []},
    },
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


def evaluate(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), "evaluate", *arguments])


def test_all_that_was_counted_is_there_for_programs(tmp_path: Path, gold: Path) -> None:
    [judged] = json.loads(evaluate(tmp_path, str(gold), "--format", "json").stdout)
    assert judged["articles"] == 2
    assert judged["facets"]["district"]["set"]["f1"] == 1.0
    assert judged["f1_intervals"]["district"] == [1.0, 1.0]
    assert judged["facets"]["campaign"]["set"]["missed"] == 1
    assert {"facet": "activity", "right": "表彰", "set": "", "articles": 1} in judged["confusions"]
    assert sum(band["tags"] for band in judged["calibration"]) >= 3
    assert {one["id"] for one in judged["worst"]} == {"一", "二"}
    assert {row["label"] for row in judged["labels"]} >= {"海淀区", "送清凉", "慰问", "表彰"}


def test_a_person_sees_tables_and_is_told_of_labels_that_do_not_exist(tmp_path: Path, gold: Path) -> None:
    done = evaluate(tmp_path, str(tmp_path), "--rules-only")
    assert "2 篇文章" in done.stdout
    assert "校准" in done.stdout
    assert "最差的 2 篇" in done.stdout
    assert "漏标" in done.stdout
    assert "没有的主题" in done.stderr


def test_a_gold_file_without_articles_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    done = evaluate(tmp_path, str(tmp_path / "empty.jsonl"))
    assert isinstance(done.exception, InputError)
    assert "一篇文章也没有" in str(done.exception)
