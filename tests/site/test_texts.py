"""What the archive says of its own a newsroom may say in other words; whatever is wrong with them is one sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser
from tests.commands import run_in_text

from gongbao.core.errors import InputError
from gongbao.core.records import TaggedArticle
from gongbao.core.settings import load_settings
from gongbao.site import SiteCounts
from gongbao.site.render import Renderer, site_of, texts_of_package
from gongbao.site.texts import EVERYWHERE, FILE, OF_THE_PROGRAM, Texts, pieces, read_texts, texts_in

Build = Callable[..., SiteCounts]

_HAN = re.compile("[\u3400-\u9fff]")
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
SOURCES = texts_of_package()


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder


def say(theme: Path, words: str) -> Path:
    (theme / FILE).write_text(words, encoding="utf-8")
    return theme


@pytest.mark.parametrize("name", SOURCES)
def test_every_word_of_ours_is_in_a_text_and_each_text_can_be_put_back(name: str) -> None:
    source = SOURCES[name]
    texts = texts_in(name, source)
    assert Texts(by_file={name: {text: text for text in texts}}).applied(name, source) == source
    emptied = Texts(by_file={name: dict.fromkeys(texts, "")}).applied(name, source)
    assert not _HAN.search(_COMMENT.sub("", emptied))


def test_only_what_readers_meet_is_a_text() -> None:
    source = (
        '{# 说明 #}<p class="红" title="提示 {{ x }} 后">　左 {{ "no" if y else \'或\' }}，右<br>'
        "<img alt='图'>{% set z = '段' %}</p>"
    )
    assert [piece.text for piece in pieces("a.html", source)] == ["提示", "后", "左", "或", "，右", "图", "段"]
    script = 'say("一", `二${n ? `三 ${"四"}` : ""}五`); // "六"\n/* "七" */ x = /["八]/; y = "a\\"九"; z = "十"'
    assert [piece.text for piece in pieces("a.js", script)] == ["一", "二", "三", "四", "五", "十"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).filter(
        lambda w: not re.search(r"\{[{%#]", w)
    )
)
def test_whatever_is_said_is_text_and_breaks_no_page(theme: Path, words: str) -> None:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    said = {"没有这一页": words, "跳到正文": words, "检索全文": words}
    say(theme, "[texts]\n" + "".join(f'"{text}" = "{quoted}"\n' for text in said))
    renderer = Renderer(site_of(load_settings(theme, {})), theme)
    page = html.fromstring(renderer.render("404.html", "404.html", {"title": "没有这一页", "section": ""}))
    assert page.xpath("string(//h1)") == words
    assert page.xpath("string(//a[@class='skip'])") == words
    assert page.xpath("string(//input/@placeholder)") == words
    assert words in page.xpath("string(//title)")


def test_a_theme_of_texts_alone_says_them_on_every_page(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path
) -> None:
    say(
        theme,
        '[texts]\n"检索全文" = "找一篇报道"\n"日历" = "哪天的报"\n"主题" = "专题"\n'
        '["article.html"]\n"出处与引用" = "出处"\n',
    )
    output = tmp_path / "public"
    build(sample, output, theme=theme)
    pages = {path: path.read_text(encoding="utf-8") for path in output.rglob("*.html")}
    assert all("找一篇报道" in page and ">检索全文<" not in page for page in pages.values())
    assert all("出处与引用" not in page for page in pages.values())
    calendar = pages[output / "calendar" / "index.html"]
    assert "<h1>哪天的报</h1>" in calendar
    assert "<title>哪天的报" in calendar
    assert ">专题</a></li>" in calendar
    assert ">按专题</a>" in pages[output / "index.html"]
    assert build(sample, output, theme=theme).written == 0
    say(theme, '[texts]\n"检索全文" = "找"\n')
    assert build(sample, output, theme=theme).written >= len(pages)


def test_the_search_page_says_them_too(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path, browser: Browser
) -> None:
    say(theme, '[texts]\n"没有找到" = "这个词没有印过"\n["search-view.js"]\n"可以试试：" = "不妨"\n')
    build(sample, tmp_path / "public", theme=theme)
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'public' / 'search.html').as_uri()}?q=无人用过的词&district=房山区")
    page.get_by_text("这个词没有印过").wait_for()
    page.get_by_text("不妨", exact=True).wait_for()
    page.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('[texts]\n"检索全义" = "找"', "“检索全义”不是网站上的话：最接近的是“检索全文”"),
        ('["abuot.html"]\n"这是什么" = "x"', r"\[abuot\.html\] 不是网站的文件：请写 \[about\.html\]"),
        ('["about.html"]\n"没有这一页" = "x"', "“没有这一页”不是网站上的话"),
        ('[texts]\n"检索全文" = 3', "“检索全文”的新文字只能是一句话"),
        ('[texts]\n"检索全文" = "{{ site }}"', "“检索全文”的新文字只能是一句话"),
        ('texts = "检索"', r"texts 要写成一段：请写 \[texts\]"),
        ('[texts\n"检索', "读不了.*请改成 UTF-8 的 TOML"),
    ],
)
def test_a_mistake_is_told_before_anything_is_written(
    sample: Sequence[TaggedArticle], build: Build, theme: Path, tmp_path: Path, words: str, says: str
) -> None:
    say(theme, words)
    with pytest.raises(InputError, match=says):
        build(sample, tmp_path / "public", theme=theme)
    assert not list((tmp_path / "public").glob("*.html"))


def test_the_list_of_all_texts_is_a_file_of_texts(tmp_path: Path, theme: Path) -> None:
    say(theme, '["about.html"]\n"这是什么" = "这是一份怎样的存档"\n')
    listed = run_in_text(tmp_path, "site", "texts", environment={"GONGBAO_SITE_THEME": str(theme)})
    assert listed.returncode == 0, listed.stderr
    tables = tomllib.loads(listed.stdout)
    assert list(tables.pop(EVERYWHERE)) == list(OF_THE_PROGRAM)
    assert list(tables) == list(SOURCES)
    assert {name: list(words) for name, words in tables.items()} == {
        name: texts_in(name, source) for name, source in SOURCES.items()
    }
    changed = {text: other for words in tables.values() for text, other in words.items() if text != other}
    assert changed == {"这是什么": "这是一份怎样的存档"}
    (theme / FILE).write_text(listed.stdout, encoding="utf-8")
    assert read_texts(theme / FILE, SOURCES).by_file == tables
