"""The authority file: one name for what is printed in many ways; mistakes told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.core.annotations import Mention
from gongbao.core.errors import GongbaoError
from gongbao.core.records import Article, Credit
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.authorities import Authorities
from gongbao.nlp.authority_files import Authority, load_authorities
from gongbao.nlp.fingerprint import tagger_fingerprint
from gongbao.nlp.layout import plain_layout
from gongbao.nlp.names import Cut
from gongbao.nlp.tagger import Tagger

OWN = """
[[organisation]]
name = "北京二七机车厂"
also = ["二七厂", "二七机车厂", "长辛店的大厂"]

[[person]]
name = "阎长禄"
also = ["闫长禄"]

[[person]]
name = "王强（首钢）"
also = ["王强"]
unit = "首钢集团"

[[person]]
name = "王强（地铁）"
also = ["王强"]
unit = "北京地铁"
"""


def write(tmp_path: Path, text: str, name: str = "names.toml") -> Path:
    folder = tmp_path / "authority"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    folder = write(tmp_path_factory.mktemp("names"), OWN)
    return load_tagger(None, load_segmenter(), authority_folder=folder)


def found(tagger: Tagger, kind: str, *paragraphs: str) -> list[tuple[str, str]]:
    mentions = tagger.annotate(Article("", paragraphs)).mentions
    return [(one.text, one.name) for one in mentions if one.kind == kind]


def test_every_form_stands_under_the_one_name_also_what_no_rule_finds(own: Tagger) -> None:
    text = "长辛店的大厂就是二七厂，如今叫北京二七机车厂。"
    assert found(own, "organisation", text) == [
        (form, "北京二七机车厂") for form in ("长辛店的大厂", "二七厂", "北京二七机车厂")
    ]


def test_a_person_has_one_name_in_text_and_byline(own: Tagger) -> None:
    article = Article("", ("老工人闫长禄说，机车是老伙计。",), byline=(Credit("闫长禄"),))
    people = [one for one in own.annotate(article).mentions if one.kind == "person"]
    assert [(one.field, one.text, one.name) for one in people] == [
        ("byline", "闫长禄", "阎长禄"),
        ("paragraph", "闫长禄", "阎长禄"),
    ]


def test_two_of_one_name_are_told_apart_by_their_units(own: Tagger) -> None:
    assert found(own, "person", "首钢集团焊工王强说，好。") == [("王强", "王强（首钢）")]
    assert found(own, "person", "北京地铁司机王强说，好。") == [("王强", "王强（地铁）")]
    assert found(own, "person", "瓦工王强说，好。") == [("王强", "王强")]


def test_a_longer_name_stays_itself_and_a_form_cuts_no_word(tagger: Tagger) -> None:
    assert found(tagger, "organisation", "首钢技术研究院开了门。") == [("首钢技术研究院", "首钢技术研究院")]
    assert found(tagger, "organisation", "北京市总面积很大。") == []
    assert found(tagger, "organisation", "市总送来慰问品。") == [("市总", "北京市总工会")]


def test_another_place_has_no_beijing_institutions() -> None:
    elsewhere = load_authorities(None, "山东省")
    assert {one.name for one in elsewhere} >= {"中华全国总工会"}
    assert not [one for one in elsewhere if "北京" in one.name or "市总工会" in one.also]


def test_the_newsrooms_table_adds_to_the_projects_and_takes_its_forms(tmp_path: Path) -> None:
    text = '[[organisation]]\nname = "北京市总工会"\nalso = ["工会大楼"]\n'
    text += '[[organisation]]\nname = "首钢公司"\nalso = ["首钢"]\n'
    known = {one.name: one for one in load_authorities(write(tmp_path, "\ufeff" + text))}
    assert {"市总工会", "工会大楼"} <= set(known["北京市总工会"].also)
    assert "首钢" not in known["首钢集团"].also
    assert known["首钢公司"].also == ("首钢",)


def test_a_name_of_the_projects_may_become_a_form_of_the_newsrooms(tmp_path: Path) -> None:
    text = '[[organisation]]\nname = "首钢集团有限责任公司"\nalso = ["首钢集团"]\n'
    known = {one.name: one for one in load_authorities(write(tmp_path, text))}
    assert "首钢集团" not in known
    assert {"首钢集团", "首钢"} <= set(known["首钢集团有限责任公司"].also)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[[organisation]]\nname = ""', "第 1 行：没有名称"),
        ('[[organisation]]\nalso = ["甲厂"]', "第 1 行：没有名称"),
        ('# 说明\n[[organisation]]\nname = "甲厂"\nalias = ["甲"]', "第 2 行：不认识的项目 alias"),
        ('[[organisation]]\nname = "甲厂"\nunit = "乙"', "不认识的项目 unit"),
        ('[[organisation]]\nname = "甲厂"\nalso = "甲"', "also 应当是一列文字"),
        ('[[organisation]]\nname = "甲厂"\nalso = [" "]', "有一项是空的"),
        ('[[organisation]]\nname = "甲厂"\nalso = ["甲"]', "2 到 60 个字"),
        ('[[organisation]]\nname = "甲厂"\nalso = ["甲厂"]', "写了两遍"),
        ('[[organisation]]\nname = "甲厂"\n\n[[organisation]]\nname = "甲厂"', "第 4 行：“甲厂”已在 .*第 1 行"),
        (
            '[[organisation]]\nname = "甲厂"\nalso = ["老厂"]\n[[organisation]]\nname = "乙厂"\nalso = ["老厂"]',
            "第 4 行：“老厂”也是 .*第 1 行 的“甲厂”",
        ),
        ('[[person]]\nname = "王甲"\nalso = ["王乙"]\n[[person]]\nname = "王丙"\nalso = ["王乙"]', "unit 来区分"),
        ("[[person]]\nname = 5", "name 应当是一段文字"),
        ('[[place]]\nname = "某地"', "请改正其中的 place"),
        ('[[person]]\nname = "王甲', "第 2 行写法不对"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(GongbaoError, match=message):
        load_authorities(write(tmp_path, table))


def test_a_file_in_another_encoding_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = write(tmp_path, "")
    (folder / "names.toml").write_bytes('[[person]]\nname = "王甲"'.encode("gb18030"))
    with pytest.raises(GongbaoError, match="不是 UTF-8"):
        load_authorities(folder)
    with pytest.raises(GongbaoError, match=r"nlp\.authority"):
        load_authorities(tmp_path / "missing")


def test_a_changed_file_changes_the_taggers_fingerprint(tmp_path: Path) -> None:
    folder = write(tmp_path, OWN)
    before = tagger_fingerprint(None, "rjieba", None, "北京市", folder)
    assert before != tagger_fingerprint(None, "rjieba", None, "北京市")
    write(tmp_path, OWN.replace("长辛店的大厂", "大厂"))
    assert tagger_fingerprint(None, "rjieba", None, "北京市", folder) != before


def test_a_saved_pipeline_keeps_the_names(own: Tagger, tmp_path: Path) -> None:
    own.to_disk(tmp_path / "saved")
    again = Tagger.from_disk(tmp_path / "saved")
    assert found(again, "organisation", "二七厂开门。") == [("二七厂", "北京二七机车厂")]


def test_of_a_rules_mention_and_a_form_that_overlap_the_longer_stands() -> None:
    text = "老工友合唱团来了"
    cut = Cut.of(text, load_segmenter().cut(text), load_segmenter())
    ruled = Mention("organisation", "合唱团", "合唱团", "paragraph", 0, 3, 6)
    authorities = Authorities([Authority("organisation", "老工友合唱团")])
    [one] = authorities.applied(plain_layout(text), cut, [ruled])
    assert (one.text, one.start, one.end) == ("老工友合唱团", 0, 6)
