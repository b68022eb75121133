"""What readers must not see is in no picture and no PDF of the site, whatever happened to it when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.site.printing import COLOURS, DAY, OUTLINES, SIZE, Newspaper, holds_colour, picture, pictures, reading

from gongbao.core.dates import IssueDate
from gongbao.core.errors import InputError
from gongbao.core.facsimile import Polygon, Unseen, facsimiles_of_day
from gongbao.core.files import Files
from gongbao.core.records import Area, Page
from gongbao.publishing import PublishedPages
from gongbao.site.page_pictures import copies_of, masked, smaller

Tree = Callable[[Path], Mapping[str, str]]
NAMES = tuple(OUTLINES)


@pytest.fixture(autouse=True)
def _no_traditional_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's index is not what is looked at here, and its table of variants takes long to make."""
    monkeypatch.setattr("gongbao.site.search_index.build.folding_exceptions", dict)


@pytest.fixture
def paper(tmp_path: Path) -> Newspaper:
    return Newspaper(tmp_path)


def _holds_bytes(site: Path, raw: bytes) -> bool:
    digest = hashlib.sha256(raw).hexdigest()
    return any(hashlib.sha256(path.read_bytes()).hexdigest() == digest for path in site.rglob("*") if path.is_file())


def _seen(site: Path) -> set[str]:
    return {name for name in NAMES for path in pictures(site) if holds_colour(path, name)}


def test_a_page_with_nothing_to_hide_is_copied_byte_for_byte(paper: Newspaper) -> None:
    site = paper.publish()
    assert len(pictures(site)) == 2  # as it is, and small
    assert _seen(site) == set(NAMES)
    assert _holds_bytes(site, picture())
    assert next(iter(site.rglob("*.pdf"))).read_bytes() == paper.files.read(paper.page.pdf)


@pytest.mark.parametrize(("name", "built_before"), [("lead", False), ("left", True), ("right", True)])
def test_a_withdrawn_article_is_in_no_picture_and_no_pdf(
    paper: Newspaper, name: str, built_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)  # follow the change, though a third of all articles is much
    if built_before:
        paper.publish()
    paper.project.store.withdraw(paper.ids[name], "作者要求")
    site = paper.publish()
    assert len(pictures(site)) == 2
    assert _seen(site) == set(NAMES) - {name}
    assert not _holds_bytes(site, picture())
    assert list(site.rglob("*.pdf")) == []
    page = (site / "issues/2022/2022-03-04/page-1.html").read_text(encoding="utf-8")
    assert "灰色处的文章不公开" in page
    assert f"{name}一版头条" not in page
    assert page.count("<polygon") == 2


def test_a_block_covers_the_whole_place_and_little_more(paper: Newspaper) -> None:
    paper.project.store.withdraw(paper.ids["right"], "作者要求")
    site = paper.publish()
    large = max(pictures(site), key=lambda path: path.stat().st_size)
    with Image.open(large) as opened:
        assert opened.size == SIZE
        block = opened.getpixel((round(0.6 * SIZE[0]), round(0.6 * SIZE[1])))
        assert isinstance(block, tuple)
        assert max(block) - min(block) < 8  # grey
        assert 200 < block[0] < 240
        beside = opened.getpixel((round(0.85 * SIZE[0]), round(0.85 * SIZE[1])))  # in the corner that it runs round
        assert isinstance(beside, tuple)
        assert min(beside) > 245


def test_an_article_that_is_not_public_or_a_draft_is_hidden_as_well(paper: Newspaper) -> None:
    paper.project.store.save([reading("wire", "外电一则", public=False)])
    paper.print_as(areas=(*paper.page.areas[:2], Area(OUTLINES["right"], "wire.htm")))
    paper.project.store.withdraw(paper.ids["right"], "没有位置")  # its own place is not known any more
    assert pictures(paper.publish()) == []
    paper.project.store.restore(paper.ids["right"])
    assert _seen(paper.publish()) == {"lead", "left"}


