"""A picture is looked at in full before it is kept: what no page could show is told of, never kept."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gongbao.core.files import Files
from gongbao.core.pictures import Look, PictureFaultError, keep_pictures, look
from gongbao.core.records import PictureFile, Source


def drawn(ending: str = "JPEG", size: tuple[int, int] = (300, 200), **saved: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, ending, **saved)
    return out.getvalue()


@pytest.mark.parametrize(("ending", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("GIF", ".gif"), ("WEBP", ".webp")])
def test_a_picture_is_known_by_its_content_and_has_a_size(ending: str, suffix: str) -> None:
    assert look(drawn(ending)) == Look(suffix, 300, 200)


def test_a_picture_taken_on_its_side_has_the_size_as_it_is_shown() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert look(drawn(exif=turned)) == Look(".jpg", 200, 300)


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"<svg/>", drawn()[:600], drawn("BMP"), drawn("PNG")[:-30]])
def test_what_no_browser_shows_in_full_is_no_picture(raw: bytes) -> None:
    with pytest.raises(PictureFaultError, match="不是能显示的图片"):
        look(raw)


def test_what_unpacks_to_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongbao.core.pictures.MOST_PIXELS", 59_999)
    with pytest.raises(PictureFaultError, match="300×200 像素，太大"):
        look(drawn())
    monkeypatch.setattr("gongbao.core.pictures.MOST_BYTES", 10)
    with pytest.raises(PictureFaultError, match="超过"):
        look(drawn())


@given(cut=st.integers(0, 400), into=st.binary(max_size=40))
def test_whatever_the_bytes_are_the_answer_is_a_look_or_a_sentence(cut: int, into: bytes) -> None:
    raw = drawn("PNG", (60, 60))
    with suppress(PictureFaultError):
        assert look(raw[:cut] + into + raw[cut + len(into) :]).suffix


def test_what_is_kept_what_is_missing_and_what_is_too_small_to_tell_of(tmp_path: Path) -> None:
    files = Files(tmp_path)
    given_ = (
        PictureFile("a.jpg", 3, raw=drawn()),
        PictureFile("b.jpg"),
        PictureFile("icon.png", raw=drawn("PNG", (16, 16))),
        PictureFile("c.jpg", raw=b"%PDF-"),
    )
    kept = keep_pictures(files, Source("稿件.docx", b"", "", "utf-8", "", pictures=given_))
    [one] = kept.source.pictures
    assert (one.name, one.place, one.raw, one.width, one.height) == ("a.jpg", 3, b"", 300, 200)
    assert files.read(one.file) == drawn()
    assert [sentence.split("：")[0] for sentence in kept.missing] == [
        "稿件.docx 的图片 b.jpg 没有找到",
        "稿件.docx 的图片 c.jpg 不是能显示的图片（JPEG、PNG、GIF、WebP），或已损坏",
    ]
