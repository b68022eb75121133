"""Addresses are plain, permanent and the same on every file system."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Page
from gongbao.site import addresses

_SAFE = re.compile(r"[a-z0-9.-]+(/[a-z0-9.-]+)*\.html")


@given(st.text(min_size=1))
def test_every_id_and_label_gets_a_plain_lower_case_address(text: str) -> None:
    for address in (addresses.id_address(text), addresses.label_address("people", text)):
        assert _SAFE.fullmatch(address)
        assert ".." not in address
        assert max(map(len, address.split("/"))) <= 100


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_ids_never_share_an_address_even_where_case_is_folded(one: str, other: str) -> None:
    if one != other:
        assert addresses.id_address(one).casefold() != addresses.id_address(other).casefold()


def test_an_id_of_the_store_stands_in_its_address_as_it_is() -> None:
    assert addresses.id_address("ldwb-2021-07-16-3-0a1b2c3d").endswith("/ldwb-2021-07-16-3-0a1b2c3d.html")


@pytest.mark.parametrize("name", ["con", "aux.x", "LDWB-1", "第三版", "a" * 200, "..", "a/b", "nul"])
def test_a_name_that_some_file_system_refuses_is_replaced_by_its_digest(name: str) -> None:
    assert re.fullmatch(r"x[0-9a-f]{12}", addresses.plain_name(name))


def test_the_project_s_own_labels_have_addresses_of_their_own() -> None:
    data = Path(addresses.__file__).parent / "data" / "slugs.toml"
    for facet, slugs in tomllib.loads(data.read_text(encoding="utf-8")).items():
        assert len(set(slugs.values())) == len(slugs), facet
        assert all(re.fullmatch(r"[a-z]+", slug) for slug in slugs.values())


def test_a_label_of_the_project_can_be_read_in_its_address() -> None:
    assert addresses.label_address("district", "房山区") == "district/fangshan/index.html"


def test_a_date_known_to_the_month_has_its_month_s_address_and_no_day_is_invented() -> None:
    assert addresses.issue_folder(IssueDate(2021, 7)) == "issues/2021/2021-07"
    assert addresses.issue_folder(UNKNOWN_DATE) == "issues/undated"


@pytest.mark.parametrize(
    ("number", "name"), [("3", "page-3"), ("03", "page-3"), ("A01", "page-a1"), ("", "page-unknown")]
)
def test_a_page_number_is_written_one_way(number: str, name: str) -> None:
    assert addresses.page_name(IssueDate(2021, 7, 16), Page(number), "any.txt") == name


def test_pages_of_one_number_in_a_month_whose_days_are_unknown_stay_apart() -> None:
    month = IssueDate(2021, 7)
    assert addresses.page_name(month, Page("3"), "one.txt") != addresses.page_name(month, Page("3"), "two.txt")


def test_pages_sort_as_they_are_printed() -> None:
    printed = [Page("1"), Page("2"), Page("10"), Page("A01"), Page("A2"), Page("B1"), Page("", "副刊"), Page()]
    assert sorted(set(printed), key=addresses.page_order) == printed


@pytest.mark.parametrize(
    ("address", "part", "expected"),
    [("a/index.html", 1, "a/index.html"), ("a/index.html", 2, "a/2.html"), ("a/2021.html", 3, "a/2021-3.html")],
)
def test_parts_of_a_list_are_numbered(address: str, part: int, expected: str) -> None:
    assert addresses.numbered(address, part) == expected