def test_where_nothing_says_in_which_place_the_whole_picture_is_left_out(tmp_path: Path) -> None:
    paper = Newspaper(tmp_path, areas=["lead", "left"])
    assert _seen(paper.publish()) == set(NAMES)
    paper.project.store.withdraw(paper.ids["right"], "作者要求")
    site = paper.publish()
    assert pictures(site) == []
    assert list(site.rglob("*.pdf")) == []
    assert not _holds_bytes(site, picture())
    assert "<img" not in (site / "issues/2022/2022-03-04/page-1.html").read_text(encoding="utf-8")


def test_an_article_that_is_published_again_is_seen_again(paper: Newspaper, tree: Tree) -> None:
    paper.project.store.withdraw(paper.ids["left"], "误会")
    paper.publish()
    paper.project.store.restore(paper.ids["left"])
    again = tree(paper.publish())
    assert {name for name in again if name.startswith("pictures/")} == set(_copies(paper))


def _copies(paper: Newspaper) -> list[str]:
    (page,) = facsimiles_of_day([paper.page], []).values()
    return list(copies_of(page))


def test_of_an_issue_that_is_wholly_withdrawn_no_picture_is_left(
    paper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)
    paper.project.store.save([reading("other", "另一天的消息", day=IssueDate(2022, 3, 5))])
    paper.publish()
    for article_id in paper.ids.values():
        paper.project.store.withdraw(article_id, "整期撤回")
    site = paper.publish()
    assert pictures(site) == []
    assert list(site.rglob("*.pdf")) == []
    assert (site / "issues/2022/2022-03-05").is_dir()
    assert not (site / "issues/2022/2022-03-04").exists()


def test_what_a_newer_page_replaces_is_gone(paper: Newspaper, tree: Tree, tmp_path: Path) -> None:
    paper.publish()
    paper.print_as(picture=paper.files.keep(picture("JPEG"), ".jpg"), complete=True)
    paper.publish()
    assert len(pictures(paper.site)) == 2
    assert not _holds_bytes(paper.site, picture())
    assert tree(paper.site) == tree(paper.publish(tmp_path / "fresh"))


def test_no_pdf_goes_out_where_the_newsroom_wants_none(paper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper.project, "settings", replace(paper.project.settings, values={"site.page_pdfs": "no"}))
    site = paper.publish()
    assert list(site.rglob("*.pdf")) == []
    assert _seen(site) == set(NAMES)


def test_the_same_pictures_have_the_same_bytes_and_are_not_written_twice(paper: Newspaper, tree: Tree) -> None:
    paper.project.store.withdraw(paper.ids["lead"], "作者要求")
    one = paper.publish()
    assert tree(one) == tree(paper.publish(one.parent / "two"))
    written = {path: path.stat().st_mtime_ns for path in one.rglob("*")}
    paper.publish(one)
    assert {path: path.stat().st_mtime_ns for path in one.rglob("*")} == written


def test_a_picture_that_cannot_be_unpacked_stops_the_build_with_what_to_do(paper: Newspaper) -> None:
    paper.print_as(picture=paper.files.keep(picture()[:400], ".png"))
    with pytest.raises(InputError, match=r"解不开：请删去这个文件，再读一次它的来源"):
        paper.publish()


def test_what_came_with_a_picture_is_not_in_what_is_painted(tmp_path: Path) -> None:
    drawn = Image.open(BytesIO(picture("JPEG")))
    exif = drawn.getexif()
    exif[0x010E] = "secret description"
    out = BytesIO()
    drawn.save(out, "JPEG", exif=exif, comment=b"secret comment", icc_profile=b"secret profile")
    files = Files(tmp_path)
    name = files.keep(out.getvalue(), ".jpg")
    assert b"secret" in out.getvalue()
    assert b"secret" not in masked(files, name, [OUTLINES["left"]])
    assert b"secret" not in smaller(files, name, [OUTLINES["left"]], (350, 500))


