"""Figures of coverage: what a table counts, its search finds; what is downloaded is the whole table."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from tests.desk.conftest import RunningDesk

_ROW = re.compile(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td class="number">(\d+)</td>')


def test_every_row_s_search_finds_as_many_as_it_counts(desk: RunningDesk) -> None:
    with desk.client("小记") as reporter:
        rows = _ROW.findall(reporter.get("/figures").text)
        assert len(rows) > 5
        for address, name, count in rows[::3]:
            assert f"找到 <b>{count}</b> 篇" in reporter.get(unescape(address)).text, name


def test_a_range_narrows_the_figures(desk: RunningDesk) -> None:
    with desk.client("小记") as reporter:
        assert f"共 <b>{desk.project.backend.count()}</b> 篇" in reporter.get("/figures").text
        assert "共 <b>0</b> 篇" in reporter.get("/figures", params={"since": "1990", "until": "1991-06"}).text
        assert "共 <b>0</b> 篇" in reporter.get("/figures", params={"q": "绝无此事"}).text


def test_a_table_is_downloaded_whole_and_for_the_same_range(desk: RunningDesk) -> None:
    with desk.client("小记") as reporter:
        answer = reporter.get("/figures/campaign/csv", params={"since": "2021"})
        assert answer.headers["content-disposition"].startswith("attachment")
        sheet = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sheet[0] == ["主题", "篇数"]
    results = desk.project.backend.search("日期:2021..", limit=1, facets=("campaign",))
    assert sheet[1:] == [[one.value, str(one.count)] for one in results.facets["campaign"]]


@pytest.mark.parametrize("values", [{"since": "去年"}, {"since": "2022", "until": "2021"}, {"q": '"'}])
def test_a_range_that_is_none_is_told_in_a_sentence(desk: RunningDesk, values: dict[str, str]) -> None:
    with desk.client("小记") as reporter:
        answer = reporter.get("/figures", params=values)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert all(f'value="{value}"' in unescape(answer.text) for value in values.values())  # what was typed stays
        assert reporter.get("/figures/nothing/csv").status_code == 404
