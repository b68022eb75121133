"""A newsroom's own look: the example of docs/themes.md works word for word, and mistakes are told plainly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gongbao.core.errors import GongbaoError, InputError
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import load_settings
from gongbao.site import SiteCounts

Build = Callable[..., SiteCounts]

_EXAMPLE = re.compile(r"`theme/([^`]+)`[^\n]*\n\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def theme(root: Path, tmp_path: Path) -> Path:
    """The document's example as files."""
    examples = _EXAMPLE.findall((root / "docs" / "themes.md").read_text(encoding="utf-8"))
    assert len(examples) == 5
    for name, text in examples:
        path = tmp_path / "theme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "theme"


def test_the_documents_example_is_on_every_page(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path
) -> None:
    build(sample, tmp_path / "public", theme=theme)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*.html")]
    assert all("为职工说话，替工会记事。" in page for page in pages)
    assert all(re.search(r"assets/gongbao\.\w{8}\.css.*assets/colours\.\w{8}\.css", page, re.DOTALL) for page in pages)
    assert list((tmp_path / "public" / "assets").glob("logo.*.svg"))


def test_the_documents_settings_are_read(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "themes.md").read_text(encoding="utf-8")
    (tmp_path / "gongbao.toml").write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert load_settings(tmp_path, {}).path("site.theme") == tmp_path.resolve() / "theme"


@pytest.mark.parametrize("name", ["templates/imprint.html", "assets/colours.css"])
def test_a_change_of_the_theme_renders_every_page_again(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path, name: str
) -> None:
    output = tmp_path / "public"
    first = build(sample, output, theme=theme)
    text = (theme / name).read_text(encoding="utf-8").replace("14508c", "0b3d6e").replace("记事", "说事")
    (theme / name).write_text(text, encoding="utf-8")
    again = build(sample, output, theme=theme)
    assert again.written >= len(list(output.rglob("*.html")))
    assert first.written >= len(sample)


@pytest.mark.parametrize("mistake", ["{{ nosuch }}", "{% nosuch %}", "{{ asset('nosuch') }}"])
def test_a_mistake_in_a_template_is_told_with_file_and_line(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path, mistake: str
) -> None:
    (theme / "templates" / "imprint.html").write_text(f"<p>\n{mistake}</p>", encoding="utf-8")
    with pytest.raises(GongbaoError, match=r"templates/imprint\.html 第 2 行.*请改正"):
        build(sample, tmp_path / "public", theme=theme)


def test_a_folder_that_is_no_theme_is_refused_with_a_sentence(
    sample: Sequence[TaggedArticle], build: Build, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"没有 templates、assets.*site\.theme"):
        build(sample, tmp_path / "public", theme=tmp_path / "nothing")
