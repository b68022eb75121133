"""Pictures that come with a draft, a web page or an export stand with the article and the caption they belong to."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.readers.making import (
    ARTICLE_PAGE,
    PICTURED_DRAFT,
    docx,
    drawn,
    paragraph,
    photo,
    relations,
    zipped,
)

from gongbao.core.errors import GongbaoError
from gongbao.core.files import Files
from gongbao.core.pictures import keep_pictures
from gongbao.core.records import Article, Mark, Picture, PictureFile, Reading, Source, Span
from gongbao.core.words import Segmenter
from gongbao.ingest.hints import NO_HINTS
from gongbao.ingest.illustrating import illustrated
from gongbao.ingest.readers import read_sources
from gongbao.ingest.splitter import split

LIMIT = 10_000_000
RED, BLUE = photo("red"), photo("blue", ending="PNG")


def _refuse(error: GongbaoError) -> None:
    raise error


def read(path: Path, segmenter: Segmenter) -> tuple[list[Article], list[str]]:
    """The articles of a file, its pictures kept beside it, and what is missing."""
    articles: list[Article] = []
    missing: list[str] = []
    for source in read_sources(path, NO_HINTS, LIMIT, _refuse):
        kept = keep_pictures(Files(path.parent / "kept"), source)
        missing += list(kept.missing)
        articles += split(kept.source, segmenter).articles
    return articles, missing


def shown(path: Path, article: Article) -> list[tuple[str, bytes]]:
    files = Files(path.parent / "kept")
    return [(one.caption, files.read(one.file) if one.file else b"") for one in article.pictures]


def write(path: Path, raw: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def test_a_drafts_pictures_stand_with_their_captions(tmp_path: Path, segmenter: Segmenter) -> None:
    path = write(tmp_path / "稿件.docx", PICTURED_DRAFT)
    [article], missing = read(path, segmenter)
    assert missing == []
    assert shown(path, article) == [("职工在清凉站里喝绿豆汤。", RED), ("", BLUE)]
    assert [(one.width, one.height) for one in article.pictures] == [(320, 200), (320, 200)]


def test_a_draft_without_styles_keeps_each_picture_with_the_article_around_it(
    tmp_path: Path, segmenter: Segmenter
) -> None:
    stories = [
        (
            "女工图书角添了新书",
            "本报讯（记者 周晓岚）纺织厂工会给女工图书角添了三百本新书，午休时间座无虚席，大家都说这个角落越办越好。",
        ),
        (
            "码头食堂改了菜单",
            "本报讯（记者 陈立新）码头食堂听了职工的意见改了菜单，一荤两素换成两荤三素，价钱没有变，吃饭的人多了一半。",
        ),
    ]
    paragraphs = []
    for number, (headline, body) in enumerate(stories):
        paragraphs += [paragraph(headline), paragraph(""), paragraph(body), paragraph("", inside=drawn(f"r{number}"))]
        paragraphs += [paragraph("工会主席说，这样的事今后还要多办几件。"), paragraph("")]
    media = {"word/media/1.jpeg": RED, "word/media/2.png": BLUE}
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relations({"r0": "media/1.jpeg", "r1": "media/2.png"}),
        **media,
    }
    path = write(tmp_path / "一版.docx", docx(*paragraphs, parts=parts))
    articles, _ = read(path, segmenter)
    assert [(article.headline, shown(path, article)) for article in articles] == [
        (stories[0][0], [("", RED)]),
        (stories[1][0], [("", BLUE)]),
    ]


def test_a_saved_web_page_brings_the_pictures_of_its_article_alone(tmp_path: Path, segmenter: Segmenter) -> None:
    inside = base64.b64encode(BLUE).decode()
    page = ARTICLE_PAGE.replace("a.jpg", "page_files/a%201.jpg?w=640").replace(
        "<aside>", f'<aside><img src="page_files/advertisement.jpg"><img src="data:image/png;base64,{inside}">'
    )
    page = page.replace("<p>　　厂工会主席", f'<img src="data:image/png;base64,{inside}"><p>　　厂工会主席')
    path = write(tmp_path / "page.html", page)
    write(tmp_path / "page_files" / "a 1.jpg", RED)
    write(tmp_path / "page_files" / "advertisement.jpg", photo("green"))
    [article], missing = read(path, segmenter)
    assert missing == []
    assert shown(path, article) == [("", BLUE), ("职工在夜班食堂吃面。吴小光 摄", RED)]


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "http://host.example/a.jpg", "link.jpg", "a\0.jpg"])
def test_nothing_outside_an_inputs_own_folder_is_opened(tmp_path: Path, segmenter: Segmenter, name: str) -> None:
    write(tmp_path / "secret.jpg", RED)
    row = {"标题": "书屋开到车间", "正文": "书屋开到了车间，职工可以随时借阅。", "pictures": [{"file": name}]}
    path = write(tmp_path / "in" / "rows.json", json.dumps(row))
    (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    [article], [sentence] = read(path, segmenter)
    assert article.pictures == (Picture(),)
    assert "没有找到" in sentence
    assert not (tmp_path / "in" / "kept").exists()


def test_an_exports_rows_name_their_files_with_or_without_captions(tmp_path: Path, segmenter: Segmenter) -> None:
    texts = {"标题": "书屋开到车间", "正文": "书屋开到了车间，职工可以随时借阅。"}
    pictures = [{"caption": "职工在借书。", "file": "img/1.jpg"}, "img/2.png", "工会主席在荐书。"]
    path = write(tmp_path / "rows.json", json.dumps([texts | {"pictures": pictures}]))
    write(tmp_path / "img" / "1.jpg", RED)
    write(tmp_path / "img" / "2.png", BLUE)
    [article], _ = read(path, segmenter)
    assert shown(path, article) == [("职工在借书。", RED), ("", BLUE), ("工会主席在荐书。", b"")]
    table = write(tmp_path / "rows.csv", "标题,正文,图片\n书屋开到车间,书屋开到了车间。,img/1.jpg|img/2.png\n")
    [article], _ = read(table, segmenter)
    assert shown(table, article) == [("", RED), ("", BLUE)]


def test_a_column_of_pictures_that_names_no_files_is_told_as_it_is_printed(
    tmp_path: Path, segmenter: Segmenter
) -> None:
    table = write(tmp_path / "rows.csv", "标题,正文,图片\n书屋开到车间,书屋开到了车间。,有三张\n")
    [source] = read_sources(table, NO_HINTS, LIMIT, _refuse)
    reading = split(source, segmenter)
    assert [one.text for one in reading.discards] == ["图片：有三张"]


def test_an_archive_holds_the_pictures_beside_its_members(tmp_path: Path, segmenter: Segmenter) -> None:
    members: dict[str, str | bytes] = {
        "0305/page.html": ARTICLE_PAGE,
        "0305/a.jpg": RED,
        "a.jpg": BLUE,
        "0306/page.html": ARTICLE_PAGE,
    }
    path = write(tmp_path / "pages.zip", zipped(members))
    articles, missing = read(path, segmenter)
    assert [bool(article.pictures[0].file) for article in articles] == [True, False]
    assert shown(path, articles[0]) == [("职工在夜班食堂吃面。吴小光 摄", RED)]
    assert len(missing) == 1


def _reading(roles: list[str], places: list[int]) -> Reading:
    """An article whose n-th line has the n-th role, with a picture before the line of each place."""
    text = "".join(f"{number % 10}行\n" for number in range(len(roles)))
    spans = tuple(Span(3 * n, 3 * n + 2, role) for n, role in enumerate(roles))
    captions = tuple(Picture(f"{n % 10}行") for n, role in enumerate(roles) if role == "caption")
    article = Article("标题", ("一段",), pictures=captions, spans=spans)
    marks = tuple(Mark(span.start, span.end, span.role) for span in spans)
    pictures = tuple(
        PictureFile(f"{n}.jpg", 3 * place, 0, b"", f"{n:064x}.jpg", 9, 9) for n, place in enumerate(places)
    )
    return Reading(Source("a", b"", "", "utf-8", text, marks=marks, pictures=pictures), (article,))


@given(
    st.lists(st.sampled_from(["paragraph", "caption"]), min_size=1, max_size=9), st.lists(st.integers(0, 9), max_size=6)
)
def test_every_file_is_shown_once_and_no_caption_is_lost(roles: list[str], places: list[int]) -> None:
    reading = _reading(roles, sorted(place for place in places if place <= len(roles)))
    [article] = illustrated(reading).articles
    assert sorted(one.file for one in article.pictures if one.file) == [one.file for one in reading.source.pictures]
    captions = [one.caption for one in article.pictures if one.caption]
    assert captions == [one.caption for one in reading.articles[0].pictures]


@pytest.mark.parametrize(
    ("roles", "places", "expected"),
    [
        ("pcp", [1], [("1行", 0)]),  # above its caption
        ("pcp", [2], [("1行", 0)]),  # below it
        ("pppc", [1], [("", 0), ("3行", None)]),  # text between
        ("pcc", [1, 2], [("1行", 0), ("2行", 1)]),
        ("pcc", [1, 1], [("1行", 1), ("2行", 0)]),
        ("pp", [0, 2], [("", 0), ("", 1)]),
    ],
)
def test_which_file_goes_to_which_caption(
    roles: str, places: list[int], expected: list[tuple[str, int | None]]
) -> None:
    names = {"p": "paragraph", "c": "caption"}
    [article] = illustrated(_reading([names[one] for one in roles], places)).articles
    found = [(one.caption, int(one.file[:64], 16) if one.file else None) for one in article.pictures]
    assert sorted(found) == sorted(expected)