_shares = st.floats(0, 1).map(lambda share: round(share, 3))
_masks = st.lists(st.tuples(_shares, _shares), min_size=1, max_size=8).map(tuple)


@given(_masks)
def test_a_corner_of_any_outline_is_covered(tmp_path_factory: pytest.TempPathFactory, mask: Polygon) -> None:
    files = Files(tmp_path_factory.getbasetemp() / "painted")
    name = RED if RED in files else files.keep(_red(), ".png")
    with Image.open(BytesIO(masked(files, name, [mask]))) as opened:
        for x, y in mask:
            pixel = opened.getpixel((min(round(x * 200), 199), min(round(y * 300), 299)))
            assert isinstance(pixel, tuple)
            assert pixel[1] > 125, (x, y, pixel)  # nearer to the block's grey than to red; JPEG is soft at an edge


@pytest.mark.parametrize(
    "mask",
    [
        ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)),  # an hourglass
        # A triangle in a triangle, both drawn in one line: what lies between or inside depends on how one counts.
        ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9), (0.1, 0.1), (0.3, 0.2), (0.7, 0.2), (0.5, 0.6), (0.3, 0.2)),
        ((0.1, 0.1), (0.9, 0.9)),
        ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)),  # closed by its first corner
    ],
)
def test_an_outline_that_crosses_itself_hides_all_that_it_may_mean(tmp_path: Path, mask: Polygon) -> None:
    files = Files(tmp_path)
    with Image.open(BytesIO(masked(files, files.keep(_red(), ".png"), [mask]))) as opened:
        for x, y in ((0.5, 0.15), (0.5, 0.3), (0.5, 0.5), (0.2, 0.12)):
            pixel = opened.getpixel((round(x * 200), round(y * 300)))
            assert isinstance(pixel, tuple)
            assert max(pixel) - min(pixel) < 20, (x, y)


def _red() -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 300), COLOURS["lead"]).save(out, "PNG")
    return out.getvalue()


RED = f"{hashlib.sha256(_red()).hexdigest()}.png"


def test_our_own_newspaper_is_shown_where_two_have_such_a_page(paper: Newspaper) -> None:
    others = [replace(paper.page, newspaper=name, pdf=f"{name * 16}.pdf") for name in ("aaaa", "zzzz")]
    paper.project.store.printed_pages.save([*others, replace(others[1], date=IssueDate(2022, 3, 5))])
    paper.project.store.printed_pages.save([replace(others[0], date=IssueDate(2022, 3, 5))])
    pages = PublishedPages(paper.project)
    versions = pages.versions()
    assert set(versions) == {("2022-03-04", "1"), ("2022-03-05", "1")}
    assert pages.page("2022-03-04", "1").pdf == paper.page.pdf
    assert pages.page("2022-03-05", "1").pdf == others[0].pdf
    paper.project.store.withdraw(paper.ids["lead"], "作者要求")
    again = PublishedPages(paper.project).versions()
    assert [again[key] != versions[key] for key in sorted(versions)] == [True, False]


def test_one_whose_page_is_not_known_hides_every_picture_of_the_day_until_it_is_found(paper: Newspaper) -> None:
    other = replace(paper.page, page=Page("2", "工会"), areas=(Area(OUTLINES["lead"], "elsewhere.htm"),))
    days = (paper.page, other)
    lost = Unseen("", frozenset({"nowhere.htm"}))
    assert [page.picture for page in facsimiles_of_day(days, [lost]).values()] == ["", ""]
    found = facsimiles_of_day(days, [Unseen("", frozenset({"elsewhere.htm"}))])
    assert found["1"].picture
    assert not found["1"].masks
    assert found["2"].masks == (OUTLINES["lead"],)
    assert found["1"].date == DAY
