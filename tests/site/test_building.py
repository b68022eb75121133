"""Building: the same bytes however the archive came to be, and nothing done twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongbao.core.annotations import Status
from gongbao.core.errors import GongbaoError
from gongbao.core.records import State, TaggedArticle
from gongbao.core.settings import Settings
from gongbao.site import SiteCounts, build_site

Articles = Sequence[TaggedArticle]
Build = Callable[..., SiteCounts]
Tree = Callable[[Path], dict[str, str]]


def _changed(tagged: TaggedArticle, **fields: Any) -> TaggedArticle:
    return replace(tagged, article=replace(tagged.article, **fields))


def test_two_builds_have_the_same_bytes(newsroom: Articles, build: Build, tree: Tree, tmp_path: Path) -> None:
    build(newsroom, tmp_path / "one")
    build(newsroom, tmp_path / "elsewhere" / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "elsewhere" / "two")


def test_building_again_writes_nothing(newsroom: Articles, build: Build, tmp_path: Path) -> None:
    first = build(newsroom, tmp_path / "public")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "public").rglob("*")}
    second = build(newsroom, tmp_path / "public")
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "public").rglob("*")} == before


@pytest.mark.parametrize("change", ["corrected", "added", "withdrawn", "retagged", "moved", "all gone"])
def test_an_archive_brought_up_to_date_equals_one_built_afresh(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path, change: str
) -> None:
    place = 40
    rest = [tagged for number, tagged in enumerate(newsroom) if number != place]
    before, after = {
        "corrected": (
            newsroom,
            [*newsroom[:place], _changed(newsroom[place], headline="更正"), *newsroom[place + 1 :]],
        ),
        "added": (rest, newsroom),
        "withdrawn": (newsroom, rest),
        "retagged": (newsroom, [*newsroom[:place], _rejected(newsroom[place]), *newsroom[place + 1 :]]),
        "moved": (newsroom, [_changed(newsroom[-1], date=newsroom[0].article.date), *newsroom[:-1]]),
        "all gone": (newsroom, []),
    }[change]
    build(before, tmp_path / "updated")
    build(after, tmp_path / "updated")
    build(after, tmp_path / "fresh")
    assert tree(tmp_path / "updated") == tree(tmp_path / "fresh")


def test_a_new_revision_with_the_stamp_of_an_older_one_is_rendered(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path
) -> None:
    before = [replace(tagged, stamp=f"{number:064x}") for number, tagged in enumerate(newsroom)]
    after = [*before[:-1], _changed(before[-1], revision=3)]
    build(before, tmp_path / "public")
    # The page, its ninjs, the two data files of its month, the feeds of all it bears, the list of digests.
    assert 0 < build(after, tmp_path / "public").written < 20
    build(after, tmp_path / "fresh")
    assert tree(tmp_path / "public") == tree(tmp_path / "fresh")


def _rejected(tagged: TaggedArticle) -> TaggedArticle:
    first, *others = tagged.annotations.tags
    tags = (replace(first, status=Status.REJECTED), *others)
    return replace(tagged, annotations=replace(tagged.annotations, tags=tags))


def test_a_corrected_paragraph_touches_its_article_and_what_quotes_it_only(
    newsroom: Articles, build: Build, tmp_path: Path
) -> None:
    build(newsroom, tmp_path / "public")
    article = newsroom[40].article
    # Of the same length: the page as it was laid out shows how long its articles are.
    corrected = _changed(newsroom[40], paragraphs=(article.paragraphs[0], "改" + article.paragraphs[1][1:]))
    started = time.time_ns()
    build([*newsroom[:40], corrected, *newsroom[41:]], tmp_path / "public")
    pages = [path for path in (tmp_path / "public").rglob("*.html") if path.stat().st_mtime_ns >= started]
    assert [path.stem for path in pages] == [article.id]


def test_a_setting_that_stands_on_every_page_renders_every_page(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path
) -> None:
    build(newsroom, tmp_path / "public")
    build(newsroom, tmp_path / "public", site_title="工人的报纸")
    build(newsroom, tmp_path / "fresh", site_title="工人的报纸")
    assert tree(tmp_path / "public") == tree(tmp_path / "fresh")
    assert "工人的报纸" in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")


def test_a_newsroom_s_own_folder_replaces_single_templates_and_assets(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "assets").mkdir()
    (theme / "templates" / "imprint.html").write_text("<footer>自己的页脚</footer>", encoding="utf-8")
    (theme / "assets" / "theme.css").write_text(":root{--red:#7a0c0c}", encoding="utf-8")
    build(newsroom, tmp_path / "public")
    build(newsroom, tmp_path / "public", theme=theme)
    build(newsroom, tmp_path / "fresh", theme=theme)
    assert tree(tmp_path / "public") == tree(tmp_path / "fresh")
    home = (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert "自己的页脚" in home
    assert "assets/theme." in home
    assert "<title>" in home


def test_a_mistake_in_a_newsroom_s_own_template_is_one_sentence_that_names_it(
    newsroom: Articles, build: Build, tmp_path: Path
) -> None:
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    (tmp_path / "theme" / "templates" / "home.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(GongbaoError, match=r"home\.html"):
        build(newsroom, tmp_path / "public", theme=tmp_path / "theme")


def test_an_empty_archive_is_an_archive(build: Build, tmp_path: Path) -> None:
    counts = build([], tmp_path / "public")
    assert counts.articles == 0
    assert "还没有文章" in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("fields", [{"state": State.WITHDRAWN}, {"state": State.DRAFT}, {"public": False}, {"id": ""}])
def test_what_may_not_be_published_stops_the_build(
    make_article: Callable[..., TaggedArticle], build: Build, tmp_path: Path, fields: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="must not be published"):
        build([make_article(**fields)], tmp_path / "public")


def test_progress_counts_up_to_all_articles(newsroom: Articles, tmp_path: Path) -> None:
    told: list[int] = []
    build_site(lambda: iter(newsroom), Settings(tmp_path), tmp_path / "public", told.append)
    assert told == sorted(told)
    assert told[-1] == len(newsroom)
