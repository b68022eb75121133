"""What the documents say is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongbao.cli.main import gongbao
from gongbao.core.settings import SETTINGS, Setting
from gongbao.search import FACET_NAMES, SearchBackend

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{name}.md" for name in ("authority", "crawl", "doors", "figures", "learning", "quality", "search")),
    *(
        f"docs/{name}.md"
        for name in ("desk", "desk-api", "desk-editor", "desk-story", "search-api", "scaling", "site", "themes")
    ),
)


def settings_row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default != "" else "（空）"
    return f"| `{setting.name}` | {default} | {setting.help} | `{setting.variable}` |"


def test_the_table_of_settings_is_the_one_in_the_code(root: Path) -> None:
    written = (root / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in written if line.startswith("| `")]
    assert rows == [settings_row(setting) for setting in SETTINGS]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_links_to_is_there(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    missing = [target for target in targets if not ((root / name).parent / target).exists()]
    assert missing == []


def test_every_command_in_the_readme_exists_and_every_command_is_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"gongbao ([a-z]+)", text))
    assert named <= set(gongbao.commands)
    everyday = set(gongbao.commands) - {"ingest", "index"}  # parts of build
    assert everyday <= named


def test_every_make_target_in_the_readme_exists(root: Path) -> None:
    named = set(re.findall(r"make ([a-z]+)", (root / "README.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets
    assert named


def test_no_document_names_a_machines_own_folders(root: Path) -> None:
    for path in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp)/", path.read_text(encoding="utf-8")), path


def test_the_search_api_is_documented_as_it_is(root: Path) -> None:
    text = (root / "docs" / "search-api.md").read_text(encoding="utf-8")
    written = set(re.findall(r"`(\w+)\([^`]*\)`", text)) - {"open", "str", "Project", "load_segmenter", "text_rule"}
    methods = {name for name in vars(SearchBackend) if not name.startswith("_")}
    assert written <= methods
    assert methods - {"keys", "total", "name", "fingerprint"} <= written
    facets = re.search(r"Facets: (.*?)\. A facet", text, re.DOTALL)
    assert facets is not None
    assert set(re.findall(r"`(\w+)`", facets.group(1))) == set(FACET_NAMES)
