"""``gongbao tag --dry-run``: what a vocabulary would change in the archive, before it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.main import gongbao
from gongbao.core.annotations import Annotations, Evidence, Origin, Status, Tag
from gongbao.project import Project
from gongbao.tag_preview import changes

NEW_CAMPAIGN = '[[label]]\nfacet = "campaign"\nname = "绿色出行"\naliases = ["骑行", "车内空气"]\n'


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), *arguments], catch_exceptions=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "词表").mkdir()
    (tmp_path / "gongbao.toml").write_text('[nlp]\nvocabulary = "词表"\n', encoding="utf-8")
    page = tmp_path / "2022-05-11-03.txt"
    page.write_text(
        "港湾总工会组织职工骑行\n\n本报讯（记者 江晚）昨天，港湾总工会组织百名职工开展骑行活动，沿河十五公里。\n\n"
        "延庆区总工会为快递员送清凉\n\n本报讯（记者 江晚）昨天，延庆区总工会走进物流站点，为快递员送去清凉包。\n",
        encoding="utf-8",
    )
    assert run(tmp_path, "ingest", str(page)).exit_code == 0
    assert run(tmp_path, "tag").exit_code == 0
    return tmp_path


def labels(folder: Path) -> set[str]:
    found = Project(folder).store.articles()
    return {tag.label for tagged in found for tag in tagged.annotations.tags if tag.status is Status.SET}


def preview(folder: Path, *options: str) -> list[dict[str, Any]]:
    lines = run(folder, "tag", "--dry-run", "--format", "jsonl", *options).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_a_new_campaign_shows_first_what_it_would_change_and_changes_nothing(archive: Path) -> None:
    before = labels(archive)
    (archive / "词表" / "新主题.toml").write_text(NEW_CAMPAIGN, encoding="utf-8")
    [row] = preview(archive, "--all")
    assert (row["facet"], row["label"], row["added"], row["removed"]) == ("campaign", "绿色出行", 1, 0)
    [example] = row["examples"]
    assert (example["change"], example["headline"]) == ("added", "港湾总工会组织职工骑行")
    assert "骑行" in example["evidence"]
    assert labels(archive) == before
    assert run(archive, "tag").exit_code == 0
    assert labels(archive) == before | {"绿色出行"}
    assert preview(archive, "--all") == []


def test_a_label_that_is_taken_away_is_told_with_the_evidence_it_had(archive: Path) -> None:
    written = archive / "词表" / "新主题.toml"
    written.write_text(NEW_CAMPAIGN, encoding="utf-8")
    run(archive, "tag")
    written.unlink()
    [row] = preview(archive)
    assert (row["label"], row["added"], row["removed"]) == ("绿色出行", 0, 1)
    assert row["examples"][0]["evidence"]


def test_a_person_sees_a_table_and_the_sum(archive: Path) -> None:
    (archive / "词表" / "新主题.toml").write_text(NEW_CAMPAIGN, encoding="utf-8")
    shown = run(archive, "tag", "--all", "--dry-run").stdout
    assert "绿色出行" in shown
    assert "要标注 2 篇文章，其中 1 篇的标签会变。存档没有改动。" in shown


def test_a_dry_run_of_drafts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("标题\n", encoding="utf-8")
    done = CliRunner().invoke(gongbao, ["tag", "--dry-run", str(tmp_path / "稿.txt")])
    assert done.exit_code == 2


def test_what_a_person_decided_is_no_change() -> None:
    evidence = (Evidence("headline", 0, 0, 2, "慰问", "test"),)
    confirmed = Tag("activity", "慰问", 1.0, Status.CONFIRMED, Origin.PERSON, evidence)
    rejected = Tag("activity", "表彰", 0.9, Status.REJECTED, Origin.RULE, evidence)
    suggested = Tag("activity", "座谈", 0.4, Status.SUGGESTED, Origin.RULE, evidence)
    found = Annotations((Tag("activity", "表彰", 0.9, Status.SET, Origin.RULE, evidence),))
    assert list(changes((confirmed, rejected, suggested), found.tags)) == [("unsuggested", suggested)]
