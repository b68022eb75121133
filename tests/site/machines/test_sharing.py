"""A page that is passed on shows its headline, its first words and a picture, as ogp.me asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from gongbao.core.errors import InputError
from gongbao.core.records import Page, TaggedArticle
from gongbao.site.addresses import id_address
from gongbao.site.machines.sharing import ARCHIVE_PICTURE, article_picture
from gongbao.site.machines.sharing_pictures import draw

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Make = Callable[..., TaggedArticle]
URL = "https://example.org/archive/"
# The properties of ogp.me and of its article type; og:type, title, image and url are required.
_REQUIRED = {"og:type", "og:title", "og:image", "og:url"}
_KNOWN = _REQUIRED | {"og:site_name", "og:locale", "og:description", "og:image:width", "og:image:height"}
_OF_ARTICLES = {"article:published_time", "article:section", "article:author", "article:tag"}
_SEVERAL = {"article:author", "article:tag"}


def _properties(path: Path) -> list[tuple[str, str]]:
    root = html.fromstring(path.read_bytes())
    return [(meta.get("property"), meta.get("content")) for meta in root.iter("meta") if meta.get("property")]


def test_every_page_tells_what_the_protocol_asks_for(archive: Path) -> None:
    for path in archive.rglob("*.html"):
        if path.name in ("404.html", "offline.html"):
            continue
        found = _properties(path)
        names = [name for name, _ in found]
        values = dict(found)
        assert set(names) >= _REQUIRED, path
        assert all(text for _, text in found), path
        assert set(names) <= _KNOWN | (_OF_ARTICLES if values["og:type"] == "article" else set()), path
        assert all(names.count(name) == 1 for name in set(names) - _SEVERAL), path
        assert values["og:url"] == URL + path.relative_to(archive).as_posix()
        assert (archive / values["og:image"].removeprefix(URL)).is_file(), path


def test_every_picture_has_the_size_that_the_pages_say(archive: Path) -> None:
    found = sorted((archive / "pictures" / "sharing").rglob("*.png"))
    assert len(found) > 5
    assert len({path.read_bytes() for path in found}) == len(found)
    for path in found:
        with Image.open(path) as picture:
            picture.verify()
            assert picture.size == (1200, 630)
        assert path.stat().st_size < 50_000


def test_an_article_shows_its_page_s_picture_and_a_campaign_its_own(
    archive: Path, make_article: Make, newsroom: Articles
) -> None:
    by_name = {article_picture(one).address for one in newsroom if one.article.page.name == "工会"}
    assert len(by_name) == 1
    unnamed = make_article(1, page=Page())
    assert article_picture(unnamed).address.startswith("pictures/sharing/campaign/")
    (page,) = (archive / "campaign").glob("songqingliang/index.html")
    assert dict(_properties(page))["og:image"] == f"{URL}pictures/sharing/campaign/songqingliang.png"


def test_without_an_address_there_is_nothing_to_share(newsroom: Articles, build: Build, tmp_path: Path) -> None:
    build(newsroom[:5], tmp_path / "public")
    assert not (tmp_path / "public" / "pictures").exists()
    assert _properties(tmp_path / "public" / "index.html") == []


def test_text_with_quotes_and_tags_stays_text(make_article: Make, build: Build, tmp_path: Path) -> None:
    made = make_article(1, headline='"><script>x</script>', page=Page("1", '"<b>'))
    build([made], tmp_path / "public", site_url=URL)
    values = dict(_properties(tmp_path / "public" / id_address(made.article.id)))
    assert values["og:title"] == '"><script>x</script>'
    assert values["article:section"] == '"<b>'


def _fonts() -> list[Path]:
    """Of Chinese fonts what this machine has: a newsroom names its own."""
    places = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
    return sorted(path for place in places for path in place.rglob("*CJK*.ttc"))


def test_a_font_writes_the_name_and_the_same_bytes_twice() -> None:
    fonts = _fonts()
    assert fonts, "no Chinese font: sh scripts/install-test-packages.sh installs one"
    font = fonts[0]
    written = draw("职工书屋", "工人报", str(font))
    assert written == draw("职工书屋", "工人报", str(font))
    assert written != draw("职工书屋", "工人报", "")
    for name in ("很长" * 60, "半\ud800个", "两\n行", ""):
        with Image.open(BytesIO(draw(name, "工人报", str(font)))) as picture:
            assert picture.size == (1200, 630)


def test_a_font_that_cannot_be_read_is_one_sentence(newsroom: Articles, build: Build, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"site\.font"):
        build(newsroom[:5], tmp_path / "public", site_url=URL, site_font="missing.ttf")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(InputError, match=r"site\.font"):
        draw("名", "报", str(tmp_path / "broken.ttf"))


def test_the_archive_s_picture_is_there(archive: Path) -> None:
    assert (archive / ARCHIVE_PICTURE).is_file()
