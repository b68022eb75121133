"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

STAGES = ("ingest", "nlp", "search", "site")
ROOTS = ("core", *STAGES, "desk")
MOST_LINES = 320  # a file a reader can hold in mind; about 300 is the aim
MOST_FUNCTION_LINES = 60


def python_files(root: Path) -> Iterator[Path]:
    for folder in (*ROOTS, "tests", "scripts"):
        yield from sorted((root / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_core_and_never_another_stage(root: Path, stage: str) -> None:
    allowed = (f"gongbao.{stage}", "gongbao.core")
    for path in (root / stage).rglob("*.py"):
        for name in imports(path):
            assert not name.startswith("gongbao") or name.startswith(allowed), f"{path} imports {name}"


def test_core_imports_no_stage(root: Path) -> None:
    for path in (root / "core" / "gongbao" / "core").rglob("*.py"):
        for name in imports(path):
            assert not name.startswith("gongbao") or name.startswith("gongbao.core"), f"{path} imports {name}"


def test_no_namespace_root_has_an_init_file(root: Path) -> None:
    for name in ROOTS:
        assert not (root / name / "__init__.py").exists()
        assert not (root / name / "gongbao" / "__init__.py").exists()


def test_no_file_is_longer_than_a_reader_can_hold(root: Path) -> None:
    long = {
        str(p.relative_to(root)): n for p in python_files(root) if (n := len(p.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen(root: Path) -> None:
    long = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in python_files(root)
        if not {"tests", "versions"} & set(path.relative_to(root).parts)  # a migration is a list of tables
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_every_module_says_in_a_docstring_what_it_is(root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in python_files(root)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_is_called_by_a_word_that_says_nothing(root: Path) -> None:
    empty_words = {"utils", "util", "helper", "helpers", "manager", "misc", "common", "handler"}
    assert [p for p in python_files(root) if p.stem in empty_words] == []


@pytest.mark.parametrize(
    "heavy", ["spacy", "tantivy", "jieba", "rjieba", "sqlalchemy", "jinja2", "numpy", "rich", "scrapy"]
)
def test_the_command_line_imports_nothing_heavy_before_a_command_runs(heavy: str) -> None:
    program = f"import sys, gongbao.cli.main; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_lock_files_name_hashes_and_no_index(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-server.lock"):
        lines = (root / name).read_text().splitlines()
        assert not any("://" in line or line.startswith("-") for line in lines)
        pinned = [line for line in lines if "==" in line]
        assert pinned
        assert all(line.endswith("\\") for line in pinned), "a requirement without a hash"
