"""Each article as ninjs 3.0 holds to the IPTC's own schema and says all that its page says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gongbao.core.annotations import Annotations, Origin, Phrase, Status, Tag
from gongbao.core.dates import UNKNOWN_DATE
from gongbao.core.records import Article, Credit, Kind, Page, Picture, TaggedArticle
from gongbao.site.addresses import id_address
from gongbao.site.machines.identity import article_urn
from gongbao.site.machines.ninjs import ninjs, ninjs_address, ninjs_values
from gongbao.site.render import Site

Articles = Sequence[TaggedArticle]
Build = Callable[..., Any]
Make = Callable[..., TaggedArticle]
SITE = Site("存档", "工人报", "某市", "https://example.org/archive/")
NOWHERE = Site("存档", "工人报", "某市", "")
_URI = re.compile(r"(urn:uuid:[0-9a-f-]{36}|https?://[!-~]+)")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    path = Path(__file__).parent / "schemas" / "ninjs-3.0.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(values)
    return Draft202012Validator(values)


def _formats_hold(value: Any, name: str = "") -> bool:
    """What the schema asks of strings under ``format``, which a validator only notes."""
    if isinstance(value, dict):
        return all(_formats_hold(one, key) for key, one in value.items())
    if isinstance(value, list):
        return all(_formats_hold(one, name) for one in value)
    if name in ("uri", "href", "schema"):
        return bool(_URI.fullmatch(value))
    return bool(_RFC_3339.fullmatch(value)) if name.endswith("Created") else True


def test_every_article_of_the_archive_is_there_and_valid(
    archive: Path, newsroom: Articles, schema: Draft202012Validator
) -> None:
    found = {path.relative_to(archive).as_posix() for path in (archive / "articles").rglob("*.json")}
    assert found == {ninjs_address(tagged.article.id) for tagged in newsroom}
    for address in found:
        values = json.loads((archive / address).read_bytes())
        schema.validate(values)
        assert _formats_hold(values)


def test_the_schema_refuses_what_it_does_not_know(schema: Draft202012Validator) -> None:
    assert schema.is_valid({"uri": "urn:uuid:0"})
    assert not schema.is_valid({"type": "text"})
    assert not schema.is_valid({"uri": "urn:uuid:0", "page": "3"})
    assert not schema.is_valid({"uri": "urn:uuid:0", "headlines": [{"role": "main"}]})


def test_an_article_with_everything_is_valid_and_nothing_is_lost(schema: Draft202012Validator) -> None:
    article = Article(
        headline="食堂夜宵送到站台",
        paragraphs=("夜里十点，站台上有了热汤。", "“喝一口就暖了。”检修工说。"),
        kicker="一线见闻",
        subhead="三个班组轮流送",
        column="身边事",
        kind=Kind.PHOTO,
        byline=(Credit("张工", "记者", "本报"), Credit("李师傅", "通讯员", "某厂工会")),
        dateline="本报讯",
        pictures=(Picture("夜宵车。", (Credit("王小工", "摄影"),), f"{7:064x}.jpg", 1600, 900), Picture()),
        page=Page("3", "工会"),
        id="ldwb-2021-07-1",
        revision=2,
    )
    tags = (
        Tag("district", "房山区", 0.997, Status.SET, Origin.RULE),
        Tag("campaign", "送温暖", 1.0, Status.CONFIRMED, Origin.PERSON),
        Tag("activity", "慰问", 0.4, Status.SUGGESTED, Origin.MODEL),
    )
    tagged = TaggedArticle(article, Annotations(tags=tags, phrases=(Phrase("夜宵车", 1.0),)))
    values = ninjs_values(tagged, SITE)
    schema.validate(values)
    text = json.dumps(values, ensure_ascii=False)
    for said in ("食堂夜宵送到站台", "一线见闻", "三个班组轮流送", "身边事", "图片新闻", "本报讯", "夜宵车。"):
        assert said in text
    assert values["bodies"][0]["value"] == article.text
    assert values["by"] == "本报记者 张工 通讯员 李师傅（某厂工会）"
    assert values["places"] == [{"name": "房山区", "rel": "about"}]
    assert [(one["name"], one.get("confidence")) for one in values["subjects"]] == [
        ("房山区", 99),
        ("送温暖", 100),
        ("夜宵车", None),
    ]
    assert values["renditions"][0]["href"] == SITE.url + id_address(article.id)
    [pictured, _] = values["associations"]
    assert [(one["width"], one["height"]) for one in pictured["renditions"]] == [(1280, 720), (480, 270)]
    assert pictured["renditions"][0]["href"] == SITE.url + pictured["descriptions"][1]["value"]


def test_an_article_of_which_next_to_nothing_is_known_is_valid(schema: Draft202012Validator) -> None:
    bare = TaggedArticle(Article(headline="", paragraphs=(), date=UNKNOWN_DATE, id="x"))
    values = ninjs_values(bare, NOWHERE)
    schema.validate(values)
    assert "contentCreated" not in values
    assert "renditions" not in values


def test_its_name_stays_when_the_archive_moves_and_is_the_feed_s(make_article: Make) -> None:
    tagged = make_article(1)
    names = {ninjs_values(tagged, site)["uri"] for site in (SITE, NOWHERE)}
    assert names == {article_urn(tagged.article.id)}


def test_what_utf_8_cannot_hold_becomes_a_question_mark(make_article: Make) -> None:
    assert json.loads(ninjs(make_article(1, headline="半\ud800个"), SITE))["title"] == "半?个"


def test_a_page_names_its_ninjs_and_a_withdrawn_article_s_is_removed(
    newsroom: Articles, build: Build, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    build(newsroom[:8], output)
    name = newsroom[0].article.id
    page = (output / id_address(name)).read_text(encoding="utf-8")
    assert f'type="application/json" title="ninjs 3.0" href="../../{ninjs_address(name)}"' in page
    build(newsroom[1:8], output)
    assert not (output / ninjs_address(name)).exists()
    assert (output / ninjs_address(newsroom[1].article.id)).exists()
