"""From a draft with pictures to the page that readers see: shown with their captions, gone with their article."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from PIL import Image
from tests.ingest.readers.making import ARTICLE_PAGE, PICTURED_DRAFT, photo
from tests.site.printing import pictures

from gongbao import pipeline
from gongbao.core.errors import GongbaoError
from gongbao.core.files import FILES
from gongbao.ingest.hints import NO_HINTS
from gongbao.pipeline import IngestCounts
from gongbao.project import Project
from gongbao.site.checking import check_site

Tree = Callable[[Path], dict[str, str]]


def _refuse(error: GongbaoError) -> None:
    raise error


def ingest(folder: Path) -> IngestCounts:
    project = Project(folder)
    with project.locked():
        return pipeline.ingest(project, [folder / "in"], NO_HINTS, _refuse)


def publish(folder: Path, site: str = "public") -> Path:
    pipeline.publish(Project(folder), folder / site)
    return folder / site


def article_page(site: Path) -> str:
    [page] = site.glob("articles/*/*.html")
    return page.read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("gongbao.site.search_index.build.folding_exceptions", dict)  # which takes long to make
    (tmp_path / "in").mkdir()
    return tmp_path


def test_a_drafts_pictures_are_on_its_page_and_leave_with_it(project: Path) -> None:
    (project / "in" / "2024-03-05-3-稿件.docx").write_bytes(PICTURED_DRAFT)
    counts = ingest(project)
    assert (counts.articles, counts.pictures, counts.missing_pictures) == (1, 2, ())
    site = publish(project)
    page = article_page(site)
    assert page.count("<img ") == 2
    assert page.index("<img ") < page.index("职工在清凉站里喝绿豆汤。") < page.index("为三百名职工")  # the first leads
    assert len(pictures(site)) == 2
    again = ingest(project)
    assert (again.unchanged, again.corrected) == (1, 0)
    store = Project(project).store
    [article_id] = store.versions()
    store.withdraw(article_id, "作者要求")
    publish(project)
    assert pictures(site) == []
    store.restore(article_id)
    publish(project)
    assert len(pictures(site)) == 2


def test_who_passes_an_article_on_passes_its_picture_on(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGBAO_SITE_URL", "https://gongbao.example/")
    (project / "in" / "page.html").write_text(ARTICLE_PAGE, encoding="utf-8")
    (project / "in" / "a.jpg").write_bytes(photo("red", (900, 600)))
    ingest(project)
    site = publish(project)
    page = html.fromstring(article_page(site))
    told = {meta.get("property"): meta.get("content") for meta in page.iter("meta")}
    assert (told["og:image:width"], told["og:image:height"]) == ("900", "600")
    address = told["og:image"].removeprefix("https://gongbao.example/")
    assert (site / address).is_file()
    [linked] = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(linked)["image"] == told["og:image"]
    [data] = site.glob("articles/*/*.json")
    ninjs = json.loads(data.read_text(encoding="utf-8"))
    assert ninjs["associations"][0]["renditions"][0]["href"] == told["og:image"]
    assert check_site(site).is_whole


def test_what_a_camera_wrote_beside_the_picture_is_not_published(project: Path) -> None:
    written = Image.Exif()
    written[0x010F] = "丰泽相机厂"
    written.get_ifd(0x8825)[2] = (39.0, 54.0, 27.0)  # where it was taken
    written[0x0112] = 6
    raw = photo("red", (2400, 1200), exif=written)
    (project / "in" / "page.html").write_text(ARTICLE_PAGE, encoding="utf-8")
    (project / "in" / "a.jpg").write_bytes(raw)
    ingest(project)
    site = publish(project)
    found = {}
    for path in pictures(site):
        with Image.open(path) as opened:
            assert not opened.getexif()
            found[opened.size] = path
    assert sorted(found) == [(480, 960), (800, 1600)]  # upright, and no taller than a screen can show
    page = article_page(site)
    assert 'width="800" height="1600"' in page
    assert "480w" in page
    [kept] = (Project(project).archive_folder / FILES).glob("*/*.jpg")
    assert kept.read_bytes() == raw


def test_a_picture_that_comes_later_is_on_the_page_then(project: Path) -> None:
    (project / "in" / "page.html").write_text(ARTICLE_PAGE, encoding="utf-8")
    counts = ingest(project)
    assert counts.pictures == 0
    [sentence] = counts.missing_pictures
    assert sentence == "page.html 的图片 a.jpg 没有找到"
    site = publish(project)
    assert "<img " not in article_page(site)
    (project / "in" / "a.jpg").write_bytes(photo("red"))
    counts = ingest(project)
    assert (counts.corrected, counts.articles, counts.pictures) == (1, 1, 1)
    publish(project)
    assert article_page(site).count("<img ") == 1
    assert "第 2 稿" in article_page(site)
    assert ingest(project).corrected == 0


def test_a_site_brought_up_to_date_with_pictures_equals_one_built_afresh(
    project: Path, tree_digests: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)
    (project / "in" / "2024-03-05-3-稿件.docx").write_bytes(PICTURED_DRAFT)
    ingest(project)
    publish(project)
    (project / "in" / "page.html").write_text(ARTICLE_PAGE, encoding="utf-8")
    (project / "in" / "a.jpg").write_bytes(photo("red"))
    ingest(project)
    assert tree_digests(publish(project)) == tree_digests(publish(project, "fresh"))
    first, _ = Project(project).store.versions()
    Project(project).store.withdraw(first, "作者要求")
    assert tree_digests(publish(project)) == tree_digests(publish(project, "fresh"))


def test_a_damaged_picture_is_told_and_the_article_is_read(project: Path) -> None:
    (project / "in" / "page.html").write_text(ARTICLE_PAGE, encoding="utf-8")
    whole = BytesIO(photo("red"))
    (project / "in" / "a.jpg").write_bytes(whole.getvalue()[:300])
    counts = ingest(project)
    assert (counts.articles, counts.pictures) == (1, 0)
    assert "已损坏" in counts.missing_pictures[0]
