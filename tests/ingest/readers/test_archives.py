"""ZIP files: each member is an input, a bad one is refused by itself, and nothing is unpacked that should not be."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.ingest.readers.making import ARTICLE_PAGE, DRAFT, PLAIN, ROWS, zipped

from gongbao.core.dates import IssueDate
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Page, Source
from gongbao.ingest.hints import NO_HINTS, Hints
from gongbao.ingest.readers import archives, find_inputs, read_sources

LIMIT = 10_000_000


def read(path: Path, raw: bytes, hints: Hints = NO_HINTS, limit: int = LIMIT) -> tuple[list[Source], list[str]]:
    path.write_bytes(raw)
    refused: list[GongbaoError] = []
    return list(read_sources(path, hints, limit, refused.append)), [str(error) for error in refused]


def test_each_member_is_a_source_known_by_its_own_name(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "a/稿件.docx": DRAFT,
        "page.html": ARTICLE_PAGE,
        "rows.jsonl": ROWS,
        "b/03.txt": PLAIN,
        "b/note.md": "x",
    }
    sources, refused = read(tmp_path / "all.zip", zipped(files))
    assert [source.name for source in sources] == ["稿件.docx", "03.txt", "page.html", "rows.jsonl"]
    assert refused == []
    assert [bool(source.marks) for source in sources] == [True, False, True, True]


def test_a_members_sidecar_wins_over_its_path_and_that_over_the_archives_name(tmp_path: Path) -> None:
    files = {"2024-03-05/03-工会.txt": PLAIN, "2024-03-05/04.txt": PLAIN, "2024-03-05/04.toml": 'page = "A04"\n'}
    files["x.txt"] = PLAIN
    first, second, third = read(tmp_path / "ldwb-2024-03.zip", zipped(files))[0]
    assert (first.date, first.page, first.newspaper) == (IssueDate(2024, 3, 5), Page("3", "工会"), "ldwb")
    assert second.page.number == "A04"
    assert third.date == IssueDate(2024, 3)
    [option, *_] = read(tmp_path / "ldwb-2024-03.zip", zipped(files), Hints(date=IssueDate(2020)))[0]
    assert option.date == IssueDate(2020)


def test_names_in_gbk_and_in_unmarked_utf8_are_read(tmp_path: Path) -> None:
    for encoding in ("gbk", "utf-8"):
        raw = zipped({"AAAAAAAA.txt" if encoding == "gbk" else "AAAAAAAAAAAA.txt": PLAIN})
        name = "工会新闻.txt".encode(encoding)
        sources, _ = read(tmp_path / "old.zip", raw.replace(b"A" * (len(name) - 4) + b".txt", name))
        assert [source.name for source in sources] == ["工会新闻.txt"]


def test_names_are_never_paths(tmp_path: Path) -> None:
    raw = zipped({"../../evil.txt": PLAIN, "/etc/evil2.txt": PLAIN, "C:\\evil3.txt": PLAIN, "..": PLAIN})
    (tmp_path / "in").mkdir()
    sources, _ = read(tmp_path / "in" / "evil.zip", raw)
    assert {source.name for source in sources} == {"evil.txt", "evil2.txt", "evil3.txt"}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["evil.zip", "in"]


def encrypted(raw: bytes) -> bytes:
    """The same with the first member marked as encrypted, in both of its headers."""
    local, central = raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8
    changed = bytearray(raw)
    changed[local] |= 1
    changed[central] |= 1
    return bytes(changed)


def linked() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        member = zipfile.ZipInfo("link.txt")
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/hostname")
        archive.writestr("ok.txt", PLAIN)
    return packed.getvalue()


def damaged() -> bytes:
    raw = zipped({"bad.txt": PLAIN * 20, "ok.txt": PLAIN}, zipfile.ZIP_STORED)
    return raw.replace("书屋".encode(), "书房".encode(), 1)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (encrypted(zipped({"a.txt": PLAIN, "ok.txt": PLAIN})), "密码"),
        (zipped({"in.zip": zipped({"a.txt": PLAIN}), "ok.txt": PLAIN}), "又是压缩包"),
        (zipped({"bomb.txt": "字" * 2_000_000, "ok.txt": PLAIN}), "压缩得异常"),
        (zipped({"big.txt": "字" * 4_000_000, "ok.txt": PLAIN}), "上限"),
        (zipped({"a.txt": "", "ok.txt": PLAIN}), "all.zip 里的 a.txt 是空文件"),
        (zipped({"a.txt": PLAIN, "a.toml": "x = 1", "ok.txt": PLAIN}), "a.toml"),
        (zipped({"a.docx": DRAFT[:-30], "ok.txt": PLAIN}), "Word"),
        (linked(), "链接"),
        (damaged(), "已损坏"),
    ],
)
def test_a_bad_member_is_refused_by_itself_and_the_rest_is_read(tmp_path: Path, raw: bytes, says: str) -> None:
    sources, [sentence] = read(tmp_path / "all.zip", raw)
    assert [source.name for source in sources] == ["ok.txt"]
    assert says in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (zipped({"notes.md": "x", ".hidden.txt": PLAIN, "__MACOSX/a.txt": PLAIN}), "没有能读的文件"),
        (zipped({"a.txt": PLAIN})[:-30], "压缩包"),
        (b"PK\x03\x04 no zip", "压缩包"),
        (b"", "空文件"),
    ],
)
def test_an_archive_that_gives_nothing_is_one_sentence(tmp_path: Path, raw: bytes, says: str) -> None:
    sources, [sentence] = read(tmp_path / "all.zip", raw)
    assert sources == []
    assert says in sentence


def test_what_unpacks_to_too_much_in_all_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_TOTAL_BYTES", 2 * len(PLAIN.encode()))
    sources, [sentence] = read(tmp_path / "all.zip", zipped({f"{n}.txt": PLAIN for n in range(5)}))
    assert len(sources) == 2
    assert "太大" in sentence


def test_memory_stays_that_of_the_largest_member(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {f"{n:03}.txt": os.urandom(20_000).hex() * 25 for n in range(40)}  # 1 MB each
    (tmp_path / "all.zip").write_bytes(zipped(files))
    program = (
        "import resource, sys; from pathlib import Path; from gongbao.ingest.hints import NO_HINTS, Hints\n"
        "from gongbao.ingest.readers import read_sources\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); n = sum(1 for _ in read_sources(Path(sys.argv[1]), Hints(), 10**7, print))\n"
        "print(n, (peak() - before) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "all.zip")], capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count == 40
    assert megabytes < 30


def test_a_folder_gives_its_archives_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": PLAIN}))
    assert find_inputs([tmp_path], print) == [tmp_path / "a.zip"]
