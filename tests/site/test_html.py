"""Every page is HTML without one error, as the Nu Html Checker of the W3C's validator sees it, whatever is printed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from gongbao.core.dates import IssueDate
from gongbao.core.records import Credit, Page, Picture, TaggedArticle
from gongbao.site import SiteCounts

Build = Callable[..., SiteCounts]

CHECKER = Path("tests/site/validator/node_modules/vnu-jar/build/dist/vnu.jar")
_SECONDS = 300  # for some thousand pages on a slow machine; a core of 2024 does about 200 a second
# Properties of CSS Text 4 and of print that browsers have and the checker's list does not yet know.
_NEWER_THAN_THECHECKER = ("text-spacing-trim", "text-autospace", "hanging-punctuation")
_HOSTILE = (
    '</p></article><script>alert("1")</script>',
    "--><!-- ]]> <![CDATA[ &amp; &#0; &nosuch;",
    "\" onmouseover=\"x\" ' href='javascript:1' `",
    "左\u202e右\u2066甲\u200d乙\u00ad丙\u3000丁\t戊\u2028己",
    "<b>《工报》</b> {{ 7 * 7 }} {% raw %} \\u003c ${x}",
    "𠮷𠀀工会😀 \x85\x7f\x9f\ufdd0\ufffe",
)


def hostile(make_article: Callable[..., TaggedArticle]) -> list[TaggedArticle]:
    """Articles whose every field holds what would break a page that trusted it."""
    return [
        make_article(
            900 + number,
            headline=text,
            kicker=text,
            subhead=text,
            column=text,
            dateline=text,
            paragraphs=(f"房山区送清凉慰问{920 + number}名{text}", text),
            byline=(Credit(text, text, text),),
            pictures=(Picture(text, (Credit(text, "摄影"),), file=text),),
            page=Page(str(number), text),
            source=text,
            date=IssueDate(2023, 5, 8),
            order=number,
            id=f"ldwb-2023-05-08-{900 + number:08x}",
        )
        for number, text in enumerate(_HOSTILE, 1)
    ]


def errors_in(folder: Path, root: Path) -> list[str]:
    """What the checker calls an error, page by page; it runs without a network."""
    jar = root / CHECKER
    assert jar.is_file(), "the checker is not installed: run sh scripts/install-test-packages.sh"
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", "--also-check-css"]
    done = subprocess.run(
        [*command, "--skip-non-html", str(folder)], capture_output=True, timeout=_SECONDS, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{message.get('url', '').rpartition('/public/')[2]}:{message.get('lastLine', '')} {message['message']}"
        for message in messages
        if not any(name in message["message"] for name in _NEWER_THAN_THECHECKER)
    ]


def test_the_checker_finds_an_error_where_there_is_one(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "public" / "page.html"
    page.parent.mkdir()
    page.write_text("<!DOCTYPE html><html lang=zh-Hans><title>甲</title><p><nosuch>乙</nosuch>", encoding="utf-8")
    assert any("Element “nosuch” not allowed" in error for error in errors_in(page.parent, root))


def test_no_page_of_a_newsroom_has_an_error_in_its_html_or_css(
    root: Path,
    newsroom: Sequence[TaggedArticle],
    make_article: Callable[..., TaggedArticle],
    build: Build,
    tmp_path: Path,
) -> None:
    output = tmp_path / "public"
    build([*newsroom, *hostile(make_article)], output, site_url="https://example.org/archive/")
    found = errors_in(output, root)
    assert found == []


def test_no_page_of_the_sample_has_an_error(
    root: Path, sample: Sequence[TaggedArticle], build: Build, tmp_path: Path
) -> None:
    build(sample, tmp_path / "public")
    assert errors_in(tmp_path / "public", root) == []
