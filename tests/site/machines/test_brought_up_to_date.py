"""With an address of its own, too, an archive brought up to date equals one built afresh: manifests, pictures, maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.site.printing import Newspaper, reading

from gongbao.core.records import Page, TaggedArticle

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Tree = Callable[[Path], dict[str, str]]
URL = "https://example.org/archive/"


def test_articles_that_come_go_and_change_leave_what_a_fresh_build_has(
    newsroom: Articles, build: Build, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)  # follow changes however many they are
    some = list(newsroom[20:80])
    renamed = replace(some[3], article=replace(some[3].article, page=Page("1", "要闻版"), revision=2))
    steps = [some, some[1:], [*some[:3], renamed, *some[4:]], list(newsroom[10:80])]
    for number, articles in enumerate(steps):
        build(articles, tmp_path / "updated", site_url=URL)
        build(articles, tmp_path / f"fresh-{number}", site_url=URL)
        assert tree(tmp_path / "updated") == tree(tmp_path / f"fresh-{number}")


def test_pages_that_change_their_outlines_leave_what_a_fresh_build_has(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text(f'[site]\nurl = "{URL}"\n', encoding="utf-8")
    paper = Newspaper(tmp_path)
    paper.publish()
    paper.print_as(areas=paper.page.areas[:2])
    paper.publish()
    assert tree(paper.site) == tree(paper.publish(tmp_path / "fresh-1"))
    paper.project.store.save([reading("late", "晚到的一篇")])
    paper.print_as(picture="", width=0, height=0)
    paper.publish()
    assert tree(paper.site) == tree(paper.publish(tmp_path / "fresh-2"))
