"""A built archive is checked without anything but its folder, and packed for a library."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongbao.core.errors import InputError, OutputError
from gongbao.core.records import TaggedArticle
from gongbao.site import SiteCounts
from gongbao.site.bagging import make_bag
from gongbao.site.checking import Finding, Trouble, check_site, read_checksums

Build = Callable[..., SiteCounts]


@pytest.fixture(scope="module")
def built(newsroom: Sequence[TaggedArticle], build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("checked") / "public"
    build(newsroom, folder)
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """The archive carried elsewhere without its state, as on a USB stick."""
    folder = tmp_path / "stick"
    shutil.copytree(built, folder, ignore=shutil.ignore_patterns(".gongbao"))
    return folder


def _write(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_fresh_archive_is_whole_and_has_no_dead_link(copy: Path) -> None:
    report = check_site(copy)
    assert report.findings == ()
    assert report.is_whole
    assert report.files == len(list(filter(Path.is_file, copy.rglob("*")))) - 1
    assert report.links > report.pages > 100


def test_the_list_of_files_is_what_sha256sum_reads(copy: Path) -> None:
    done = subprocess.run(
        ("sha256sum", "--check", "--strict", "manifest-sha256.txt"), cwd=copy, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_each_trouble_is_told_with_its_file(copy: Path) -> None:
    home, about = copy / "index.html", copy / "about.html"
    _write(home, "</main>", '<a href="articles/none.html">x</a><img src="no.png"><a href="#nowhere">x</a></main>')
    _write(about, "</main>", '<a href="index.html#nobody">x</a></main>')
    (copy / "search.html").unlink()
    (copy / "notes.txt").write_text("mine")
    found = check_site(copy).findings
    assert Finding(Trouble.CHANGED, "index.html") in found
    assert Finding(Trouble.MISSING, "search.html") in found
    assert Finding(Trouble.UNLISTED, "notes.txt") in found
    assert Finding(Trouble.DEAD_LINK, "index.html", "articles/none.html") in found
    assert Finding(Trouble.MISSING_PICTURE, "index.html", "no.png") in found
    assert Finding(Trouble.DEAD_ANCHOR, "index.html", "#nowhere") in found
    assert Finding(Trouble.DEAD_ANCHOR, "about.html", "index.html#nobody") in found


def test_a_file_of_the_users_own_does_no_harm(copy: Path) -> None:
    (copy / "notes.txt").write_text("mine")
    assert check_site(copy).is_whole


def test_one_changed_bit_anywhere_is_found(copy: Path) -> None:
    listed = sorted(read_checksums(copy))

    @settings(
        max_examples=settings().max_examples // 5,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.sampled_from(listed), st.integers(min_value=0), st.integers(0, 7))
    def changed(address: str, place: int, bit: int) -> None:
        path = copy / address
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[place % len(whole)] ^= 1 << bit
        path.write_bytes(damaged)
        try:
            assert Finding(Trouble.CHANGED, address) in check_site(copy).findings
        finally:
            path.write_bytes(whole)

    changed()


@pytest.mark.parametrize("damage", ["gone", "no hash", "outside", "not text"])
def test_without_a_readable_list_it_says_that_it_could_not_look(copy: Path, damage: str) -> None:
    path = copy / "manifest-sha256.txt"
    if damage == "gone":
        path.unlink()
    else:
        line = {"no hash": b"index.html\n", "outside": b"0" * 64 + b"  ../x\n", "not text": b"\xff\xfe\n"}[damage]
        path.write_bytes(path.read_bytes() + line)
    with pytest.raises(InputError, match="没有"):
        check_site(copy)


def test_a_bag_is_valid_for_the_library_of_congress(built: Path, tmp_path: Path) -> None:
    count = make_bag(built, tmp_path / "bag")
    assert bagit.Bag(str(tmp_path / "bag")).validate()
    assert count == len(list(filter(Path.is_file, (tmp_path / "bag" / "data").rglob("*"))))
    assert check_site(tmp_path / "bag" / "data").findings == ()


def test_two_bags_of_one_archive_have_the_same_bytes(
    built: Path, tmp_path: Path, tree: Callable[[Path], dict[str, str]]
) -> None:
    make_bag(built, tmp_path / "one")
    make_bag(built, tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_archive_is_not_packed(copy: Path, tmp_path: Path, damage: str) -> None:
    path = copy / "index.html"
    path.unlink() if damage == "missing" else path.write_text("else")
    with pytest.raises(InputError, match="没有装包"):
        make_bag(copy, tmp_path / "bag")
    assert [entry.name for entry in tmp_path.iterdir()] == ["stick"]


def test_a_bag_is_never_written_over(built: Path, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(OutputError, match="没有动它"):
        make_bag(built, tmp_path / "bag")
