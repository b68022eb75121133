"""Names for ever are UUIDs of version 5, as Python's own library makes them."""

from __future__ import annotations

import hashlib
import uuid

from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.site.machines.identity import article_urn, moment, urn

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gongbao:article")


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_name_is_a_uuid_of_version_5_over_the_names(names: list[str]) -> None:
    known = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()
    assert urn(*names) == uuid.uuid5(_NAMESPACE, known).urn


def test_an_article_s_name_never_changes() -> None:
    assert article_urn("ldwb-2021-07-16-0a1b2c3d") == "urn:uuid:1350a3bb-01c8-5765-b8d1-510f6d6e54a4"


def test_a_moment_is_midnight_in_china_of_the_first_day_that_is_meant() -> None:
    assert moment(IssueDate(2021, 7, 16)) == "2021-07-16T00:00:00+08:00"
    assert moment(IssueDate(2021), 2) == "2021-01-01T00:00:02+08:00"
