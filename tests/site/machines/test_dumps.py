"""The data files hold every article once, as their description says, in the eyes of the Frictionless framework too."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from gongbao.core.annotations import SHOWN
from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Picture, TaggedArticle
from gongbao.site.machines.columns import IN_TABLE, cells
from gongbao.site.machines.dumps import json_lines, parts, table
from gongbao.site.render import Site

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Make = Callable[..., TaggedArticle]
Tree = Callable[[Path], dict[str, str]]
SITE = Site("存档", "工人报", "某市", "")


def _objects(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(data).decode().splitlines()]


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _validated(folder: Path) -> dict[str, Any]:
    """What the framework's own command says; in a process of its own, for it leaves files open."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_file_is_as_its_description_says(archive: Path) -> None:
    report = _validated(archive / "data")
    assert report["valid"]
    files = {path for path in (archive / "data").rglob("*") if path.suffix in (".csv", ".gz")}
    assert {archive / "data" / task["place"] for task in report["tasks"]} == files


def test_the_framework_finds_what_is_not_as_described(archive: Path, tmp_path: Path) -> None:
    text = (archive / "data" / "undated.csv").read_text(encoding="utf-8")
    (tmp_path / "a.csv").write_text(text.replace(",report,", ",essay,"), encoding="utf-8")
    schema = json.loads((archive / "data" / "articles-csv.schema.json").read_bytes())
    package = {"resources": [{"name": "a", "path": "a.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = _validated(tmp_path)
    assert {error["type"] for task in report["tasks"] for error in task["errors"]} == {"constraint-error"}


def test_every_article_is_in_one_file_of_each_kind(archive: Path, newsroom: Articles) -> None:
    expected = sorted(tagged.article.id for tagged in newsroom)
    folder = archive / "data"
    assert sorted(one["id"] for path in folder.rglob("*.gz") for one in _objects(path.read_bytes())) == expected
    assert sorted(one["id"] for path in folder.rglob("*.csv") for one in _rows(path.read_bytes())) == expected


def test_a_line_holds_all_that_the_page_shows(newsroom: Articles) -> None:
    for tagged, values in zip(newsroom, _objects(json_lines(newsroom, SITE)), strict=True):
        article = tagged.article
        assert values["paragraphs"] == list(article.paragraphs)
        assert [one["name"] for one in values["byline"]] == [one.name for one in article.byline]
        assert [one["caption"] for one in values["pictures"]] == [one.caption for one in article.pictures]
        assert len(values["tags"]) == sum(tag.status in SHOWN for tag in tagged.annotations.tags)
        for tag in values["tags"]:
            assert tag["label"] in values[tag["facet"]]
            for one in (one for one in tag["evidence"] if one["field"] == "paragraph"):
                assert article.paragraphs[one["index"]][one["start"] : one["end"]] == one["text"]


@given(st.text(), st.text(), st.text())
def test_no_cell_is_a_formula_and_none_loses_a_character(headline: str, text: str, caption: str) -> None:
    article = Article(headline=headline, paragraphs=(text,), pictures=(Picture(caption),), id="x")
    tagged = TaggedArticle(article)
    values = dict(zip([column.name for column in IN_TABLE], cells(tagged), strict=True))
    assert all(not value.startswith(tuple("=+-@＝＋－＠\t\r\n\0")) for value in values.values())
    for name, printed in (("headline", headline), ("paragraphs", text), ("pictures", caption)):
        assert values[name] in (printed, f"'{printed}")
    (read,) = _rows(table([tagged], SITE))
    assert read == {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}


def test_names_in_the_text_and_suggested_tags_are_not_given_away(make_article: Make) -> None:
    (values,) = _objects(json_lines([make_article(1)], SITE))
    assert "mentions" not in values
    assert "spans" not in values
    assert "source_sha256" not in values


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_parts_hold_each_article_once_and_never_too_many(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("gongbao.site.machines.dumps.MOST", most)
    dates = ["", "", "", "2020", "2020-02", "2020-02-03", "2020-02-03", "2020-03-01"]
    found = list(parts(dates))
    assert [place for part in found for place in range(part.first, part.end)] == list(range(len(dates)))
    assert all(0 < part.size <= most for part in found)
    assert len({part.name for part in found}) == len(found)


def test_a_correction_writes_its_month_anew_and_no_other(
    make_article: Make, build: Build, tree: Tree, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    old = [make_article(number, date=IssueDate(2021, 1 + number % 4, 5)) for number in range(40)]
    old.sort(key=lambda one: (one.article.date, one.article.order))
    build(old, output)
    before = tree(output)
    article = old[0].article
    changed = make_article(article.order, date=article.date, paragraphs=("改过的一段。",), revision=2)
    build([changed, *old[1:]], output)
    now = tree(output)
    written = {name for name in now if now[name] != before.get(name) and name.startswith("data/")}
    assert written == {"data/2021/2021-01.csv", "data/2021/2021-01.jsonl.gz"}


def test_the_dictionary_tells_of_every_column_and_links_every_file(archive: Path) -> None:
    page = (archive / "data" / "index.html").read_text(encoding="utf-8")
    schema = json.loads((archive / "data" / "articles-jsonl.schema.json").read_bytes())
    for field in schema["fields"]:
        assert f'<dt id="{field["name"]}">' in page
        assert str(escape(field["description"])) in page
    for path in (archive / "data").rglob("*.*"):
        if path.suffix in (".csv", ".gz"):
            assert f'href="../{path.relative_to(archive).as_posix()}"' in page
