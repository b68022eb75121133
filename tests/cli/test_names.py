"""``gongbao names`` over an archive of invented articles."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongbao.cli.main import gongbao
from gongbao.core.errors import GongbaoError

FIRST = (
    "老工人闫长禄和他的机车\n\n本报讯（记者 江晚）昨天，怀柔区总工会主席李敏来到沃德机械，看望职工。"
    "诚大劳务公司电焊工闫长禄说，机车是老伙计。北京二七机车厂的老照片挂在墙上。\n"
)
SECOND = (
    "阎长禄讲传统\n\n本报讯（记者 江晚）诚大劳务公司电焊工阎长禄说，徒弟们都长大了。"
    "二七厂的汽笛还在响。怀柔区总工会给大家送来图书。\n"
)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    for name, text in (("2021-07-16-03.txt", FIRST), ("2022-07-20-03.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
        assert run(folder, "ingest", str(folder / name)).exit_code == 0
    assert run(folder, "tag").exit_code == 0
    return folder


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(folder, "names", *arguments, "--format", "jsonl").stdout.splitlines()]


def test_a_name_has_its_articles_dates_forms_jobs_and_units(archive: Path) -> None:
    [union] = rows(archive, "organisation", "--like", "怀柔")
    assert (union["name"], union["articles"], union["first"], union["last"]) == (
        "怀柔区总工会",
        2,
        "2021-07-16",
        "2022-07-20",
    )
    [factory] = rows(archive, "机构", "--like", "二七")
    assert (factory["name"], sorted(factory["forms"])) == ("北京二七机车厂", ["二七厂", "北京二七机车厂"])
    [worker] = rows(archive, "person", "--like", "闫长禄")
    assert (worker["roles"], worker["units"]) == (["电焊工", "老工人"], ["诚大劳务公司"])


def test_names_are_those_of_the_dates_asked_for(archive: Path) -> None:
    assert [one["name"] for one in rows(archive, "person", "--date", "2021", "--like", "禄")] == ["闫长禄"]


def test_a_spreadsheet_and_a_person_get_tables(archive: Path) -> None:
    printed = run(archive, "names", "person", "--format", "csv").stdout.lstrip("\ufeff")
    assert {row["name"] for row in csv.DictReader(io.StringIO(printed))} >= {"李敏", "江晚"}
    assert "怀柔区总工会" in run(archive, "names", "organisation").stdout


def test_what_may_be_one_is_toml_for_the_authority_file_and_then_is_one(archive: Path) -> None:
    printed = run(archive, "names", "--doubles").stdout
    [table] = [one for one in tomllib.loads(printed)["person"] if "长禄" in one["name"]]
    assert {table["name"], *table["also"]} == {"闫长禄", "阎长禄"}
    [double] = [one for one in rows(archive, "person", "--doubles") if one["names"][0]["name"].endswith("长禄")]
    assert double["why"] == ["只差异体字"]
    (archive / "authority").mkdir()
    (archive / "authority" / "own.toml").write_text(printed, encoding="utf-8")
    (archive / "gongbao.toml").write_text('[nlp]\nauthority = "authority"\n', encoding="utf-8")
    assert run(archive, "tag").exit_code == 0
    [one] = rows(archive, "person", "--like", "长禄")
    assert (one["articles"], sorted(one["forms"])) == (2, ["闫长禄", "阎长禄"])
    assert "长禄" not in run(archive, "names", "--doubles").stdout


def test_nothing_found_and_no_archive_are_told_apart(archive: Path, tmp_path: Path) -> None:
    nothing = run(archive, "names", "--like", "没有这个名字")
    assert (nothing.exit_code, nothing.stdout) == (0, "没有找到带“没有这个名字”的名称。\n")
    with pytest.raises(GongbaoError, match="还没有存档"):
        run(tmp_path, "names")


def test_an_unknown_kind_is_a_sentence(archive: Path) -> None:
    done = run(archive, "names", "company")
    assert done.exit_code == 2
    assert "没有“company”这一类" in done.output
