"""A 更正 stands on its article's page, before the text, as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongbao.core.dates import IssueDate
from gongbao.core.records import Notice, TaggedArticle

Articles = list[TaggedArticle]
NOTICES = (
    Notice(IssueDate(2026, 3, 2), "文中“三百人”应为“三十人”。", "陆知秋", 1),
    Notice(IssueDate(2026, 3, 9), "<script>alert(1)</script>", "陆知秋", 2),
)


def pages_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*.html") if words in path.read_text(encoding="utf-8")]


def test_a_notice_stands_on_its_articles_page_before_the_text(
    make_article: Callable[..., TaggedArticle], build: Callable[..., Any], tmp_path: Path
) -> None:
    plain = [make_article(number) for number in (1, 2)]
    build(plain, tmp_path / "before")
    assert pages_with(tmp_path / "before", 'class="notices"') == []
    noted = [replace(plain[0], notices=NOTICES, stamp="other"), plain[1]]
    build(noted, tmp_path / "site")
    [name] = pages_with(tmp_path / "site", 'class="notices"')
    [path] = list((tmp_path / "site").rglob(name))
    html = path.read_text(encoding="utf-8")
    assert html.index('<time datetime="2026-03-02">2026年3月2日</time>　文中“三百人”') < html.index(
        '<div class="body">'
    )
    assert "&lt;script&gt;alert(1)" in html
    assert "陆知秋" not in html  # who put it there is the newsroom's own
