"""``gongbao figures`` over an archive of invented articles."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from gongbao.cli.figures import number, shown_cells
from gongbao.cli.main import gongbao

FIRST = (
    "密云区总工会备足清凉包\n\n本报讯（记者 江晚）昨天，密云区总工会为环卫职工送去2000份“清凉包”，"
    "其中绿豆糕八百盒。区总工会说，2000份清凉包只是第一批，惠及职工近3万人，占全区职工的５％。\n"
)
SECOND = (
    "怀柔区总工会慰问一线\n\n本报讯（记者 江晚）怀柔区总工会昨天为快递员送去三千五百份清凉包。慰问车从青春路出发，"
    "沿途在雁栖、桥梓、渤海等镇的配送站点停留，工会干部把毛巾、防晒霜和藿香正气水交到骑手手里，又仔细问起他们的"
    "吃饭、歇脚和充电。骑手韩冬说，站点门口新添的遮阳棚和饮水机，让大家中午有了落脚的地方。\n"
)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongbao, ["-C", str(folder), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    for name, text in (("2021-07-16-03.txt", FIRST), ("2022-07-20-03.txt", SECOND), ("2022-07-21-02.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
        assert run(folder, "ingest", str(folder / name)).exit_code == 0
    assert run(folder, "tag").exit_code == 0
    return folder


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(folder, "figures", *arguments, "--format", "jsonl").stdout.splitlines()]


def test_what_is_counted_is_summed_by_district_and_year_and_a_reprint_is_not_counted_again(archive: Path) -> None:
    sums = rows(archive, "清凉包", "--by", "district,year")
    assert [(one["district"], one["year"], one["unit"], one["total"], one["articles"]) for one in sums] == [
        ("密云区", "2021", "份", 2000, 1),
        ("怀柔区", "2022", "份", 3500, 1),
    ]
    [with_reprints] = rows(archive, "清凉包", "--by", "year", "--date", "2022", "--reprints")
    assert (with_reprints["total"], with_reprints["articles"]) == (7000, 2)


def test_each_figure_is_listed_with_where_it_stands(archive: Path) -> None:
    [one] = rows(archive, "清凉包", "--date", "2021-07")
    assert (one["value"], one["unit"], one["district"]) == (2000, "份", ["密云区"])
    assert one["field"] == "paragraph"
    assert one["end"] > one["start"]
    [about] = rows(archive, "--unit", "人", "--at-least", "2万", "--at-most", "三万")
    assert (about["value"], about["approximate"]) == (30000, True)
    assert [one["value"] for one in rows(archive, "--unit", "%")] == [0.05]


def test_a_spreadsheet_and_a_person_get_tables(archive: Path) -> None:
    printed = run(archive, "figures", "清凉包", "--by", "year", "--format", "csv").stdout.lstrip("\ufeff")
    table = list(csv.DictReader(io.StringIO(printed)))
    assert [(row["year"], row["total"]) for row in table] == [("2021", "2000"), ("2022", "3500")]
    assert "3,500" in run(archive, "figures", "清凉包").stdout
    assert "没有找到数“雨伞”的数字" in run(archive, "figures", "雨伞").stdout


def test_figures_are_grouped_by_whose_they_are_where_and_when(archive: Path) -> None:
    sums = rows(archive, "清凉包", "--by", "who,where,when")
    assert [(one["who"], one["where"], one["when"], one["total"]) for one in sums] == [
        ("密云区总工会", "密云区", "2021-07", 2000),
        ("怀柔区总工会", "怀柔区", "2022-07", 3500),
    ]


def test_without_a_word_what_is_counted_most_is_listed(archive: Path) -> None:
    assert rows(archive)[0] == {"counted": "清凉包", "unit": "份", "articles": 2, "figures": 2, "total": 5500}
    assert "清凉包" in run(archive, "figures").stdout
    assert [one["value"] for one in rows(archive, "--each", "--date", "2022")] == [3500]
    [last] = [one for one in rows(archive, "--each") if one["unit"] == "%"]
    assert rows(archive, "--date", "2021")[-1]["total"] is None or last["value"] == 0.05


def test_what_was_printed_never_becomes_a_formula(archive: Path) -> None:
    row = {"who": "=1+1", "where": "+区", "when": "", "counted": "@职工", "approximate": True, "value": -3}
    assert shown_cells(row, "csv") == {
        "who": "'=1+1",
        "where": "'+区",
        "when": "",
        "counted": "'@职工",
        "approximate": "约",
        "value": -3,
    }


@pytest.mark.parametrize(
    ("written", "value"), [("1000", 1000), ("3万", 30_000), ("３００", 300), ("三千五百", 3500), ("5%", 0.05)]
)
def test_numbers_are_read_as_newspapers_write_them(written: str, value: float) -> None:
    assert number(written, "--at-least") == value


def test_a_wrong_wish_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="不是数"):
        number("很多", "--at-least")
    done = run(tmp_path, "figures", "清凉包", "--by", "城市")
    assert done.exit_code == 2
    assert "--by 里没有“城市”" in done.output
