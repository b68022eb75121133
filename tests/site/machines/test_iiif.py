"""An issue with pictures is a IIIF manifest that holds to the schema of IIIF's validator and leads to what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from PIL import Image
from tests.site.printing import OUTLINES, SIZE, Newspaper

from gongbao.site.addresses import id_address

URL = "https://example.org/archive/"
MANIFEST = "issues/2022/2022-03-04/manifest.json"


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    path = Path(__file__).parent / "schemas" / "iiif-manifest-3.0.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(values)
    return Draft7Validator(values)


def _newspaper(folder: Path, url: str = URL) -> Newspaper:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gongbao.toml").write_text(f'[site]\nurl = "{url}"\n', encoding="utf-8")
    return Newspaper(folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _newspaper(tmp_path_factory.mktemp("paper")).publish()


def _manifest(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / MANIFEST).read_bytes())
    return found


def _resources(value: Any) -> Iterator[dict[str, Any]]:
    """All that a manifest says is a file: what has a format."""
    if isinstance(value, dict):
        if "format" in value:
            yield value
        for one in value.values():
            yield from _resources(one)
    elif isinstance(value, list):
        for one in value:
            yield from _resources(one)


def test_the_manifest_is_valid(site: Path, schema: Draft7Validator) -> None:
    schema.validate(_manifest(site))


def test_the_schema_refuses_what_a_viewer_could_not_use(site: Path, schema: Draft7Validator) -> None:
    good = _manifest(site)
    canvas = good["items"][0]
    bare = {name: value for name, value in canvas.items() if name not in ("width", "height")}
    for wrong in ({"label": "没有语言"}, {"id": "issues/1"}, {"pages": 1}, {"items": [bare]}):
        assert not schema.is_valid({**good, **wrong})


def test_all_that_it_leads_to_is_there_and_as_large_as_it_says(site: Path) -> None:
    found = list(_resources(_manifest(site)))
    assert {one["type"] for one in found} == {"Image", "Text"}
    for one in found:
        path = site / one["id"].removeprefix(URL)
        assert path.is_file()
        if one["type"] == "Image":
            with Image.open(path) as picture:
                assert picture.size == (one["width"], one["height"])
                assert f"image/{str(picture.format).lower()}" == one["format"]


def test_a_canvas_has_the_picture_s_size_and_each_article_s_outline(site: Path) -> None:
    (canvas,) = _manifest(site)["items"]
    assert (canvas["width"], canvas["height"]) == SIZE
    (page,) = canvas["annotations"]
    assert len(page["items"]) == len(OUTLINES)
    for one in page["items"]:
        assert one["target"]["source"] == canvas["id"]
        assert '<polygon points="' in one["target"]["selector"]["value"]


def test_the_issue_s_page_names_its_manifest(site: Path) -> None:
    page = (site / MANIFEST).with_name("index.html").read_text(encoding="utf-8")
    assert f'href="../../../{MANIFEST}"' in page


def test_an_article_that_is_not_public_is_neither_named_nor_outlined(tmp_path: Path) -> None:
    paper = _newspaper(tmp_path)
    paper.project.store.withdraw(paper.ids["left"], "说明")
    text = (paper.publish() / MANIFEST).read_text(encoding="utf-8")
    assert id_address(paper.ids["left"]) not in text
    assert id_address(paper.ids["lead"]) in text
    assert ".pdf" not in text


def test_there_is_none_without_a_picture_or_an_address(tmp_path: Path) -> None:
    assert not (_newspaper(tmp_path / "a", "").publish() / MANIFEST).exists()
    paper = _newspaper(tmp_path / "b")
    paper.print_as(picture="", width=0, height=0)
    assert not (paper.publish() / MANIFEST).exists()
