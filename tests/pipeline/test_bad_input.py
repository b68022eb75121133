"""Whatever is put in: one sentence each, the rest is done, the exit code says so, nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongbao.project import Project

Run = Callable[..., Any]

BAD_FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "white.txt": b" \n\n \t\n",
    "binary.txt": bytes(range(256)) * 8,
    "truncated.txt": "职工书屋开张".encode()[:-1],
    "replaced.txt": "职工�书屋".encode(),
    "broken.pdf": b"%PDF-1.7 and then nothing of the kind",
    "broken.docx": b"PK\x03\x04 no zip at all",
}


def sentences(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.strip()]


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_one_sentence_and_code_2(gongbao: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = gongbao("parse", name, check=2)
    [sentence] = sentences(done.stderr)
    assert name in sentence
    assert sentence.endswith("。")
    assert done.stdout == ""


def test_bad_files_among_good_ones_do_not_stop_the_build(gongbao: Run, tmp_path: Path, sample_page: Path) -> None:
    for name, data in BAD_FILES.items():
        (tmp_path / name).write_bytes(data)
    done = gongbao("build", *BAD_FILES, sample_page, "missing.txt", check=2)
    assert len(sentences(done.stderr)) == len(BAD_FILES) + 1
    assert "8 个读不了" in done.stdout
    assert Project(tmp_path).store.counts().published == 7
    assert (tmp_path / "public" / "index.html").is_file()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "utf-8-sig"])
def test_other_encodings_are_read_and_reported(gongbao: Run, tmp_path: Path, sample_page: Path, encoding: str) -> None:
    text = sample_page.read_text(encoding="utf-8")
    encoded = text.replace("•", "·").encode(encoding)
    (tmp_path / "page.txt").write_bytes(encoded)
    rows = gongbao("parse", "page.txt", "--format", "csv").stdout.splitlines()
    assert len(rows) == 8
    reported = gongbao("parse", "page.txt", "--format", "jsonl").stdout
    expected = {"gbk": "gb18030", "utf-8-sig": "utf-8"}.get(encoding, encoding.removesuffix("-le").removesuffix("-be"))
    assert f'"encoding": "{expected}' in reported


def test_an_empty_folder_is_refused_with_a_sentence(gongbao: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    [sentence] = sentences(gongbao("parse", "pages", check=2).stderr)
    assert "pages" in sentence


def test_an_output_that_cannot_be_a_folder_is_refused(gongbao: Run, tmp_path: Path, sample_page: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    [sentence] = sentences(gongbao("build", sample_page, "--output", tmp_path / "taken" / "site", check=2).stderr)
    assert "taken" in sentence


def test_an_output_folder_with_somebody_elses_files_is_left_alone(
    gongbao: Run, tmp_path: Path, sample_page: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("ten years of work")
    [sentence] = sentences(gongbao("build", sample_page, "--output", tmp_path / "mine", check=2).stderr)
    assert "mine" in sentence
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.docx"]


def small_disk(command: tuple[str, ...], folder: Path, size_kib: int) -> subprocess.CompletedProcess[str]:
    """Run on a disk of this size where the system lets us make one, else under a limit on each file's size."""
    if shutil.which("unshare") and _can_mount(folder):
        script = f'mount -t tmpfs -o size={size_kib}k tmpfs . && cd "$PWD" && "$@"; code=$?; exit $code'
        words = ["unshare", "-Urm", "sh", "-c", script, "sh", *command]
        return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=300)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_kib * 256, size_kib * 256))

    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300, preexec_fn=limit
    )


def _can_mount(folder: Path) -> bool:
    words = ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs ."]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("size_kib", [16, 120, 300, 600])
def test_a_full_disk_is_told_in_one_sentence(
    tmp_path: Path, sample_page: Path, command: tuple[str, ...], size_kib: int
) -> None:
    done = small_disk((*command, "build", str(sample_page)), tmp_path, size_kib)
    assert done.returncode == 2, done.stdout + done.stderr
    [sentence] = sentences(done.stderr)
    assert sentence.startswith("错误：")
    assert "磁盘" in sentence


def test_a_line_of_fifty_megabytes_is_refused_or_read_in_bounded_memory(
    gongbao: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "long.txt").write_text("工会" * 8_500_000, encoding="utf-8")
    gongbao("parse", "long.txt", check=2)
    environment = os.environ | {"GONGBAO_INGEST_MAX_BYTES": "60000000"}

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    done = subprocess.run(
        [*command, "parse", "long.txt", "--format", "jsonl"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
    )
    assert done.returncode in (0, 2), done.stderr


def test_a_second_writer_is_told_to_wait(gongbao: Run, tmp_path: Path, sample_page: Path) -> None:
    with Project(tmp_path).locked():
        [sentence] = sentences(gongbao("build", sample_page, check=2).stderr)
    assert "另一个" in sentence


def test_a_lost_database_is_told_and_the_site_is_left_alone(gongbao: Run, tmp_path: Path, sample_page: Path) -> None:
    gongbao("build", sample_page)
    for path in (tmp_path / "archive").glob("gongbao.sqlite*"):
        path.unlink()
    [sentence] = sentences(gongbao("build", check=2).stderr)
    assert "备份" in sentence
    assert (tmp_path / "public" / "articles").is_dir()


def test_nothing_to_build_is_no_empty_site(gongbao: Run, tmp_path: Path) -> None:
    done = gongbao("build", "missing.txt", check=2)
    assert len(sentences(done.stderr)) == 2
    assert not (tmp_path / "public").exists()


def test_what_is_in_no_article_is_listed_with_its_reason(gongbao: Run, sample_page: Path) -> None:
    gongbao("ingest", sample_page)
    rows = json.loads(gongbao("status", "--discards", "--format", "json").stdout)
    assert len(rows) == 3
    assert all(row["reason"] == "广告" and row["text"] for row in rows)


def test_a_withdrawal_needs_a_reason_is_done_once_and_can_be_undone(gongbao: Run, sample_page: Path) -> None:
    gongbao("build", sample_page)
    found = json.loads(gongbao("search", "空调滤网", "--format", "json").stdout)[0]["id"]
    gongbao("withdraw", found, "--reason", " ", check=2)
    gongbao("withdraw", found, "--reason", "事实有误")
    [sentence] = sentences(gongbao("withdraw", found, "--reason", "再撤一次", check=2).stderr)
    assert "事实有误" in sentence
    gongbao("withdraw", found, "--undo")
    gongbao("build")
    assert json.loads(gongbao("search", "空调滤网", "--format", "json").stdout)[0]["id"] == found


@pytest.mark.parametrize("words", [("search", "清凉", "--format", "jsonl"), ("parse", "{page}", "--format", "csv")])
def test_an_output_that_cannot_be_written_is_one_sentence(
    gongbao: Run, tmp_path: Path, sample_page: Path, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    gongbao("build", sample_page)
    filled = [word.replace("{page}", str(sample_page)) for word in words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, *filled], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    [sentence] = sentences(done.stderr)
    assert "磁盘" in sentence


def test_a_closed_output_is_no_error(gongbao: Run, tmp_path: Path, sample_page: Path, command: tuple[str, ...]) -> None:
    gongbao("build", sample_page)
    words = " ".join(f"'{word}'" for word in (*command, "search", "清凉"))
    done = subprocess.run(["sh", "-c", f"{words} >&-"], cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
